"""The reader as a process on a real terminal: keys as bytes, the screen as an emulator has it."""

import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees

CTRL_Q = "\x11"
START = ["-m", "paperterm"]

Open = Callable[..., Terminal]


@pytest.fixture
def environment(home: Home, tmp_path: Path) -> dict[str, str]:
    """What the program sees of the environment: a terminal with colours, and no browser."""
    return sees(home.root, PATH=str(tmp_path / "no programs"), COLORTERM="truecolor")


@pytest.fixture
def browser(environment: dict[str, str], tmp_path: Path) -> Path:
    """A browser that only notes what it is asked for; gives the file in which it does."""
    asked, script = tmp_path / "asked", tmp_path / "browser"
    script.write_text(f"#!/bin/sh\nprintf '%s|' \"$@\" >> '{asked}'\n")
    script.chmod(stat.S_IRWXU)
    environment["BROWSER"] = str(script)
    return asked


def opened(environment: dict[str, str], size: tuple[int, int] = (120, 36)) -> Terminal:
    return Terminal(START, environment, size)


@pytest.mark.parametrize("size", [(160, 45), (80, 24)], ids=["160x45", "80x24"])
def test_read_and_quit(one_day: Home, environment: dict[str, str], size: tuple[int, int]) -> None:
    with opened(environment, size) as terminal:
        terminal.wait_for("Paper number 1", "This is what number 1 found out.", "12 Feb 2026")
        terminal.send("j")
        terminal.wait_for("This is what number 2 found out.")
        terminal.send("s")
        terminal.wait_for("★")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
        assert terminal.is_as_before
        assert "Traceback" not in terminal.text
    assert one_day.values() == {"2602.00002": {"starred": True}}


def test_an_empty_library(home: Home, environment: dict[str, str]) -> None:
    with opened(environment) as terminal:
        terminal.wait_for("Welcome to paperterm.")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


def test_keys_in_one_breath_all_land(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("s" * 21 + "jxr" + CTRL_Q)
        assert terminal.wait_for_end() == 0
    values = one_day.values()
    assert values["2602.00001"] == {"starred": True}
    assert values["2602.00002"] == {"read": True}
    assert values["2602.00003"] == {"read": True}


def test_the_mouse(long_day: Home, environment: dict[str, str]) -> None:
    with opened(environment, (160, 45)) as terminal:
        terminal.wait_for("Paper number 1 ", "Paper number 3 ", "2602.00001")
        line = next(
            y for y, line in enumerate(terminal.text.splitlines(), 1) if "Paper number 3 " in line
        )
        terminal.send(f"\x1b[<0;60;{line}M\x1b[<0;60;{line}m")
        terminal.wait_for("2602.00003")
        terminal.send(f"\x1b[<65;60;{line}M" * 20)
        terminal.wait_until(lambda: "Paper number 2 " not in terminal.text)
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()


def test_the_terminal_gets_another_size(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment, (160, 45)) as terminal:
        terminal.wait_for("Paper number 1", "All")
        terminal.resize(60, 18)
        terminal.wait_until(lambda: "Queue" not in terminal.text and "Paper" in terminal.text)
        terminal.resize(1, 1)
        terminal.resize(80, 24)
        terminal.wait_for("Paper number 1", "found out")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


def test_without_colour(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment | {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("s" + CTRL_Q)
        assert terminal.wait_for_end() == 0
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.output)
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


def test_a_terminal_of_sixteen_colours(one_day: Home, environment: dict[str, str]) -> None:
    """It is sent no others, and the cursor, a range and a star are told by signs as well."""
    environment |= {"TERM": "xterm-16color", "COLORTERM": ""}
    with opened(environment, (80, 24)) as terminal:
        terminal.wait_for("Paper number 1", "This is what number 1 found out.")
        terminal.send("sjvj")
        terminal.wait_for("range of 2", "★", "┃", "▌")
        terminal.send("\x1b" + CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert not re.search(rb"[34]8;[25];", terminal.output)
        assert re.search(rb"\x1b\[[0-9;]*(3|9|4|10)[0-7][;m]", terminal.output)


def test_no_title_speaks_to_the_terminal(home: Home, environment: dict[str, str]) -> None:
    evil = "\x1b]0;owned\x07 \x1b[2J \x9b2J \x1bc \x00 \u202eowned"
    home.bring(paper(1, title=evil, authors=[evil], abstract=evil, comment=evil), paper(2))
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 2", "0;owned")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    for sequence in ("\x1b]0;owned", "owned\x07", "\x9b", "\x1bc", "\x00", "\u202e"):
        assert sequence.encode() not in terminal.output


@pytest.mark.parametrize(
    ("key", "url"),
    [("o", "https://arxiv.org/abs/2602.00002"), ("p", "https://arxiv.org/pdf/2602.00002")],
)
def test_a_browser_is_asked_for_the_page(
    one_day: Home, environment: dict[str, str], browser: Path, key: str, url: str
) -> None:
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("j")
        terminal.wait_for("This is what number 2 found out.")
        terminal.send(key)
        terminal.wait_until(lambda: browser.exists() and browser.read_text().endswith("|"))
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert browser.read_text() == f"{url}|"
    assert one_day.marks() == {}


def test_an_old_id_in_the_browser(home: Home, environment: dict[str, str], browser: Path) -> None:
    home.bring(paper(1, id="math.GT/0309136v2"))
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("o")
        terminal.wait_until(lambda: browser.exists() and browser.read_text().endswith("|"))
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert browser.read_text() == "https://arxiv.org/abs/math/0309136|"


def test_without_a_browser_an_error_is_told(one_day: Home, environment: dict[str, str]) -> None:
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("o")
        terminal.wait_for("browser")
        terminal.send("j")
        terminal.wait_for("This is what number 2 found out.")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


def test_a_browser_that_fails_is_told(
    one_day: Home, environment: dict[str, str], browser: Path
) -> None:
    Path(environment["BROWSER"]).write_text("#!/bin/sh\nexit 3\n")
    with opened(environment) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("o")
        terminal.wait_for("no browser")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_there_is_one_line(one_day: Home, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *START],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(b"paperterm: ")
    assert b"terminal" in done.stderr


def test_a_query_that_is_sent_at_once(long_day: Home, environment: dict[str, str]) -> None:
    with opened(environment, (160, 45)) as terminal:
        terminal.wait_for("Paper number 1 ", "Paper number 3 ")
        terminal.send("/xsr 7")
        terminal.wait_for("/xsr 7", "No match")
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert long_day.marks() == {}
