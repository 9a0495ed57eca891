"""Measure a key in the list: to the first update, and to the complete abstract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from figures import Pair, paired
from homes import Home
from programs import Program
from replay import Replay
from terminal import Press, Terminal

_QUIET = 0.15
_PATIENCE = 1.0
_KEY_SECONDS = 0.03
_BLOCK = 20
"""Keys for one program before it is the other's turn."""
_MAY_BE_LATE = 10
"""One key in this many may be answered late, since the machine is busy."""
MAY_BE_MORE = 25
"""MiB that paperterm may need above the bare app."""


@dataclass
class Moves:
    """One program, and seconds of each of its keys."""

    program: Program
    terminal: Terminal
    presses: list[Press] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    update: list[float] = field(default_factory=list)
    abstract: list[float] = field(default_factory=list)
    behind: float = 0.0
    memory: float = 0.0

    def move(self, keys: int) -> None:
        """Press `j` again and again, each after the answer to the last."""
        before = self.terminal.cpu_seconds()
        self.presses += [self.terminal.pressed("j", _QUIET, _PATIENCE) for _ in range(keys)]
        self.cpu.append((self.terminal.cpu_seconds() - before) / keys)

    def hurry(self, keys: int) -> Press:
        """Press a key every 30 ms without waiting for answers; return the last one."""
        if self.program.to_top:
            self.terminal.pressed(self.program.to_top, 0.3, _PATIENCE)
        first = len(self.terminal.pieces)
        for _ in range(keys):
            at = self.terminal.press("j")
            self.terminal.read_for(at + _KEY_SECONDS - monotonic())
        self.terminal.read_until_quiet(0.5)
        self.memory = self.terminal.private_mebibytes()
        return Press(at, first, len(self.terminal.pieces), monotonic())

    def replay(self, last: Press) -> None:
        """Find out when each key was answered."""
        replay = Replay(self.terminal.pieces, self.terminal.size)
        late = 0
        for press in self.presses:
            replay.to(press.first)
            (completed,) = replay.last_changes(press.end, [self.program.pane])
            # What was late came after the next key at the earliest.
            self.update.append(self.terminal.pieces[press.first][0] - press.at)
            self.abstract.append((completed or press.over) - press.at)
            late += completed is None
        if late * _MAY_BE_LATE > len(self.presses):
            raise RuntimeError(f"{late} of {len(self.presses)} keys were not answered")
        replay.to(last.first)
        (completed,) = replay.last_changes(last.end, [self.program.pane])
        self.behind = max(0.0, (completed or last.at) - last.at)


def measure(home: Home, keys: int) -> Iterator[Pair]:
    """Press keys in both programs, some here, some there; then half as often, quickly."""
    most = min(keys, len(home.newest_day) - 1)
    with home.reader.ready() as mine, home.bare.ready() as other:
        ours, bare = both = Moves(home.reader, mine), Moves(home.bare, other)
        for done in range(0, most, _BLOCK):
            for one in both:
                one.move(min(_BLOCK, most - done))
        last = [one.hurry(max(1, most // 2)) for one in both]
    for one, press in zip(both, last, strict=True):
        one.replay(press)
    for name in ("update", "abstract"):
        values = getattr(ours, name), getattr(bare, name)
        yield paired(f"key.{name}", home.papers, *values)
        yield paired(f"key.{name}.p95", home.papers, *values)
    yield paired("key.cpu", home.papers, ours.cpu, bare.cpu)
    yield paired("key.behind", home.papers, ours.behind, bare.behind)
    yield paired("memory.moved", home.papers, ours.memory, bare.memory + MAY_BE_MORE)
