"""How SQLite is asked for a list.

Statements say CROSS JOIN where they join, which SQLite takes as the order to go in: left to its
own guess it once read the whole full-text index for each paper, for ten minutes. What comes first
gives slots in their order, so that nothing is sorted and a limit ends the work early:

- words: the full-text index, then the rest for each paper it finds;
- a topic: its papers;
- an id, a tag or a note: the few papers that have it;
- else, and for a range of days that ends before the newest: the announcements of the range. What a
  query asks of such a paper is asked of its newest text, which is of a later day maybe.
"""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from paperterm.library.index import conditions
from paperterm.library.index.conditions import Columns, Conditions, Where
from paperterm.library.index.documents import KINDS
from paperterm.library.index.slots import HOMELESS_SLOT, NEVER, bounds
from paperterm.library.index.tables import QUEUED, READ, STARRED
from paperterm.model import Kind, Order
from paperterm.query import EVERYTHING, All, Field, Query, Term, full_text
from paperterm.query.mark_only import only_marked

MARKED_VIEWS = {"starred": STARRED, "queue": QUEUED}


class Scope(NamedTuple):
    """Where to look, and how to sort.

    Args:
        view: all, unread, starred or queue.
        topic: The name of a topic, matched with the text of the day that is listed.
        first: The first day; a paper is listed at its latest day of the range.
        last: The last day.
        order: How the list is sorted.
        kinds: Only announcements of these kinds, or of none that is known, count; None for any.
    """

    view: str = "all"
    topic: str | None = None
    first: date | None = None
    last: date | None = None
    order: Order = Order.ANNOUNCED
    kinds: frozenset[Kind] | None = None

    @property
    def is_all_days(self) -> bool:
        """Whether no range is given."""
        return self.first is None and self.last is None


class SqlStatement(NamedTuple):
    """SQL, and its values in order."""

    sql: str
    values: tuple[object, ...]


class _Source(NamedTuple):
    """Where slots come from, and what they are called there: they, and what a query asks of."""

    tables: str
    slot: str
    columns: Columns


class _Sort(NamedTuple):
    """A table to join to slots, and what its columns are sorted by."""

    table: str
    by: str


_ROW = Columns("r.slot")
_FOUND_ALONE = _Source("found", "found.rowid", Columns("found.rowid"))
_FOUND = _Source("found CROSS JOIN announced r ON r.slot = found.rowid", "found.rowid", _ROW)
_LABELLED = _Source("labelled l CROSS JOIN announced r ON r.slot = l.slot", "l.slot", _ROW)
_NAMED = _Source(
    "paper q CROSS JOIN announced r ON r.slot = q.newest", "r.slot", _ROW._replace(paper="q.number")
)
_ANNOUNCED = _Source("announced r", "r.slot", _ROW)
_NAMES = (Field.ID, Field.TAG, Field.NOTE)

_TEXT = "CROSS JOIN text t ON t.slot = {slot}"
_CATEGORIES = (
    "CROSS JOIN announced c ON c.slot = {slot} CROSS JOIN categories k ON k.number = c.categories"
)
_MARK = "LEFT JOIN mark m ON m.paper = (SELECT paper FROM announced WHERE slot = {slot})"
_SORTS = {
    Order.DATE: _Sort(_TEXT, "t.published DESC NULLS LAST"),
    Order.TITLE: _Sort(_TEXT, "folded(t.title)"),
    Order.AUTHOR: _Sort(_TEXT, "t.first_author = '', t.first_author"),
    Order.CATEGORY: _Sort(_CATEGORIES, "k.names COLLATE NOCASE"),
    Order.QUEUE: _Sort(_MARK, "m.place NULLS LAST"),
}


def statement(
    connection: Connection, query: Query, scope: Scope, limit: int | None = None
) -> SqlStatement:
    """What gives the slots that a query finds, as `slot`; a regex in it counts as matching."""
    source, condition = _planned(connection, query, scope)
    tables, order = source.tables, source.slot
    if sort := _SORTS.get(scope.order):
        tables += f" {sort.table.format(slot=source.slot)}"
        order = f"{sort.by}, {source.slot}"
    return SqlStatement(
        f"SELECT {source.slot} AS slot FROM {tables} WHERE {condition.sql} "
        f"ORDER BY {order}{'' if limit is None else f' LIMIT {limit}'}",
        condition.values,
    )


def candidates(connection: Connection, query: Query, scope: Scope) -> SqlStatement:
    """What gives the slots that a query may find in announcement order, and their papers' newest.

    That is with whatever it asks for but regexes.
    """
    source, condition = _planned(connection, query, scope)
    return SqlStatement(
        f"SELECT {source.slot}, {source.columns.slot} FROM {source.tables} WHERE {condition.sql} "
        f"ORDER BY {source.slot}",
        condition.values,
    )


def counting(connection: Connection, query: Query, scope: Scope, what: str) -> SqlStatement:
    """What counts the papers that a query without a regex finds.

    Args:
        connection: The index.
        query: What to look for.
        scope: Where to look.
        what: The aggregates to select; where everything is looked for, `r` is the announcement.
    """
    source, condition = _planned(connection, query, scope)
    return SqlStatement(
        f"SELECT {what} FROM {source.tables} WHERE {condition.sql}", condition.values
    )


def sorting(order: Order) -> str:
    """SQL that sorts slots, given as a JSON array, in another order than their own."""
    sort = _SORTS[order]
    return (
        f"SELECT j.value FROM json_each(?) j {sort.table.format(slot='j.value')} "
        f"ORDER BY {sort.by}, j.value"
    )


