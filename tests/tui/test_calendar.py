"""The calendar: what it shows of each day, how one moves in it, and the way to a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from textual import events
from textual.widgets import Static

from paperterm.library.fetchlog import FetchLog
from paperterm.model import Day, Status
from paperterm.session import Session
from paperterm.tui.dialogs import weeks
from paperterm.tui.dialogs.heat_map import HeatMap
from tests.building import listing
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

FRIDAY_NOON = datetime(2026, 2, 13, 17, tzinfo=UTC)
"""Thursday's feed is out, and there is none this evening."""


class At(Home):
    """A home where it is a certain time."""

    now = FRIDAY_NOON

    def session(self) -> Session:
        return Session(now=lambda: self.now)


@pytest.fixture
def days(home: Home) -> At:
    """A home where it is Friday, and which has days in February and in December before."""
    at = At(home.root)
    at.bring(
        *(paper(number, "2026-02-12") for number in range(1, 9)),
        *(paper(number, "2026-02-11") for number in range(11, 15)),
        *(paper(number, "2026-02-09", kind="replace") for number in range(21, 23)),
        paper(31, "2026-02-09", kind="new"),
        paper(41, "2025-12-16"),
    )
    return at


def heat_map(reader: Reader) -> HeatMap:
    return reader.app.screen.query_one(HeatMap)


def said(reader: Reader) -> str:
    """What is said of the day under the cursor."""
    return str(reader.app.screen.query_one("#day", Static).content)


def cell(reader: Reader, day: str) -> str:
    """What is drawn for a day."""
    map_ = heat_map(reader)
    rows = lines(map_)
    here = Day.parse(day)
    at = rows[1 + weeks.row_of(map_.cursor)].index("[]")
    step = (weeks.week_of(here) - weeks.week_of(map_.cursor)).days // 7
    return rows[1 + weeks.row_of(here)][at + 2 * step :][:2]


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 18)])
async def test_days_are_shaded_by_their_papers(days: At, size: tuple[int, int]) -> None:
    async with opened(days, size) as reader:
        await reader.press("C")
        assert said(reader) == "Thu 12 Feb 2026 · 8 papers · 8 unread · partial"
        assert cell(reader, "2026-02-12") == "[]"
        assert cell(reader, "2026-02-11") == "▓▓"
        assert cell(reader, "2026-02-10") == "· "
        assert cell(reader, "2026-02-09") == "▒▒"
        assert cell(reader, "2025-12-16") == "░░"
        assert "Feb" in lines(heat_map(reader))[0]
        assert "today is Fri 13 Feb 2026" in reader.text()
        await reader.press("k")
        assert said(reader) == "Wed 11 Feb 2026 · 4 papers · 4 unread · partial"
        await reader.press("k")
        assert said(reader).startswith("Tue 10 Feb 2026 · not fetched")
        assert cell(reader, "2026-02-12") == "██"
        await reader.press("k")
        assert said(reader) == "Mon 9 Feb 2026 · 3 papers · 1 unread · partial"


@pytest.mark.parametrize("status", Status)
async def test_it_says_how_much_of_a_day_is_known(days: At, status: Status) -> None:
    days.session().library.store(listing(1, 2, day=Day(2026, 2, 10), status=status))
    async with opened(days) as reader:
        await reader.press("C", "k", "k")
        assert said(reader) == f"Tue 10 Feb 2026 · 2 papers · 2 unread · {status}"


async def test_what_is_read_leaves_the_right_half(days: At) -> None:
    async with opened(days) as reader:
        await reader.press(*"xxxx", "C", "k")
        assert cell(reader, "2026-02-12") == "█▒"
        await reader.press("escape", "A", "C", "k")
        assert cell(reader, "2026-02-12") == "█ "
        await reader.press("j")
        assert said(reader) == "Thu 12 Feb 2026 · 8 papers · 0 unread · partial"


async def test_in_plain_ascii(days: At) -> None:
    days.configure("[reader]\nascii = true\n")
    async with opened(days) as reader:
        await reader.press("C", "k")
        assert all(line.isascii() for line in lines(heat_map(reader)))
        assert cell(reader, "2026-02-12") == "##"
        assert cell(reader, "2026-02-10") == "- "


async def test_keys_move_by_evenings_weeks_and_months(days: At) -> None:
    async with opened(days) as reader:
        await reader.press("C")
        for key, day in (
            ("h", "2026-02-05"),
            ("j", "2026-02-08"),
            ("up", "2026-02-05"),
            ("l", "2026-02-12"),
            ("[", "2026-01-12"),
            ("[", "2025-12-11"),
            ("]", "2026-01-11"),
            ("G", "2026-02-12"),
            ("]", "2026-02-12"),
            ("l", "2026-02-12"),
            ("g", "2025-12-16"),
            ("h", "2025-12-09"),
        ):
            await reader.press(key)
            assert str(heat_map(reader).cursor) == day
            assert "[]" in "\n".join(lines(heat_map(reader)))


