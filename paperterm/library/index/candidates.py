"""Papers with their text and all that a query may ask of them, for what SQL cannot test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection

import orjson

from paperterm.library.index import bulk, conditions
from paperterm.library.index.documents import KINDS
from paperterm.library.index.slots import HOMELESS, HOMELESS_SLOT, ordinal_of
from paperterm.library.index.tables import QUEUED, READ, STARRED
from paperterm.library.library import Library
from paperterm.model import Day, Kind, Paper
from paperterm.query import Field, Query, fields
from paperterm.query.match import Subject

_Row = tuple[int, str, int, int]


class Candidates:
    """Papers with all that a query asks of them, by the slots of their newest announcements."""

    def __init__(self, connection: Connection, library: Library, query: Query) -> None:
        self._connection = connection
        self._library = library
        self._fields = fields(query)
        self._newest_day = conditions.newest_day(connection)

    def of(self, newest: Sequence[int]) -> dict[int, Subject]:
        """Those of some slots; a paper whose day changed meanwhile is left out."""
        told = bulk.told(newest)
        rows = self._connection.execute(
            "SELECT a.slot, p.id, p.number, p.flags FROM json_each(?) j "
            "CROSS JOIN announced a ON a.slot = j.value CROSS JOIN paper p ON p.number = a.paper",
            (told,),
        ).fetchall()
        by_day: dict[int, list[tuple[int, str, int, int]]] = defaultdict(list)
        for row in rows:
            by_day[ordinal_of(row[0])].append(row)
        numbers = bulk.told(number for _, _, number, _ in rows)
        announcements = self._announcements(numbers)
        tags, notes, topics = self._tags(numbers), self._notes(numbers), self._topics(told)
        subjects = {}
        for day, some in by_day.items():
            texts = self._day(day, some)
            for slot, id_, number, flags in some:
                if text := texts.get(id_):
                    subjects[slot] = text._replace(
                        announcements=announcements.get(number, ()),
                        newest_day=self._newest_day,
                        read=bool(flags & READ),
                        starred=bool(flags & STARRED),
                        queued=bool(flags & QUEUED),
                        tags=tags.get(number, ()),
                        note=notes.get(number),
                        topics=topics.get(slot, ()),
                    )
        return subjects

    def _day(self, day: int, rows: Sequence[_Row]) -> Mapping[str, Subject]:
        """The texts of a day by id, without what is not the paper's own."""
        if day == HOMELESS:
            return {id_: self._homeless(slot, id_) for slot, id_, _, _ in rows}
        record = self._library.day(Day.fromordinal(day), {id_ for _, id_, _, _ in rows})
        papers = [one.paper for one in record.announced] if record else []
        return {paper.id: subject(paper) for paper in papers}

    def _homeless(self, slot: int, id_: str) -> Subject:
        title, authors = self._connection.execute(
            "SELECT title, authors FROM text WHERE slot = ?", (slot,)
        ).fetchone()
        return Subject(id_, title, orjson.loads(authors))

    def _announcements(self, numbers: str) -> Mapping[int, list[tuple[date, Kind | None]]]:
        found: dict[int, list[tuple[date, Kind | None]]] = defaultdict(list)
        if self._fields & {Field.DAY, Field.SINCE, Field.IS}:
            rows = self._connection.execute(
                "SELECT a.paper, a.slot, a.kind FROM json_each(?) j "
                "CROSS JOIN announced a ON a.paper = j.value",
                (numbers,),
            )
            for number, slot, kind in rows:
                if slot < HOMELESS_SLOT:
                    found[number].append((date.fromordinal(ordinal_of(slot)), KINDS[kind]))
        return found

    def _tags(self, numbers: str) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        if Field.TAG in self._fields:
            rows = self._connection.execute(
                "SELECT t.paper, t.name FROM json_each(?) j CROSS JOIN tag t ON t.paper = j.value",
                (numbers,),
            )
            for number, name in rows:
                found[number].append(name)
        return found

    def _notes(self, numbers: str) -> Mapping[int, str]:
        if Field.NOTE not in self._fields:
            return {}
        rows = self._connection.execute(
            "SELECT m.paper, m.note FROM json_each(?) j CROSS JOIN mark m ON m.paper = j.value",
            (numbers,),
        )
        return {number: note for number, note in rows if note}

    def _topics(self, slots: str) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        if Field.TOPIC in self._fields:
            rows = self._connection.execute(
                "SELECT l.slot, t.name FROM label t CROSS JOIN labelled l ON l.label = t.number "
                "WHERE t.field = 'topic' AND l.slot IN (SELECT value FROM json_each(?))",
                (slots,),
            )
            for slot, name in rows:
                found[slot].append(name)
        return found


def subject(paper: Paper) -> Subject:
    """What a query may ask of the text of a paper alone."""
    return Subject(paper.id, paper.title, paper.authors, paper.abstract, paper.categories)
