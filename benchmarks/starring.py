"""Measure a star with 10,000 marked papers of its month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yardsticks
from figures import Pair, paired
from homes import Home, marked, unmark
from replay import Replay
from terminal import LINES

from paperterm.model import Entry
from paperterm.session import Session, star

_QUIET = 0.1
_PATIENCE = 1.0


def measure(home: Home, keys: int) -> Iterator[Pair]:
    """Measure from the key to the sign in the list, after the write; and without a reader."""
    with marked(home) as month:
        yield _in_reader(home, min(keys, len(home.newest_day) - 1))
        yield from _in_process(home, month, keys)
        unmark(home)
        yield _all_at_once(home, month)


def _in_reader(home: Home, keys: int) -> Pair:
    """Press `s` on one paper after the other, until its sign is in the list."""
    program, content = home.reader, _shard(home, home.newest_day[0]).read_bytes()
    presses, plain = [], []
    with program.ready() as terminal, home.bare.ready() as bare:
        for _ in range(keys):
            presses.append(terminal.pressed("s", _QUIET, _PATIENCE))
            terminal.pressed("j", _QUIET, _PATIENCE)
            wrote = yardsticks.seconds(lambda: yardsticks.durable_write(home.folder, content))
            plain.append(wrote + yardsticks.bare_frame(bare))
    replay = Replay(terminal.pieces, terminal.size)
    to_the_end = program.list._replace(bottom=LINES - 1)  # the cursor stays there
    shown = []
    for press in presses:
        replay.to(press.first)
        shown.append((replay.first_change(press.end, to_the_end) or press.over) - press.at)
    return paired("star.shown", home.papers, shown, plain)


def _in_process(home: Home, month: Sequence[Entry], keys: int) -> Iterator[Pair]:
    """Star papers all over the month, each beside a plain write of its file."""
    session = home.session()
    ours, plain, written, sizes = [], [], [], []
    for entry in month[:: max(1, len(month) // keys)]:
        before = _bytes_written()
        ours.append(yardsticks.seconds(lambda: session.mark([entry], star())))  # noqa: B023
        written.append(_bytes_written() - before)
        content = _shard(home, entry).read_bytes()
        sizes.append(len(content))
        plain.append(yardsticks.seconds(lambda: yardsticks.durable_write(home.folder, content)))  # noqa: B023
    # The first star imports the modules.
    yield paired("star.durable", home.papers, ours[1:] or ours, plain[1:] or plain)
    yield paired("star.bytes", home.papers, written, sizes)


def _all_at_once(home: Home, month: Sequence[Entry]) -> Pair:
    session: Session = home.session()
    took = yardsticks.seconds(lambda: session.mark(month, star(True)))
    files = [file.read_bytes() for file in (home.folders.data / "marks").rglob("*.json")]
    plain = yardsticks.seconds(
        lambda: [yardsticks.durable_write(home.folder, content) for content in files]
    )
    return paired("star.many", home.papers, took, plain)


def _shard(home: Home, entry: Entry) -> Path:
    """Return the file of a paper's mark."""
    month, number = entry.id.shard
    return home.folders.data / "marks" / month / f"{number}.json"


def _bytes_written() -> int:
    """Return the bytes that this process has written so far."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("wchar")).split()[1])
