"""Reading a day, or all days, as the message that brings it."""

from __future__ import annotations

from paperterm.errors import PapertermError, QueryError
from paperterm.model import Day, Entry, PaperId, Status
from paperterm.query import Query, all_of, parse
from paperterm.session import Selection, Session
from paperterm.session.selection import ViewKind
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.reader.kinds import shown_kinds
from paperterm.tui.reader.location import Location


class ListingRead(DataMessage):
    """A listing was read; `days` are all days of the library, newest first.

    Where it could not be read, `problem` says why, and there are no entries. A day that was
    filled from the query API is estimated.
    """

    selection: Selection
    entries: list[Entry]
    days: list[Day]
    problem: str = ""
    is_estimated: bool = False


def read_listing(
    session: Session, selection: Selection, also: frozenset[PaperId] = frozenset()
) -> ListingRead:
    """A listing, or the reason why there is none, as the message that brings it."""
    try:
        entries = session.entries(selection, also=also)
        status = session.library.status(selection.day) if selection.day else None
    except PapertermError as error:
        return ListingRead(selection, [], session.library.days(), str(error))
    # Asked last: a day of which nothing can be read is set aside when somebody reads it.
    days = session.library.days()
    return ListingRead(selection, entries, days, is_estimated=status is Status.ESTIMATED)


def highlighted_query(query: Query, view: ViewKind) -> Query:
    """What is to be marked in what is listed: what a query finds, and a view that is one."""
    try:
        return all_of([parse(view.query), query]) if view.query else query
    except QueryError:
        return query  # the listing says so


def opening_listing(session: Session) -> ListingRead:
    """The listing to open on: the newest day. Read before there is a screen."""
    kinds = shown_kinds(session.settings.kinds)
    for newest in session.library.days():
        found = read_listing(session, Location(day=newest, kinds=kinds).selection)
        if newest in found.days:
            return found
    return read_listing(session, Selection())
