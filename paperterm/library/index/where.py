"""A query as conditions of SQL.

A paper is tested by its newest announcement and by its number. A regex, which SQL cannot test, is
true here: the caller tests the texts of the papers. A `Where` holds its values in order, for `?`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple, assert_never

from paperterm.library.index import bulk
from paperterm.library.index.documents import KINDS, REPLACEMENTS
from paperterm.library.index.slots import HOMELESS_SLOT, bounds, ordinal_of
from paperterm.library.index.tables import DISMISSED, QUEUED, READ, STARRED
from paperterm.query import All as AllOf
from paperterm.query import Any as AnyOf
from paperterm.query import Not, Query, Term, conditions, full_text, terms
from paperterm.query.conditions import (
    Condition,
    FitsRegex,
    HasAuthor,
    HasTag,
    HasWords,
    InCategory,
    InTopic,
    IsOneOf,
)
from paperterm.query.full_text import NOTE_COLUMNS, MatchExpression
from paperterm.query.initials import initial
from paperterm.query.tree import TextPart


class Where(NamedTuple):
    """A condition and its values."""

    sql: str
    values: tuple[object, ...] = ()


class Columns(NamedTuple):
    """What a statement calls the columns that conditions need.

    Args:
        slot: The newest announcement of a paper.
        paper: The number of the paper.
        newest: Gives a column of the newest announcement by its name.
        kinds: The kinds of all its announcements.
        end: The last slot that the newest announcement can have.
    """

    slot: str
    paper: str = "r.paper"
    newest: str = "r.{}"
    kinds: str = "r.kinds"
    end: int | None = None


ALWAYS = Where("1")
NEVER = Where("0")


def all_hold(parts: Iterable[Where]) -> Where:
    """Return the condition that all of these hold."""
    return _joined([part for part in parts if part != ALWAYS], "AND", ALWAYS)


def needs_text(query: Query) -> bool:
    """Return whether a query has a regex, so that the texts must be read."""
    return any(isinstance(term.condition, FitsRegex) for term, _ in terms(query))


class Clauses:
    """Makes the WHERE of one statement over an index as it is now."""

    def __init__(self, connection: Connection, columns: Columns) -> None:
        self._connection = connection
        self._columns = columns

    def of(self, query: Query, positive: bool = True) -> Where:
        """Return a condition that every paper meets that matches; or, if not positive, does not."""
        if isinstance(query, Not):
            part = self.of(query.part, not positive)
            return Where(f"NOT ({part.sql})", part.values)
        if words := full_text.match_expression(query):
            return self._matches(words)
        if isinstance(query, AllOf):
            words, rest = full_text.split(query)
            others = rest.parts if isinstance(rest, AllOf) else (rest,)
            parts = [self.of(part, positive) for part in others]
            return all_hold([*([self._matches(words)] if words else []), *parts])
        if isinstance(query, AnyOf):
            return _joined([self.of(part, positive) for part in query.parts], "OR", NEVER)
        assert isinstance(query, Term)
        if isinstance(query.condition, FitsRegex):
            return ALWAYS if positive else NEVER
        return self._holds(query.condition)

    def _matches(self, words: MatchExpression) -> Where:
        slot, end = self._columns.slot, self._columns.end
        sign = "NOT IN" if words.negated else "IN"
        until = "" if end is None else f" AND rowid <= {end}"
        return Where(
            f"{slot} {sign} (SELECT rowid FROM found WHERE found MATCH ?{until})",
            (words.expression,),
        )

    def _holds(self, condition: Condition) -> Where:
        columns = self._columns
        match condition:
            case HasWords((TextPart.FULL,)):
                return NEVER  # `whole_papers.with_full_texts` has replaced it
            case HasWords((TextPart.NOTE,)):
                return self._noted(condition)
            case HasWords():
                return self._begins(condition)
            case IsOneOf(ids):
                papers = "SELECT number FROM paper WHERE id IN (SELECT value FROM json_each(?))"
                return Where(f"{columns.paper} IN ({papers})", (bulk.json_array(sorted(ids)),))
            case HasAuthor():
                return self._written_by(condition)
            case conditions.HasId(wanted, is_prefix):
                return self._id(wanted, is_prefix)
            case InCategory():
                found = ",".join(map(str, labels(self._connection, condition)))
                lists = f"SELECT categories FROM member WHERE label IN ({found})"
                return Where(f"{columns.newest.format('categories')} IN ({lists})")
            case InTopic():
                numbers = labels(self._connection, condition)
                return _joined([labelled(one, columns.slot) for one in numbers], "OR", NEVER)
            case HasTag():
                return self._tagged(condition)
            case conditions.HasFlag("followed"):
                return NEVER
            case conditions.HasFlag(flag):
                return flagged(flag)
            case conditions.AnnouncedAs(kinds):
                bits = sum(1 << KINDS.index(kind) for kind in kinds)
                return Where(f"({columns.kinds} & {bits}) <> 0")
            case conditions.AnnouncedWithin(first, last):
                return self._announced(first, last)
            case conditions.AnnouncedLately():
                return self._announced(condition.first(newest_day(self._connection)), None)
            case conditions.NumberWithin(number, least, most):
                column = columns.newest.format(number.name)
                return Where(f"{column} BETWEEN {least} AND {most}")
            case conditions.ScoredWithin(least, below):
                return self._scored(least, below)
            case FitsRegex():
                raise ValueError("no SQL for a regex")
            case _:
                assert_never(condition)

    def _begins(self, words: HasWords) -> Where:
        """Return the condition of a single first letter: FTS5 finds all other words."""
        bits = " | ".join(self._columns.newest.format(f"{part}_initials") for part in words.parts)
        return Where(f"(({bits}) & {initial(words)}) <> 0")

    def _noted(self, words: HasWords) -> Where:
        papers = f"{self._columns.paper} IN (SELECT rowid FROM noted"
        if not words.tokens:
            return Where(f"{papers})")
        found = full_text.match_words(words, NOTE_COLUMNS)
        return Where(f"{papers} WHERE noted MATCH ?)", (found,))

    def _written_by(self, author: HasAuthor) -> Where:
        return Where(
            f"{self._columns.slot} IN (SELECT found.rowid FROM found CROSS JOIN text t "
            "ON t.slot = found.rowid WHERE found MATCH ? AND fits_authors(t.authors, ?))",
            (full_text.match_author(author), author.pattern),
        )

    def _tagged(self, tag: HasTag) -> Where:
        rows = self._connection.execute("SELECT DISTINCT name FROM tag").fetchall()
        names = tuple(name for (name,) in rows if tag.accepts(name))
        marks = ",".join("?" * len(names))
        paper = self._columns.paper
        return Where(f"{paper} IN (SELECT paper FROM tag WHERE name IN ({marks}))", names)

    def _id(self, wanted: str, is_prefix: bool) -> Where:
        ids = f"{self._columns.paper} IN (SELECT number FROM paper WHERE id"
        if is_prefix:
            return Where(f"{ids} >= ? AND id < ?)", (wanted, f"{wanted}\U0010ffff"))
        return Where(f"{ids} = ?)", (wanted,))

    def _scored(self, least: float, below: float) -> Where:
        digest = self._columns.newest.format("digest")
        return Where(
            f"EXISTS (SELECT 1 FROM interest y WHERE y.paper = {self._columns.paper} "
            f"AND y.digest IS {digest} AND y.score > -9e999 AND y.score >= ? AND y.score < ?)",
            (least, below),
        )

    def _announced(self, first: date, last: date | None) -> Where:
        begin, end = bounds(first, last)
        # No announcement is later than the newest: most papers need no further look.
        return Where(
            f"({self._columns.slot} <= {end} AND EXISTS (SELECT 1 FROM announced x "
            f"WHERE x.paper = {self._columns.paper} AND x.slot BETWEEN {begin} AND {end}))"
        )


def labels(connection: Connection, condition: InCategory | InTopic) -> list[int]:
    """Return the numbers of the categories or topics that a condition accepts."""
    field = "cat" if isinstance(condition, InCategory) else "topic"
    rows = connection.execute("SELECT number, name FROM label WHERE field = ?", (field,))
    return [number for number, name in rows.fetchall() if condition.accepts(name)]


def labelled(label: int, slot: str) -> Where:
    """Return the condition that an announcement has a label."""
    return Where(f"EXISTS (SELECT 1 FROM labelled WHERE label = {label} AND slot = {slot})")


def flagged(flag: str) -> Where:
    """Return the condition that the announcement `r` is of a paper that is unread, or has a mark.

    For marks besides "read", the first half has an index.

    Raises:
        KeyError: The flag is unknown.
    """
    if flag == "unread":
        return Where(f"({is_unread('r')})")
    if flag == "read":
        return Where(f"(r.flags & {READ}) <> 0")
    bit = {"starred": STARRED, "queued": QUEUED, "dismissed": DISMISSED}[flag]
    return Where(f"(r.flags > {READ} AND (r.flags & {bit}) <> 0)")


def is_unread(row: str) -> str:
    """Return the condition that an announcement is unread, as `Entry.is_unread` says."""
    return f"NOT {row}.flags & {READ} AND {row}.kind NOT IN ({REPLACEMENTS})"


def newest_day(connection: Connection) -> date:
    """Return the newest day of the index; the first day of the calendar if it has none."""
    (slot,) = connection.execute(
        "SELECT min(slot) FROM announced WHERE slot < ?", (HOMELESS_SLOT,)
    ).fetchone()
    return date.min if slot is None else date.fromordinal(ordinal_of(slot))


def _joined(parts: Sequence[Where], operator: str, none: Where) -> Where:
    """Join parts with an operator, as a balanced tree: SQLite allows 1,000 levels."""
    if len(parts) < 2:
        return parts[0] if parts else none
    middle = len(parts) // 2
    left = _joined(parts[:middle], operator, none)
    right = _joined(parts[middle:], operator, none)
    return Where(f"({left.sql} {operator} {right.sql})", (*left.values, *right.values))
