"""The selection of a list: a view, a topic, a range of days, an order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.config.views import ALL, VIEWS, ViewKind
from paperterm.errors import InputError
from paperterm.model import Day, Entry, Kind, Order
from paperterm.query import MatchForm, Query, Term, all_of
from paperterm.session.following import Following


class Selection(NamedTuple):
    """What to list; None means any topic, no first or last day (both inclusive), any kind.

    Papers that `following` hides are skipped, and with `kinds`, announcements of other kinds:
    without replacements, a paper that was replaced in the range is listed on the day when it was
    new. Unknown kinds are always shown.
    """

    view: ViewKind = ALL
    topic: str | None = None
    first: Day | None = None
    last: Day | None = None
    order: Order = Order.ANNOUNCED
    kinds: frozenset[Kind] | None = None
    following: Following | None = None

    @classmethod
    def of_day(cls, day: Day, view: ViewKind = ALL, topic: str | None = None) -> Selection:
        """Return the selection of one day."""
        return cls(view, topic, day, day)

    @property
    def day(self) -> Day | None:
        """The day, if it is a single one."""
        return self.first if self.first == self.last else None

    @property
    def needs_index(self) -> bool:
        """Whether the index is needed to list it in its order."""
        return bool(self.view.query) or self.order is not Order.ANNOUNCED

    def lists(self, kind: Kind | None) -> bool:
        """Return whether announcements of a kind are listed."""
        return self.kinds is None or kind is None or kind in self.kinds

    def shows(self, entry: Entry) -> bool:
        """Return whether a paper is not hidden."""
        return self.following is None or self.following.shows(entry)

    def holds(self, day: Day) -> bool:
        """Return whether a day is in the range."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


def view_named(name: str, views: Iterable[ViewKind] = VIEWS) -> ViewKind:
    """Return the view of that name, or else the one of that name in another letter case.

    Raises:
        InputError: The view is unknown.
    """
    known = {view.name: view for view in views}
    alike = (view for view in known.values() if view.name.casefold() == name.casefold())
    if found := known.get(name) or next(alike, None):
        return found
    raise InputError(repr(name), "unknown view", f"use one of {', '.join(known)}")


def view_query(query: Query, selection: Selection) -> Query:
    """Return a query that finds in the whole library what `query` finds in a selection.

    Raises:
        QueryError: The query of the view is invalid.
    """
    from paperterm.query.fields import Field  # the first screen needs no query
    from paperterm.query.parse import parse

    parts = [parse(selection.view.query)] if selection.view.query else []
    if selection.view.state:
        parts.append(Term(Field.IS, selection.view.state))
    if selection.topic is not None:
        parts.append(Term(Field.TOPIC, selection.topic, MatchForm.PHRASE))
    return all_of([*parts, query])
