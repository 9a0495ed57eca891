"""Refreshes in the reader: by key and by itself; what is on the screen stays where it is."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, Paper, PaperId
from paperterm.session import Session
from paperterm.tui.reader.top_bar import TopBar
from tests.loopback.faulty import Loopback
from tests.tui.driving import Reader, running
from tests.tui.home import Home

WED, THU = Day(2026, 2, 11), Day(2026, 2, 12)
SETTINGS = """\
[categories]
"cs.CV" = "Vision"

[fetch]
interval = 0
automatic = {automatic}
"""


def announced(day: Day, number: int) -> AnnouncedPaper:
    sent = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    paper = Paper(
        PaperId(f"2602.{day.day:02}{number:03}"),
        f"Paper number {day.day}{number:02}",
        ("Ada Author",),
        abstract="What it is about.",
        categories=("cs.CV",),
        primary_category="cs.CV",
        version=1,
        published=sent,
        updated=sent,
    )
    return AnnouncedPaper(paper, Announcement(day, Kind.NEW, number))


PAPERS = [announced(day, number) for day in (WED, THU) for number in range(1, 31)]


@dataclass
class Arxiv:
    """An arXiv, a home that knows its address, and the time for both."""

    home: Home
    server: Loopback
    now: datetime

    @asynccontextmanager
    async def opened(self, *, automatic: bool) -> AsyncIterator[Reader]:
        """The reader on it, when its first list is shown."""
        self.home.configure(SETTINGS.format(automatic=str(automatic).lower()))
        async with running(Session(now=lambda: self.now), (160, 45)) as reader:
            await refreshed(reader)
            yield reader


async def refreshed(reader: Reader) -> None:
    """Wait until what was asked of arXiv is done, and shown."""
    for _ in range(2):
        await reader.settled()
        await asyncio.to_thread(reader.screen.query_one(TopBar).refresher.settle)
    await reader.settled()


@pytest.fixture
def arxiv(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arxiv]:
    made: Arxiv = Arxiv(
        home, Loopback(PAPERS, now=lambda: made.now), datetime(2026, 2, 12, 14, tzinfo=UTC)
    )
    with made.server:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.server.url)
        yield made


async def test_an_empty_library_fills_itself(arxiv: Arxiv) -> None:
    async with arxiv.opened(automatic=True) as reader:
        assert reader.current == "Paper number 1101"
        assert "up to date" in reader.place
        assert len(arxiv.server.requests) == 1


@pytest.mark.skipif(os.name == "nt", reason="the program is of POSIX")
async def test_a_refresh_runs_its_hook(
    arxiv: Arxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    hook = f"[hooks]\nafter_fetch = \"sh -c 'cat >> {told}'\"\n"
    monkeypatch.setattr(f"{__name__}.SETTINGS", SETTINGS + hook)
    async with arxiv.opened(automatic=True):
        assert json.loads(told.read_text())["new"] == 30
    async with arxiv.opened(automatic=True):
        assert told.read_text().count("after_fetch") == 1


async def test_nothing_is_asked_where_the_settings_say_so(arxiv: Arxiv) -> None:
    async with arxiv.opened(automatic=False):
        assert arxiv.server.requests == []


async def test_nothing_is_asked_when_nothing_is_due(arxiv: Arxiv) -> None:
    async with arxiv.opened(automatic=True):
        pass
    async with arxiv.opened(automatic=True) as reader:
        assert len(arxiv.server.requests) == 1
        assert "up to date" in reader.place


async def test_a_new_day_arrives_and_the_cursor_stays(arxiv: Arxiv) -> None:
    async with arxiv.opened(automatic=False) as reader:
        await reader.press("R")
        await refreshed(reader)
        await reader.press("5", "j", "x")
        before, screen = reader.current, reader.titles
        arxiv.now += timedelta(days=1)
        await reader.press("R")
        await refreshed(reader)
        assert reader.current == before
        assert reader.titles == screen
        assert "Wed 11 Feb" in reader.place
        await reader.press("]")
        assert "Thu 12 Feb" in reader.place
        assert reader.current == "Paper number 1201"


async def test_more_papers_of_the_day_that_is_read_leave_the_cursor_in_place(
    arxiv: Arxiv,
) -> None:
    arxiv.home.bring(_line(announced(WED, 7)), _line(announced(WED, 3)))
    async with arxiv.opened(automatic=False) as reader:
        await reader.press("j")
        before, row = reader.current, reader.papers.cursor
        y = row * reader.papers.ROW_HEIGHT - reader.papers.scroll_offset.y
        await reader.press("R")
        await refreshed(reader)
        assert len(reader.papers) == 30
        assert reader.current == before
        assert reader.papers.cursor != row
        assert reader.papers.cursor * reader.papers.ROW_HEIGHT - reader.papers.scroll_offset.y >= y


async def test_a_read_paper_does_not_vanish_by_a_refresh(arxiv: Arxiv) -> None:
    arxiv.home.bring(_line(announced(WED, 7)), _line(announced(WED, 3)))
    async with arxiv.opened(automatic=False) as reader:
        await reader.choose("Unread")
        await reader.press("r")
        before = reader.current
        await reader.press("R")
        await refreshed(reader)
        assert reader.current == before
        assert len(reader.papers) == 30


async def test_a_refusal_is_said_and_the_library_is_read_on(arxiv: Arxiv) -> None:
    arxiv.server.fault("429-seconds", path="/rss")
    async with arxiv.opened(automatic=True) as reader:
        assert "429" in reader.place
        await reader.press("R")
        await refreshed(reader)
        assert len(arxiv.server.requests) == 1


async def test_leaving_while_arxiv_does_not_answer(arxiv: Arxiv) -> None:
    arxiv.server.fault("hang", path="/rss")
    async with arxiv.opened(automatic=False) as reader:
        await reader.press("R")
        assert await asyncio.to_thread(arxiv.server.hung.wait, 5)
        assert "fetching today" in reader.place
    assert not reader.app.is_running  # and arXiv still has not answered
    arxiv.server.release()


@pytest.mark.parametrize("slept", [timedelta(days=1), timedelta(days=-3)], ids=["on", "back"])
async def test_the_clock_is_followed_while_a_laptop_sleeps(arxiv: Arxiv, slept: timedelta) -> None:
    """Timers do not run meanwhile, and none is due so soon."""
    async with arxiv.opened(automatic=False) as reader:
        await reader.press("R")
        await refreshed(reader)
        before = reader.place
        arxiv.now += slept
        async with asyncio.timeout(10):
            while reader.place == before:
                await reader.pilot.pause(0.05)
        assert reader.place != before


def _line(one: AnnouncedPaper) -> dict[str, object]:
    paper = one.paper
    return {
        "id": str(paper.id),
        "title": paper.title,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "categories": list(paper.categories),
        "announced": str(one.announcement.day),
    }
