"""Score papers by a user's interest, with what the library and the index know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from math import inf
from typing import NamedTuple, Protocol

from paperterm.config import Config
from paperterm.errors import StoppedError
from paperterm.library import Library
from paperterm.library.index import Index, Listing, Scope
from paperterm.library.index.reconcile import Stop
from paperterm.model import Day, Mark, Paper, PaperId
from paperterm.ranking import (
    Background,
    Ground,
    Model,
    Part,
    Sample,
    Words,
    background,
    chosen,
    fit,
    read,
)
from paperterm.ranking.model import FEW, STEPS, VERSION, step
from paperterm.ranking.nearest import nearest
from paperterm.session.marking import marked_paper
from paperterm.topics import Topic

_OF_TOPIC, _BEST_OF_TOPIC = 400, 50
"""Of a topic's newest papers, how many are looked at, and how many of them count."""
_AT_A_TIME = 200
"""Papers that are scored between two looks at whether to stop."""
_WORDS_KEPT = 4000
_REASONS = 5
"""Parts of a score that are told in a line."""
_ALIKE = 0.07
"""A kept paper that is less like another says nothing about it: most pairs have 0.01 to 0.06."""
_COMPARED, _OF_EACH_TOPIC = 400, 10
"""The newest kept papers, or the best ones of each topic, that a paper is compared with."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Holdings(Protocol):
    """What the ranking asks about the papers of a library."""

    def ids(self) -> list[str]:
        """Return the id of every paper that a day holds."""

    def words(self, ids: Collection[str]) -> dict[str, Words]:
        """Return the words of these papers in their newest text."""

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""

    def of_topic(self, topic: Topic) -> list[Paper]:
        """Return the newest papers of a topic."""


class Ranking(NamedTuple):
    """What scores are made of at a time, and a stamp that tells it from others."""

    ground: Ground
    background: Background
    stamp: str


class Why(NamedTuple):
    """The score of a paper, None if there is nothing to go by, and the parts that speak for it."""

    score: float | None
    parts: list[Part]


class Interest:
    """The order of interest in one library; it keeps the last model, and the words of some papers.

    Args:
        library: The library.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._background: tuple[tuple[str, ...], Background] = ((), background(()))
        self._ranking: Ranking | None = None
        self._model: tuple[str, Model] | None = None
        self._words: dict[tuple[PaperId, Day], Words] = {}

    def rank(self, index: Index, config: Config, listing: Listing, stop: Stop) -> None:
        """Score the papers of a listing that have no score of today's model, newest day first.

        Raises:
            StoppedError: `stop` returned true; what was scored stays.
            UnusableIndexError: The index cannot be used.
            DiskError, LibraryError: A day cannot be read.
        """
        ranking = self.ranking(OfIndex(index, self._library), config)
        lacking = index.unscored(listing, ranking.stamp)
        papers = list(lacking)
        for at in range(0, len(papers), _AT_A_TIME):
            if stop():
                raise StoppedError("ranking", "was stopped")
            model = self.model(ranking)
            some = {id_: lacking[id_] for id_ in papers[at : at + _AT_A_TIME]}
            scores = {
                paper.id: model.score(self._read(paper, day), paper.authors)
                for paper, day in _papers(self._library, some)
            }
            # A paper that its day no longer holds is the least interesting, not always unscored.
            index.keep_scores(ranking.stamp, dict.fromkeys(some, -inf) | scores)

    def why(self, paper: Paper) -> Why:
        """Return the score of a paper by the last ranking, and what speaks for it."""
        if self._ranking is None or self._ranking.ground.is_empty:
            return Why(None, [])
        model, words = self.model(self._ranking), read(paper)
        return Why(model.score(words, paper.authors), model.why(words, paper.authors))

    def reasons(self, paper: Paper) -> list[str]:
        """Return what speaks most for a paper in plain words, by the last ranking.

        Returns:
            Its step, the kept paper or the topic it is most like, the words and the authors that
            count. Nothing if there is nothing to go by.
        """
        score, parts = self.why(paper)
        if self._ranking is None or score is None:
            return []
        near = nearest(self._ranking.background, read(paper), _examples(self._ranking, paper.id))
        told = parts[:_REASONS]
        words = ", ".join(part.text for part in told if part.kind != "author")
        authors = ", ".join(part.text for part in told if part.kind == "author")
        said = (
            f"interest {step(score)} of {STEPS}",
            f"like {near.sample.title}" if near and near.likeness >= _ALIKE else "",
            f"liked for {words}" if words else "",
            f"by {authors}" if authors else "",
        )
        return [text for text in said if text]

    def steps(self, index: Index, ids: Collection[PaperId]) -> dict[PaperId, int]:
        """Return the step of each paper that the last ranking scored.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        if self._ranking is None or self._ranking.ground.is_empty:
            return {}
        scores = index.scores(ids)
        return {id_: step(score) for id_, score in scores.items() if score > -inf}

    @property
    def lacking(self) -> str:
        """What the last ranking lacked, for the user; nothing once a paper is kept."""
        if self._ranking is None or self._ranking.ground.kept:
            return ""
        if self._ranking.ground.is_empty:
            return "as announced: star papers, and those like them come first"
        return "nothing kept yet: this order is guessed from your topics and the authors you follow"

    def scorer(self, config: Config) -> Callable[[Paper], float]:
        """Return what scores papers without the index, which takes reading the whole library.

        As by the index, it is the newest text that counts, and a paper that no day holds is last.
        """
        holdings = OfLibrary(self._library)
        model = self.model(self.ranking(holdings, config))

        def score(paper: Paper) -> float:
            newest = holdings.papers.get(paper.id)
            return model.score(read(newest), newest.authors) if newest else -inf

        return score

    def ranking(self, holdings: Holdings, config: Config) -> Ranking:
        """Return what scores are made of now."""
        sample, usual = self._sample(holdings)
        ground = self._ground(holdings, config)
        told = repr((VERSION, ground, sample)).encode()
        stamp = blake2b(told, digest_size=16).hexdigest()
        self._ranking = Ranking(ground, usual, stamp)
        return self._ranking

    def background(self, holdings: Holdings) -> Background:
        """Return the sample of the library; what changed since the first call does not matter."""
        return self._background[1] if self._background[0] else self._sample(holdings)[1]

    def _sample(self, holdings: Holdings) -> tuple[tuple[str, ...], Background]:
        """Return the sample of the library, and its text, which tells it from another."""
        sample = chosen(holdings.ids())
        words = holdings.words(sample)
        key = tuple(text for id_ in sample if id_ in words for text in words[id_])
        if self._background[0] != key:
            self._background = key, background(words.values())
        return self._background

    def model(self, ranking: Ranking) -> Model:
        """Return the model of a ranking."""
        if self._model is None or self._model[0] != ranking.stamp:
            self._model = ranking.stamp, fit(ranking.ground, ranking.background)
        return self._model[1]

    def _ground(self, holdings: Holdings, config: Config) -> Ground:
        marks = sorted(self._library.all_marks(), key=lambda mark: (_kept_at(mark), mark.id))
        kept = _samples(
            holdings, [mark for mark in marks if mark.is_kept and not mark.is_dismissed]
        )
        authors = frozenset(name for sample in kept for name in sample.authors)
        topics = config.topics if len(kept) < FEW else ()
        return Ground(
            kept,
            unwanted=_samples(holdings, [mark for mark in marks if mark.is_dismissed]),
            topics=tuple((topic.name, _best(topic, holdings.of_topic(topic))) for topic in topics),
            followed=tuple(sorted(config.followed)),
            more=tuple(config.more),
            less=tuple(config.less),
            written=tuple(sorted(holdings.written(authors | {*config.followed}).items())),
        )

    def _read(self, paper: Paper, day: Day) -> Words:
        """Return the words of a paper, which are kept: after a star, a day is scored again."""
        if (words := self._words.get((paper.id, day))) is None:
            words = self._words[paper.id, day] = read(paper)
            if len(self._words) > _WORDS_KEPT:
                del self._words[next(iter(self._words))]
        return words


class OfIndex:
    """The papers of a library, by its index, which keeps the words that are asked for.

    Args:
        index: The index.
        library: The library.
    """

    def __init__(self, index: Index, library: Library) -> None:
        self._index = index
        self._library = library

    def ids(self) -> list[str]:
        """Return the id of every paper that a day holds."""
        return self._index.ids()

    def words(self, ids: Collection[str]) -> dict[str, Words]:
        """Return the words of these papers in their newest text."""
        found = {id_: Words(*kept) for id_, kept in self._index.words(ids).items()}
        lacking = self._index.newest_days(id_ for id_ in ids if id_ not in found)
        new = {str(paper.id): read(paper) for paper, _ in _papers(self._library, lacking)}
        if new:
            self._index.keep_words(new)
        found |= new
        return {id_: found[id_] for id_ in ids if id_ in found}

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""
        return self._index.written(names) if names else {}

    def of_topic(self, topic: Topic) -> list[Paper]:
        """Return the newest papers of a topic."""
        listing = self._index.search(scope=Scope(topic=topic.name), limit=_OF_TOPIC)
        days = {row.id: row.day for row in listing.rows(0, len(listing)) if row and row.day}
        return [paper for paper, _ in _papers(self._library, days)]


class OfLibrary:
    """The papers of a library, all of which are read.

    Args:
        library: The library.
    """

    def __init__(self, library: Library) -> None:
        self.papers: dict[str, Paper] = {}
        for day in library.days():
            record = library.day(day)
            for one in record.announced if record else ():
                self.papers.setdefault(one.paper.id, one.paper)

    def ids(self) -> list[str]:
        """Return the id of every paper that a day holds."""
        return list(self.papers)

    def words(self, ids: Collection[str]) -> dict[str, Words]:
        """Return the words of these papers in their newest text."""
        return {id_: read(self.papers[id_]) for id_ in ids if id_ in self.papers}

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""
        count = dict.fromkeys(names, 0)
        for paper in self.papers.values():
            for name in names.intersection(paper.authors):
                count[name] += 1
        return count

    def of_topic(self, topic: Topic) -> list[Paper]:
        """Return the newest papers of a topic."""
        return list(islice(filter(topic.holds, self.papers.values()), _OF_TOPIC))


def _samples(holdings: Holdings, marks: list[Mark]) -> tuple[Sample, ...]:
    """Return marked papers with their words; of one that no day holds, those of its title."""
    words = holdings.words([mark.id for mark in marks])
    return tuple(
        Sample(mark.id, paper.title, paper.authors, words.get(mark.id) or read(paper))
        for mark in marks
        if (paper := marked_paper(mark))
    )


def _examples(ranking: Ranking, but: PaperId) -> Iterator[Sample]:
    """Yield other kept papers, the newest first, or those of topics, named for the user."""
    for one in reversed(ranking.ground.kept[-_COMPARED:]):
        if one.id != but:
            yield one._replace(title=f"\u201c{one.title}\u201d")
    for name, papers in () if ranking.ground.kept else ranking.ground.topics:
        for words in papers[:_OF_EACH_TOPIC]:
            yield Sample("", f"your topic {name}", (), words)


def _best(topic: Topic, papers: Collection[Paper]) -> tuple[Words, ...]:
    """Return the words of the papers in which the keywords of a topic occur most often."""
    hits = {paper.id: sum(1 for _ in topic.hits(paper.searched)) for paper in papers}
    ranked = sorted(papers, key=lambda paper: (-hits[paper.id], paper.id))
    return tuple(map(read, ranked[:_BEST_OF_TOPIC]))


def _papers(library: Library, wanted: Mapping[PaperId, Day]) -> Iterator[tuple[Paper, Day]]:
    """Yield papers with their text of a day."""
    days: dict[Day, set[PaperId]] = defaultdict(set)
    for id_, day in wanted.items():
        days[day].add(id_)
    for day, ids in days.items():
        record = library.day(day, ids)
        for one in record.announced if record else ():
            yield one.paper, day


def _kept_at(mark: Mark) -> datetime:
    stamps = mark.starred, mark.queued, mark.dismissed, mark.note, *mark.tags.values()
    return max((stamp.at for stamp in stamps if stamp), default=_LONG_AGO)
