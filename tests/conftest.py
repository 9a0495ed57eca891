"""Fixtures for all tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from paperterm.paths import HOME_VARIABLE

SHARED = Path(__file__).parents[2] / "shared"
MEMORY = Path("/dev/shm")
DISK = tempfile.gettempdir()

# Most tests write as durably as the program does; in memory that costs nothing. Docker gives a
# container 64 MB of it, which is too little.
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 1 << 30:
    tempfile.tempdir = str(MEMORY)

# How long an example takes depends on the machine; what it finds does not.
settings.register_profile("paperterm", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=3000)
settings.load_profile("paperterm")


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
