"""The frame that a start prints before Textual is there: it is what Textual paints, or absent."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest

from paperterm import first_frame
from paperterm.model import PaperId
from paperterm.session import star
from tests.tui.home import Home, paper
from tests.tui.terminal import Terminal, sees

SIZE = 100, 30
TAKEN_OVER, REVEALED = b"\x1b[?1000h", b"\x1b[?2026l"
QUIT = "\x11"
PROBE = """\
from paperterm import first_frame
first_frame.show()
first_frame.give_back()
"""

RESTING = """\
import os, sys, time
from paperterm.session import Session
from paperterm.tui.jobs.frame import FrameJob
job = FrameJob(Session(), rest=0)
def made():
    files = [os.stat(name).st_ino for name in sys.argv[1:] if os.path.exists(name)]
    for _ in range(3):
        job.look()
        while job._is_being_made():
            time.sleep(0.01)
    return files != [os.stat(name).st_ino for name in sys.argv[1:] if os.path.exists(name)]
"""
"""What the reader does while it rests, without the wait."""

STATES: dict[str, tuple[str, tuple[int, int], dict[str, str], str]] = {
    "at once": ("", SIZE, {}, ""),
    "cursor moved": ("jjjj", SIZE, {}, ""),
    "at the end": ("G", SIZE, {}, ""),
    "marks made": ("sxjxbj", SIZE, {}, ""),
    "another day": ("[j", SIZE, {}, ""),
    "a topic": ("hG", SIZE, {}, ""),
    "zen": ("jz", SIZE, {}, ""),
    "searched": ("/num\r", SIZE, {}, ""),
    "narrow": ("j", (60, 20), {}, ""),
    "wide": ("jjj", (170, 45), {}, ""),
    "tiny": ("j", (30, 8), {}, ""),
    "no colour": ("j", SIZE, {"NO_COLOR": "1"}, ""),
    "256 colours": ("j", SIZE, {"COLORTERM": ""}, ""),
    "ASCII": ("j", SIZE, {}, "[reader]\nascii = true\nanimations = false\n"),
    "light": ("j", SIZE, {}, '[reader]\ntheme = "paperterm-light"\ndensity = "compact"\n'),
}
"""Keys before quitting, the size, variables, and settings."""

SHORT = ("marks made", "a topic", "narrow", "no colour", "ASCII")
"""The states that CI tries; `pytest -m long` tries all."""


def seen(home: Home, **more: str) -> dict[str, str]:
    return {**sees(home.root), "COLORTERM": "truecolor", **more}


def frame_file(home: Home) -> Path:
    return home.root / "cache" / first_frame.NAME


def filled(home: Home) -> Home:
    """Bring papers of two days to a home that is then old."""
    text = "We find that $x^2$ is *large*, and that émigrés like 深度学习. " * 9
    days = {"2026-02-12": range(1, 30), "2026-02-11": range(40, 60)}
    home.bring(*(paper(one, day, abstract=text) for day, ones in days.items() for one in ones))
    return home


def made(home: Home, size: tuple[int, int] = SIZE, **more: str) -> bool:
    """Make the frame of the next start; return whether there is one."""
    command = [sys.executable, "-P", "-m", "paperterm.tui.frame_maker", *map(str, size)]
    return subprocess.run(command, env=seen(home, **more), check=False).returncode == 0


def is_printed(home: Home, size: tuple[int, int] = SIZE, **more: str) -> bool:
    """Return whether a start prints the frame; the terminal is as before in any case."""
    with Terminal(["-c", PROBE], seen(home, **more), size) as terminal:
        assert terminal.wait_for_end() == 0
        assert not terminal.left_on
        assert terminal.is_as_before
        return bool(terminal.output)


def cells(output: bytes, size: tuple[int, int]) -> list[list[Any]]:
    """Return the cells of the screen after some output."""
    screen = pyte.Screen(*size)
    pyte.ByteStream(screen).feed(output)
    return [[screen.buffer[y][x] for x in range(size[0])] for y in range(size[1])]


@pytest.mark.parametrize(
    ("keys", "size", "more", "settings"),
    [
        pytest.param(*row, id=id_, marks=() if id_ in SHORT else pytest.mark.long)
        for id_, row in STATES.items()
    ],
)
def test_the_frame_is_what_textual_paints_first(
    home: Home, keys: str, size: tuple[int, int], more: dict[str, str], settings: str
) -> None:
    if settings:
        home.configure(settings)
    filled(home)
    with Terminal(["-m", "paperterm"], seen(home, **more), size) as terminal:
        terminal.wait_until(lambda: b"Paper" in terminal.output)
        terminal.wait_until_still(0.3)
        for key in keys:
            terminal.send(key)
            terminal.wait_until_still(0.1)
        terminal.send(QUIT)
        assert terminal.wait_for_end() == 0
    assert made(home, size, **more)
    with Terminal(["-m", "paperterm"], seen(home, **more), size) as terminal:
        terminal.wait_until(lambda: REVEALED in terminal.output)
        output = terminal.output
        terminal.send(QUIT)
        assert terminal.wait_for_end() == 0
        assert not terminal.left_on
        assert terminal.is_as_before
    printed = cells(output[: output.index(TAKEN_OVER)], size)
    painted = cells(output[: output.index(REVEALED)], size)
    assert any(cell.data != " " for row in printed for cell in row)
    for line, (before, after) in enumerate(zip(printed, painted, strict=True)):
        assert before == after, f"line {line}"


def test_a_reader_that_is_quit_keeps_the_next_frame(home: Home) -> None:
    filled(home)
    with Terminal(["-m", "paperterm"], seen(home), SIZE) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send(QUIT)
        assert terminal.wait_for_end() == 0
        terminal.wait_until(frame_file(home).exists)
    assert frame_file(home).stat().st_mode & 0o777 == 0o600
    assert is_printed(home)


def test_keys_typed_behind_the_frame_are_not_echoed_and_count(home: Home) -> None:
    filled(home)
    assert made(home)
    with Terminal(["-m", "paperterm"], seen(home), SIZE) as terminal:
        terminal.wait_until(lambda: b"Paper number 1" in terminal.output)
        assert TAKEN_OVER not in terminal.output
        terminal.send("jjx")
        terminal.wait_for("2602.00004 ·")
        terminal.send(QUIT)
        assert terminal.wait_for_end() == 0
        assert b"jjx" not in terminal.output
    assert home.values() == {"2602.00003": {"read": True}}


def test_a_dialog_can_be_opened_behind_the_frame(home: Home) -> None:
    filled(home)
    assert made(home)
    with Terminal(["-m", "paperterm"], seen(home), SIZE) as terminal:
        terminal.wait_until(lambda: b"Paper number 1" in terminal.output)
        terminal.send("?")
        terminal.wait_for("esc closes")
        terminal.send("\x1b")
        terminal.wait_for("Paper number 1", "2602.00001 ·")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_behind_the_frame_leaves_a_clean_terminal(home: Home, number: int) -> None:
    filled(home)
    assert made(home)
    waits = "from paperterm import first_frame\nimport time\nfirst_frame.show()\ntime.sleep(9)"
    with Terminal(["-c", waits], seen(home), SIZE) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.end(number)
        assert terminal.wait_for_end() == -number
        assert not terminal.left_on
        assert terminal.is_as_before


ELSEWHERE: dict[str, Callable[[Home], object]] = {
    "a mark": lambda home: home.session().mark_ids([PaperId("2602.00007")], star(True)),
    "a new day": lambda home: home.bring(paper(99, "2026-02-13")),
    "the day": lambda home: home.bring(paper(99, "2026-02-12")),
    "the settings": lambda home: home.session().set_setting("reader", "theme", "nord"),
    "the place": lambda home: home.session().memory.write("left", {}),
    "another version": lambda home: alter(home, lambda one: one.replace(b"'0.", b"'9.", 1)),
    "a byte": lambda home: alter(home, lambda one: one.replace(b"Paper", b"Taper", 1)),
    "its end": lambda home: alter(home, lambda one: one[:-9]),
    "all of it": lambda home: alter(home, lambda _: b""),
    "its size": lambda home: alter(home, lambda one: one + bytes(10_000_000)),
    "control bytes": lambda home: alter(home, lambda one: one + b"\x1b]52;c;YQ==\x07\x1bc"),
    "its rights": lambda home: frame_file(home).chmod(0o644),
    "others may write": lambda home: frame_file(home).chmod(0o622),
    "a link": lambda home: frame_file(home).symlink_to(frame_file(home).rename(home.root / "x")),
    "a pipe": lambda home: replace_by_pipe(frame_file(home)),
}


if hasattr(os, "geteuid") and os.geteuid() == 0:  # no one else can give a file away
    ELSEWHERE["its owner"] = lambda home: os.chown(frame_file(home), 1, -1)


def replace_by_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def alter(home: Home, change: Callable[[bytes], bytes]) -> None:
    frame_file(home).write_bytes(change(frame_file(home).read_bytes()))


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_frame_is_not_printed_after_a_change(
    home: Home, change: Callable[[Home], object]
) -> None:
    filled(home)
    assert made(home)
    change(home)
    assert not is_printed(home)


def test_a_frame_is_only_for_its_terminal_and_its_date(home: Home) -> None:
    filled(home)
    assert made(home, TZ="UTC-3")
    assert is_printed(home, TZ="UTC-3")
    others = ("TERM", "linux"), ("COLORTERM", ""), ("NO_COLOR", "1"), ("LC_ALL", "C"), ("TZ", "UTC")
    for name, value in others:
        assert not is_printed(home, SIZE, **{"TZ": "UTC-3", name: value})
    assert not is_printed(home, (101, 30), TZ="UTC-3")


def test_there_is_no_frame_of_what_comes_later(home: Home) -> None:
    """Settings that are wrong are told, and the index answers, a moment after the first frame."""
    filled(home)
    assert made(home)
    home.configure("[reader]\ntheme = 3\n")
    assert not made(home)
    assert not frame_file(home).exists()


WATCHED = """\
import os, sys
log = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT)
sys.addaudithook(
    lambda event, args: event in ("open", "os.listdir", "os.scandir") and args[0]
    and os.write(log, os.fsencode(str(args[0])) + b"\\n")
)
from paperterm.tui.frame_maker import main
main(100, 30)
"""


def test_all_that_the_frame_was_read_from_is_stamped_and_nothing_else_runs(
    home: Home, tmp_path: Path
) -> None:
    filled(home)
    home.session().mark_ids([PaperId("2602.00007")], star(True))
    assert made(home)
    ours = frame_file(home), frame_file(home).parent
    before = {path: path.stat() for path in home.root.rglob("*") if path not in ours}
    log = tmp_path / "log"
    subprocess.run(
        [sys.executable, "-c", WATCHED, "100", "30", str(log)], env=seen(home), check=True
    )
    read = {line for line in log.read_text().splitlines() if line.startswith(str(home.root))}
    stamped = {os.fsdecode(one) for one in frame_file(home).read_bytes().split(b"\0")}
    assert len(read) > 5
    assert {one for one in read if not one.startswith(str(frame_file(home).parent))} <= stamped
    after = {path: path.stat() for path in home.root.rglob("*") if path not in ours}
    assert {path: (one.st_mtime_ns, one.st_ino) for path, one in before.items()} == {
        path: (one.st_mtime_ns, one.st_ino) for path, one in after.items()
    }


def test_a_reader_that_rests_has_the_frame_made_again_but_not_in_vain(home: Home) -> None:
    """Once, then after a mark, and not for a library that has none to show."""
    filled(home)
    steps = """
