"""Read rows of an index by slot."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection

import orjson

from paperterm.library.index import bulk, where
from paperterm.library.index.documents import KINDS
from paperterm.library.index.listing import IndexRow
from paperterm.library.index.slots import HOMELESS_SLOT, PER_DAY, first_slot, ordinal_of
from paperterm.library.index.tables import QUEUED, READ, STARRED
from paperterm.model import Day, PaperId


def rows(connection: Connection, slots: Sequence[int]) -> list[IndexRow | None]:
    """Return the rows of some slots, in their order; None for one that no longer exists."""
    found = {
        slot: _row(slot, *rest)
        for slot, *rest in connection.execute(
            "SELECT a.slot, p.id, t.title, t.authors, c.names, a.kind, a.flags "
            "FROM json_each(?) j CROSS JOIN announced a ON a.slot = j.value "
            "CROSS JOIN text t ON t.slot = a.slot CROSS JOIN paper p ON p.number = a.paper "
            "CROSS JOIN categories c ON c.number = a.categories",
            (bulk.json_array(slots),),
        )
    }
    return [found.get(slot) for slot in slots]


def slots_of(connection: Connection, id_: PaperId) -> list[int]:
    """Return the slots of a paper, newest first."""
    found = connection.execute(
        "SELECT a.slot FROM paper p CROSS JOIN announced a ON a.paper = p.number "
        "WHERE p.id = ? ORDER BY a.slot",
        (str(id_),),
    )
    return [slot for (slot,) in found]


def marked_on(connection: Connection, day: Day) -> list[PaperId]:
    """Return the papers first announced on a day that are read, starred or queued."""
    first = first_slot(day.toordinal())
    found = connection.execute(
        "SELECT p.id FROM announced a CROSS JOIN paper p ON p.number = a.paper "
        f"WHERE a.slot BETWEEN ? AND ? AND p.flags & {READ | STARRED | QUEUED} AND NOT EXISTS "
        "(SELECT 1 FROM announced e WHERE e.paper = a.paper AND e.slot BETWEEN ? AND ?)",
        (first, first + PER_DAY - 1, first + PER_DAY, HOMELESS_SLOT - 1),
    )
    return [PaperId(id_) for (id_,) in found]


def by_topic(connection: Connection, slots: Sequence[int]) -> dict[str, list[int]]:
    """Return those of some announcements that belong to each topic, by its name."""
    if not slots:
        return {}
    among = {*slots}
    found: dict[str, list[int]] = {}
    rows = connection.execute(
        "SELECT t.name, l.slot FROM label t CROSS JOIN labelled l ON l.label = t.number "
        "WHERE t.field = 'topic' AND l.slot BETWEEN ? AND ?",
        (min(slots), max(slots)),
    )
    for name, slot in rows:
        if slot in among:
            found.setdefault(name, []).append(slot)
    return found


def unread_among(connection: Connection, slots: Sequence[int]) -> int:
    """Count the unread announcements among these; replacements are never unread."""
    (unread,) = connection.execute(
        "SELECT count(*) FROM json_each(?) j CROSS JOIN announced a ON a.slot = j.value "
        f"WHERE {where.is_unread('a')}",
        (bulk.json_array(slots),),
    ).fetchone()
    return int(unread)


def first_unread(connection: Connection, slots: Sequence[int]) -> int | None:
    """Return the position of the first unread announcement among these."""
    row = connection.execute(
        "SELECT j.key FROM json_each(?) j CROSS JOIN announced a ON a.slot = j.value "
        f"WHERE {where.is_unread('a')} LIMIT 1",
        (bulk.json_array(slots),),
    ).fetchone()
    return int(row[0]) if row else None


def _row(slot: int, *columns: object) -> IndexRow:
    id_, title, authors, categories, kind, flags = columns
    return IndexRow(
        PaperId(str(id_)),
        str(title),
        tuple(orjson.loads(str(authors))),
        tuple(orjson.loads(str(categories))),
        Day.fromordinal(ordinal_of(slot)) if slot < HOMELESS_SLOT else None,
        KINDS[int(str(kind))],
        bool(int(str(flags)) & READ),
        bool(int(str(flags)) & STARRED),
        bool(int(str(flags)) & QUEUED),
    )
