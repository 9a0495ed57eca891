"""Fixtures for all tests."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from paperterm.paths import HOME_VARIABLE

SLOW = (
    *("commands", "trust"),  # each test starts processes
    "snapshots",  # every screen at four sizes
    *("property/test_index.py", "tui/test_drafts.py", "tui/test_terminal.py"),
    *("tui/test_first_frame.py", "tui/test_noting.py"),
    *("tui/test_suspending.py", "tui/test_two_readers.py"),  # they wait
)
"""Tests that make up half of the time: `pytest` without a path leaves them out, CI runs them."""

LONG = (
    *("trust/test_hostile_terminal.py", "trust/test_fuzz.py", "trust/test_fuzz_found.py"),
    *("tui/test_editing_settings.py", "tui/test_workbench.py"),
    *("tui/test_palette.py", "tui/test_abstract_pane.py", "commands/test_usage.py"),
)
"""Tests for which ten minutes of CI have no room: `pytest -m long` runs them, or their path."""

SHARED = Path(__file__).parents[2] / "shared"
MEMORY = Path("/dev/shm")
DISK = tempfile.gettempdir()

# Most tests write as durably as the program does; in memory that costs nothing. Docker gives a
# container 64 MB of it, which is too little.
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 1 << 30:
    tempfile.tempdir = str(MEMORY)

# Under nohup a hangup is ignored, also by the programs that tests start and hang up on.
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# How long an example takes depends on the machine; what it finds does not.
settings.register_profile("paperterm", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=3000)
settings.load_profile("paperterm")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of `SLOW` and `LONG`, unless the command line names what to run.

    Tests of the reader, which take longest, come last.
    """
    if config.getoption("file_or_dir"):
        return
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent / "tui"))
    slow, long = ([Path(__file__).parent / name for name in names] for names in (SLOW, LONG))
    for item in items:
        if any(item.path.is_relative_to(place) for place in long):
            item.add_marker(pytest.mark.long)
        is_long = item.get_closest_marker("long") is not None
        if not is_long and any(item.path.is_relative_to(place) for place in slow):
            item.add_marker(pytest.mark.slow)


def pytest_runtest_setup() -> None:
    """Skip what there is no time for: `.ci/run` says until when it tests."""
    end = os.environ.get("PAPERTERM_TESTS_END")
    if end and time.time() > float(end):
        pytest.skip("CI's ten minutes are over on this slow machine; `pytest` runs it")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data beside the checkout, which is not in this repository.

    Without it a test is skipped; with PAPERTERM_REAL_DATA=required it fails.
    """
    if not (SHARED / "data").is_dir():
        reason = "needs the real data in ../shared, which is no part of the project"
        if os.environ.get("PAPERTERM_REAL_DATA") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory, or on the disk for a test marked `on_disk`.

    A folder on the disk is kept if the test fails, as pytest keeps the others.
    """
    if request.node.get_closest_marker("on_disk") is None:
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="pytest-of-paperterm-", dir=DISK))
    failed_before = request.session.testsfailed
    yield folder
    if request.session.testsfailed == failed_before:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_arxiv(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send all requests for arXiv to a port of this machine where nothing listens."""
    monkeypatch.setenv("PAPERTERM_ARXIV_URL", "http://127.0.0.1:9")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new home for paperterm; the folder does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder
