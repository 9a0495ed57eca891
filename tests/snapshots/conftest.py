"""Fixtures for the snapshot tests, and the option that updates the pictures."""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.message_pump import MessagePump
from textual.timer import Timer

from tests.snapshots import shelf

_BY_ITSELF = 0.3
"""Timers from this many seconds on do not draw: they blink, look at files, remove notices."""
_NEVER = 1e6


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--update", action="store_true", help="draw the pictures again")


@pytest.fixture
def renews(request: pytest.FixtureRequest) -> bool:
    """Whether to update the pictures."""
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop everything that happens by itself, and fix the time zone and the terminal."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    for name in ("NO_COLOR", "COLORTERM", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("set_timer", "set_interval"):
        monkeypatch.setattr(MessagePump, name, _patient(getattr(MessagePump, name)))
    seldom, before = (50_000, 20, 50), gc.get_threshold()
    gc.set_threshold(*seldom)  # an app makes many objects that live as long as the app
    yield
    gc.set_threshold(*before)
    monkeypatch.undo()
    time.tzset()


def _patient(method: Callable[..., Timer]) -> Callable[..., Timer]:
    def timer(pump: MessagePump, seconds: float, *args: object, **named: object) -> Timer:
        return method(pump, seconds if seconds < _BY_ITSELF else _NEVER, *args, **named)

    return timer


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the full library and its index; do not write to it."""
    folder = tmp_path_factory.mktemp("filled")
    before = Path.cwd()
    os.chdir(folder)
    try:
        shelf.fill()
        shelf.fill_index()
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of it; days and marks, only replaced as a whole, are hard links."""
    copy = tmp_path / "full"
    shutil.copytree(filled / "data", copy / "data", copy_function=os.link)
    for name in ("config", "cache", "state"):
        if (filled / name).exists():
            shutil.copytree(filled / name, copy / name)
    yield copy
    # The index may be deleting its own files.
    shutil.rmtree(copy, ignore_errors=True)
