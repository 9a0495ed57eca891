"""Topics as bits: a number for each day, in which a bit says whether a paper is in.

So what a topic takes, what one keyword adds and what one filter takes away is `and`, `or` and `not`
of a few numbers, once it is known which papers each word occurs in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from paperterm.errors import StoppedError
from paperterm.library.day_files import Text
from paperterm.topics import Match, Topic, whole_word

Stop = Callable[[], bool]


class Probe(NamedTuple):
    """What a paper is tested for: a word, or a category where `match` is None."""

    match: Match | None
    what: str


class Searched(NamedTuple):
    """What of a paper is searched; `text` is there only where it says more than `lower`."""

    id: str
    lower: str
    text: str | None
    categories: tuple[str, ...]

    @classmethod
    def of(cls, text: Text) -> Searched:
        """The same text, ready to be searched."""
        searched = text.searched
        lower = searched.lower()
        return cls(text.id, lower, None if searched.isascii() else searched, text.categories)


class Bits:
    """A day: a bit for each paper, the first one lowest."""

    def __init__(self, size: int, newest: int, texts: list[Searched]) -> None:
        self.all = (1 << size) - 1
        self.newest = newest
        self.texts = texts
        self.found: dict[Probe, int] = {}

    def look_for(self, probes: Iterable[Probe], texts: list[Searched], stop: Stop) -> None:
        """Find out what is not known yet; a day that is shorter now has lost the rest.

        Raises:
            StoppedError: `stop` says that nobody waits any more.
        """
        for probe in probes:
            if stop():
                raise StoppedError("topic", "was stopped")
            if probe not in self.found:
                self.found[probe] = _found(probe, texts) & self.all

    def with_(self, probes: Iterable[Probe], stop: Stop) -> dict[Probe, int]:
        """What is found of these, in a day whose texts are in memory; nothing is remembered.

        Raises:
            StoppedError: As for `look_for`.
        """
        found = {}
        for probe in probes:
            if stop():
                raise StoppedError("topic", "was stopped")
            known = self.found.get(probe)
            found[probe] = _found(probe, self.texts) if known is None else known
        return found


class Judged(NamedTuple):
    """A topic on one day, as bits: its papers, and what each keyword and filter has to do with it.

    A keyword or filter comes with what it does, and what only it does.
    """

    papers: int
    keywords: list[tuple[int, int]]
    filters: list[tuple[int, int]]


def probes_of(topic: Topic) -> list[Probe]:
    """All that papers are tested for."""
    words = [word for keyword in topic.keywords for word in keyword]
    return [
        *(Probe(topic.match, word) for word in [*words, *topic.filters]),
        *(Probe(None, category) for category in topic.categories),
    ]


def judge(topic: Topic, found: Mapping[Probe, int], everything: int) -> Judged:
    """Put together what the probes found in a day whose papers are `everything`."""
    inside = everything
    if topic.categories:
        inside = reduce(or_, (found[Probe(None, name)] for name in topic.categories))
    keywords = [
        reduce(and_, (found[Probe(topic.match, word)] for word in keyword), inside)
        for keyword in topic.keywords
    ]
    filters = [found[Probe(topic.match, word)] for word in topic.filters]
    wanted, wanted_twice = _once_and_twice(keywords)
    unwanted, unwanted_twice = _once_and_twice(filters)
    papers = wanted & ~unwanted
    return Judged(
        papers,
        [(one & papers, one & papers & ~wanted_twice) for one in keywords],
        [(one & wanted, one & wanted & ~unwanted_twice) for one in filters],
    )


def _once_and_twice(some: Iterable[int]) -> tuple[int, int]:
    """The bits that stand in one of some numbers at least, and in two."""
    once = twice = 0
    for one in some:
        twice |= once & one
        once |= one
    return once, twice


def _found(probe: Probe, texts: Sequence[Searched]) -> int:
    """The papers in which a probe is found, exactly as `Topic` finds it."""
    match, what = probe
    if match is None:
        topic = Topic("", (), categories=(what,))
        return bits_of([topic.accepts(text.categories) for text in texts])
    if match is Match.SUBSTRING:
        lower = what.lower()
        return bits_of([lower in text.lower for text in texts])
    word = whole_word(what)
    if not what.isascii():
        return bits_of([bool(word.search(text.text or text.lower)) for text in texts])
    first = what.lower().split()[0]
    return bits_of(
        [
            bool(word.search(text.text)) if text.text else _stands(text.lower, first, word)
            for text in texts
        ]
    )


def _stands(text: str, first: str, word: re.Pattern[str]) -> bool:
    """Whether a word that begins with `first` stands in a text; both in lower case and ASCII.

    Searching for the pattern itself takes ten times as long, which tries it at every letter.
    """
    at = text.find(first)
    while at >= 0:
        if word.match(text, at):
            return True
        at = text.find(first, at + 1)
    return False


def bits_of(flags: Sequence[bool]) -> int:
    """A bit for each flag, the first one lowest."""
    return int("".join(["1" if flag else "0" for flag in reversed(flags)]) or "0", 2)


def places(bits: int) -> Iterator[int]:
    """Which bits are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
