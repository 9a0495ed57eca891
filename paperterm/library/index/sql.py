"""The SQL for a list.

Statements use CROSS JOIN, which fixes the order of the loops: left to its own plan, SQLite once
read the whole full-text index for each paper, for ten minutes. The first table gives slots in
order, so that nothing is sorted and a limit ends the work early:

- words: the full-text index, then the rest for each paper it finds;
- a topic: its papers;
- an id, a tag or a note: the few papers that have it;
- otherwise, and for a range of days that ends before the newest: the announcements of the range.
  The query is tested against the newest text of the paper, which may be of a later day.
"""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from paperterm.library.index import where
from paperterm.library.index.documents import KINDS, REPLACEMENTS
from paperterm.library.index.slots import HOMELESS_SLOT, NEVER, bounds
from paperterm.library.index.tables import QUEUED, STARRED
from paperterm.library.index.where import Clauses, Columns, Where
from paperterm.model import Kind, Order
from paperterm.query import EVERYTHING, All, Query, Term, full_text, only_marked
from paperterm.query.conditions import Condition, HasId, HasTag, HasWords, InTopic

_MARKED = ("starred", "queued", "dismissed")


class Scope(NamedTuple):
    """Where to search, and how to sort.

    Args:
        state: Only papers for which `where.flagged` holds; "" for all.
        topic: The name of a topic, matched with the text of the listed day.
        first: The first day; a paper is listed at its latest day of the range.
        last: The last day.
        order: How the list is sorted.
        kinds: The kinds of announcements to list, besides unknown ones; None for any.
        kept_last: Whether starred and queued papers come last in the order of interest.
    """

    state: str = ""
    topic: str | None = None
    first: date | None = None
    last: date | None = None
    order: Order = Order.ANNOUNCED
    kinds: frozenset[Kind] | None = None
    kept_last: bool = False

    @property
    def is_all_days(self) -> bool:
        """Whether no range is given."""
        return self.first is None and self.last is None


class SqlStatement(NamedTuple):
    """SQL, and its values in order."""

    sql: str
    values: tuple[object, ...]


class _Source(NamedTuple):
    """Tables that give slots, the name of the slot, and the columns that a query is tested with."""

    tables: str
    slot: str
    columns: Columns


class _Sort(NamedTuple):
    """A table to join to slots, and the columns to sort by."""

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

_TEXT = "CROSS JOIN text t ON t.slot = {slot}"
_CATEGORIES = (
    "CROSS JOIN announced c ON c.slot = {slot} CROSS JOIN categories k ON k.number = c.categories"
)
_MARK = "LEFT JOIN mark m ON m.paper = (SELECT paper FROM announced WHERE slot = {slot})"
_INTEREST = "LEFT JOIN interest i ON i.paper = (SELECT paper FROM announced WHERE slot = {slot})"
_SORTS = {
    Order.DATE: _Sort(_TEXT, "t.published DESC NULLS LAST"),
    Order.TITLE: _Sort(_TEXT, "title_key(t.title)"),
    Order.AUTHOR: _Sort(_TEXT, "t.first_author = '', t.first_author"),
    Order.CATEGORY: _Sort(_CATEGORIES, "k.names COLLATE NOCASE"),
    Order.QUEUE: _Sort(_MARK, "m.place NULLS LAST"),
    Order.INTEREST: _Sort(_INTEREST, "i.score DESC NULLS LAST"),
}
_KEPT_LAST = _Sort(
    f"CROSS JOIN announced f ON f.slot = {{slot}} {_INTEREST}",
    f"(f.flags & {STARRED | QUEUED}) <> 0, {_SORTS[Order.INTEREST].by}",
)


def statement(
    connection: Connection, query: Query, scope: Scope, limit: int | None = None
) -> SqlStatement:
    """Return SQL for the slots that a query matches, as `slot`; a regex counts as matching."""
    source, condition = _planned(connection, query, scope)
    tables, order = source.tables, source.slot
    if sort := _sort(scope):
        tables += f" {sort.table.format(slot=source.slot)}"
        order = f"{sort.by}, {source.slot}"
    return SqlStatement(
        f"SELECT {source.slot} AS slot FROM {tables} WHERE {condition.sql} "
        f"ORDER BY {order}{'' if limit is None else f' LIMIT {limit}'}",
        condition.values,
    )


def candidates(connection: Connection, query: Query, scope: Scope) -> SqlStatement:
    """Return SQL for the slots, in announcement order, that a query matches if its regexes do.

    The second column is the newest slot of the paper, the third whether it is listed as a
    replacement.
    """
    source, condition = _planned(connection, query, scope)
    return SqlStatement(
        f"SELECT {source.slot}, {source.columns.slot}, r.kind IN ({REPLACEMENTS}) "
        f"FROM {source.tables} WHERE {condition.sql} ORDER BY {source.slot}",
        condition.values,
    )


def counting(connection: Connection, query: Query, scope: Scope, what: str) -> SqlStatement:
    """Return SQL that counts the papers that a query without a regex matches.

    Args:
        connection: The index.
        query: The query.
        scope: Where to search.
        what: The aggregates to select; for `EVERYTHING`, `r` is the announcement.
    """
    source, condition = _planned(connection, query, scope)
    return SqlStatement(
        f"SELECT {what} FROM {source.tables} WHERE {condition.sql}", condition.values
    )


