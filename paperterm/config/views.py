"""The views: one row each; their names, the command line, the sidebar and the docs follow."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from paperterm.model import Day, Entry, Mark, Order

_UNREAD = "unread"


class SavedView(NamedTuple):
    """A query with a name, as text that `query.parse` reads, and the order of what it finds."""

    name: str
    query: str
    order: Order = Order.ANNOUNCED


class ViewKind(NamedTuple):
    """A view: which papers a list shows, by their marks or by a query.

    Attributes:
        name: The name, as for `--view`.
        title: The title in the sidebar.
        summary: The papers that it shows, in a few words.
        state: The word after `is:` for its papers, if it shows papers by their marks.
        shows: Returns whether it shows a paper with a mark, if marks alone decide.
        marked_only: Whether it has only marked papers, so that others need not be read.
        query: The query, as text that `query.parse` reads.
        empty: The message if it has no papers.
        order: How it is sorted at first.
    """

    name: str
    title: str
    summary: str = ""
    state: str = ""
    shows: Callable[[Mark], bool] = lambda _: True
    marked_only: bool = False
    query: str = ""
    empty: str = ""
    order: Order = Order.ANNOUNCED

    def lists(self, entry: Entry) -> bool:
        """Return whether it shows a listed paper; the query is not tested."""
        return entry.is_unread if self.state == _UNREAD else self.shows(entry.mark)

    @property
    def span(self) -> Period:
        """The period at first: all days of marked or found papers, else one day."""
        return Period.ALL if self.marked_only or self.query else Period.DAY


class Period(StrEnum):
    """How many days a list shows, from few to many."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    def around(self, day: Day | None) -> tuple[Day | None, Day | None]:
        """Return the first and the last day of the period around a day; None means no bound."""
        if day is None or self is Period.ALL:
            return None, None
        if self is Period.DAY:
            return day, day
        first, last = (1, 12) if self is Period.YEAR else (day.month, day.month)
        from calendar import monthrange  # a day needs none

        end = monthrange(day.year, last)[1]
        return Day(day.year, first, 1), Day(day.year, last, end)

    @property
    def wider(self) -> Period:
        """The next longer period, if there is one."""
        return _PERIODS[min(_PERIODS.index(self) + 1, len(_PERIODS) - 1)]

    @property
    def narrower(self) -> Period:
        """The next shorter period, if there is one."""
        return _PERIODS[max(_PERIODS.index(self) - 1, 0)]


_PERIODS = tuple(Period)

ALL = ViewKind("all", "All", "every paper")
UNREAD = ViewKind(
    "unread",
    "Unread",
    "papers you have not read",
    state=_UNREAD,
)
FIRST = ViewKind(
    "first",
    "First",
    "unread papers, most interesting first",
    state=_UNREAD,
    order=Order.INTEREST,
)
STARRED = ViewKind(
    "starred",
    "Starred",
    "papers you starred",
    state="starred",
    shows=lambda mark: mark.is_starred,
    marked_only=True,
    empty="No starred papers yet.",
)
QUEUE = ViewKind(
    "queue",
    "Queue",
    "papers to read later",
    state="queued",
    shows=lambda mark: mark.is_queued,
    marked_only=True,
    empty="The queue is empty.",
    order=Order.QUEUE,
)
VIEWS = (
    ALL,
    UNREAD,
    FIRST,
    STARRED,
    QUEUE,
    ViewKind("followed", "Followed", "papers by authors you follow", query="is:followed"),
)


SAVED_ORDERS = tuple(order for order in Order if order is not Order.QUEUE)
"""The orders that a saved view may have."""


def is_built_in(name: str) -> bool:
    """Return whether a name is that of a built-in view, in any letter case."""
    return name.casefold() in {view.name for view in VIEWS}