@pytest.mark.parametrize("leave", ["escape", "q"])
async def test_enter_goes_to_the_day_and_escape_does_not(days: At, leave: str) -> None:
    async with opened(days) as reader:
        await reader.press("C", "k", leave)
        assert "12 Feb 2026" in reader.place
        await reader.press("C", "k", "enter")
        assert "Wed 11 Feb 2026" in reader.place
        assert len(reader.titles) == 4
        await reader.press("C", "k", "enter")
        assert reader.on_top == "CalendarScreen"
        await reader.press("escape")
        assert "Wed 11 Feb 2026" in reader.place


async def test_from_a_view_of_all_days_to_a_day(days: At) -> None:
    async with opened(days) as reader:
        await reader.press("s")
        await reader.choose("Starred")
        await reader.press("C", "k", "enter")
        assert "Wed 11 Feb 2026 · All" in reader.place
        assert reader.sidebar.choice.title == "All"
        await reader.choose("Starred")
        assert reader.titles == ["Paper number 1"]


async def test_from_a_month_to_a_day_of_a_topic(days: At) -> None:
    days.configure('[topics.Some]\nkeywords = ["number 12"]\n')
    async with opened(days) as reader:
        await reader.press("minus")
        await reader.choose("Some")
        await reader.press("C", "enter")
        assert "11 Feb 2026 · Some" in reader.place or "12 Feb 2026 · Some" in reader.place


@pytest.mark.parametrize(
    ("now", "mark", "says"),
    [
        (FRIDAY_NOON, "", "Thu 12 Feb 2026 · 8"),
        (FRIDAY_NOON + timedelta(days=3), "◂", "Mon 16 Feb 2026, today · not announced yet"),
        (FRIDAY_NOON + timedelta(days=4), "◂", "Tue 17 Feb 2026, today · not announced yet"),
    ],
)
async def test_today_is_marked(days: At, now: datetime, mark: str, says: str) -> None:
    days.now = now
    async with opened(days) as reader:
        await reader.press("C", "G")
        assert said(reader).startswith(says)
        shown = "".join(line[-2:].strip() for line in lines(heat_map(reader)))
        assert shown == mark
        await reader.press("h")
        assert "today" not in said(reader)


async def test_evenings_without_a_mailing_are_no_gaps(days: At) -> None:
    async with opened(days) as reader:
        await reader.press("C")
        assert cell(reader, "2026-01-19") == "  "
        assert cell(reader, "2026-01-20") == "· "
        await reader.press("[", "j", "j", "j", "j", "j")
        assert said(reader) == "Mon 19 Jan 2026 · no mailing"


async def test_days_before_the_year_are_reached(days: At) -> None:
    days.bring(paper(51, "2023-06-07"))
    async with opened(days, (60, 18)) as reader:
        await reader.press("C", "g")
        assert said(reader).startswith("Wed 7 Jun 2023 · 1 paper")
        assert "[]" in "\n".join(lines(heat_map(reader)))
        await reader.press("]", "]")
        assert cell(reader, "2023-06-07") == "▒▒"
        await reader.press("g", "enter")
        assert "7 Jun 2023" in reader.place


async def test_without_an_index_the_files_are_counted(days: At) -> None:
    (days.root / "cache").mkdir()
    (days.root / "cache" / "index.sqlite").mkdir()
    async with opened(days) as reader:
        await reader.press("C", "k")
        assert said(reader) == "Wed 11 Feb 2026 · 4 papers · 4 unread · partial"
        assert cell(reader, "2026-02-12") == "██"
        assert "counting the files instead" in reader.text()
        await reader.press("enter")
        assert "11 Feb" in reader.place


async def test_a_day_imported_meanwhile_is_counted(days: At) -> None:
    async with opened(days) as reader:
        days.bring(*(paper(number, "2026-02-10") for number in range(61, 65)))
        await reader.press("C", "k", "k")
        assert said(reader) == "Tue 10 Feb 2026 · 4 papers · 4 unread · partial"
        await reader.press("enter")
        assert len(reader.titles) == 4


async def test_without_a_day_there_is_a_calendar_all_the_same(home: Home) -> None:
    at = At(home.root)
    async with opened(at) as reader:
        await reader.press("C")
        assert said(reader).startswith("Thu 12 Feb 2026 · not fetched")
        await reader.press("enter", *"hjkl[]gG", "escape")
        assert reader.on_top == "ReaderScreen"
        [said_of_day] = reader.complaints
        assert (
            said_of_day
            == "no papers on Thu 12 Feb 2026: not fetched; press R in the list to fetch it"
        )


async def test_a_click_tells_of_a_day_and_a_double_click_goes_there(days: At) -> None:
    async with opened(days) as reader:
        await reader.press("C")
        map_ = heat_map(reader)
        at = lines(map_)[5].index("[]")
        await reader.pilot.click(map_, offset=(at + 1, 4))
        await reader.settled()
        assert said(reader).startswith("Wed 11 Feb 2026")
        for nowhere in ((1, 3), (at, 0), (map_.size.width - 1, 3)):
            await reader.pilot.click(map_, offset=nowhere)
            await reader.settled()
            assert said(reader).startswith("Wed 11 Feb 2026")
        map_.post_message(events.MouseScrollUp(map_, 9, 3, 0, -1, 0, False, False, False))
        await reader.settled()
        assert said(reader).startswith("Wed 4 Feb 2026")
        await reader.pilot.click(map_, offset=(at, 2), times=2)
        await reader.settled()
        assert "Mon 9 Feb 2026" in reader.place


