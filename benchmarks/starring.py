"""Measure a star with 10,000 marked papers of its month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import monotonic

from figures import Measured, percentile
from homes import Home, marked, unmark
from replay import Replay
from terminal import LINES

from paperterm.model import Entry
from paperterm.session import Session, star

_QUIET = 0.1
_PATIENCE = 1.0


def measure(homes: Sequence[Home], runs: int, keys: int) -> Iterator[Measured]:
    """Measure from the key to the sign in the list, after the write; and without a reader."""
    for home in homes:
        many, shown, durable, written = [], [], [], []
        for _ in range(runs):
            with marked(home) as month:
                shown += _in_reader(home, min(keys, len(home.newest_day) - 1))
                took, wrote = _in_process(home.session(), month, keys)
                durable += took
                written += wrote
                unmark(home)
                many.append(_all_at_once(home.session(), month))
        yield Measured("star.shown", home.papers, percentile(shown, 0.99) * 1000)
        yield Measured("star.durable", home.papers, percentile(durable, 0.99) * 1000)
        yield Measured("star.bytes", home.papers, max(written) / 1000)
        yield Measured("star.many", home.papers, median(many))


def _in_reader(home: Home, keys: int) -> list[float]:
    """Return the seconds from each `s` to its sign in the list, on one paper after the other."""
    program = home.reader
    with program.ready() as terminal:
        presses = []
        for _ in range(keys):
            presses.append(terminal.pressed("s", _QUIET, _PATIENCE))
            terminal.pressed("j", _QUIET, _PATIENCE)
    replay = Replay(terminal.pieces, terminal.size)
    to_the_end = program.list._replace(bottom=LINES - 1)  # the cursor stays there
    seconds = []
    for press in presses:
        replay.to(press.first)
        shown = replay.first_change(press.end, to_the_end)
        seconds.append((shown or press.over) - press.at)
    return seconds


def _in_process(
    session: Session, month: Sequence[Entry], keys: int
) -> tuple[list[float], list[int]]:
    """Return seconds and bytes written of single stars all over the month."""
    seconds, written = [], []
    for entry in month[:: max(1, len(month) // keys)]:
        wrote, began = _bytes_written(), monotonic()
        session.mark([entry], star())
        seconds.append(monotonic() - began)
        written.append(_bytes_written() - wrote)
    return seconds[1:] or seconds, written  # the first one imports the modules


def _all_at_once(session: Session, month: Sequence[Entry]) -> float:
    began = monotonic()
    session.mark(month, star(True))
    return monotonic() - began


def _bytes_written() -> int:
    """Return the bytes that this process has written so far."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("wchar")).split()[1])
