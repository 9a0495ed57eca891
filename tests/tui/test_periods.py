"""More than one day: a month, a year, all days; sorted; kept as a view; read as one looks."""

from array import array
from pathlib import Path

import pytest

from paperterm.library import Library
from paperterm.library.index import Index, Listing
from paperterm.session import Selection, read
from paperterm.session.row_pages import PAGE, RowPages
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper

MANY = 5 * PAGE


@pytest.fixture
def years(home: Home) -> Home:
    """A home with days in two months and two years."""
    home.bring(
        paper(1, "2026-02-12", authors=["Zoe Zimmer"], title="Paper number 1 of bees"),
        paper(2, "2026-02-11", authors=["Ann Abel"], title="Paper number 2 of ants"),
        paper(3, "2026-01-20", authors=["Max Mann"]),
        paper(4, "2025-12-16"),
    )
    return home


@pytest.fixture
def many(home: Home) -> Home:
    """A home with more papers than are read at once, over many days."""
    days = [f"2025-{month:02}-{day:02}" for month in (9, 10, 11) for day in (1, 2, 3, 8, 9, 10)]
    home.bring(*(paper(number, days[number % len(days)]) for number in range(1, MANY + 1)))
    home.age()
    return home


def test_a_page_is_asked_for_as_one_comes_near(tmp_path: Path) -> None:
    index = Index(tmp_path, Library(tmp_path))
    pages = RowPages(MANY, Listing(array("q", range(MANY)), index, is_sorted=True))
    pages.fill(0, [])
    assert pages.lacking(0, PAGE // 2 - 1) == []
    assert pages.lacking(0, PAGE // 2) == [1]
    assert pages.lacking(0, PAGE // 2) == []  # it was asked for
    assert pages.lacking(3 * PAGE, 3 * PAGE + 20) == [2, 3]
    assert pages.lacking(4 * PAGE + PAGE // 2, MANY - 1) == [4]


def found(titles: list[str]) -> list[int]:
    return [int(title.split()[-1]) for title in titles]


async def test_minus_shows_more_days_and_plus_fewer(years: Home) -> None:
    async with opened(years) as reader:
        assert found(reader.titles) == [1]
        await reader.press("minus")
        assert found(reader.titles) == [1, 2]
        assert "February 2026 · All" in reader.place
        await reader.press("minus")
        assert found(reader.titles) == [1, 2, 3]
        assert "2026 · All" in reader.place
        await reader.press("minus")
        assert found(reader.titles) == [1, 2, 3, 4]
        assert "All days · All" in reader.place
        assert "4 papers · 4 unread" in reader.place
        await reader.press("minus")
        assert len(reader.told) == 1
        await reader.press("plus", "plus", "plus")
        assert found(reader.titles) == [1]


async def test_fewer_days_are_those_around_the_paper_under_the_cursor(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("minus", "minus", "minus", "j", "j")
        await reader.press("plus", "plus", "plus")
        assert found(reader.titles) == [3]
        assert "20 Jan 2026" in reader.place


async def test_the_cursor_stays_on_its_paper(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("[")
        assert reader.current.endswith("of ants")
        await reader.press("minus")
        assert reader.current.endswith("of ants")


async def test_the_days_are_told_apart(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("minus")
        shown = lines(reader.papers)
        assert shown[0].split() == ["Thu", "12", "Feb", "2026", "1"]
        assert "Paper number 1" in shown[1]
        assert shown[3].split() == ["Wed", "11", "Feb", "2026", "1"]
        assert "Paper number 2" in shown[4]


async def test_brackets_go_from_month_to_month(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("minus", "[")
        assert "January 2026" in reader.place
        await reader.press("[")
        assert "December 2025" in reader.place
        await reader.press("[")
        assert reader.told == ["this is the oldest month in the library"]
        await reader.press("]", "]")
        assert found(reader.titles) == [1, 2]


async def test_the_list_is_sorted_and_stays_so(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("minus", "S", "j", "j", "j", "enter")
        assert "by author" in reader.place
        assert found(reader.titles) == [2, 1]
        await reader.press("minus")
        assert found(reader.titles) == [2, 3, 1]
        await reader.press("S", "g", "enter")
        assert found(reader.titles) == [1, 2, 3]


async def test_a_day_is_sorted_too(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("S", "G", *"kkkk", "enter")
        assert "by title" in reader.place
        assert found(reader.titles) == [1, 2, 3, 4, 5]
        assert "Thu 12 Feb 2026" in reader.place


async def test_escape_leaves_the_order_as_it_was(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("S", "j", "escape")
        assert " by " not in reader.place


async def test_rows_are_read_as_they_come_near(many: Home) -> None:
    async with opened(many) as reader:
        await reader.press("minus", "minus", "minus")
        assert len(reader.papers) == MANY
        assert len(list(reader.papers.pages)) < MANY
        await reader.press("G")
        assert reader.current
        assert "found out" in reader.abstract.text
        await reader.press("g", "ctrl+d", "ctrl+d")
        assert reader.current
        assert "…" not in [line.strip() for line in lines(reader.papers)]


async def test_space_finds_what_is_unread_beyond_the_rows_that_are_read(many: Home) -> None:
    async with opened(many) as reader:
        await reader.press("minus", "minus", "minus", "G")
        last = reader.current
    session = many.session()
    entries = session.entries(Selection())
    session.mark([entry for entry in entries if entry.paper.title != last], read(True))
    async with opened(many) as reader:
        await reader.press("minus", "minus", "minus", "g", "space")
        assert reader.current == last
        assert "1 unread" in reader.place
        await reader.press("x", "g", "space")
        assert "everything here is read" in reader.told[-1]
        assert "0 unread" in reader.place


async def test_marks_show_in_rows_that_were_read_again(many: Home) -> None:
    async with opened(many) as reader:
        await reader.press("minus", "minus", "minus", "s")
        title = reader.current
        for _ in range(2):
            await reader.press("G", "g")
        assert reader.current == title
        assert "★" in lines(reader.papers)[1]


async def test_what_is_found_is_marked_in_the_titles(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        await reader.press(*"number")
        found = reader.papers.style_for("found").bgcolor
        segments = [one for one in reader.papers.render_line(0) if one.text == "number"]
        assert [one.style.bgcolor for one in segments if one.style] == [found]


async def test_a_query_is_kept_as_a_view(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash", *"diffus", "enter", "V", *"mine", "enter")
        assert reader.sidebar.choice.title == "mine"
        assert found(reader.titles) == [2, 4]
        assert "All days · mine" in reader.place
        await reader.press("plus", "plus", "plus", "[")
        assert "oldest day" not in "".join(reader.told)
        assert 'mine = "diffus*"' in three_days.config_file.read_text()
    async with opened(three_days) as reader:
        await reader.press("minus", "minus", "minus")  # it opens on the day where it was left
        assert found(reader.titles) == [2, 4]


async def test_a_view_remembers_where_one_looked(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.choose("Diffusion")
        await reader.press("s", "slash", *"model", "enter", "V", *"m", "enter")
    (view,) = three_days.session().settings.views
    assert view.query == 'topic:"Diffusion" model*'


async def test_keeping_needs_a_query_and_a_name(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("V")
        assert "/" in reader.told[-1]
        await reader.press("slash", *"diffus", "enter", "V", "enter")
        assert reader.on_top == "ReaderScreen"
        await reader.press("V", *"all", "enter")
        assert "all" in reader.complaints[-1]
    assert three_days.session().settings.views == ()


async def test_escape_shows_again_what_was_shown_with_the_marks_of_now(many: Home) -> None:
    async with opened(many) as reader:
        await reader.press("minus", "minus", "minus", "1", "0", "0", "j", "k", "k")
        before = lines(reader.papers)
        title = reader.current
        await reader.press("slash", *"number", "enter", "escape")
        assert lines(reader.papers) == before
        assert reader.current == title
        await reader.press("slash", *title.split()[-1], "enter")
        await reader.press("s", "escape")
        assert reader.current == title
        assert "★" in "".join(lines(reader.papers))


async def test_the_cursor_stays_where_it_went_while_a_list_was_read_again(years: Home) -> None:
    async with opened(years) as reader:
        await reader.press("minus", "minus", "minus")
        browser, first = reader.screen.browser, reader.papers.current
        assert first
        await reader.press("j", "j")
        query, selection = browser.request
        browser.jobs.search.search(query, selection, first.id)  # as asked for before the keys
        await reader.settled()
        assert (reader.papers.cursor, reader.current) == (2, "Paper number 3")
        browser.visit(browser.location, first.id)
        await reader.settled()
        assert reader.papers.cursor == 0