def _planned(connection: Connection, query: Query, scope: Scope) -> tuple[_Source, Where]:
    """Where to begin, and what must hold."""
    said, rest = full_text.split(query)
    reaches_newest = scope.last is None or scope.last >= conditions.newest_day(connection)
    lists_newest = reaches_newest and scope.kinds is None
    if lists_newest and said and not said.negated:
        match = Where("found MATCH ?", (said.expression,))
        of_all = Scope(first=scope.first, last=scope.last, order=scope.order)
        if rest == EVERYTHING and scope == of_all:
            alive = Where("found.rowid NOT IN (SELECT slot FROM dead)")
            return _FOUND_ALONE, conditions.both([match, _range(scope, _FOUND_ALONE), alive])
        return _joined(connection, rest, scope, _FOUND, [match], lists_newest=True)
    label = _label(connection, "topic", scope.topic) if scope.topic is not None else None
    source = _ANNOUNCED
    if label is None and lists_newest:
        label = _only_topic(connection, rest)
        source = _NAMED if _names_papers(rest) else _ANNOUNCED
    begin: list[Where] = []
    if label is not None:
        source = _LABELLED
        begin = [Where(f"l.label = {label}")]
    return _joined(connection, query, scope, source, begin, lists_newest=lists_newest)


def _joined(
    connection: Connection,
    query: Query,
    scope: Scope,
    source: _Source,
    begin: list[Where],
    *,
    lists_newest: bool,
) -> tuple[_Source, Where]:
    """A source with all that the scope and a query ask of what it gives."""
    days = _range(scope, source, with_kept=only_marked(query))
    latest = _latest(scope, lists_newest=lists_newest)
    parts = [*begin, days, latest, _view(scope), _kinds(scope)]
    if scope.topic is not None and source is not _LABELLED:
        label = _label(connection, "topic", scope.topic)
        parts.append(conditions.NEVER if label is None else conditions.labelled(label, source.slot))
    if query != EVERYTHING:
        columns = source.columns
        if not lists_newest:
            tables = f"{source.tables} CROSS JOIN paper q ON q.number = r.paper"
            columns = columns._replace(slot="q.newest", categories=_CATEGORIES_OF_NEWEST)
            source = _Source(tables, source.slot, columns)
        if not scope.is_all_days:
            _, end = bounds(scope.first, scope.last)
            columns = columns._replace(end=end)
        parts.append(Conditions(connection, columns).of(query))
    return source, conditions.both(parts)


_CATEGORIES_OF_NEWEST = "(SELECT categories FROM announced WHERE slot = q.newest)"


def _range(scope: Scope, source: _Source, *, with_kept: bool = False) -> Where:
    """The days, and that there is one: only the user's own papers may have none."""
    if not scope.is_all_days:
        begin, end = bounds(scope.first, scope.last)
        return Where(f"{source.slot} BETWEEN {begin} AND {end}")
    return conditions.ALWAYS if with_kept or scope.view in MARKED_VIEWS else _real(source)


def _real(source: _Source) -> Where:
    """That a day holds it."""
    return Where(f"{source.slot} < {HOMELESS_SLOT}")


def _view(scope: Scope) -> Where:
    """What the marks must be."""
    if scope.view == "unread":
        return Where(f"(r.flags & {READ}) = 0")
    if bit := MARKED_VIEWS.get(scope.view):
        return conditions.kept(bit, "r.flags")
    return conditions.ALWAYS


def _latest(scope: Scope, *, lists_newest: bool) -> Where:
    """That no later announcement stands in the list for the same paper."""
    last = NEVER - 1 if lists_newest or scope.last is None else scope.last.toordinal()
    is_latest = f"r.newer > {last}"
    if scope.kinds is None:
        return Where(is_latest)
    begin, _ = bounds(scope.first, scope.last)
    later = f"x.paper = r.paper AND x.slot BETWEEN {begin} AND r.slot - 1"
    others = f"SELECT 1 FROM announced x WHERE {later} AND {_kinds(scope, 'x').sql}"
    return Where(f"({is_latest} OR NOT EXISTS ({others}))")


def _kinds(scope: Scope, row: str = "r") -> Where:
    """As what the papers must have been announced on the day that is listed."""
    if scope.kinds is None:
        return conditions.ALWAYS
    numbers = [at for at, kind in enumerate(KINDS) if kind is None or kind in scope.kinds]
    return Where(f"{row}.kind IN ({', '.join(map(str, numbers))})")


def _label(connection: Connection, field: str, name: str) -> int | None:
    row = connection.execute(
        "SELECT number FROM label WHERE field = ? AND name = ?", (field, name)
    ).fetchone()
    return row[0] if row else None


def _only_topic(connection: Connection, query: Query) -> int | None:
    """The one topic that every match must have, if there is such a term."""
    for term in _needed(query):
        if term.field is Field.TOPIC:
            labels = conditions.labels(connection, term)
            if len(labels) == 1:
                return labels[0]
    return None


def _names_papers(query: Query) -> bool:
    """Whether a term that every match must have says which papers it may be."""
    return any(term.field in _NAMES and not conditions.needs_text(term) for term in _needed(query))


def _needed(query: Query) -> list[Term]:
    """The terms that every match must have."""
    parts = query.parts if isinstance(query, All) else (query,)
    return [part for part in parts if isinstance(part, Term)]
