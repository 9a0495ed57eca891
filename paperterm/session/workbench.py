"""Preview what a topic matches while it is edited.

A keystroke costs one search, for the changed word: each day keeps the papers of the other words as
bits (see `topic_bitsets`). The texts of the newest days stay in memory; older days, of which only
the bits are kept, are read again for a new word, a millisecond each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import NamedTuple, TypeVar

from paperterm.errors import LibraryError
from paperterm.library import Library
from paperterm.library.day_files import TopicText
from paperterm.library.jsonfile import Stamp
from paperterm.model import Day
from paperterm.session.topic_bitsets import (
    Bits,
    Probe,
    Searched,
    Stop,
    TopicBits,
    bits_of,
    match_topic,
    places,
    probes_of,
)
from paperterm.topics import Keyword, Topic

K = TypeVar("K", Keyword, str)

WINDOW = 30
"""The newest days, whose papers are counted at every keystroke."""

SAMPLES = 60
_PAUSE_SECONDS = 0.15
_MOST_PROBES = 400
"""Words whose bits are kept, so that half-typed words do not fill the memory."""


class Share(NamedTuple):
    """How many papers one keyword adds to a topic, or one filter removes.

    `alone` counts those that no other keyword adds, or no other filter removes.
    """

    papers: int = 0
    alone: int = 0


@dataclass
class Matches:
    """What a topic matches over some days, of `total` papers, each with its newest text."""

    total: int = 0
    papers: int = 0
    gained: int = 0
    lost: int = 0
    keywords: dict[Keyword, Share] = field(default_factory=dict)
    filters: dict[str, Share] = field(default_factory=dict)


class SampledPaper(NamedTuple):
    """A paper that a topic matches now, or matched as it was saved.

    `change` is 1 if the topic gained it, -1 if it lost it, else 0.
    """

    day: Day
    text: TopicText
    change: int


class Overlap(NamedTuple):
    """How many papers a topic shares with another one, and how many papers that has."""

    topic: str
    both: int
    total: int


@dataclass(frozen=True)
class Preview:
    """What a topic matches, as far as it is known.

    Attributes:
        topic: The topic.
        bars: The number of its papers on each day of the window, newest day first.
        window: The matches over these days.
        library: The matches over all days searched so far.
        days: How many days were searched so far.
        all_days: How many days the library has.
        samples: Some papers, newest first.
        overlaps: The other topics with shared papers in the window, most shared first.
        is_whole: Whether this is the last preview.
    """

    topic: Topic
    bars: tuple[tuple[Day, int], ...]
    window: Matches
    library: Matches
    days: int
    all_days: int
    samples: tuple[SampledPaper, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    is_whole: bool = False


class Workbench:
    """Preview topics of a library that are being edited; for one thread at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stamps: Mapping[Day, Stamp] = {}
        self._order: list[Day] = []
        self._days: list[Bits] = []
        self._seen: set[str] = set()
        self._others: dict[Topic, list[int]] = {}
        self._at: tuple[int, list[TopicText]] = (-1, [])

    def look(
        self,
        topic: Topic,
        saved: Topic | None = None,
        others: Sequence[Topic] = (),
        stop: Stop = lambda: False,
    ) -> Iterator[Preview]:
        """Preview a topic: the window first, then more and more of the library.

        Args:
            topic: The topic as it is now.
            saved: The topic as it was saved.
            others: The other topics.
            stop: Whether to stop; called often.

        Raises:
            StoppedError: `stop` returned true.
            DiskError: A day cannot be read.
        """
        self._renew()
        probes = list(dict.fromkeys([*probes_of(topic), *(probes_of(saved) if saved else [])]))
        self._forget(probes)
        run = _Run(topic, saved, len(self._order))
        last = monotonic()
        for number, day in enumerate(self._order):
            run.add(day, number, self._known(number, probes, stop))
            is_window = number + 1 == min(WINDOW, len(self._order))
            if is_window or (number >= WINDOW and monotonic() - last > _PAUSE_SECONDS):
                yield run.preview(self._text)
                last = monotonic()
        yield run.preview(self._text, is_whole=not others)
        yield from self._overlaps(run, others, stop)

    def _overlaps(self, run: _Run, others: Sequence[Topic], stop: Stop) -> Iterator[Preview]:
        last = monotonic()
        for number, other in enumerate(others, 1):
            if other not in self._others:
                wanted = probes_of(other)
                self._others[other] = [
                    match_topic(other, day.search(wanted, day.texts, stop), day.all).papers
                    for day in self._days[:WINDOW]
                ]
            run.compare(other, self._others[other], self._days)
            if number == len(others) or monotonic() - last > _PAUSE_SECONDS:
                yield run.preview(self._text, is_whole=number == len(others))
                last = monotonic()

    def _renew(self) -> None:
        """Start over if the library changed."""
        stamps = self._library.day_stamps()
        if stamps != self._stamps:
            self._stamps, self._order = stamps, sorted(stamps, reverse=True)
            self._days, self._seen, self._others = [], set(), {}
            self._at = (-1, [])

    def _forget(self, probes: Iterable[Probe]) -> None:
        if self._days and len(self._days[0].found) > _MOST_PROBES:
            for day in self._days:
                day.found = {probe: day.found[probe] for probe in probes if probe in day.found}

    def _known(self, number: int, probes: Sequence[Probe], stop: Stop) -> Bits:
        """Return a day with the bits of these probes."""
        if number < len(self._days):
            day = self._days[number]
            if not all(probe in day.found for probe in probes):
                day.found |= day.search(probes, day.texts or self._read(number), stop)
            return day
        texts = self._read(number)
        newest = bits_of([text.id not in self._seen for text in texts])
        self._seen.update(text.id for text in texts)
        day = Bits(len(texts), newest, texts if number < WINDOW else [])
        self._days.append(day)
        if len(self._days) == len(self._order):
            self._seen = set()
        day.found |= day.search(probes, texts, stop)
        return day

    def _read(self, number: int) -> list[Searched]:
        return [Searched.of(text) for text in self._texts(number)]

    def _texts(self, number: int) -> list[TopicText]:
        try:
            return self._library.texts(self._order[number])
        except LibraryError:
            return []  # the reader reports it when the day is listed

    def _text(self, number: int, place: int) -> TopicText | None:
        if self._at[0] != number:
            self._at = (number, self._texts(number))
        texts = self._at[1]
        return texts[place] if place < len(texts) else None


