"""Measure a start: from the process to the first title, and to the first answered key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import monotonic, sleep
from typing import NamedTuple

from figures import Pair, paired
from homes import Home
from programs import Program
from replay import Region, Replay
from terminal import Terminal

_PATIENCE = 35
_TRIES = 3
_SETTLED = 0.8
_UNTIL_READY = 3.0
"""Longer than a start, which writes nothing between a saved frame and the answer to a key."""
_QUIT = "\x11"
_TOP = 6
"""The lines at the top of the list, which show where the cursor is."""


class Start(NamedTuple):
    """Seconds from the start of the process."""

    title: float
    key: float


def measure(home: Home) -> Iterator[Pair]:
    """Start the bare app, paperterm with a saved frame, and without."""
    bare = start(home.bare, home.titles)
    keep_frame(home)
    framed = start(home.reader, home.titles, _UNTIL_READY)
    home.frame.unlink()
    ours = start(home.reader, home.titles)
    for figure, one in ("start", ours), ("start.frame", framed):
        title = "start.title" if one is ours else figure
        yield paired(title, home.papers, one.title, bare.title)
        yield paired(f"{figure}.key", home.papers, one.key, bare.key)


def keep_frame(home: Home) -> None:
    """Run the reader and quit, and wait for the frame of the next start.

    On a busy machine it may not be made in the time that it has, so this is tried some times.
    """
    home.frame.unlink(missing_ok=True)
    for _ in range(_TRIES):
        with home.reader.ready() as terminal:
            terminal.press(_QUIT)
            end = monotonic() + _PATIENCE
            while monotonic() < end:
                if home.frame.exists():
                    return
                with suppress(RuntimeError):  # it has ended
                    terminal.read(0.05)
                sleep(0.05)
    raise RuntimeError("no frame was kept")


def start(program: Program, titles: Sequence[str], settled: float = _SETTLED) -> Start:
    """Start a program, and press `j` when the first title appears.

    Args:
        program: The program.
        titles: Titles that it shows first.
        settled: Seconds without output after which the key must have been answered.
    """
    with program.opened() as terminal:
        _wait_for_any(terminal, titles)
        press = terminal.pressed("j", settled, _PATIENCE)
    replay = Replay(terminal.pieces, terminal.size)
    titled = None
    while titled is None:
        moment = replay.step()
        if any(title in replay.text() for title in titles):
            titled = moment
    top = Region(program.list.left, program.list.right, program.list.top, program.list.top + _TOP)
    after = Replay(terminal.pieces, terminal.size)
    after.to(press.end)
    moved = after.grounds(top)
    replay.to(press.first)
    if replay.grounds(top) == moved:
        raise RuntimeError("a key was not answered")
    while replay.grounds(top) != moved:
        moment = replay.step()
    return Start(titled - terminal.started, moment - terminal.started)


def _wait_for_any(terminal: Terminal, titles: Sequence[str]) -> None:
    wanted = [title.encode() for title in titles]
    out = b""
    while not any(title in out for title in wanted):
        if not terminal.read(_PATIENCE):
            raise RuntimeError("no title appeared")
        out += terminal.pieces[-1][1]
