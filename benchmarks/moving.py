"""Measure a key in the list: to the first update, and to the complete abstract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import monotonic

from figures import Measured, spread
from homes import Home
from programs import Program
from replay import Replay
from terminal import Press, Terminal

_QUIET = 0.15
_PATIENCE = 1.0
_KEY_SECONDS = 0.03
_MAY_BE_LATE = 10
"""One key in this many may be answered late, since the machine is busy."""


@dataclass
class Moves:
    """Seconds and MiB of one program, over some runs."""

    update: list[float] = field(default_factory=list)
    abstract: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def measure(homes: Sequence[Home], runs: int, keys: int) -> Iterator[Measured]:
    """Measure both programs in turn."""
    for home in homes:
        ours, bare = Moves(), Moves()
        most = min(keys, len(home.newest_day) - 1)
        for _ in range(runs):
            move(home.bare, most, bare)
            move(home.reader, most, ours)
        yield from spread("key.update", home.papers, ours.update, bare.update)
        yield from spread("key.abstract", home.papers, ours.abstract, bare.abstract)
        for name in ("cpu", "behind"):
            values = [median(getattr(one, name)) * 1000 for one in (ours, bare)]
            yield Measured(f"key.{name}", home.papers, *values)
        yield Measured("memory.moved", home.papers, median(ours.memory), median(bare.memory))


def move(program: Program, keys: int, moves: Moves) -> None:
    """Press `j` again and again, each after the answer to the last; then half as often, quickly."""
    with program.ready() as terminal:
        before = terminal.cpu_seconds()
        presses = [terminal.pressed("j", _QUIET, _PATIENCE) for _ in range(keys)]
        moves.cpu.append((terminal.cpu_seconds() - before) / keys)
        if program.to_top:
            terminal.pressed(program.to_top, 0.3, _PATIENCE)
        hurry = _hurry(terminal, max(1, keys // 2))
        moves.memory.append(terminal.private_mebibytes())
    replay = Replay(terminal.pieces, terminal.size)
    late = 0
    for press in presses:
        replay.to(press.first)
        (completed,) = replay.last_changes(press.end, [program.pane])
        # What was late came after the next key at the earliest.
        moves.update.append(terminal.pieces[press.first][0] - press.at)
        moves.abstract.append((completed or press.over) - press.at)
        late += completed is None
    if late * _MAY_BE_LATE > keys:
        raise RuntimeError(f"{late} of {keys} keys were not answered")
    replay.to(hurry.first)
    (completed,) = replay.last_changes(hurry.end, [program.pane])
    moves.behind.append(max(0.0, (completed or hurry.at) - hurry.at))


def _hurry(terminal: Terminal, keys: int) -> Press:
    """Press a key every 30 ms without waiting for answers; return the last one."""
    first = len(terminal.pieces)
    for _ in range(keys):
        at = terminal.press("j")
        terminal.read_for(at + _KEY_SECONDS - monotonic())
    terminal.read_until_quiet(0.5)
    return Press(at, first, len(terminal.pieces), monotonic())
