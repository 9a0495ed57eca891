"""Measure searching the whole library as you type: from the key to the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yardsticks
from figures import MOST, Pair, paired
from homes import Home
from moving import MAY_BE_MORE
from replay import Region, Replay
from terminal import COLUMNS, Press, Terminal
from yardsticks import PlainSearch

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
SCREENFUL = 20
"""Papers on the screen."""
_QUIET = 0.15
_BLINK = 700
"""Bytes of output; less is only the query line and its cursor."""


class Typed(NamedTuple):
    """A key in the filter: its figure, and the seconds of its yardstick."""

    kind: str
    press: Press
    yardstick: float


def measure(home: Home, *, few: bool) -> Iterator[Pair]:
    """Type all queries once, or one of each kind; each key beside its plain query and a frame."""
    ours: dict[str, list[float]] = defaultdict(list)
    plain: dict[str, list[float]] = defaultdict(list)
    with home.reader.ready() as terminal, home.bare.ready() as bare:
        typed = _type(terminal, bare, PlainSearch(home), few=few, is_large=home.papers > MOST)
        memory = [one.private_mebibytes() for one in (terminal, bare)]
    for one, shown in _shown(terminal, home, typed):
        ours[one.kind].append(shown - one.press.at)
        plain[one.kind].append(one.yardstick)
    for kind, values in ours.items():
        yield paired(f"filter.{kind}", home.papers, values, plain[kind])
    yield paired("memory.searched", home.papers, memory[0], memory[1] + MAY_BE_MORE)


def _type(
    terminal: Terminal, bare: Terminal, search: PlainSearch, *, few: bool, is_large: bool
) -> list[Typed]:
    patience = 3.0 if is_large else 0.3 if few else 0.8
    typed: list[Typed] = []

    def press(kind: str, keys: str, query: str, patience: float, quiet: float = _QUIET) -> None:
        pressed = terminal.pressed(keys, quiet, patience, _BLINK)
        if kind == "regex":
            plain = search.first_hits(query.strip("/"), SCREENFUL)
        else:
            plain = search.typed(query)
        letters = len(re.findall(r"\w", re.split(r'[\s:"]', query)[-1])) if query else 2
        if letters:
            figure = "one" if letters == 1 else kind
            typed.append(Typed(figure, pressed, plain + yardsticks.bare_frame(bare)))

    terminal.pressed("/\t", 0.5, patience)  # the index is opened
    asked = [(kind, query) for kind in QUERIES for query in QUERIES[kind][: 1 if few else None]]
    for number, (kind, query) in enumerate(asked):
        if kind == "regex":
            # Pasted: letter by letter, the hits of its beginning would be there first.
            press(kind, _PASTED.format(query), query, 3.0, 0.5)
        else:
            for end in range(1, len(query) + 1):
                press(kind, query[end - 1], query[:end], patience)
        clear, escape = ("clear.old", _OLD_ESCAPE) if number % 2 else ("clear", _ESCAPE)
        press(clear, escape, "", patience)
        terminal.pressed("/\t", _QUIET, patience, _BLINK)
    return typed


def _shown(terminal: Terminal, home: Home, typed: Sequence[Typed]) -> Iterator[tuple[Typed, float]]:
    """Yield when each list was shown; leave out keys that change nothing on the screen."""
    replay = Replay(terminal.pieces, terminal.size)
    for one in typed:
        replay.to(one.press.first)
        if one.kind == "regex":
            shown = replay.first_change(one.press.end, home.reader.list)
        else:
            # Where the list shows the same as before, its count tells when it was there.
            listed, counted = replay.last_changes(one.press.end, [home.reader.list, _COUNT])
            shown = listed or counted
        if shown is not None:
            yield one, shown
