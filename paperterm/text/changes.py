"""Compare two texts word by word.

This uses difflib without autojunk, which would treat the common words of a long text as noise.
Difflib looks for the longest equal runs, which suits how people edit. A library that finds the
fewest changes, such as rapidfuzz, matches single words like “the” in the middle of a new sentence.
Its time has no useful bound, so the steps are estimated first: texts that would take too long are
compared sentence by sentence, and sentences that would still take too long are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


class Fate(Enum):
    """What happened to words of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """Consecutive words with the same fate, separated by single spaces."""

    fate: Fate
    text: str


_WORK = 2_000_000
"""The most steps of difflib for one comparison: a tenth of a second at most."""

_ISLAND = 2
"""This many kept words between longer changes only make the text harder to read."""

_STOPS = (".", "!", "?", ";", ":")

_Step = tuple[Fate, Sequence[str]]


def changes(old: str, new: str) -> list[Piece]:
    """Return the words of both texts in order, as pieces that were kept, removed or added.

    The kept and removed pieces make the old text, the kept and added ones the new text, up to
    white space. Where words were replaced, the removed ones come first.
    """
    before, after = old.split(), new.split()
    head = _common_prefix(before, after)
    tail = _common_prefix(before[head:][::-1], after[head:][::-1])
    end = len(after) - tail
    between = _compared_words(before[head : len(before) - tail], after[head:end])
    steps = [(Fate.KEPT, after[:head]), *between, (Fate.KEPT, after[end:])]
    return [Piece(fate, " ".join(words)) for fate, words in _joined(_without_islands(steps))]


def _common_prefix(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the number of words at the beginning that are equal."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (was, now) in pairs if was != now), min(len(old), len(new)))


def _compared_words(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    budget = _Budget(_WORK)
    return _steps(old, new) if budget.covers(old, new) else _by_sentence(old, new, budget)


class _Budget:
    """The number of steps that are left for comparisons."""

    def __init__(self, steps: int) -> None:
        self._steps = steps

    def covers(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Return whether the steps suffice for a comparison; if so, subtract them.

        For each run that stayed, difflib visits every position of the new sequence that holds an
        item of the old one; in the worst case every second item is a separate run.
        """
        counts = Counter(new)
        pairs = len(old) + sum(counts[item] for item in old)
        steps = pairs * (1 + min(len(old), len(new)) // 4)
        if steps > self._steps:
            return False
        self._steps -= steps
        return True


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    for same, i, j, k, m in _compared(old, new):
        if same:
            yield Fate.KEPT, new[k:m]
        else:
            yield Fate.REMOVED, old[i:j]
            yield Fate.ADDED, new[k:m]


def _by_sentence(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[_Step]:
    before, after = _sentences(old), _sentences(new)
    if not budget.covers(before, after):
        yield Fate.REMOVED, old
        yield Fate.ADDED, new
        return
    for same, i, j, k, m in _compared(before, after):
        was = [word for sentence in before[i:j] for word in sentence]
        now = [word for sentence in after[k:m] for word in sentence]
        if same:
            yield Fate.KEPT, now
        elif budget.covers(was, now):
            yield from _steps(was, now)
        else:
            yield Fate.REMOVED, was
            yield Fate.ADDED, now


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    ends = [at for at, word in enumerate(words, 1) if word.endswith(_STOPS)]
    return [tuple(words[start:end]) for start, end in pairwise([0, *ends, len(words)])]


def _compared(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield ranges of both sequences: whether they are equal, then their bounds in each."""
    from difflib import SequenceMatcher

    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", i, j, k, m


def _without_islands(steps: Iterable[_Step]) -> Iterator[_Step]:
    """Yield the steps, with few kept words between longer changes as replaced."""
    filled = list(_non_empty(*steps))
    for at, (fate, words) in enumerate(filled):
        around = min(_changed_beside(filled, at, -1), _changed_beside(filled, at, 1))
        if fate is Fate.KEPT and len(words) <= min(_ISLAND, around - 1):
            yield Fate.REMOVED, words
            yield Fate.ADDED, words
        else:
            yield fate, words


def _changed_beside(steps: Sequence[_Step], at: int, way: int) -> int:
    """Return how many words were removed or added beside a step, whichever are more."""
    most = 0
    while 0 <= (at := at + way) < len(steps) and steps[at][0] is not Fate.KEPT:
        most = max(most, len(steps[at][1]))
    return most


def _joined(steps: Iterable[_Step]) -> Iterator[_Step]:
    """Yield the steps, with adjacent changes joined: first the removed words, then the added."""
    removed: list[str] = []
    added: list[str] = []
    kept: list[str] = []
    for fate, words in steps:
        if fate is Fate.KEPT:
            yield from _non_empty((Fate.REMOVED, removed), (Fate.ADDED, added))
            removed, added = [], []
            kept += words
        else:
            yield from _non_empty((Fate.KEPT, kept))
            kept = []
            (removed if fate is Fate.REMOVED else added).extend(words)
    yield from _non_empty((Fate.KEPT, kept), (Fate.REMOVED, removed), (Fate.ADDED, added))


def _non_empty(*steps: _Step) -> Iterator[_Step]:
    return (step for step in steps if step[1])
