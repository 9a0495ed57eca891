"""A reader that nobody thought would crash: the terminal as before, one line, and a report."""

import pytest

from tests.tui.home import Home
from tests.tui.terminal import Terminal, sees

SECRET = "secret-note-of-mine"
IN_A_KEY = """
from paperterm.tui.reader.screen import ReaderScreen

def broken(self, *_):
    secret = "secret-note-of-mine"
    raise ValueError(secret)

ReaderScreen.action_help = broken
ReaderScreen.on_key = broken
"""
IN_STYLES = """
from paperterm.tui.app import PapertermApp
PapertermApp.CSS = "secret-note-of-mine { colour }"
"""
IN_THE_INPUT = """
from paperterm.tui.keys.terminal_input import TerminalInput

feed = TerminalInput.feed

def broken(self, received):
    if b"?" in received:
        raise ValueError("secret-note-of-mine")
    return feed(self, received)

TerminalInput.feed = broken
"""
IN_A_THREAD = """
from paperterm.session.history import History

def broken(self, *_):
    raise ValueError("secret-note-of-mine")

History.mark = broken
"""
START = "import sys\nfrom paperterm.cli import main\n{fault}\nsys.exit(main({words}))"


@pytest.fixture
def environment(home: Home) -> dict[str, str]:
    return sees(home.root, PATH="")


def opened(environment: dict[str, str], fault: str, *words: str) -> Terminal:
    code = START.format(fault=fault, words=[*words])
    return Terminal(["-c", code], environment, (160, 30))


def report(home: Home) -> str:
    [file] = (home.root / "state").glob("crash-*.txt")
    assert SECRET not in file.read_text()
    return file.read_text()


@pytest.mark.parametrize("fault", [IN_A_KEY, IN_THE_INPUT, IN_STYLES])
def test_a_crash_of_the_reader(one_day: Home, environment: dict[str, str], fault: str) -> None:
    with opened(environment, fault) as terminal:
        if fault is not IN_STYLES:
            terminal.wait_for("This is what number 1 found out.")
            terminal.send("?")
        assert terminal.wait_for_end() == 1
        assert terminal.left_on == set()
        assert terminal.is_as_before
        assert "unexpected error" in terminal.text
        assert SECRET.encode() not in terminal.output
        assert b"Traceback" not in terminal.output
    assert ", reader\n" in report(one_day)


def test_a_crash_behind_the_screen_leaves_the_reader_open(
    one_day: Home, environment: dict[str, str]
) -> None:
    with opened(environment, IN_A_THREAD) as terminal:
        terminal.wait_for("This is what number 1 found out.")
        terminal.send("s")
        terminal.wait_for("unexpected error")
        terminal.send("j")
        terminal.wait_for("This is what number 2 found out.")
        assert SECRET.encode() not in terminal.output
    assert "in broken" in report(one_day)


def test_a_log_of_the_reader(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment, "", "--debug") as terminal:
        terminal.wait_for("This is what number 1 found out.")
        terminal.send("s")
        terminal.wait_for("★")
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
    file = one_day.root / "state" / "debug.log"
    assert file.stat().st_mode & 0o777 == 0o600
    log = file.read_text()
    assert " begin paperterm " in log
    assert "data/marks/2602/00.json" in log
    assert log.endswith(" end 0\n")
