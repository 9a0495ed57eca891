"""The papers of a selection, as every front lists them; the index is used where it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paperterm.model import Entry
from paperterm.session.selection import Selection
from paperterm.session.session import Session

if TYPE_CHECKING:
    from paperterm.query import Query
    from paperterm.session.search import Tell


def listed(
    session: Session,
    selection: Selection,
    query: Query | None = None,
    limit: int | None = None,
    complain: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> list[Entry]:
    """The papers of a selection, or those of them that a query finds.

    Args:
        session: Whose library.
        selection: What to list.
        query: Only papers that it finds.
        limit: At most so many papers.
        complain: Told, in one line each, what is wrong with the index or a day of the library.
        tell: Told how far the library is read into the index, where that is needed.

    Raises:
        InputError: There is no such topic.
        QueryError: The query of a view cannot be read, or a regex takes too long.
        DiskError, LibraryError: The library cannot be read.
    """
    if query is None and not selection.needs_index:
        return session.entries(selection, limit)
    from paperterm.query import EVERYTHING
    from paperterm.session.search import find  # SQLite, which other lists do without

    wanted = EVERYTHING if query is None else query
    return find(session, wanted, selection, limit, complain, tell)
