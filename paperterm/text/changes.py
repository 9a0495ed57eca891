"""What changed between two texts, word by word.

The standard library's difflib, with autojunk off (it would take the words that are common in a
long text for noise): it finds the longest runs that stayed, which reads as an editor works. A
library that finds the fewest changes, such as rapidfuzz, keeps single words like “the” in the
middle of a new sentence. Difflib has no bound, so this counts the work beforehand: what would
take too long is compared sentence by sentence, and what still would counts as rewritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


class Fate(Enum):
    """What became of words of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """Words that stand in a row and share their fate, with one blank between them."""

    fate: Fate
    text: str


_WORK = 2_000_000
"""Steps of difflib for one comparison: a tenth of a second at the very most."""

_ISLAND = 2
"""So few words that stayed, in the midst of more that did not, only tear the text apart."""

_STOPS = (".", "!", "?", ";", ":")

_Step = tuple[Fate, Sequence[str]]


def changes(old: str, new: str) -> list[Piece]:
    """The words of both texts, in order: what was kept, what was removed, and what was added.

    The pieces that were kept or removed make the old text, those that were kept or added the new
    one, up to white space. Where words were replaced, the removed ones come first.
    """
    before, after = old.split(), new.split()
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    end = len(after) - tail
    between = _compared_words(before[head : len(before) - tail], after[head:end])
    steps = [(Fate.KEPT, after[:head]), *between, (Fate.KEPT, after[end:])]
    return [Piece(fate, " ".join(words)) for fate, words in _joined(_without_islands(steps))]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """With how many equal words both begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (was, now) in pairs if was != now), min(len(old), len(new)))


def _compared_words(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    left = _Left(_WORK)
    return _steps(old, new) if left.takes(old, new) else _by_sentence(old, new, left)


class _Left:
    """How many steps are left for a comparison."""

    def __init__(self, steps: int) -> None:
        self._steps = steps

    def takes(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Whether a comparison fits; if so, its steps are taken off.

        For each run that stayed, difflib looks once at every place of the new sequence where an
        item of the old one stands; at worst every second item is a run of its own.
        """
        there = Counter(new)
        pairs = len(old) + sum(there[item] for item in old)
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


def _by_sentence(old: Sequence[str], new: Sequence[str], left: _Left) -> Iterator[_Step]:
    before, after = _sentences(old), _sentences(new)
    if not left.takes(before, after):
        yield Fate.REMOVED, old
        yield Fate.ADDED, new
        return
    for same, i, j, k, m in _compared(before, after):
        was = [word for sentence in before[i:j] for word in sentence]
        now = [word for sentence in after[k:m] for word in sentence]
        if same:
            yield Fate.KEPT, now
        elif left.takes(was, now):
            yield from _steps(was, now)
        else:
            yield Fate.REMOVED, was
            yield Fate.ADDED, now


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    ends = [at for at, word in enumerate(words, 1) if word.endswith(_STOPS)]
    return [tuple(words[start:end]) for start, end in pairwise([0, *ends, len(words)])]


def _compared(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether it is the same, and from where to where, in the old sequence and in the new one."""
    from difflib import SequenceMatcher

    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", i, j, k, m


def _without_islands(steps: Iterable[_Step]) -> Iterator[_Step]:
    """The same, with lonely words between larger changes counted as replaced too."""
    told = list(_told(*steps))
    for at, (fate, words) in enumerate(told):
        around = min(_changed(told, at, -1), _changed(told, at, 1))
        if fate is Fate.KEPT and len(words) <= min(_ISLAND, around - 1):
            yield Fate.REMOVED, words
            yield Fate.ADDED, words
        else:
            yield fate, words


def _changed(steps: Sequence[_Step], at: int, way: int) -> int:
    """How many words changed beside a step: removed or added, whichever are more."""
    most = 0
    while 0 <= (at := at + way) < len(steps) and steps[at][0] is not Fate.KEPT:
        most = max(most, len(steps[at][1]))
    return most


def _joined(steps: Iterable[_Step]) -> Iterator[_Step]:
    """The same, with changes that touch in one: what was removed, then what was added."""
    removed: list[str] = []
    added: list[str] = []
    kept: list[str] = []
    for fate, words in steps:
        if fate is Fate.KEPT:
            yield from _told((Fate.REMOVED, removed), (Fate.ADDED, added))
            removed, added = [], []
            kept += words
        else:
            yield from _told((Fate.KEPT, kept))
            kept = []
            (removed if fate is Fate.REMOVED else added).extend(words)
    yield from _told((Fate.KEPT, kept), (Fate.REMOVED, removed), (Fate.ADDED, added))


def _told(*steps: _Step) -> Iterator[_Step]:
    return (step for step in steps if step[1])
