"""Match topics with bit sets: one number per day, one bit per paper.

Once it is known in which papers each word occurs, the papers of a topic, what a keyword adds and
what a filter removes are `and`, `or` and `not` of a few numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from paperterm.errors import StoppedError
from paperterm.library.day_files import TopicText
from paperterm.topics import Match, Topic, whole_word

Stop = Callable[[], bool]


class Probe(NamedTuple):
    """What to search for in papers: a word, or a category if `match` is None."""

    match: Match | None
    what: str


class Searched(NamedTuple):
    """The searched parts of a paper; `text` is None if `lower` is enough."""

    id: str
    lower: str
    text: str | None
    categories: tuple[str, ...]

    @classmethod
    def of(cls, text: TopicText) -> Searched:
        """Prepare a text for searching."""
        searched = text.searched
        lower = searched.lower()
        return cls(text.id, lower, None if searched.isascii() else searched, text.categories)


class Bits:
    """The bit sets of a day: one bit per paper, the first paper lowest."""

    def __init__(self, size: int, newest: int, texts: list[Searched]) -> None:
        self.all = (1 << size) - 1
        self.newest = newest
        self.texts = texts
        self.found: dict[Probe, int] = {}

    def search(
        self, probes: Iterable[Probe], texts: list[Searched], stop: Stop
    ) -> dict[Probe, int]:
        """Return the papers of each probe: as in `found`, or else searched for in the texts.

        Raises:
            StoppedError: `stop` returned true.
        """
        found = {}
        for probe in probes:
            if stop():
                raise StoppedError("topic", "was stopped")
            known = self.found.get(probe)
            # A day that was read again may have other papers.
            found[probe] = _search(probe, texts) & self.all if known is None else known
        return found


class TopicBits(NamedTuple):
    """A topic on one day: bit sets of its papers, and of those of each keyword and filter.

    For a keyword or filter, the second set has the papers that only it matches.
    """

    papers: int
    keywords: list[tuple[int, int]]
    filters: list[tuple[int, int]]


def probes_of(topic: Topic) -> list[Probe]:
    """Return everything to search for."""
    words = [word for keyword in topic.keywords for word in keyword]
    return [
        *(Probe(topic.match, word) for word in [*words, *topic.filters]),
        *(Probe(None, category) for category in topic.categories),
    ]


def match_topic(topic: Topic, found: Mapping[Probe, int], everything: int) -> TopicBits:
    """Combine the papers of the probes on a day whose papers are `everything`."""
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
    return TopicBits(
        papers,
        [(one & papers, one & papers & ~wanted_twice) for one in keywords],
        [(one & wanted, one & wanted & ~unwanted_twice) for one in filters],
    )


def _once_and_twice(some: Iterable[int]) -> tuple[int, int]:
    """Return the bits that are set in at least one of some numbers, and in at least two."""
    once = twice = 0
    for one in some:
        twice |= once & one
        once |= one
    return once, twice


def _search(probe: Probe, texts: Sequence[Searched]) -> int:
    """Return the papers in which a probe occurs, exactly as `Topic` matches it."""
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
            bool(word.search(text.text)) if text.text else _occurs(text.lower, first, word)
            for text in texts
        ]
    )


def _occurs(text: str, first: str, word: re.Pattern[str]) -> bool:
    """Return whether a word that begins with `first` occurs in a text; both are lower-case ASCII.

    Searching for the pattern alone tries it at every letter, and takes ten times as long.
    """
    at = text.find(first)
    while at >= 0:
        if word.match(text, at):
            return True
        at = text.find(first, at + 1)
    return False


def bits_of(flags: Sequence[bool]) -> int:
    """Return a bit set with one bit per flag, the first one lowest."""
    return int("".join(["1" if flag else "0" for flag in reversed(flags)]) or "0", 2)


def places(bits: int) -> Iterator[int]:
    """Yield the numbers of the set bits, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
