"""The line of hints: what is possible where one is, and nothing else."""

import pytest

from paperterm.tui.widgets.hint_bar import HintBar
from tests.tui.driving import Reader, Size, lines, opened
from tests.tui.home import Home

WIDE = (200, 36)


def line(reader: Reader) -> str:
    """The line of hints."""
    return lines(reader.screen.query_one(HintBar))[0]


def hints(reader: Reader) -> set[str]:
    """The keys that are shown."""
    return {one.split()[0] for one in line(reader).strip().split("  ")}


async def test_the_sidebar_hints_at_what_can_be_done_to_its_row(three_days: Home) -> None:
    three_days.configure(
        '[views]\nmine = "diffusion"\n'
        '[topics.One]\nkeywords = ["number 1"]\n[topics.Two]\nkeywords = ["number 2"]\n'
    )
    of_rows = {"<", ">", "d", "t", "h"}
    async with opened(three_days, WIDE) as reader:
        assert of_rows & hints(reader) == {"h"}
        assert "T" not in hints(reader)
        await reader.press("h")
        assert of_rows & hints(reader) == set()
        assert "T" in hints(reader)
        for title, possible in (
            ("mine", {"d"}),
            ("One", {">", "t", "d"}),
            ("Two", {"<", "t", "d"}),
        ):
            await reader.choose(title)
            await reader.press("h")
            assert (of_rows & hints(reader), reader.sidebar.choice.title) == (possible, title)
            assert "T" in hints(reader)


async def test_what_is_hinted_at_in_the_sidebar_does_something(three_days: Home) -> None:
    three_days.configure('[topics.One]\nkeywords = ["number 1"]\n')
    async with opened(three_days, WIDE) as reader:
        await reader.press("h", "G", "t")
        assert reader.on_top == "WorkbenchScreen"
        await reader.press("escape", "T")
        assert reader.on_top == "WorkbenchScreen"


async def test_only_the_queue_hints_at_moving(three_days: Home) -> None:
    async with opened(three_days, WIDE) as reader:
        await reader.press("v", "j", "b")
        assert not {"<", ">"} & hints(reader)
        await reader.choose("Queue")
        await reader.press("j", "k")
        assert {"<", ">"} & hints(reader) == {">"}
        await reader.press("j")
        assert {"<", ">"} & hints(reader) == {"<"}
        await reader.press("b", "k", "j")
        assert not {"<", ">"} & hints(reader)


async def test_days_are_hinted_at_where_there_are_more(three_days: Home) -> None:
    days = {"[", "]"}
    async with opened(three_days, WIDE) as reader:
        assert days & hints(reader) == {"["}
        await reader.press("[")
        assert days & hints(reader) == days
        await reader.press("[")
        assert days & hints(reader) == {"]"}
        await reader.press("-", "-", "-")
        assert days & hints(reader) == set()


async def test_an_empty_list_hints_at_nothing_that_needs_a_paper(one_day: Home) -> None:
    async with opened(one_day, WIDE) as reader:
        assert {"s", "x", "b", "o", "e"} <= hints(reader)
        await reader.choose("Starred")
        assert not {"s", "x", "b", "o", "e"} & hints(reader)
        assert {"?", "ctrl+q", "h"} <= hints(reader)


@pytest.mark.parametrize(
    ("keys", "dialog", "shown"),
    [
        (["?"], "HelpScreen", {"/", "esc", "ctrl+q"}),
        (["e"], "PickScreen", {"/", "esc", "ctrl+q"}),
        (["S"], "PickScreen", {"/", "esc", "ctrl+q"}),
        (["C"], "CalendarScreen", {"enter", "esc", "ctrl+q"}),
        (["a"], "NoteScreen", {"esc", "ctrl+e", "ctrl+q"}),
        (["#"], "TagsScreen", {"ctrl+q", "esc", "tab"}),
        (["|"], "AskScreen", {"esc", "ctrl+q"}),
        (["ctrl+t"], "ThemesScreen", {"esc", "ctrl+q"}),
        (["!"], "MessagesScreen", {"q", "y", "ctrl+q"}),
        (["]", "S"], "PickScreen", {"/", "esc", "ctrl+q"}),
    ],
)
async def test_a_dialog_has_its_own_hints(
    one_day: Home, keys: list[str], dialog: str, shown: set[str]
) -> None:
    async with opened(one_day, WIDE) as reader:
        before = hints(reader)
        await reader.press(*keys)
        assert (reader.on_top, hints(reader)) == (dialog, shown)
        await reader.press("escape")
        assert (reader.on_top, hints(reader)) == ("ReaderScreen", before)


