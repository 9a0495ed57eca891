"""Moving: rows, counts, the mouse, panes, days, the abstract, the next unread paper."""

import pytest
from textual import events
from textual.widget import Widget

from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home

STEPS = [
    ("j", 2),
    ("j j", 4),
    ("k", 3),
    ("down", 4),
    ("up", 3),
    ("5 j", 8),
    ("3 k", 5),
    ("1 0 j", 15),
    ("k k k k k k k k k k k k k k k", 1),
    ("k", 1),
    ("G", 40),
    ("j", 40),
    ("3 G", 3),
    ("g", 1),
    ("end", 40),
    ("home", 1),
    ("7 g", 1),
    ("j", 2),
    ("9 9 G", 40),
    ("9 9 9 9 9 9 9 9 9 k", 1),
]


async def test_rows_and_counts(long_day: Home) -> None:
    async with opened(long_day) as reader:
        for keys, number in STEPS:
            await reader.type(*keys.split())
            assert reader.current == f"Paper number {number}", keys
            assert f"Paper number {number} " in "\n".join(lines(reader.papers)) + " ", keys
            assert headline(reader) == f"Paper number {number}", keys


@pytest.mark.parametrize(("down", "up"), [("ctrl+d", "ctrl+u"), ("pagedown", "pageup")])
async def test_half_a_screen(long_day: Home, down: str, up: str) -> None:
    async with opened(long_day) as reader:
        on_screen = len(reader.titles)
        await reader.press(down)
        half = reader.papers.cursor
        assert on_screen / 2 - 1 <= half <= on_screen / 2 + 1
        await reader.press(down, up)
        assert reader.papers.cursor == half
        await reader.press("3", down)
        assert reader.papers.cursor == 4 * half
        await reader.press("g", up)
        assert reader.papers.cursor == 0
        await reader.press("9", "9", down)
        assert reader.current == "Paper number 40"


async def test_a_click_puts_the_cursor_there(long_day: Home) -> None:
    async with opened(long_day) as reader:
        await reader.press("l")
        for line in (2, 3):
            await reader.pilot.click(reader.papers, offset=(10, line))
            assert reader.current == "Paper number 2"
            assert reader.focused == "PaperList"
            assert headline(reader) == "Paper number 2"
            await reader.press("g")


async def test_a_double_click_opens(long_day: Home) -> None:
    async with opened(long_day) as reader:
        await reader.pilot.click(reader.papers, offset=(10, 4), times=2)
        await reader.settled()
        assert reader.current == "Paper number 3"
        assert reader.focused == "AbstractPane"


async def test_a_click_below_the_last_paper_does_nothing(one_day: Home) -> None:
    async with opened(one_day, (160, 45)) as reader:
        await reader.press("j")
        await reader.pilot.click(reader.papers, offset=(10, 30), times=2)
        assert reader.current == "Paper number 2"


async def test_a_click_in_the_sidebar_chooses(three_days: Home) -> None:
    async with opened(three_days) as reader:
        line = next(y for y, line in enumerate(lines(reader.sidebar)) if "Diffusion" in line)
        await reader.pilot.click(reader.sidebar, offset=(4, line))
        await reader.settled()
        assert reader.titles == ["Paper number 2", "Paper number 4"]
        heading = next(y for y, line in enumerate(lines(reader.sidebar)) if "Topics" in line)
        await reader.pilot.click(reader.sidebar, offset=(4, heading))
        await reader.settled()
        assert reader.sidebar.choice.title == "Diffusion"


def wheel(widget: Widget, *, down: bool) -> None:
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    widget.post_message(kind(widget, 5, 5, 0, 0, 0, False, False, False))


async def test_the_wheel_scrolls_the_list_and_the_keys_come_back(long_day: Home) -> None:
    async with opened(long_day) as reader:
        for _ in range(10):
            wheel(reader.papers, down=True)
        await reader.pilot.wait_for_scheduled_animations()
        assert "Paper number 1" not in reader.titles
        assert reader.current == "Paper number 1"
        await reader.press("j")
        assert reader.current == "Paper number 2"
        assert "Paper number 2" in reader.titles


async def test_the_wheel_scrolls_the_abstract(long_day: Home) -> None:
    async with opened(long_day) as reader:
        before = lines(reader.abstract)
        wheel(reader.abstract, down=True)
        await reader.pilot.pause()
        after = lines(reader.abstract)
        assert before != after
        assert any(line in before for line in after if line.strip())
        wheel(reader.abstract, down=False)
        await reader.pilot.pause()
        assert lines(reader.abstract) == before