def announced(connection: Connection, query: Query) -> Where:
    """Return the condition that the announcement `r` matches a query, as it is on its day."""
    return where.ALWAYS if query == EVERYTHING else Clauses(connection, _ROW).of(query)


def sorting(scope: Scope) -> str:
    """Return SQL that sorts slots, given as a JSON array, in another order than their own."""
    sort = _sort(scope)
    assert sort
    return (
        f"SELECT j.value FROM json_each(?) j {sort.table.format(slot='j.value')} "
        f"ORDER BY {sort.by}, j.value"
    )


def _sort(scope: Scope) -> _Sort | None:
    is_first = scope.kept_last and scope.order is Order.INTEREST
    return _KEPT_LAST if is_first else _SORTS.get(scope.order)


def _planned(connection: Connection, query: Query, scope: Scope) -> tuple[_Source, Where]:
    """Return where to begin, and the condition."""
    words, rest = full_text.split(query)
    reaches_newest = scope.last is None or scope.last >= where.newest_day(connection)
    lists_newest = reaches_newest and scope.kinds is None
    if lists_newest and words and not words.negated:
        match = Where("found MATCH ?", (words.expression,))
        of_all = Scope(first=scope.first, last=scope.last, order=scope.order)
        if rest == EVERYTHING and scope == of_all:
            alive = Where("found.rowid NOT IN (SELECT slot FROM dead)")
            return _FOUND_ALONE, where.all_hold([match, _range(scope, _FOUND_ALONE), alive])
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
    """Return a source with the conditions of the scope and a query."""
    days = _range(scope, source, with_marked=only_marked(query))
    latest = _latest(scope, lists_newest=lists_newest)
    parts = [*begin, days, latest, _view(scope), _kinds(scope)]
    if scope.topic is not None and source is not _LABELLED:
        label = _label(connection, "topic", scope.topic)
        parts.append(where.NEVER if label is None else where.labelled(label, source.slot))
    if query != EVERYTHING:
        columns = source.columns
        if not lists_newest:
            tables = f"{source.tables} CROSS JOIN paper q ON q.number = r.paper"
            columns = columns._replace(slot="q.newest", newest=_OF_NEWEST)
            source = _Source(tables, source.slot, columns)
        if not scope.is_all_days:
            _, end = bounds(scope.first, scope.last)
            columns = columns._replace(end=end)
        parts.append(Clauses(connection, columns).of(query))
    return source, where.all_hold(parts)


_OF_NEWEST = "(SELECT {} FROM announced WHERE slot = q.newest)"


def _range(scope: Scope, source: _Source, *, with_marked: bool = False) -> Where:
    """Return the condition on days; papers that no day holds are only found with marked ones."""
    if not scope.is_all_days:
        begin, end = bounds(scope.first, scope.last)
        return Where(f"{source.slot} BETWEEN {begin} AND {end}")
    if with_marked or scope.state in _MARKED:
        return where.ALWAYS
    return Where(f"{source.slot} < {HOMELESS_SLOT}")


def _view(scope: Scope) -> Where:
    """Return the condition on marks."""
    return where.flagged(scope.state) if scope.state else where.ALWAYS


def _latest(scope: Scope, *, lists_newest: bool) -> Where:
    """Return the condition that no later announcement of the paper is in the list."""
    last = NEVER - 1 if lists_newest or scope.last is None else scope.last.toordinal()
    is_latest = f"r.newer > {last}"
    if scope.kinds is None:
        return Where(is_latest)
    begin, _ = bounds(scope.first, scope.last)
    later = f"x.paper = r.paper AND x.slot BETWEEN {begin} AND r.slot - 1"
    others = f"SELECT 1 FROM announced x WHERE {later} AND {_kinds(scope, 'x').sql}"
    return Where(f"({is_latest} OR NOT EXISTS ({others}))")


def _kinds(scope: Scope, row: str = "r") -> Where:
    """Return the condition on the kind of the listed announcement."""
    if scope.kinds is None:
        return where.ALWAYS
    numbers = [at for at, kind in enumerate(KINDS) if kind is None or kind in scope.kinds]
    return Where(f"{row}.kind IN ({', '.join(map(str, numbers))})")


def _label(connection: Connection, field: str, name: str) -> int | None:
    row = connection.execute(
        "SELECT number FROM label WHERE field = ? AND name = ?", (field, name)
    ).fetchone()
    return row[0] if row else None


def _only_topic(connection: Connection, query: Query) -> int | None:
    """Return the one topic that every match must have, if there is one."""
    for condition in _required(query):
        if isinstance(condition, InTopic):
            labels = where.labels(connection, condition)
            if len(labels) == 1:
                return labels[0]
    return None


def _names_papers(query: Query) -> bool:
    """Return whether a condition that every match must meet leaves only few papers."""
    return any(
        isinstance(one, HasId | HasTag) or (isinstance(one, HasWords) and one.is_only_marked)
        for one in _required(query)
    )


def _required(query: Query) -> list[Condition]:
    """Return the conditions that every match must meet."""
    parts = query.parts if isinstance(query, All) else (query,)
    return [part.condition for part in parts if isinstance(part, Term)]