async def test_it_fits_at_any_size(days: At) -> None:
    async with opened(days, (200, 50)) as reader:
        await reader.press("C")
        for size in [(200, 50), (120, 36), (80, 24), (60, 18), (20, 6), (1, 1), (60, 18)]:
            await reader.pilot.resize_terminal(*size)
            await reader.settled()
            map_ = heat_map(reader)
            assert {len(line) for line in lines(map_)} <= {map_.size.width}
            for key in "hjklgG":
                await reader.press(key)
        box = reader.app.screen.query_one("#calendar")
        assert box.region.height <= 18
        assert box.region.width <= 60
        assert said(reader).split(" · ")[-1] in reader.text()
        assert "closes" in reader.text()


EVERY_DAY = [date(2023, 1, 1) + timedelta(days=one) for one in range(1500)]


@pytest.mark.parametrize("step", [1, 2, 7, 40])
@pytest.mark.parametrize("on", [weeks.days_on, weeks.weeks_on], ids=["days", "weeks"])
def test_a_step_is_taken_back_by_its_opposite(on: Callable[[date, int], Day], step: int) -> None:
    evenings = [weeks.evening(day) for day in EVERY_DAY]
    assert [on(on(day, step), -step) for day in evenings] == evenings
    assert {on(day, step).weekday() for day in evenings} == {6, 0, 1, 2, 3}


def test_months_end_where_they_end() -> None:
    assert weeks.months_on(date(2026, 3, 31), -1) == Day(2026, 2, 26)
    assert weeks.months_on(date(2026, 1, 12), -1) == Day(2025, 12, 11)
    assert weeks.months_on(date(2025, 12, 10), 2) == Day(2026, 2, 10)


@pytest.mark.parametrize("plain", [False, True], ids=["as-it-is", "ascii"])
async def test_a_day_without_papers_is_no_gap(days: At, plain: bool) -> None:
    days.configure(f"[reader]\nascii = {str(plain).lower()}\n")
    fetched(days, Day(2026, 2, 10), Status.ESTIMATED)
    async with opened(days) as reader:
        await reader.press("C")
        assert cell(reader, "2026-02-10") == (". " if plain else "○ ")
        assert cell(reader, "2026-02-08") == ("- " if plain else "· ")
        assert cell(reader, "2026-01-19") == "  "  # a holiday
        assert cell(reader, "2026-02-09") == ("==" if plain else "▒▒")
        gap, empty = ("-", ".") if plain else ("·", "○")
        assert f"{gap} not fetched: a gap   {empty} fetched, without papers" in reader.text()
        await reader.press("k", "k")
        dot = "-" if plain else "·"
        assert said(reader) == f"Tue 10 Feb 2026 {dot} fetched, without papers"


async def test_a_day_of_which_a_part_was_asked_for_is_a_gap(days: At) -> None:
    fetched(days, Day(2026, 2, 10), Status.PARTIAL)
    async with opened(days) as reader:
        await reader.press("C")
        assert cell(reader, "2026-02-10") == "· "


async def test_a_day_without_papers_in_other_categories_is_a_gap(days: At) -> None:
    fetched(days, Day(2026, 2, 10), Status.ESTIMATED)
    days.configure('[categories]\n"math.AG" = "Geometry"\n')
    async with opened(days) as reader:
        await reader.press("C")
        assert cell(reader, "2026-02-10") == "· "


async def test_a_day_without_papers_is_told_without_an_index_too(days: At) -> None:
    (days.root / "cache").mkdir()
    (days.root / "cache" / "index.sqlite").mkdir()
    fetched(days, Day(2026, 2, 10), Status.ESTIMATED)
    async with opened(days) as reader:
        await reader.press("C")
        assert cell(reader, "2026-02-10") == "○ "
        assert cell(reader, "2026-02-11") == "▓▓"


def fetched(home: At, day: Day, status: Status) -> None:
    """Note that everything that is followed was asked for on a day."""
    session = home.session()
    followed = session.settings.categories
    FetchLog(session.folders.data).add_day(day, "api", followed, status, 0, home.now)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("kk", "Tue 10 Feb 2026: not fetched; press R in the list to fetch it"),
        ("[[", "Thu 11 Dec 2025: not fetched; run paperterm fetch --since 2025-12-11"),
        ("hh", "Thu 29 Jan 2026: nothing was announced in your categories"),
        ("hhhhhh", "Thu 1 Jan 2026: arXiv has no mailing on that evening"),
    ],
)
async def test_a_day_that_is_not_there_says_so(days: At, keys: str, says: str) -> None:
    fetched(days, Day(2026, 1, 29), Status.ESTIMATED)
    async with opened(days) as reader:
        await reader.press("C", *keys, "enter")
        assert reader.complaints == [f"no papers on {says}"]
        assert reader.on_top == "CalendarScreen"
        assert said(reader).startswith(says[:14])