@pytest.mark.parametrize(("left", "right"), [("h", "l"), ("left", "right"), ("shift+tab", "tab")])
async def test_panes(one_day: Home, left: str, right: str) -> None:
    async with opened(one_day) as reader:
        for key, pane in (
            (right, "AbstractPane"),
            (left, "PaperList"),
            (left, "Sidebar"),
            (right, "PaperList"),
        ):
            await reader.press(key)
            assert reader.focused == pane


async def test_tab_goes_around_and_h_and_l_do_not(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("tab", "tab")
        assert reader.focused == "Sidebar"
        await reader.press("shift+tab")
        assert reader.focused == "AbstractPane"
        await reader.press("l")
        assert reader.focused == "AbstractPane"
        await reader.press("h", "h", "h")
        assert reader.focused == "Sidebar"


async def test_enter_goes_into_the_next_pane_and_escape_back(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("h", "enter")
        assert reader.focused == "PaperList"
        await reader.press("enter")
        assert reader.focused == "AbstractPane"
        await reader.press("escape")
        assert reader.focused == "PaperList"


async def test_on_a_narrow_screen_each_pane_can_be_reached(one_day: Home) -> None:
    async with opened(one_day, (60, 18)) as reader:
        for key, pane in (("h", reader.sidebar), ("l", reader.papers), ("l", reader.abstract)):
            await reader.press(key)
            assert reader.focused == type(pane).__name__
            assert pane.size.width > 0
            assert pane.size.height > 0
        assert "This is what number 1 found out." in reader.text()


async def test_days(three_days: Home) -> None:
    async with opened(three_days) as reader:
        for key, day, titles in (
            ("[", "11 Feb 2026", [11, 12, 13]),
            ("[", "10 Feb 2026", [21, 4]),
            ("[", "10 Feb 2026", [21, 4]),
            ("]", "11 Feb 2026", [11, 12, 13]),
            ("]", "12 Feb 2026", [1, 2, 3, 4, 5]),
            ("]", "12 Feb 2026", [1, 2, 3, 4, 5]),
        ):
            await reader.press(key)
            assert day in reader.place
            assert reader.titles == [f"Paper number {number}" for number in titles]
        assert ["oldest" in told for told in reader.told] == [True, False]
        assert ["newest" in told for told in reader.told] == [False, True]
        assert not reader.complaints


async def test_many_days_at_once_end_on_the_last(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("[", "]", "[", "[")
        assert "10 Feb 2026" in reader.place
        assert reader.titles == ["Paper number 21", "Paper number 4"]


async def test_the_abstract_scrolls_from_the_list_and_in_its_pane(long_day: Home) -> None:
    async with opened(long_day, (160, 45)) as reader:
        await reader.rest()
        await reader.press("K")
        top = lines(reader.abstract)
        await reader.press("K")
        assert lines(reader.abstract) == top
        await reader.press("J")
        assert abstract(reader)[:-1] == without_bar(top)[1:]
        await reader.press("K")
        assert lines(reader.abstract) == top
        assert reader.current == "Paper number 1"
        await reader.press("l", "j", "j")
        assert abstract(reader)[:-2] == without_bar(top)[2:]
        await reader.press("k")
        assert abstract(reader)[:-1] == without_bar(top)[1:]
        await reader.press("G")
        assert any("arxiv.org/pdf/2602.00001" in line for line in lines(reader.abstract))
        end = lines(reader.abstract)
        await reader.press("j", "ctrl+d")
        assert lines(reader.abstract) == end
        await reader.press("ctrl+u")
        assert lines(reader.abstract) != end
        await reader.press("g")
        assert lines(reader.abstract) == top
        await reader.press("J", "h", "j")
        assert headline(reader) == "Paper number 2"


def headline(reader: Reader) -> str:
    return abstract(reader)[0].strip()


def abstract(reader: Reader) -> list[str]:
    return without_bar(lines(reader.abstract))


def without_bar(shown: list[str]) -> list[str]:
    return [line[:-1].rstrip() for line in shown]


async def test_space_goes_to_the_next_unread_and_around(three_days: Home) -> None:
    async with opened(three_days) as reader:
        await reader.press("j", "r", "j", "r", "g")
        await reader.press("space")
        assert reader.current == "Paper number 4"
        await reader.press("space", "space")
        assert reader.current == "Paper number 1"
        around = "back at the top; [ goes to older days"
        assert reader.told == ["read: Paper number 2", "read: Paper number 3", around]
        await reader.press("g", "x", "x", "x")
        assert reader.current == "Paper number 5"
        await reader.press("space")
        assert reader.current == "Paper number 11", "everything here is read: on to an older day"
        assert not reader.complaints


async def test_a_count_is_for_the_next_key(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("2", "s", "j")
        assert reader.papers.cursor == 1
        await reader.press("2", "j")
        assert reader.papers.cursor == 3
