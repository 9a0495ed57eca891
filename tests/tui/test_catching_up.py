"""Catching up after days away: the offer, the list, and what it leaves out."""

from datetime import UTC, datetime

import pytest

from paperterm.session import Session
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper

ROBOT = "A robot arm learns to grasp with a dexterous gripper under contact"
GALAXY = "A survey of galaxy spectra measures cosmic dust at high redshift"
DAYS = ("2026-02-09", "2026-02-10", "2026-02-11", "2026-02-12")


class Away(Home):
    """A home of four days of twelve papers each, every second one on robots."""

    now = datetime(2026, 2, 10, 12, tzinfo=UTC)

    def session(self) -> Session:
        return Session(now=lambda: self.now)


@pytest.fixture
def away(home: Home) -> Away:
    away = Away(home.root)
    away.configure("[interest]\nbudget = 10\n")
    away.bring(
        *(
            paper(100 * at + number, day, abstract=(GALAXY, ROBOT)[number % 2])
            for at, day in enumerate(DAYS)
            for number in range(12)
        )
    )
    return away


async def star_and_leave(away: Away) -> None:
    """Star robots of the first day, and come back on the fourth."""
    async with opened(away) as reader:
        await reader.press("[", "[", "[", "j", "s", "j", "j", "s", "j", "j", "s")
    away.now = datetime(2026, 2, 13, 12, tzinfo=UTC)


async def test_after_days_away_the_first_papers_are_offered_and_the_rest_is_read_in_one_step(
    away: Away,
) -> None:
    await star_and_leave(away)
    async with opened(away) as reader:
        before = reader.current
        reader.screen.browser.jobs.search.look_for_missed()
        await reader.settled()
        assert "36 unread papers since Tue 10 Feb: press W for the best 10" in reader.text()
        await reader.press("W")
        assert "Catch up: 10 of 36 since Tue 10 Feb" in reader.place
        assert "esc goes back; W shows what is left out" in reader.text()
        ids = reader.papers.pages.ids
        assert len(ids) == 10
        assert sum(int(id_[-2:]) % 2 for id_ in ids) >= 9
        await reader.press("G")
        assert [line[1] for line in lines(reader.papers)].count("?") == 1
        await reader.press("s", "escape")
        assert reader.current == before
        assert " Thu 12 Feb 2026 · All · " in reader.place
        await reader.press("W", *["x"] * 10)
        assert "25 papers since Tue 10 Feb left out" in reader.text()
        await reader.press("W")
        assert reader.on_top == "PickScreen"
        await reader.press("r")
        unread = {row for row, mark in away.values().items() if not mark.get("read")}
        assert len(away.values()) == 3 + 36
        assert len(unread) == 4, "what is starred is kept, and not left out"
        await reader.press("u")
        read = {row for row, mark in away.values().items() if mark.get("read")}
        assert len(read) == 10


async def test_nobody_is_asked_who_keeps_nothing_or_was_not_away(away: Away) -> None:
    away.now = datetime(2026, 2, 13, 12, tzinfo=UTC)
    async with opened(away) as reader:
        reader.screen.browser.jobs.search.look_for_missed()
        await reader.settled()
        assert "unread papers since" not in reader.text()
        await reader.press("[", "s")
    away.now = datetime(2026, 2, 14, 12, tzinfo=UTC)
    async with opened(away) as reader:
        reader.screen.browser.jobs.search.look_for_missed()
        await reader.settled()
        assert "unread papers since" not in reader.text(), "one day was missed"
        await reader.press("W")
        assert "Catch up: 10 of 12 since Thu 12 Feb" in reader.place
        await reader.press("[")
        assert "Wed 11 Feb" in reader.place