async def test_below_the_palette_there_is_no_hint(one_day: Home) -> None:
    async with opened(one_day, WIDE) as reader:
        await reader.press("ctrl+p")
        assert lines(reader.screen.query_one(HintBar))[0].strip() == ""
        await reader.press("escape")
        assert "?" in hints(reader)


async def test_what_is_needed_most_is_hinted_at_on_the_smallest_screen(one_day: Home) -> None:
    async with opened(one_day, (60, 18)) as reader:
        assert hints(reader) == {"x", "s", "space", "?", "ctrl+q"}


async def test_no_next_paper_is_hinted_at_without_papers(home: Home) -> None:
    async with opened(home, WIDE) as reader:
        assert "space" not in hints(reader)


async def test_a_range_says_how_long_it_is_and_what_acts_on_it(one_day: Home) -> None:
    async with opened(one_day, WIDE) as reader:
        await reader.press("v", "j")
        assert line(reader).startswith(" range of 2 · esc ends it  x read, next  s star  b queue")
        for key in ("r", "#", "y", "D", "|", "e", "?", "ctrl+q"):
            assert f"  {key} " in line(reader)
        for key in ("o", "/", "space"):
            assert f"  {key} " not in line(reader)
        await reader.press("l")
        assert line(reader).startswith(" range of 2  x read, next")
        await reader.press("q", "escape")
        assert "range" not in line(reader)
        await reader.press("v", "j", "s", "k")
        assert "range" not in line(reader)


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_a_range_leaves_room_for_reading_on(one_day: Home, size: Size) -> None:
    async with opened(one_day, size) as reader:
        await reader.press("v", "j")
        assert "range of 2 · esc ends it  x read, next" in line(reader)


async def test_the_abstract_says_where_its_keys_lead(one_day: Home) -> None:
    async with opened(one_day, WIDE) as reader:
        assert "  h topics  " in line(reader)
        await reader.press("l")
        assert "  h list  " in line(reader)


async def test_a_kept_filter_hints_at_what_can_be_done_with_it(one_day: Home) -> None:
    async with opened(one_day, (80, 24)) as reader:
        before = line(reader)
        await reader.press("slash", *"found", "enter")
        assert line(reader).startswith(" esc clear search  V save view  n next  \\ whole library")
        await reader.press("escape")
        assert line(reader) == before


@pytest.mark.parametrize("keys", [["slash"], ["number_sign"], ["a"], ["vertical_line"], ["T"]])
async def test_no_key_is_hinted_at_that_would_be_typed(one_day: Home, keys: list[str]) -> None:
    async with opened(one_day, WIDE) as reader:
        await reader.press(*keys)
        assert hints(reader)
        assert not any(len(key) == 1 for key in hints(reader))


async def test_a_click_finds_its_hint_behind_what_is_said_first(one_day: Home) -> None:
    async with opened(one_day, (80, 24)) as reader:
        await reader.press("v", "j")
        bar = reader.screen.query_one(HintBar)
        await reader.pilot.click(bar, offset=(line(reader).index("star"), 0))
        await reader.settled()
        assert reader.told == ["starred: 2 papers"]


@pytest.mark.parametrize("key", ["x", "s", "r", "b", "#", "a", "f", "o", "D", "v", "A"])
async def test_the_sidebar_says_of_keys_for_papers_where_they_are(one_day: Home, key: str) -> None:
    async with opened(one_day, (80, 24)) as reader:
        await reader.press("h", key)
        assert reader.told == [f"{key} works in the paper list (press l)"]
        assert reader.told[0] in line(reader)
    assert one_day.marks() == {}


async def test_other_panes_say_it_too(one_day: Home) -> None:
    one_day.configure('[keys]\npane_left = "b"\n')
    async with opened(one_day) as reader:
        await reader.press("d", "l", "v", "j", "1", "Z")
        assert reader.told == [
            "d works in the sidebar (press b)",
            "v works in the paper list (press b)",
        ]


async def test_what_is_typed_is_no_key_of_another_pane(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("slash", *"xd", "ctrl+r")
        assert reader.told == []
