"""What the ranking asks about the papers of a library, answered by the index or by the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Protocol

from paperterm.library import Library
from paperterm.library.index import Index, Scope
from paperterm.model import Day, Paper, PaperId
from paperterm.ranking import Words, read
from paperterm.topics import Topic

_OF_TOPIC = 400
"""Of a topic's newest papers, how many are looked at."""


class Holdings(Protocol):
    """What the ranking asks about the papers of a library."""

    def ids(self) -> list[str]:
        """Return the id of every paper that a day holds."""

    def words(self, ids: Collection[str]) -> dict[str, Words]:
        """Return the words of these papers in their newest text."""

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""

    def of_topic(self, topic: Topic, before: Day | None = None) -> list[Paper]:
        """Return the newest papers of a topic, or the newest from before a day."""


class OfIndex:
    """The papers of a library, by its index, which keeps the words that are asked for."""

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
        new = {str(paper.id): read(paper) for paper, _ in papers_of(self._library, lacking)}
        if new:
            self._index.keep_words(new)
        found |= new
        return {id_: found[id_] for id_ in ids if id_ in found}

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""
        return self._index.written(names) if names else {}

    def of_topic(self, topic: Topic, before: Day | None = None) -> list[Paper]:
        """Return the newest papers of a topic, or the newest from before a day."""
        last = before - timedelta(days=1) if before else None
        listing = self._index.search(scope=Scope(topic=topic.name, last=last), limit=_OF_TOPIC)
        days = {row.id: row.day for row in listing.rows(0, len(listing)) if row and row.day}
        return [paper for paper, _ in papers_of(self._library, days)]


class OfLibrary:
    """The papers of a library, all of which are read."""

    def __init__(self, library: Library) -> None:
        self._announced = [
            (day, one.paper)
            for day in library.days()
            if (record := library.day(day))
            for one in record.announced
        ]
        self.papers: dict[str, Paper] = {}
        for _, paper in self._announced:
            self.papers.setdefault(paper.id, paper)

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

    def of_topic(self, topic: Topic, before: Day | None = None) -> list[Paper]:
        """Return the newest papers of a topic, or the newest from before a day."""
        found: dict[str, Paper] = {}
        for day, paper in self._announced:
            if before is None or day < before:
                found.setdefault(paper.id, paper)
        return list(islice(filter(topic.holds, found.values()), _OF_TOPIC))


def papers_of(library: Library, wanted: Mapping[PaperId, Day]) -> Iterator[tuple[Paper, Day]]:
    """Yield papers with their text of a day."""
    days: dict[Day, set[PaperId]] = defaultdict(set)
    for id_, day in wanted.items():
        days[day].add(id_)
    for day, ids in days.items():
        record = library.day(day, ids)
        for one in record.announced if record else ():
            yield one.paper, day
