"""What the user asks to see: a view, a topic, a range of days, in an order."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.model import Day, Kind, Mark, Order


def _any(_: Mark) -> bool:
    return True


class ViewKind(NamedTuple):
    """A view: its name, its title, and which papers it shows, by their marks or by a query.

    `marked_only` says that only marked papers can be in it, so that it need not look at the rest.
    A `query` is text that `paperterm.query.parse` reads.
    """

    name: str
    title: str
    shows: Callable[[Mark], bool] = _any
    marked_only: bool = False
    query: str = ""

    @property
    def span(self) -> Period:
        """What it shows at first: a day of what comes in, all days of what was kept or found."""
        return Period.ALL if self.marked_only or self.query else Period.DAY


class Period(StrEnum):
    """How many days a list shows, from few to many."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    def around(self, day: Day | None) -> tuple[Day | None, Day | None]:
        """The first and the last day of the span that holds a day; None is no bound."""
        if day is None or self is Period.ALL:
            return None, None
        if self is Period.DAY:
            return day, day
        first, last = (1, 12) if self is Period.YEAR else (day.month, day.month)
        end = monthrange(day.year, last)[1]
        return Day(day.year, first, 1), Day(day.year, last, end)

    @property
    def wider(self) -> Period:
        """The next longer one, or itself."""
        return _SPANS[min(_SPANS.index(self) + 1, len(_SPANS) - 1)]

    @property
    def narrower(self) -> Period:
        """The next shorter one, or itself."""
        return _SPANS[max(_SPANS.index(self) - 1, 0)]


_SPANS = tuple(Period)

QUEUE = "queue"
"""The name of the view of the queue."""

ALL = ViewKind("all", "All")
UNREAD = ViewKind("unread", "Unread", lambda mark: not mark.is_read)
VIEWS = (
    ALL,
    UNREAD,
    ViewKind("starred", "Starred", lambda mark: mark.is_starred, marked_only=True),
    ViewKind(QUEUE, "Queue", lambda mark: mark.is_queued, marked_only=True),
    ViewKind("followed", "Followed", query="is:followed"),
)


@dataclass(frozen=True)
class Selection:
    """A listing to be made; None means any topic, no first or last day (both inclusive), any kind.

    Only announcements of these kinds count: a paper that was new in a month and replaced later in
    it is listed where it was new, if replacements are not shown. Those of which the kind is not
    known are always shown.
    """

    view: ViewKind = ALL
    topic: str | None = None
    first: Day | None = None
    last: Day | None = None
    order: Order = Order.ANNOUNCED
    kinds: frozenset[Kind] | None = None

    @classmethod
    def of_day(cls, day: Day, view: ViewKind = ALL, topic: str | None = None) -> Selection:
        """The listing of one day."""
        return cls(view, topic, day, day)

    @property
    def day(self) -> Day | None:
        """The day, if it is only one."""
        return self.first if self.first == self.last else None

    @property
    def needs_index(self) -> bool:
        """Whether the days and marks alone do not give it, in its order."""
        return bool(self.view.query) or self.order is not Order.ANNOUNCED

    def counts(self, kind: Kind | None) -> bool:
        """Whether an announcement of such a kind is listed."""
        return self.kinds is None or kind is None or kind in self.kinds

    def holds(self, day: Day) -> bool:
        """Whether a day is in the range."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


def view_named(name: str, views: Iterable[ViewKind] = VIEWS) -> ViewKind:
    """The view of that name; where there is none, one that is written with other capitals.

    Raises:
        InputError: There is neither.
    """
    known = {view.name: view for view in views}
    alike = (view for view in known.values() if view.name.casefold() == name.casefold())
    if found := known.get(name) or next(alike, None):
        return found
    raise InputError(repr(name), "is no view", f"use one of {', '.join(known)}")
