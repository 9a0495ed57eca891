"""Measure searching the whole library as you type: from the key to the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from figures import MOST, Measured, percentile
from homes import Home
from replay import Region, Replay
from terminal import COLUMNS, Press, Terminal

QUERIES = {
    "words": ("diffusion", "transformer attention", "llm -safety", "robust or noisy"),
    "phrases": ('"large language model"', '"in context" learning'),
    "prefixes": ("reconstr*", "multi* agent*"),
    "fields": ("ti:graph", "au:wang", "abs:robot", "cat:cs.ro", "is:replaced", "topic:Diffusion"),
    "regex": ("/self.?supervis/", "/GPT-?[45]/", "/zero.shot .*transfer/"),
}

_ESCAPE, _OLD_ESCAPE = "\x1b[27u", "\x1b"
"""Textual asks for the keyboard protocol in which the first is the key; without it, it waits for
0.1 s whether a longer sequence follows."""

_PASTED = "\x1b[200~{}\x1b[201~"
_COUNT = Region(COLUMNS - 60, COLUMNS, 0, 1)
_QUIET = 0.15
_BLINK = 700
"""Bytes of output; less is only the query line and its cursor."""


class Typed(NamedTuple):
    """A key in the filter: its figure, and the query after it."""

    kind: str
    query: str
    press: Press


def measure(homes: Sequence[Home], runs: int, *, few: bool) -> Iterator[Measured]:
    """Measure the reader with each library; type fewer queries if few are enough."""
    for home in homes:
        times: dict[str, list[float]] = defaultdict(list)
        memory = [_type(home, times, few=few) for _ in range(runs)]
        for name, values in times.items():
            worst = percentile(values, 1 if name == "regex" else 0.95)
            yield Measured(f"filter.{name}", home.papers, worst * 1000)
        with home.bare.ready() as terminal:
            yield Measured(
                "memory.searched", home.papers, max(memory), terminal.private_mebibytes()
            )


def _type(home: Home, times: dict[str, list[float]], *, few: bool) -> float:
    """Type all queries once; return the memory of the reader."""
    patience = 3.0 if home.papers > MOST else 0.3 if few else 0.8
    typed: list[Typed] = []
    with home.reader.ready() as terminal:
        terminal.pressed("/\t", 0.5, patience)  # the index is opened
        asked = [(kind, query) for kind in QUERIES for query in QUERIES[kind][: 1 if few else None]]
        for number, (kind, query) in enumerate(asked):
            if kind == "regex":
                # Pasted: letter by letter, the hits of its beginning would be there first.
                press = terminal.pressed(_PASTED.format(query), 0.5, 3.0, _BLINK)
                typed.append(Typed(kind, query, press))
            else:
                typed += _letters(terminal, kind, query, patience)
            clear, escape = ("clear.old", _OLD_ESCAPE) if number % 2 else ("clear", _ESCAPE)
            typed.append(Typed(clear, "", terminal.pressed(escape, _QUIET, patience, _BLINK)))
            terminal.pressed("/\t", _QUIET, patience, _BLINK)
        memory = terminal.private_mebibytes()
    _take(terminal, home, typed, times)
    return memory


def _letters(terminal: Terminal, kind: str, query: str, patience: float) -> Iterator[Typed]:
    for end in range(1, len(query) + 1):
        press = terminal.pressed(query[end - 1], _QUIET, patience, _BLINK)
        yield Typed(kind, query[:end], press)


def _take(
    terminal: Terminal, home: Home, typed: Sequence[Typed], times: dict[str, list[float]]
) -> None:
    """Find out when each list was shown; leave out keys that change nothing on the screen."""
    replay = Replay(terminal.pieces, terminal.size)
    for kind, query, press in typed:
        replay.to(press.first)
        if kind == "regex":
            shown = replay.first_change(press.end, home.reader.list)
        else:
            # Where the list shows the same as before, its count tells when it was there.
            listed, counted = replay.last_changes(press.end, [home.reader.list, _COUNT])
            shown = listed or counted
        letters = len(re.findall(r"\w", re.split(r'[\s:"]', query)[-1])) if query else 2
        if shown is not None and letters:
            times["one" if letters == 1 else kind].append(shown - press.at)
