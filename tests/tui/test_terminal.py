"""The reader as a process on a real terminal: keys as bytes, the screen as an emulator has it."""

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees
from tests.tui.terminal_replies import REPLIES

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


def notes(home: Home) -> dict[str, str]:
    """Return the notes in the files by id; no other mark is set."""
    assert all([*fields] == ["note"] for fields in home.values().values())
    marks = home.session().library.all_marks()
    return {str(mark.id): mark.note_text or "" for mark in marks}


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


def test_nothing_that_a_terminal_sends_is_a_key(one_day: Home, environment: dict[str, str]) -> None:
    noise = b"".join(REPLIES)
    with opened(environment) as terminal:
        terminal.wait_for("This is what number 1 found out.")
        terminal.send(noise + b"j")
        terminal.wait_for("This is what number 2 found out.")
        terminal.send("a")
        terminal.wait_for("Note")
        terminal.send(b"keep " + noise + b"these \x1b[200~\xe9t\xe9\x1b[201~")
        terminal.wait_for("keep these été")
        terminal.send("\x1b")
        terminal.wait_until(lambda: "keep these" in str(one_day.marks()))
        terminal.send(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert terminal.left_on == set()
    assert notes(one_day) == {"2602.00002": "keep these été"}


MORE = [pytest.param(name, marks=pytest.mark.long) for name in ("INT", "QUIT", "USR2", "ALRM")]


@pytest.mark.parametrize("name", ["HUP", "TERM", "USR1", *MORE])
def test_a_signal_leaves_the_terminal_as_it_was(
    one_day: Home, environment: dict[str, str], name: str
) -> None:
    number = getattr(signal, f"SIG{name}")
    with opened(environment) as terminal:
        terminal.wait_for("This is what number 1 found out.")
        # It reports sizes and the mouse in pixels.
        terminal.send("s\x1b[?2048;2$y")
        terminal.wait_until(lambda: b"?1016h" in terminal.output and "★" in terminal.text)
        terminal.end(number)
        assert terminal.wait_for_end() == 128 + number
        assert terminal.left_on == set()
        assert terminal.is_as_before
        assert "Traceback" not in terminal.text
    assert one_day.values() == {"2602.00001": {"starred": True}}


NOHUP = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)"


@pytest.mark.parametrize("before", ["import sys", NOHUP], ids=["window closed", "nohup"])
def test_without_its_terminal_the_reader_ends(
    one_day: Home, environment: dict[str, str], before: str
) -> None:
    code = f"{before}\nfrom paperterm.cli import main\nsys.exit(main([]))"
    with Terminal(["-c", code], environment, (120, 36)) as terminal:
        terminal.wait_for("This is what number 1 found out.")
        terminal.send("s")
        terminal.wait_for("★")
        assert terminal.hang_up() == 128 + signal.SIGHUP
    assert one_day.values() == {"2602.00001": {"starred": True}}


SHELL = ["-c", "import os; os.execvp('sh', ['sh', '-i'])"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_is_suspended_and_continued(one_day: Home, environment: dict[str, str]) -> None:
    """By key and by signal, in a note too; a signal to go on while it runs changes nothing."""
    environment |= {"PS1": "shell> ", "ENV": "", "PATH": os.environ["PATH"]}
    with Terminal(SHELL, environment, (150, 36)) as terminal:
        terminal.wait_for("shell>")
        terminal.send(f"{sys.executable} -m paperterm & echo $! > '{one_day.root}/pid'; fg\n")
        terminal.wait_for("This is what number 1 found out.")
        reader = int((one_day.root / "pid").read_text())
        tasks = Path(f"/proc/{reader}/task")
        terminal.send("a")
        terminal.wait_for("Note")
        terminal.send("words")
        terminal.wait_for("words")
        for is_key in (True, False):
            if is_key:
                terminal.send("\x1a")
            else:
                os.kill(reader, signal.SIGTSTP)
            terminal.wait_for("shell>")
            assert terminal.left_on == set()
            terminal.send("echo in the sh''ell\n")
            terminal.wait_for("in the shell")
            terminal.send("fg\n")
            terminal.wait_for("words", "Paper number 3", "Followed")
        threads = len([*tasks.iterdir()])
        for taken in range(3, 9):  # first, that it has gone on from the second stop
            terminal.wait_until(lambda: terminal.output.count(b"?1049h") == taken)  # noqa: B023
            os.kill(reader, signal.SIGCONT)
        terminal.send(" kept in order")
        terminal.wait_for("words kept in order", "Paper number 3")
        # Two of the terminal each time; some jobs start theirs meanwhile.
        assert len([*tasks.iterdir()]) < threads + 5
        terminal.send(CTRL_Q)
        terminal.wait_for("shell>")
        assert terminal.left_on == set()
    assert notes(one_day) == {"2602.00001": "words kept in order"}


@pytest.mark.long
def test_suspended_during_a_write_it_loses_nothing_and_holds_no_lock(
    home: Home, environment: dict[str, str]
) -> None:
    home.bring(*map(paper, range(1, 901)))
    environment |= {"PS1": "shell> ", "ENV": "", "PATH": os.environ["PATH"]}
    mark = f"{sys.executable} -m paperterm mark 2602.00001 --tag"
    with Terminal(SHELL, environment, (150, 36)) as terminal:
        terminal.wait_for("shell>")
        terminal.send(f"{sys.executable} -m paperterm\n")
        terminal.wait_for("This is what number 1 found out.")
        for nth in range(6):
            # Everything is read, or that is undone, while the terminal stops the reader.
            terminal.send("A\x1a" if nth % 2 == 0 else "u\x1a")
            terminal.wait_for("shell>")
            terminal.send(f"{mark} tag{nth} && echo shell''ed {nth}\n")
            terminal.wait_for(f"shelled {nth}")
            terminal.send("fg\n")
            terminal.wait_for("Paper number 2")
        terminal.send("A")
        terminal.wait_for("900 papers · 0 unread")
        terminal.send(CTRL_Q)
        terminal.wait_for("shell>")
    values = home.values()
    assert [row for row, mark in values.items() if not mark.get("read")] == []
    assert {*values["2602.00001"]["tags"]} == {f"tag{nth}" for nth in range(6)}
    assert len(values) == 900


@pytest.mark.parametrize(
    "encoding", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_a_terminal_that_is_not_utf_8_is_told_so(
    one_day: Home, environment: dict[str, str], encoding: dict[str, str]
) -> None:
    with opened(environment | encoding) as terminal:
        assert terminal.wait_for_end() == 1
        assert terminal.left_on == set()
        assert "the reader needs UTF-8" in terminal.text
        assert "LC_ALL=C.UTF-8" in terminal.text
        assert b"Traceback" not in terminal.output
