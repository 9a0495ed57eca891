"""What is told: long enough, whole on a small screen, and to be read again."""

from textual.notifications import SeverityLevel

from paperterm.tui.backstage import Backstage
from paperterm.tui.said import MOST_SAID, seconds_to_read
from tests.tui.driving import Reader, opened
from tests.tui.home import Home

LONG = "/a/folder/config.toml, line 12, reader.theme: is 'x [/no]', no theme; write one of "
LONG += ", ".join(f"theme-number-{number}" for number in range(12))


async def told(reader: Reader, text: str, *, is_error: bool = True) -> None:
    """Let something be told."""
    reader.screen.desk.post_message(Backstage.Told(text, is_error))
    await reader.settled()


def words(reader: Reader) -> str:
    """The screen as one text."""
    return " ".join(reader.text().replace("│", " ").replace("▌", " ").split())


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
        for number in range(MOST_SAID + 3):
            reader.screen.desk.post_message(Backstage.Told(f"number {number:03}"))
        await reader.press("!")
        shown = words(reader)
        assert "number 052" in shown
        assert "number 003" in shown
        assert "number 002" not in shown


async def test_nothing_was_told_yet(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("!")
        assert "Nothing was told yet" in reader.text()


async def test_what_is_told_over_a_dialog_is_kept_too(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("a")
        reader.app.screen.post_message(Backstage.Told("an editor is missing", is_error=True))
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
