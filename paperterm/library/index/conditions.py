"""A query as conditions of SQL.

A paper is tested by its newest announcement, of which `{slot}` is the slot, and by its number,
`{paper}`. What SQL cannot say, a regex, counts as matching here: the caller tests what is left
against the text. Conditions carry their values in order, for `?`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from sqlite3 import Connection
from typing import ClassVar, NamedTuple

from paperterm.errors import InputError
from paperterm.library.index.documents import KINDS
from paperterm.library.index.slots import HOMELESS_SLOT, bounds, ordinal_of
from paperterm.library.index.tables import QUEUED, READ, STARRED
from paperterm.model import PaperRef
from paperterm.query import All as AllOf
from paperterm.query import Any as AnyOf
from paperterm.query import Field, MatchForm, Not, Query, Term, full_text, value_readers
from paperterm.query.fold import folded_name, tokens
from paperterm.query.match import name_matches


class Where(NamedTuple):
    """A condition and its values."""

    sql: str
    values: tuple[object, ...] = ()


class Columns(NamedTuple):
    """What is called how in a statement.

    Args:
        slot: The newest announcement of a paper.
        paper: The number of the paper.
        categories: The list of categories of the newest announcement, by its number.
        flags: The marks of the paper.
        kinds: The kinds of all its announcements.
        end: The last slot that the newest announcement can have.
    """

    slot: str
    paper: str = "r.paper"
    categories: str = "r.categories"
    flags: str = "r.flags"
    kinds: str = "r.kinds"
    end: int | None = None


ALWAYS = Where("1")
NEVER = Where("0")


def text(said: full_text.MatchExpression, columns: Columns) -> Where:
    """That the full-text index finds a paper; or does not, if that is what is said."""
    sign = "NOT IN" if said.negated else "IN"
    end = "" if columns.end is None else f" AND rowid <= {columns.end}"
    return Where(
        f"{columns.slot} {sign} (SELECT rowid FROM found WHERE found MATCH ?{end})",
        (said.expression,),
    )


def both(parts: Iterable[Where]) -> Where:
    """That all hold."""
    return _joined([part for part in parts if part != ALWAYS], "AND", ALWAYS)


def needs_text(query: Query) -> bool:
    """Whether a query asks for what only the text itself can tell: a regex."""
    if isinstance(query, Not):
        return needs_text(query.part)
    if isinstance(query, AllOf | AnyOf):
        return any(map(needs_text, query.parts))
    assert isinstance(query, Term)
    is_wordless = query.field in full_text.TEXT_COLUMNS and not tokens(query.text)
    return query.form is MatchForm.REGEX or is_wordless


class Conditions:
    """Makes conditions for one statement over an index as it is now."""

    def __init__(self, connection: Connection, columns: Columns) -> None:
        self._connection = connection
        self._is = columns

    def of(self, query: Query, positive: bool = True) -> Where:
        """What holds for every paper that a query matches; if not positive, that it does not."""
        if isinstance(query, Not):
            return _not(self.of(query.part, not positive))
        if said := full_text.said(query):
            return text(said, self._is)
        if isinstance(query, AllOf):
            words, rest = full_text.split(query)
            others = rest.parts if isinstance(rest, AllOf) else (rest,)
            parts = [self.of(part, positive) for part in others]
            return both([*([text(words, self._is)] if words else []), *parts])
        if isinstance(query, AnyOf):
            return _joined([self.of(part, positive) for part in query.parts], "OR", NEVER)
        assert isinstance(query, Term)
        if needs_text(query):
            return ALWAYS if positive else NEVER
        return self._terms[query.field](self, query)

    def _category(self, term: Term) -> Where:
        found = ",".join(map(str, labels(self._connection, term)))
        lists = f"SELECT categories FROM member WHERE label IN ({found})"
        return Where(f"{self._is.categories} IN ({lists})")

    def _topic(self, term: Term) -> Where:
        found = labels(self._connection, term)
        return _joined([labelled(label, self._is.slot) for label in found], "OR", NEVER)

    def _tag(self, term: Term) -> Where:
        rows = self._connection.execute("SELECT DISTINCT name FROM tag").fetchall()
        names = [name for (name,) in rows if name_matches(term, name)]
        marks = ",".join("?" * len(names))
        return Where(
            f"{self._is.paper} IN (SELECT paper FROM tag WHERE name IN ({marks}))", tuple(names)
        )

    def _note(self, term: Term) -> Where:
        said = full_text.said(term, full_text.NOTE_COLUMNS)
        where, told = ("note MATCH ?", (said.expression,)) if said else ("note <> ''", ())
        return Where(f"{self._is.paper} IN (SELECT rowid FROM noted WHERE {where})", told)

    def _id(self, term: Term) -> Where:
        wanted = folded_name(term.text)
        with suppress(InputError):
            wanted = PaperRef.parse(term.text).id
        ids = f"{self._is.paper} IN (SELECT number FROM paper WHERE id"
        if term.prefix:
            return Where(f"{ids} >= ? AND id < ?)", (wanted, f"{wanted}\U0010ffff"))
        return Where(f"{ids} = ?)", (wanted,))

    def _state(self, term: Term) -> Where:
        state = value_readers.state(term.text)
        if kinds := value_readers.KINDS.get(state):
            bits = sum(1 << KINDS.index(kind) for kind in kinds)
            return Where(f"({self._is.kinds} & {bits}) <> 0")
        if state == "followed":
            return NEVER
        if bit := _KEPT.get(state):
            return kept(bit, self._is.flags)
        return Where(f"({self._is.flags} & {READ}) {'=' if state == 'unread' else '<>'} 0")

    def _day(self, term: Term) -> Where:
        return self._within(*value_readers.days(term.text))

    def _since(self, term: Term) -> Where:
        return self._within(value_readers.first_day(term.text, newest_day(self._connection)), None)

    def _within(self, first: date, last: date | None) -> Where:
        begin, end = bounds(first, last)
        # The newest announcement is not before any other: that spares a look at most papers.
        return Where(
            f"({self._is.slot} <= {end} AND EXISTS (SELECT 1 FROM announced x "
            f"WHERE x.paper = {self._is.paper} AND x.slot BETWEEN {begin} AND {end}))"
        )

    _terms: ClassVar[dict[Field, Callable[[Conditions, Term], Where]]] = {
        Field.CATEGORY: _category,
        Field.TOPIC: _topic,
        Field.TAG: _tag,
        Field.NOTE: _note,
        Field.ID: _id,
        Field.IS: _state,
        Field.DAY: _day,
        Field.SINCE: _since,
    }


def labels(connection: Connection, term: Term) -> list[int]:
    """The categories or topics that a term means."""
    rows = connection.execute("SELECT number, name FROM label WHERE field = ?", (term.field.value,))
    return [number for number, name in rows.fetchall() if name_matches(term, name)]


def labelled(label: int, slot: str) -> Where:
    """That an announcement has a label."""
    return Where(f"EXISTS (SELECT 1 FROM labelled WHERE label = {label} AND slot = {slot})")


def kept(bit: int, flags: str) -> Where:
    """That a paper is starred, or queued. What is asked first has an index."""
    return Where(f"({flags} > {READ} AND ({flags} & {bit}) <> 0)")


def newest_day(connection: Connection) -> date:
    """The newest day of the index; the first day of the calendar without any."""
    (slot,) = connection.execute(
        "SELECT min(slot) FROM announced WHERE slot < ?", (HOMELESS_SLOT,)
    ).fetchone()
    return date.min if slot is None else date.fromordinal(ordinal_of(slot))


_KEPT = {"starred": STARRED, "queued": QUEUED}


def _not(part: Where) -> Where:
    return Where(f"NOT ({part.sql})", part.values)


def _joined(parts: Sequence[Where], operator: str, none: Where) -> Where:
    """Parts with an operator between, as a tree that is low: SQLite takes 1,000 levels at most."""
    if len(parts) < 2:
        return parts[0] if parts else none
    middle = len(parts) // 2
    left = _joined(parts[:middle], operator, none)
    right = _joined(parts[middle:], operator, none)
    return Where(f"({left.sql} {operator} {right.sql})", (*left.values, *right.values))
