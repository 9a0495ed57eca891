"""The line that a query is typed in: what it says, what it takes, and what it remembers."""

import pytest
from textual import events
from textual.widgets import Static

from paperterm.model import Day, Kind
from paperterm.query import Query
from paperterm.query.parse import _Reader
from paperterm.session import Selection
from paperterm.tui.reader.location import view_summary
from tests.tui.driving import Reader, Size, lines, opened
from tests.tui.home import Home, paper


def line(reader: Reader) -> str:
    """What stands in the row that the query is typed in, behind the sign."""
    rows = [row.strip() for row in reader.text().splitlines()]
    return next(row[1:].strip() for row in reversed(rows) if row.startswith("/"))


async def find(reader: Reader, text: str) -> None:
    """Type a query, from nothing."""
    await reader.press("slash", *text)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("foo:bar", "unknown field 'foo'"),
        ("is:blah", "is: takes unread"),
        ("since:7", "since: takes days"),
        ("/scal(ing/", "the regex is invalid"),
        ("day:2026-13", "no 2026-13"),
        ("(a or", "nothing after the or"),
    ],
)
async def test_what_cannot_be_read_yet_says_so_and_changes_nothing(
    three_days: Home, query: str, reason: str, size: Size
) -> None:
    async with opened(three_days, size) as reader:
        await find(reader, "diffusion")
        await reader.press("enter", "slash")
        reader.app.screen.focused.value = query  # type: ignore[union-attr]
        await reader.settled()
        assert f"not a query yet: {reason}" in line(reader)
        assert "All · “diffusion*”" in reader.place
        assert reader.titles[0] == "Paper number 2"
        assert reader.told == []


