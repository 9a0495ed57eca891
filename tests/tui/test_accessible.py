"""The reader for people who hear or feel the screen: words for signs, and where the cursor is."""

from pathlib import Path

import pytest

from tests.tui.driving import opened
from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees

ACCESSIBLE = "[reader]\naccessible = true\n"
LINES = set("│┃─━╭╮╰╯┌┐└┘▁▂▃▄▅▆▇█●★≡")


@pytest.mark.parametrize("density", ["comfortable", "compact"])
async def test_words_take_the_place_of_signs(one_day: Home, density: str) -> None:
    one_day.configure(f'{ACCESSIBLE}density = "{density}"\n')
    async with opened(one_day) as reader:
        await reader.press("s", "b", "j", "r")
        assert "unread, starred, queued: Paper number 1" in reader.text()
        assert "    Paper number 2" in reader.text()  # read, so without a word
        assert LINES.isdisjoint(reader.text())


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "S", "e"])
async def test_dialogs_have_no_lines(one_day: Home, key: str) -> None:
    one_day.configure(ACCESSIBLE)
    async with opened(one_day) as reader:
        await reader.press(key)
        boxes = [widget for widget in reader.app.screen.query(".box, #--input") if widget.display]
        assert boxes
        assert [widget.styles.border_top[0] for widget in boxes] == [""] * len(boxes)


async def test_the_setting_is_followed_while_the_reader_is_open(one_day: Home) -> None:
    async with opened(one_day) as reader:
        assert "●" in reader.text()
        one_day.configure(ACCESSIBLE)
        reader.screen.browser.jobs.settings.reload()
        await reader.settled()
        assert "unread: Paper number 1" in reader.text()


def test_the_cursor_of_the_terminal_is_on_the_row_and_in_the_field(
    one_day: Home, tmp_path: Path
) -> None:
    one_day.configure(ACCESSIBLE)
    environment = sees(one_day.root, PATH=str(tmp_path / "no programs"))
    with Terminal(["-m", "paperterm"], environment, (120, 36)) as terminal:
        terminal.wait_until(lambda: "Paper number 1" in terminal.line_of_cursor)
        terminal.send("j")
        terminal.wait_until(lambda: "Paper number 2" in terminal.line_of_cursor)
        terminal.send("h")
        terminal.wait_until(lambda: "All" in terminal.line_of_cursor)
        terminal.send("l/number")
        terminal.wait_until(lambda: "number" in terminal.line_of_cursor.split("Paper")[0])
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
