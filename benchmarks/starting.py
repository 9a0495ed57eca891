"""Measure a start: from the process to the first title, and to the first answered key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from figures import Measured
from homes import Home
from programs import Program
from replay import Region, Replay
from terminal import Terminal

_PATIENCE = 20
_SETTLED = 0.8
_TOP = 6
"""The lines at the top of the list, which show where the cursor is."""


class Start(NamedTuple):
    """Seconds from the start of the process."""

    title: float
    key: float


def measure(homes: Sequence[Home], runs: int) -> Iterator[Measured]:
    """Measure both programs with all libraries in turn, so that a busy minute affects all."""
    ours: dict[Home, list[Start]] = defaultdict(list)
    bares: dict[Home, list[Start]] = defaultdict(list)
    for _ in range(runs):
        for home in homes:
            bares[home].append(start(home.bare, home.titles))
            ours[home].append(start(home.reader, home.titles))
    for home in homes:
        for name in Start._fields:
            values = [
                median(getattr(one, name) for one in found[home]) * 1000 for found in (ours, bares)
            ]
            yield Measured(f"start.{name}", home.papers, *values)


def start(program: Program, titles: Sequence[str]) -> Start:
    """Start a program, and press `j` when the first title appears."""
    with program.opened() as terminal:
        _wait_for_any(terminal, titles)
        press = terminal.pressed("j", _SETTLED, _PATIENCE)
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
