"""Read papers with their text and the rest that a query needs, if SQL alone cannot test it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any

import orjson

from paperterm.library.index import bulk, where
from paperterm.library.index.documents import KINDS
from paperterm.library.index.slots import HOMELESS, HOMELESS_SLOT, ordinal_of
from paperterm.library.index.tables import DISMISSED, QUEUED, READ, STARRED
from paperterm.library.library import Library
from paperterm.model import Day, Kind, Paper, PaperId
from paperterm.model.record import PaperTexts
from paperterm.query import Query, needs
from paperterm.query.subject import Subject
from paperterm.query.tree import Need

_TAGS = "SELECT t.paper, t.name FROM json_each(?) j CROSS JOIN tag t ON t.paper = j.value"
_NOTES = "SELECT m.paper, m.note FROM json_each(?) j CROSS JOIN mark m ON m.paper = j.value"
_SCORES = (
    "SELECT i.paper, i.score FROM json_each(?) j CROSS JOIN paper p ON p.number = j.value "
    "CROSS JOIN announced a ON a.slot = p.newest CROSS JOIN interest i "
    "ON i.paper = p.number AND i.digest IS a.digest WHERE i.score > -9e999"
)
_TOPICS = (
    "SELECT l.slot, t.name FROM label t CROSS JOIN labelled l ON l.label = t.number "
    "WHERE t.field = 'topic' AND l.slot IN (SELECT value FROM json_each(?))"
)

_Candidate = tuple[int, str, int, int]


class Candidates:
    """Reads papers, by the slots of their newest announcements, as subjects of a query."""

    def __init__(self, connection: Connection, library: Library, query: Query) -> None:
        self._connection = connection
        self._library = library
        self._needs = needs(query)
        self._newest_day = where.newest_day(connection)

    def subjects(self, newest: Sequence[int]) -> dict[int, Subject]:
        """Return the papers of some slots, without those whose day changed meanwhile."""
        slots = bulk.json_array(newest)
        rows = self._connection.execute(
            "SELECT a.slot, p.id, p.number, p.flags FROM json_each(?) j "
            "CROSS JOIN announced a ON a.slot = j.value CROSS JOIN paper p ON p.number = a.paper",
            (slots,),
        ).fetchall()
        by_day: dict[int, list[_Candidate]] = defaultdict(list)
        for row in rows:
            by_day[ordinal_of(row[0])].append(row)
        numbers = bulk.json_array(number for _, _, number, _ in rows)
        announcements = self._announcements(numbers)
        tags = self._values(Need.TAGS, _TAGS, numbers)
        notes = self._values(Need.NOTE, _NOTES, numbers)
        topics = self._values(Need.TOPICS, _TOPICS, slots)
        scores = self._values(Need.INTEREST, _SCORES, numbers)
        subjects = {}
        for day, some in by_day.items():
            papers = self._papers(day, some)
            for slot, id_, number, flags in some:
                if paper := papers.get(id_):
                    subjects[slot] = Subject(
                        paper,
                        announcements=announcements.get(number, ()),
                        newest_day=self._newest_day,
                        read=bool(flags & READ),
                        starred=bool(flags & STARRED),
                        queued=bool(flags & QUEUED),
                        dismissed=bool(flags & DISMISSED),
                        tags=tags.get(number, ()),
                        note=next(iter(notes.get(number, ())), None),
                        topics=topics.get(slot, ()),
                        interest=next(iter(scores.get(number, ())), None),
                    )
        return subjects

    def _papers(self, day: int, rows: Sequence[_Candidate]) -> Mapping[str, Paper | PaperTexts]:
        """Return the papers of a day by id."""
        if day == HOMELESS:
            return {id_: self._homeless(slot, id_) for slot, id_, _, _ in rows}
        ids = {id_ for _, id_, _, _ in rows}
        if Need.FACTS not in self._needs:
            return self._library.papers(Day.fromordinal(day), ids)
        record = self._library.day(Day.fromordinal(day), ids)
        return {one.paper.id: one.paper for one in record.announced} if record else {}

    def _homeless(self, slot: int, id_: str) -> Paper:
        title, authors = self._connection.execute(
            "SELECT title, authors FROM text WHERE slot = ?", (slot,)
        ).fetchone()
        return Paper(PaperId(id_), title, tuple(orjson.loads(authors)))

    def _announcements(self, numbers: str) -> Mapping[int, list[tuple[date, Kind | None]]]:
        found: dict[int, list[tuple[date, Kind | None]]] = defaultdict(list)
        if Need.ANNOUNCEMENTS in self._needs:
            rows = self._connection.execute(
                "SELECT a.paper, a.slot, a.kind FROM json_each(?) j "
                "CROSS JOIN announced a ON a.paper = j.value",
                (numbers,),
            )
            for number, slot, kind in rows:
                if slot < HOMELESS_SLOT:
                    found[number].append((date.fromordinal(ordinal_of(slot)), KINDS[kind]))
        return found

    def _values(self, need: Need, select: str, keys: str) -> Mapping[int, list[Any]]:
        """Return the values of each key, if the query needs them."""
        found: dict[int, list[Any]] = defaultdict(list)
        if need in self._needs:
            for key, value in self._connection.execute(select, (keys,)):
                found[key].append(value)
        return found
