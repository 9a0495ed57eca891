"""The days that a user missed, by the marks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.config.views import UNREAD
from paperterm.library import Library
from paperterm.library.index import Index, Listing
from paperterm.model import Day, Kind, Mark
from paperterm.query import EVERYTHING, Query, all_of
from paperterm.query.parse import parse
from paperterm.session.pace import places
from paperterm.session.search import scope_of, whole_query
from paperterm.session.selection import Selection
from paperterm.session.session import Session

_FARTHEST = timedelta(days=30)
"""A day missed longer before the newest one is only looked at when asked for."""
_RECENT = timedelta(hours=12)
"""Marks this new do not end the days missed: the user is catching up already."""
_FEWEST_DAYS = 2
"""The fewest days missed that bring an offer."""
_NOT_KEPT = parse("-is:starred -is:queued")


class Missed(NamedTuple):
    """The unread papers of the days since the last one that was read.

    Attributes:
        since: The first of these days.
        papers: How many there are.
        places: How many of them the user has time for.
    """

    since: Day
    papers: int
    places: int


def first_missed(library: Library, index: Index, now: datetime) -> Day | None:
    """Return the first day after the last one that was read, at most a month before the newest.

    A day was read if a paper that was new on it is read, starred or queued, for a while at least.

    Raises:
        UnusableIndexError: The index cannot be used.
        DiskError, LibraryError: The marks cannot be read.
    """
    days = library.days()
    first: Day | None = None
    for day in days:
        marks = library.marks(index.marked_on(day)).values()
        if days[0] - day > _FARTHEST or any(
            _marked_at(mark, now) < now - _RECENT for mark in marks
        ):
            break
        first = day
    return first


def missed(session: Session, index: Index) -> Missed | None:
    """Return what to offer a user who was away; None to somebody who keeps nothing, or was not.

    Raises:
        UnusableIndexError: The index cannot be used.
        QueryError: A category cannot be searched for.
        DiskError, LibraryError: The library cannot be read.
    """
    since = first_missed(session.library, index, session.now())
    if since is None:
        return None
    found = found_in(session, index, unread_since(session, since))
    if len(found.groups()) < _FEWEST_DAYS:
        return None
    marks = session.library.all_marks()
    number = places(session.settings.budget, marks)
    is_wanted = len(found) > number and any(mark.is_kept for mark in marks)
    return Missed(since, len(found), number) if is_wanted else None


def unread_since(session: Session, since: Day) -> Selection:
    """Return the unread papers from a day on; a paper replaced later is listed when it was new."""
    kinds = frozenset(kind for kind in session.settings.kinds if not kind.is_replacement)
    return Selection(
        UNREAD, first=since, kinds=kinds or frozenset({Kind.NEW}), following=session.following
    )


def found_in(
    session: Session, index: Index, selection: Selection, query: Query = EVERYTHING
) -> Listing:
    """Return the papers of a selection that a query finds, without those starred or queued.

    What is kept is not missed, and would always come first: nothing is more like it than itself.

    Raises:
        UnusableIndexError: The index cannot be used.
        QueryError: The query of the selection is invalid.
    """
    query = all_of([_NOT_KEPT, query])
    return index.search(whole_query(session, query, selection), scope_of(selection))


def _marked_at(mark: Mark, now: datetime) -> datetime:
    """Return when a paper was first read, starred or queued, as far as its mark says."""
    stamps = (mark.read, mark.starred, mark.queued)
    return min((stamp.at for stamp in stamps if stamp), default=now)
