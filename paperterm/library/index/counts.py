"""Count papers: of a list, of each topic, of each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from paperterm.library.index import bulk, sql
from paperterm.library.index.documents import REPLACEMENTS
from paperterm.library.index.slots import HOMELESS_SLOT, PER_DAY, first_slot, ordinal_of
from paperterm.library.index.sql import Scope
from paperterm.library.index.where import is_unread
from paperterm.model import Day
from paperterm.query import EVERYTHING, Query


class Count(NamedTuple):
    """The number of papers, and of unread ones; replacements are never unread."""

    papers: int
    unread: int


class DayCount(NamedTuple):
    """The papers of a day: all, without replacements, and unread."""

    papers: int
    new: int
    unread: int


def count(connection: Connection, scope: Scope) -> Count:
    """Count the papers of a scope."""
    statement = sql.counting(connection, EVERYTHING, scope, f"count(*), total({is_unread('r')})")
    papers, unread = connection.execute(statement.sql, statement.values).fetchone()
    return Count(papers, int(unread))


def topic_counts(connection: Connection, scope: Scope) -> dict[str, Count]:
    """Count the papers of a scope by topic, matched with the text of the listed day."""
    topics = connection.execute("SELECT name FROM label WHERE field = 'topic'").fetchall()
    return {name: count(connection, scope._replace(topic=name)) for (name,) in topics}


def how_many(connection: Connection, query: Query, scope: Scope) -> int:
    """Count the papers that a query without a regex finds."""
    statement = sql.counting(connection, query, scope, "count(*)")
    (papers,) = connection.execute(statement.sql, statement.values).fetchone()
    return int(papers)


def per_day(connection: Connection, query: Query = EVERYTHING) -> dict[Day, DayCount]:
    """Count the papers in the listing of each day that a query matches as announced that day."""
    shown = sql.announced(connection, query)
    days = connection.execute(
        "WITH RECURSIVE day (slot) AS (SELECT min(slot) FROM announced UNION ALL "
        "SELECT (SELECT min(slot) FROM announced WHERE slot >= ((day.slot >> 20) + 1) << 20) "
        "FROM day WHERE day.slot < ?) SELECT slot FROM day WHERE slot < ?",
        (HOMELESS_SLOT, HOMELESS_SLOT),
    )
    found = {}
    for (slot,) in days.fetchall():
        first = first_slot(ordinal_of(slot))
        papers, new, unread = connection.execute(
            f"SELECT count(*), total(r.kind NOT IN ({REPLACEMENTS})), total({is_unread('r')}) "
            f"FROM announced r WHERE r.slot BETWEEN ? AND ? AND {shown.sql}",
            (first, first + PER_DAY - 1, *shown.values),
        ).fetchone()
        found[Day.fromordinal(ordinal_of(slot))] = DayCount(papers, int(new), int(unread))
    return found


def topic_days(
    connection: Connection, days: Sequence[date], query: Query = EVERYTHING
) -> dict[str, list[int]]:
    """Count the papers of each topic on each of these days that a query matches."""
    shown = sql.announced(connection, query)
    joined = "" if query == EVERYTHING else "CROSS JOIN announced r ON r.slot = l.slot "
    firsts = bulk.json_array([first_slot(day.toordinal()) for day in days])
    rows = connection.execute(
        f"SELECT t.name, (SELECT count(*) FROM labelled l {joined}WHERE l.label = t.number "
        f"AND l.slot BETWEEN d.value AND d.value + {PER_DAY - 1} AND {shown.sql}) FROM label t "
        "CROSS JOIN json_each(?) d WHERE t.field = 'topic' ORDER BY t.number, d.key",
        (*shown.values, firsts),
    )
    found: dict[str, list[int]] = {}
    for name, papers in rows:
        found.setdefault(name, []).append(papers)
    return found
