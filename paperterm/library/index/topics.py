"""Match topics with the text of each announcement.

A new day is matched with all topics when it is indexed. A new or edited topic is matched with the
indexed days, newest first; this can be stopped after each day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Connection

import orjson

from paperterm.errors import LibraryError
from paperterm.library.index import documents, writer
from paperterm.library.index.slots import (
    HOMELESS_SLOT,
    NEVER,
    PER_DAY,
    first_slot,
    ordinal_of,
)
from paperterm.library.index.tables import batch
from paperterm.library.library import Library
from paperterm.model import Day, PaperId
from paperterm.topics import Topic

_DAYS = 20
"""Days in a transaction."""


def follow(connection: Connection, topics: Sequence[Topic]) -> None:
    """Replace the topics; new and changed ones are matched by `catch_up`."""
    wanted = {topic.name: _definition(topic) for topic in topics}
    known = dict(
        connection.execute("SELECT name, definition FROM label WHERE field = 'topic'").fetchall()
    )
    if wanted == known:
        return
    with batch(connection):
        is_empty = connection.execute("SELECT 1 FROM announced LIMIT 1").fetchone() is None
        for name in known:
            if wanted.get(name) != known[name]:
                _drop(connection, name)
        for name, definition in wanted.items():
            connection.execute(
                "INSERT OR IGNORE INTO label (field, name, definition, reached) "
                "VALUES ('topic', ?, ?, ?)",
                (name, definition, 0 if is_empty else NEVER),
            )
        connection.execute("UPDATE announced SET digest = NULL WHERE slot >= ?", (HOMELESS_SLOT,))
        writer.homeless(connection, topics)


def catch_up(
    connection: Connection, library: Library, topics: Sequence[Topic], stop: Callable[[], bool]
) -> bool:
    """Match topics with the days that are not matched yet; return False if stopped.

    Raises:
        DiskError: A day cannot be read.
    """
    while reached := _reached(connection, topics):
        if stop():
            return False
        days = _days_before(connection, max(reached.values()))
        with batch(connection):
            for day in days:
                if stop():
                    break
                waiting = [topic for topic in topics if reached.get(topic.name, 0) > day]
                _match(connection, library, day, waiting)
                _set_reached(connection, waiting, day)
            if not days:
                _set_reached(connection, topics, 0)
    return True


def members(
    connection: Connection, library: Library, topics: Sequence[Topic], day: Day
) -> dict[str, frozenset[PaperId]] | None:
    """Return the papers of each topic on a day; None if the index may be outdated."""
    if not _is_current(connection, library, topics, day):
        return None
    begin = first_slot(day.toordinal())
    rows = connection.execute(
        "SELECT t.name, json_group_array(p.id) FROM label t CROSS JOIN labelled l "
        "ON l.label = t.number AND l.slot BETWEEN ? AND ? "
        "CROSS JOIN announced a ON a.slot = l.slot CROSS JOIN paper p ON p.number = a.paper "
        "WHERE t.field = 'topic' GROUP BY t.number",
        (begin, begin + PER_DAY - 1),
    )
    found = {name: frozenset(map(PaperId, orjson.loads(ids))) for name, ids in rows}
    return {topic.name: found.get(topic.name, frozenset()) for topic in topics}


def _is_current(
    connection: Connection, library: Library, topics: Sequence[Topic], day: Day
) -> bool:
    """Return whether the current file of a day is indexed and matched with these topics."""
    stamp = writer.stamp_of(connection, writer.day_name(day.toordinal()))
    rows = connection.execute(
        "SELECT name, definition FROM label WHERE field = 'topic' AND reached <= ?",
        (day.toordinal(),),
    )
    is_matched = dict(rows.fetchall()) == {topic.name: _definition(topic) for topic in topics}
    return is_matched and stamp is not None and stamp == library.day_stamp(day)


def _definition(topic: Topic) -> str:
    parts: list[object] = [topic.keywords, topic.filters, topic.match]
    if topic.categories:
        parts.append(topic.categories)
    return orjson.dumps(parts).decode()


def _drop(connection: Connection, name: str) -> None:
    connection.execute(
        "DELETE FROM labelled WHERE label IN "
        "(SELECT number FROM label WHERE field = 'topic' AND name = ?)",
        (name,),
    )
    connection.execute("DELETE FROM label WHERE field = 'topic' AND name = ?", (name,))


def _reached(connection: Connection, topics: Sequence[Topic]) -> dict[str, int]:
    """Return the topics that are not matched with all days, and the last day of each."""
    rows = connection.execute(
        "SELECT name, reached FROM label WHERE field = 'topic' AND reached > 0"
    )
    names = {topic.name for topic in topics}
    return {name: reached for name, reached in rows if name in names}


def _days_before(connection: Connection, ordinal: int) -> list[int]:
    """Return some days of the index, newest first."""
    days: list[int] = []
    while len(days) < _DAYS:
        row = connection.execute(
            "SELECT slot FROM announced WHERE slot BETWEEN ? AND ? LIMIT 1",
            (first_slot(ordinal - 1), HOMELESS_SLOT - 1),
        ).fetchone()
        if row is None:
            break
        ordinal = ordinal_of(row[0])
        days.append(ordinal)
    return days


def _match(connection: Connection, library: Library, day: int, topics: Sequence[Topic]) -> None:
    try:
        record = library.day(Day.fromordinal(day))
    except LibraryError:
        return  # `reconcile` reports it
    papers = [one.paper for one in record.announced] if record else []
    slots = _slots(connection, day)
    numbers = dict(
        connection.execute("SELECT name, number FROM label WHERE field = 'topic'").fetchall()
    )
    rows = [
        (numbers[name], slots[paper.id])
        for paper, names in zip(papers, documents.matched(papers, topics), strict=True)
        for name in names
        if name in numbers and paper.id in slots
    ]
    connection.executemany("INSERT OR IGNORE INTO labelled VALUES (?, ?)", sorted(rows))


def _slots(connection: Connection, day: int) -> Mapping[str, int]:
    begin = first_slot(day)
    rows = connection.execute(
        "SELECT p.id, a.slot FROM announced a CROSS JOIN paper p ON p.number = a.paper "
        "WHERE a.slot BETWEEN ? AND ?",
        (begin, begin + PER_DAY - 1),
    )
    return dict(rows.fetchall())


def _set_reached(connection: Connection, topics: Sequence[Topic], day: int) -> None:
    connection.executemany(
        "UPDATE label SET reached = ? WHERE field = 'topic' AND name = ? AND reached > ?",
        ((day, topic.name, day) for topic in topics),
    )
