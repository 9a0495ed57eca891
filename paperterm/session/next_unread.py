"""Where the next unread paper is once a list has no other: a pure step over what can be found.

The order: the other topics of these days, from the top; older days, the newest first, each from its
first topic; the newest days again, for what was skipped or came meanwhile; at last, papers of no
topic. So going on reaches every unread paper, and only then does a line say that all are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from paperterm.config.views import ALL, FIRST, UNREAD, Period
from paperterm.library.index import Index, Listing
from paperterm.model import Day, Kind, Order, PaperId
from paperterm.query import Term
from paperterm.query.fields import Field
from paperterm.session.search import search
from paperterm.session.selection import Selection
from paperterm.session.session import Session

_ONE_DAY = timedelta(days=1)
_REPLACEMENTS = frozenset(kind for kind in Kind if kind.is_replacement)


class Found(NamedTuple):
    """An unread paper, and the day on which it is listed; None if no day holds it."""

    id: PaperId
    day: Day | None


First = Callable[[Selection], Found | None]
"""Returns the first unread paper of a selection, in its order."""


class Place(NamedTuple):
    """An unread paper, and the list to go to: of a topic, or of all, and the days around one."""

    id: PaperId
    day: Day | None
    topic: str | None
    period: Period


def next_place(
    here: Selection, period: Period, topics: Sequence[str], first: First
) -> Place | None:
    """Return where the next unread paper is when a list has no other; None if there is none.

    Args:
        here: The list.
        period: How many days a list shows.
        topics: The names of all topics, from the top.
        first: Finds unread papers.
    """
    return next(_places(here, period, topics, first), None)


def _places(
    here: Selection, period: Period, topics: Sequence[str], first: First
) -> Iterator[Place]:
    names = [None] if here.topic is None else topics
    for name in names:
        if name != here.topic and (found := first(here._replace(topic=name))):
            yield Place(found.id, found.day, name, period)
    ends = [here.first - _ONE_DAY] if here.first and here.first > Day.min else []
    for end in (*ends, None):
        yield from _latest(here, period, names, first, end)
    if here.view in (ALL, UNREAD, FIRST):
        # A long list takes a paper for read that was replaced in its days, which one day shows.
        for one in dict.fromkeys((period, Period.DAY)):
            yield from _latest(here, one, [None], first, None)


def _latest(
    here: Selection, period: Period, topics: Sequence[str | None], first: First, end: Day | None
) -> Iterator[Place]:
    """Yield the first unread paper of the newest days, up to one, on which any topic has some."""
    # Listed without replacements, a paper is found on the day when it was new.
    kinds = (here.kinds or frozenset(Kind)) - _REPLACEMENTS
    while True:
        until = here._replace(first=None, last=end, order=Order.ANNOUNCED, kinds=kinds)
        found = [first(until._replace(topic=name)) for name in topics]
        days = [one.day for one in found if one and one.day]
        if not days:
            return
        since, last = period.around(max(days))
        for name in topics:
            if one := first(here._replace(topic=name, first=since, last=last)):
                yield Place(one.id, one.day, name, period)
        if since is None or since == Day.min:
            return
        end = since - _ONE_DAY  # a longer list shows it on the day when it was replaced


def first_unread(
    session: Session,
    opened: Callable[[], Index],
    selection: Selection,
    read: Collection[PaperId] = (),
) -> Found | None:
    """Find the first unread paper of a selection, by the index or else by reading the library.

    Args:
        session: The session whose library to search.
        opened: Returns the index.
        selection: Where to search.
        read: Papers to take for read, whose marks are being written.

    Raises:
        InputError: The topic is unknown.
        QueryError: The query of the view is invalid, or a regex takes too long.
        DiskError, LibraryError: The library cannot be read.
    """
    limit = len(read) + 1

    def found(listing: Listing) -> list[Found]:
        return [Found(row.id, row.day) for row in listing.rows(0, limit) if row]

    unread = search(session, Term(Field.IS, "unread"), selection, opened, found, limit)
    some = (
        one if isinstance(one, Found) else Found(one.id, one.announcement and one.announcement.day)
        for one in unread
    )
    return next((one for one in some if one.id not in read), None)