class _Run:
    """One preview of a topic, so far."""

    def __init__(self, topic: Topic, saved: Topic | None, all_days: int) -> None:
        self._topic = topic
        self._saved = saved
        self._all_days = all_days
        self._days = 0
        self._bars: list[tuple[Day, int]] = []
        self._window = Matches()
        self._library = Matches()
        self._papers: list[int] = []
        self._places: list[tuple[Day, int, int, int]] = []
        self._samples: list[SampledPaper] = []
        self._overlaps: list[Overlap] = []

    def add(self, day: Day, number: int, bits: Bits) -> None:
        """Add one more day, older than the others."""
        judged = match_topic(self._topic, bits.found, bits.all)
        before = judged.papers
        if self._saved and self._saved != self._topic:
            before = match_topic(self._saved, bits.found, bits.all).papers
        self._days += 1
        self._count(self._library, judged, before, bits)
        if number < WINDOW:
            self._bars.append((day, judged.papers.bit_count()))
            self._papers.append(judged.papers)
            self._count(self._window, judged, before, bits)
        for place in places((judged.papers | before) & bits.newest):
            if len(self._places) >= SAMPLES:
                break
            change = (judged.papers >> place & 1) - (before >> place & 1)
            self._places.append((day, number, place, change))

    def compare(self, other: Topic, theirs: Sequence[int], days: Sequence[Bits]) -> None:
        """Add the overlap with another topic, given its papers on the days of the window."""
        triples = list(zip(self._papers, theirs, days, strict=False))
        both = sum((ours & their & day.newest).bit_count() for ours, their, day in triples)
        total = sum((their & day.newest).bit_count() for _, their, day in triples)
        self._overlaps.append(Overlap(other.name, both, total))

    def preview(
        self, text: Callable[[int, int], TopicText | None], *, is_whole: bool = False
    ) -> Preview:
        """Return what is known so far; `text` reads a paper by the numbers of day and place."""
        for day, number, place, change in self._places[len(self._samples) :]:
            found = text(number, place)
            self._samples.append(SampledPaper(day, found or TopicText("", "", "", ()), change))
        shared = sorted((one for one in self._overlaps if one.both), key=lambda one: -one.both)
        return Preview(
            self._topic,
            tuple(self._bars),
            self._window,
            replace(
                self._library,
                keywords=dict(self._library.keywords),
                filters=dict(self._library.filters),
            ),
            self._days,
            self._all_days,
            tuple(self._samples),
            tuple(shared),
            is_whole,
        )

    def _count(self, counts: Matches, judged: TopicBits, before: int, bits: Bits) -> None:
        newest = bits.newest
        counts.total += newest.bit_count()
        counts.papers += (judged.papers & newest).bit_count()
        counts.gained += (judged.papers & ~before & newest).bit_count()
        counts.lost += (before & ~judged.papers & newest).bit_count()
        _add_shares(counts.keywords, self._topic.keywords, judged.keywords, newest)
        _add_shares(counts.filters, self._topic.filters, judged.filters, newest)


def _add_shares(
    shares: dict[K, Share], keys: Sequence[K], bits: Sequence[tuple[int, int]], newest: int
) -> None:
    """Add the papers of one more day to the share of each keyword or filter."""
    for key, (papers, alone) in zip(keys, bits, strict=True):
        old = shares.get(key, Share())
        shares[key] = Share(
            old.papers + (papers & newest).bit_count(), old.alone + (alone & newest).bit_count()
        )
