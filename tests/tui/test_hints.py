"""The line of hints: what is possible where one is, and nothing else."""

import pytest

from paperterm.tui.widgets.bars import HintBar
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home

WIDE = (200, 36)


def hints(reader: Reader) -> set[str]:
    """The keys that are shown."""
    (line,) = lines(reader.screen.query_one(HintBar))
    return {one.split()[0] for one in line.strip().split("  ")}


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
        for title, possible in (("mine", {"d"}), ("One", {">", "t"}), ("Two", {"<", "t"})):
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
        await reader.press("v", "j", "q")
        assert not {"<", ">"} & hints(reader)
        await reader.choose("Queue")
        await reader.press("j", "k")
        assert {"<", ">"} & hints(reader) == {">"}
        await reader.press("j")
        assert {"<", ">"} & hints(reader) == {"<"}
        await reader.press("q", "k", "j")
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
        assert {"s", "x", "q", "o", "e"} <= hints(reader)
        await reader.choose("Starred")
        assert not {"s", "x", "q", "o", "e"} & hints(reader)
        assert {"?", "ctrl+q", "h"} <= hints(reader)


@pytest.mark.parametrize(
    ("keys", "dialog", "shown"),
    [
        (["?"], "HelpScreen", {"/", "esc", "ctrl+q"}),
        (["e"], "ExportScreen", {"esc", "ctrl+q"}),
        (["S"], "PickScreen", {"esc", "ctrl+q"}),
        (["C"], "CalendarScreen", {"enter", "esc", "ctrl+q"}),
        (["a"], "NoteScreen", {"ctrl+s", "ctrl+e", "ctrl+q"}),
        (["#"], "TagsScreen", {"esc", "ctrl+q"}),
        (["|"], "AskScreen", {"esc", "ctrl+q"}),
        (["ctrl+t"], "ThemesScreen", {"esc", "ctrl+q"}),
        (["!"], "MessagesScreen", {"esc", "ctrl+q"}),
        (["]", "S"], "PickScreen", {"esc", "ctrl+q"}),
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