assert made() and not made()
session = Session()
day = session.library.days()[0]
from paperterm.session import Selection, star
session.mark(session.entries(Selection.of_day(day))[:1], star())
assert made() and not made()
os.rename(f"{os.environ['PAPERTERM_HOME']}/data/library", f"{os.environ['PAPERTERM_HOME']}/gone")
assert made() and not os.path.exists(sys.argv[1])
import paperterm.first_frame as first_frame
first_frame.make = lambda: sys.exit("made again in vain")
assert not made()
print("all well")
"""
    program = ["-c", RESTING + steps, str(frame_file(home))]
    with Terminal(program, seen(home), SIZE) as terminal:
        assert terminal.wait_for_end() == 0, terminal.text
        assert "all well" in terminal.text
    assert not frame_file(home).exists()


@pytest.mark.long
def test_a_reader_that_rested_and_was_killed_leaves_a_frame(home: Home) -> None:
    filled(home)
    with Terminal(["-m", "paperterm"], seen(home), SIZE) as terminal:
        terminal.wait_for("Paper number 1")
        terminal.send("jj")
        for _ in range(20):
            terminal.wait_until_still(5)
            if frame_file(home).exists():
                break
    assert is_printed(home)


@pytest.mark.long
def test_ten_starts_show_nothing_blank_or_wrong_after_the_first_frame(home: Home) -> None:
    """All bytes are replayed in small pieces; only status, last line and counts may change."""

    def shown(screen: pyte.Screen) -> list[tuple[str, str]]:
        parts = [line.partition("│") for line in screen.display[1:-1]]
        return [(side.rstrip(" 0123456789"), rest) for side, _, rest in parts]

    filled(home)
    for _ in range(10):
        assert made(home)
        with Terminal(["-m", "paperterm"], seen(home), SIZE) as terminal:
            terminal.wait_until(lambda: REVEALED in terminal.output)
            terminal.wait_until_still(0.5)
            output = terminal.output
            terminal.send(QUIT)
            assert terminal.wait_for_end() == 0
        screen = pyte.Screen(*SIZE)
        stream = pyte.ByteStream(screen)
        at = output.index(TAKEN_OVER)  # the frame is whole
        stream.feed(output[:at])
        frame = shown(screen)
        assert any("Paper number 1" in rest for _, rest in frame)
        for piece in range(at, len(output), 512):
            stream.feed(output[piece : piece + 512])
            assert shown(screen) == frame
