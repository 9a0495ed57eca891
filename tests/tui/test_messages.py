"""What is told: long enough, whole on a small screen, and to be read again."""

import pytest
from textual.notifications import SeverityLevel

from paperterm.tui.draw.cells import fit
from paperterm.tui.jobs.messages import HISTORY_LENGTH, Notice, seconds_to_read
from paperterm.tui.widgets.hint_bar import HintBar
from tests.tui.driving import Reader, Size, lines, opened
from tests.tui.home import Home, paper

LONG = "/a/folder/config.toml, line 12, reader.theme: is 'x [/no]', no theme; write one of "
LONG += ", ".join(f"theme-number-{number}" for number in range(12))


async def told(reader: Reader, text: str, *, is_error: bool = True) -> None:
    """Let something be told."""
    reader.screen.browser.post_message(Notice(text, is_error))
    await reader.settled()


def words(reader: Reader) -> str:
    """The screen as one text."""
    return " ".join(reader.text().replace("│", " ").replace("┃", " ").replace("▌", " ").split())


async def test_a_long_error_is_whole_on_a_small_screen(one_day: Home) -> None:
    async with opened(one_day, (60, 18)) as reader:
        await told(reader, LONG)
        shown = words(reader)
        assert all(word in shown for word in LONG.split())
        assert "…" not in shown.partition("/a/folder")[2]


async def test_what_the_line_below_is_too_narrow_for_is_shown_whole(one_day: Home) -> None:
    says = "a word or two more than the line below has room for, and then some more"
    async with opened(one_day, (60, 18)) as reader:
        await told(reader, says, is_error=False)
        assert says in words(reader)
        assert severities(reader) == ["information"]
    async with opened(one_day, (120, 36)) as reader:
        await told(reader, says, is_error=False)
        assert says in words(reader)
        assert not severities(reader)


def severities(reader: Reader) -> list[SeverityLevel]:
    """What is shown on top of everything."""
    toasts = reader.app.screen.query("Toast").results()
    levels: list[SeverityLevel] = ["information", "warning", "error"]
    return [level for toast in toasts for level in levels if toast.has_class(f"-{level}")]


async def test_they_can_be_read_again(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await told(reader, "the first one", is_error=False)
        await told(reader, LONG)
        await reader.press("!")
        shown = words(reader)
        assert shown.index("/a/folder") < shown.index("the first one")
        assert all(word in shown for word in LONG.split())
        await reader.press("j", "k", "q")
        assert reader.on_top == "ReaderScreen"


async def test_as_many_as_anybody_reads(one_day: Home) -> None:
    async with opened(one_day, (80, 80)) as reader:
        for number in range(HISTORY_LENGTH + 3):
            reader.screen.browser.post_message(Notice(f"number {number:03}"))
        await reader.press("!")
        shown = words(reader)
        assert "number 052" in shown
        assert "number 003" in shown
        assert "number 002" not in shown


async def test_nothing_was_told_yet(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("!")
        assert "No messages yet" in reader.text()


async def test_what_is_told_over_a_dialog_is_kept_too(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a")
        reader.app.screen.post_message(Notice("an editor is missing", is_error=True))
        await reader.settled()
        assert "an editor is missing" in reader.text()
        assert severities(reader) == ["error"]
        await reader.press("escape", "!")
        assert "an editor is missing" in words(reader)


async def test_a_hostile_message(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await told(reader, "[/] [bold \x1b[2J $primary")
        await reader.press("!")
        assert words(reader).count("[/] [bold [2J $primary") >= 1


def test_there_is_time_to_read() -> None:
    assert seconds_to_read("short") == 8
    assert seconds_to_read("x" * 700) == 50


def footer(reader: Reader) -> str:
    """The line below."""
    return lines(reader.screen.query_one(HintBar))[0]


@pytest.mark.parametrize(
    ("tell", "next_", "says"),
    [
        (["v", "j", "s"], "j", "starred: 2 papers"),
        (["]"], "[", "this is the newest day"),
        (["-", "-", "-", "-"], "k", "all days are shown"),
        (["z", "$"], "J", "TeX as typed"),
        (["$"], "z", "TeX as typed"),
        (["["] * 3, "h", "this is the oldest day"),
    ],
)
async def test_the_next_key_takes_a_message_away(
    three_days: Home, tell: list[str], next_: str, says: str
) -> None:
    async with opened(three_days) as reader:
        await reader.press(*tell)
        assert says in footer(reader)
        await reader.press(next_)
        assert says not in footer(reader)
        assert "ctrl+q quit" in footer(reader)
        await reader.press("!")
        assert says in words(reader)


async def test_a_silent_key_takes_it_away_too(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("]", "x")
        assert "newest" not in footer(reader)
        assert "read, next" in footer(reader)


async def test_what_still_goes_on_stays(one_day: Home) -> None:
    async with opened(one_day) as reader:
        running = Notice("2602.00001: 1.3 MiB", is_running=True)
        reader.screen.browser.post_message(running)
        await reader.press("j", "x")
        assert "1.3 MiB" in footer(reader)
        await told(reader, "the PDF is there", is_error=False)
        assert "the PDF is there" in footer(reader)
        await reader.press("j")
        assert "PDF" not in footer(reader)


async def test_a_click_takes_a_message_away(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("]")
        await reader.pilot.click(reader.papers, offset=(10, 3))
        await reader.settled()
        assert "newest" not in footer(reader)


async def test_what_is_typed_takes_a_message_away(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("slash")
        await told(reader, "something was told", is_error=False)
        assert "something was told" in footer(reader)
        await reader.press("a")
        assert "something was told" not in footer(reader)


async def test_escape_takes_errors_away(one_day: Home) -> None:
    async with opened(one_day) as reader:
        for keys in ((), ("slash", "x"), ("a",), ("ctrl+p",)):
            await reader.press(*keys)
            reader.app.screen.post_message(Notice(LONG, is_error=True))
            await reader.settled()
            assert severities(reader)[-1:] == ["error"]
            await reader.press("escape")
            assert severities(reader) == [], keys
            assert not reader.app.screen.query("ToastHolder"), "it would be there for good"
            assert reader.on_top == "ReaderScreen"


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_an_error_does_not_lie_over_what_one_types(one_day: Home, size: Size) -> None:
    async with opened(one_day, size) as reader:
        await reader.press("slash", *"found")
        await told(reader, LONG)
        line = reader.screen.query_one("#filter")
        toasts = [*reader.app.screen.query("Toast").results()]
        assert toasts
        assert not any(toast.region.overlaps(line.region) for toast in toasts)


@pytest.mark.parametrize("width", [60, 160])
async def test_a_title_is_cut_where_it_is_shown(home: Home, width: int) -> None:
    title = " ".join(f"word{number}" for number in range(30))
    home.bring(paper(1, title=title))
    async with opened(home, (width, 24)) as reader:
        await reader.press("s")
        assert footer(reader).strip() == fit(f"starred: {title}", width - 1)
        assert severities(reader) == []
        await reader.press("!")
        shown = words(reader).partition("starred: ")[2]
        assert all(word in shown for word in title.split())


async def test_ctrl_c_says_what_quits(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("ctrl+c")
        assert "ctrl+q quits" in footer(reader)
        assert severities(reader) == []


async def test_the_history_is_copied(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await told(reader, "the first one", is_error=False)
        await told(reader, LONG)
        await reader.press("!", "y")
        newest, oldest = reader.app.clipboard.splitlines()
        assert newest.endswith(f" {LONG}")
        assert oldest.endswith(" the first one")
        assert "asked the terminal to copy: 2 messages" in words(reader)
