"""Fixtures for the tests of the reader."""

from pathlib import Path

import pytest

from tests.tui.home import Home, paper


@pytest.fixture
def home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return an empty home, with colours on any terminal, without arXiv and a clipboard."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("PAPERTERM_ARXIV_URL", "http://127.0.0.1:1")
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "from elsewhere: the clipboard of this computer is no use")
    return Home(home)


@pytest.fixture
def one_day(home: Home) -> Home:
    """Return a home with one day of five papers, numbers 1 to 5."""
    home.bring(*map(paper, range(1, 6)))
    return home


@pytest.fixture
def three_days(home: Home) -> Home:
    """Return a home with three days; the newest has numbers 1 to 5, 2 and 4 are about diffusion.

    The days before have 11 to 13, and 21 with 4 again, under the same title.
    """
    about = {"abstract": "A diffusion model."}
    home.bring(
        *(paper(number, **about if number in {2, 4} else {}) for number in range(1, 6)),
        *(paper(number, "2026-02-11") for number in range(11, 14)),
        paper(21, "2026-02-10"),
        paper(4, "2026-02-10", **about),
    )
    return home


@pytest.fixture
def long_day(home: Home) -> Home:
    """Return a home with one day of forty papers, numbers 1 to 40, with long abstracts."""
    words = " ".join(f"word{number}" for number in range(600))
    home.bring(*(paper(number, abstract=words) for number in range(1, 41)))
    return home