async def test_nothing_is_applied_before_it_can_be_read(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await find(reader, "(")
        assert "“" not in reader.place
        assert len(reader.papers) == 5
        await reader.press(*"diffusion")
        assert "All · “(diffusion”" in reader.place
        assert "not a query" not in line(reader)


async def test_a_key_parses_its_query_once(
    three_days: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar, the search, the list and the abstract share what was parsed."""
    parsed: list[str] = []
    parse = _Reader.whole

    def count(self: _Reader) -> Query:
        if self.text.startswith("("):  # and not a view of the sidebar, which is counted beside
            parsed.append(self.text)
        return parse(self)

    async with opened(three_days) as reader:
        await find(reader, "")
        monkeypatch.setattr(_Reader, "whole", count)
        text = '(number "3'
        for end, key in enumerate(text, 1):
            await reader.press(key)
            assert parsed == [text[:at] for at in range(1, end + 1)]
        assert reader.titles == ["Paper number 3"]
        await reader.press("enter", "j", "escape")
        assert len(parsed) == len(text)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 18)])
async def test_enter_says_below_the_line_what_is_wrong_and_where(
    three_days: Home, size: Size
) -> None:
    async with opened(three_days, size) as reader:
        await find(reader, "number since:7")
        await reader.press("enter")
        rows = [row.strip() for row in reader.text().splitlines()]
        at = rows.index("at '7': since: takes days or weeks, as in 7d or 2w")
        assert rows[at - 1].startswith("/number since:7 ")
        assert reader.focused == "QueryLine"
        assert reader.told == []
        await reader.press("d")
        assert "at '7'" not in reader.text()
        await reader.press("enter")
        assert reader.focused == "PaperList"
        assert len(reader.papers) == 5


async def test_the_line_names_the_key_that_works(three_days: Home) -> None:
    three_days.configure('[keys]\n"reader.scope" = "Q"\n')
    async with opened(three_days, (80, 24)) as reader:
        await find(reader, "number")
        assert "in this list · tab: whole library" in line(reader)
        assert "tab whole library" in reader.text()
        await reader.press("tab")
        assert "in the whole library · tab: this list" in line(reader)
        assert "tab this list" in reader.text()
        await reader.press("enter")
        assert "in the whole library · Q: this list" in line(reader)
        await reader.press("Q")
        assert "in this list · Q: whole library" in line(reader)


async def test_a_long_query_has_the_room_of_the_keys(three_days: Home) -> None:
    async with opened(three_days, (60, 18)) as reader:
        await find(reader, "number or a long query about")
        assert line(reader).endswith("in this list")


async def test_the_empty_line_shows_what_could_be_asked(one_day: Home) -> None:
    async with opened(one_day, (80, 24)) as reader:
        await find(reader, "")
        assert "diffusion  ti:graph  au:wang  cat:cs.RO" in line(reader)
        assert "…" in line(reader)
        await reader.press("x")
        assert "graph" not in line(reader)
        await reader.press("escape")
    async with opened(one_day, (200, 50)) as reader:
        await find(reader, "")
        assert '"a phrase"  /regex/' in line(reader)


async def test_queries_of_before_come_back(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await find(reader, "diffusion")
        await reader.press("enter", "escape")
        await find(reader, "number 3")
        await reader.press("enter", "escape")
        await find(reader, "ti:")
        await reader.press("up")
        assert line(reader).startswith("number 3*")
        assert reader.titles == ["Paper number 3"]
        await reader.press("up", "up")
        assert line(reader).startswith("diffusion*")
        assert len(reader.titles) == 2
        await reader.press("down", "down", "down")
        assert line(reader).startswith("ti: ")


async def test_a_paste_of_lines_is_one_query(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("slash")
        reader.app.post_message(events.Paste("diffusion\r\n  number\n\n4\n"))
        await reader.settled()
        assert line(reader).startswith("diffusion number 4 ")
        assert reader.titles == ["Paper number 4"]


@pytest.mark.parametrize("keys", ["[", "]", "-", "+"])
async def test_the_whole_library_has_no_day_before(three_days: Home, keys: str) -> None:
    async with opened(three_days) as reader:
        await find(reader, "number")
        await reader.press("tab", "enter", keys)
        assert "Whole library · “number*”" in reader.place
        assert len(reader.papers) == 9
        assert reader.told[-1].endswith(r"; press \ to search this list only")
        assert r"; press \ to search this list only" in reader.text()
        await reader.press("\\", keys)
        assert "Whole" not in reader.place


async def test_sorting_stays_in_the_whole_library(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await find(reader, "number")
        await reader.press("tab", "enter", "S", "j", "enter")
        assert "Whole library" in reader.place
        assert len(reader.papers) == 9


async def test_a_kept_filter_says_its_place_and_what_is_unread(three_days: Home) -> None:
    async with opened(three_days, (80, 24)) as reader:
        await reader.choose("Diffusion")
        await find(reader, "number")
        assert "unread" not in reader.place
        await reader.press("enter")
        assert "Thu 12 Feb 2026 · Diffusion · “number*”" in reader.place
        assert "2 papers · 2 unread" in reader.place
        await reader.press("x")
        assert "2 papers · 1 unread" in reader.place
        await reader.press("[", "[")
        assert "Tue 10 Feb 2026 · Diffusion" in reader.place
        assert "1 paper · 1 unread" in reader.place


async def test_a_view_that_is_kept_says_what_it_leaves_behind(three_days: Home) -> None:
    async with opened(three_days, (160, 40)) as reader:
        await reader.choose("Diffusion")
        await find(reader, "number")
        await reader.press("enter", "V")
        said = str(reader.app.screen.query_one("#ask-hint", Static).content)
        assert said == 'A view for the sidebar: topic:"Diffusion" number*, of all days'


def test_a_view_of_the_whole_library_leaves_nothing_behind() -> None:
    assert view_summary("a", Selection()) == "A view for the sidebar: a, of all days"
    here = Selection.of_day(Day(2026, 2, 12))._replace(kinds=frozenset({Kind.NEW}))
    assert view_summary("a", here) == "A view for the sidebar: a, of all days and all kinds"


async def test_what_a_saved_view_finds_is_marked_and_gone_to(home: Home) -> None:
    far = " ".join(["filler"] * 900)
    home.bring(paper(1, abstract=f"{far} zebra {far}"), paper(2, title="A zebra"))
    home.configure("[views]\nStripes = 'zebra'\n")
    async with opened(home) as reader:
        await reader.choose("Stripes")
        assert "zebra" not in "".join(lines(reader.abstract))
        await reader.press("n")
        assert "zebra" in "".join(lines(reader.abstract))
        assert is_marked(reader)
        await find(reader, "paper")
        await reader.press("escape")
        assert is_marked(reader)


def is_marked(reader: Reader) -> bool:
    """Whether what was found in the second title stands out."""
    drawn = [segment for y in range(6) for segment in reader.papers.render_line(y)]
    (before,) = (segment for segment in drawn if segment.text == "A ")
    (zebra,) = (segment for segment in drawn if segment.text == "zebra")
    return zebra.style != before.style
