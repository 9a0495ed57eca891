"""List the papers of a selection, for the reader and the command line alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from paperterm.config.views import ViewKind
from paperterm.errors import PapertermError, QueryError
from paperterm.model import AnnouncedPaper, Day, Entry, Kind, PaperId, Status
from paperterm.query import EVERYTHING, Query, all_of
from paperterm.session.following import Following
from paperterm.session.selection import Selection
from paperterm.session.session import Session

if TYPE_CHECKING:
    from paperterm.library.index.reconcile import Tell


class ListedPapers(NamedTuple):
    """A selection as it was read from the library.

    Attributes:
        selection: What was listed.
        entries: Its papers; none if they could not be read.
        days: All days of the library, newest first.
        problem: Why the papers could not be read.
        is_estimated: Whether this is a day that was filled from the query API.
    """

    selection: Selection
    entries: list[Entry]
    days: list[Day]
    problem: str = ""
    is_estimated: bool = False


def list_papers(
    session: Session,
    selection: Selection,
    query: Query | None = None,
    limit: int | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> list[Entry]:
    """List the papers of a selection, or those of them that match a query.

    Args:
        session: The session whose library to list.
        selection: What to list.
        query: List only papers that match it.
        limit: The most papers to list.
        complain: Called with one line for each problem of the index or of a day.
        tell: Called with the progress of indexing, if the index is used.

    Raises:
        InputError: The topic is unknown.
        QueryError: The query of a view is invalid, or a regex takes too long.
        DiskError, LibraryError: The library cannot be read.
    """
    if query is None and not selection.needs_index:
        return session.entries(selection, limit)
    from paperterm.session.search import find  # SQLite, which other lists do without

    return find(session, query or EVERYTHING, selection, limit, complain, tell)


def read_listing(
    session: Session, selection: Selection, also: frozenset[PaperId] = frozenset()
) -> ListedPapers:
    """Read a selection that needs no index, or the reason why it cannot be read.

    Args:
        session: The session whose library to read.
        selection: What to list.
        also: Papers to list whatever their marks are.
    """
    try:
        entries = session.entries(selection, also=also)
        status = session.library.status(selection.day) if selection.day else None
    except PapertermError as error:
        return ListedPapers(selection, [], session.library.days(), str(error))
    # Read last: a day that is damaged beyond repair is set aside when its papers are read.
    days = session.library.days()
    return ListedPapers(selection, entries, days, is_estimated=status is Status.ESTIMATED)


def newest_listing(
    session: Session, kinds: frozenset[Kind] | None, following: Following | None
) -> ListedPapers:
    """Read these kinds of the newest day, without categories that are not followed any more."""
    for newest in session.library.days():
        wanted = Selection.of_day(newest)._replace(kinds=kinds, following=following)
        listing = read_listing(session, wanted)
        if newest in listing.days:
            return listing
    return read_listing(session, Selection())


def announced_paper(session: Session, entry: Entry) -> AnnouncedPaper | None:
    """Read a listed paper as it was announced on its day; None if the day was removed.

    Raises:
        DiskError, LibraryError: The day cannot be read.
    """
    if entry.announcement is None:
        return None
    record = session.library.day(entry.announcement.day, {entry.id})
    return next(iter(record.announced), None) if record else None


def highlighted_query(query: Query, view: ViewKind) -> Query:
    """Return the query to highlight in a listing: that of the user, and that of the view."""
    if not view.query:
        return query
    from paperterm.query.parse import parse  # the first screen needs no query

    try:
        return all_of([parse(view.query), query])
    except QueryError:
        return query  # the listing reports it
