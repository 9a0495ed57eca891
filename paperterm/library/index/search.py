"""Which announcements a search finds, as slots in the order of the list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from sqlite3 import SQLITE_INTERRUPT, Connection, OperationalError
from time import monotonic

import orjson

from paperterm.errors import StoppedError
from paperterm.library.index import bulk, sql
from paperterm.library.index.candidates import Candidates
from paperterm.library.index.reconcile import Stop
from paperterm.library.index.sql import Scope
from paperterm.library.library import Library
from paperterm.model import Order
from paperterm.query import Query
from paperterm.query.match import matcher

_STEPS = 100_000
"""Steps of SQLite between two looks at whether to stop: some milliseconds.

Each look waits until the thread that draws lets go of Python's lock.
"""

_CHARACTERS = 100_000
_SCANNED = 400
"""Papers whose text is read at a time, about a day."""

Found = Callable[["array[int]"], None]


def slots(connection: Connection, query: Query, scope: Scope, limit: int | None) -> array[int]:
    """Everything that a query without a regex finds, or the first of it."""
    asked = sql.statement(connection, query, scope, limit)
    # As one row: rows that are fetched one by one take twice as long.
    (told,) = connection.execute(
        f"SELECT group_concat(slot) FROM ({asked.sql})", asked.values
    ).fetchone()
    return _numbers(told or "")


def _numbers(told: str) -> array[int]:
    """Numbers with commas between, some at a time: a number takes far more room than its text."""
    found = array("q")
    at = 0
    while at < len(told):
        comma = told.find(",", at + _CHARACTERS)
        end = comma if comma >= 0 else len(told)
        # Two arrays are put together quicker than an array and a list.
        found += array("q", orjson.loads(f"[{told[at:end]}]"))
        at = end + 1
    return found


def scanned(
    connection: Connection,
    library: Library,
    query: Query,
    scope: Scope,
    limit: int | None,
    stop: Stop,
    deadline: float | None,
    found: Found,
) -> array[int]:
    """The same for a query with a regex: what else it asks comes from the index, then the text.

    Args:
        connection: The index.
        library: Has the texts.
        query: Is tested newest day first.
        scope: Where to look.
        limit: At most so many papers.
        stop: Asked between two days.
        deadline: The time (`monotonic`) by which it must be done.
        found: Told all that was found so far, whenever there is more.

    Raises:
        QueryError: The regex takes too long.
        StoppedError: It was stopped.
        DiskError: A day cannot be read.
    """
    test = matcher(query, deadline=deadline)
    asked = sql.candidates(connection, query, scope)
    texts = Candidates(connection, library, query)
    hits = array("q")
    wanted = limit if scope.order is Order.ANNOUNCED else None
    # Read as they are needed: those of a million papers would take 100 MB.
    with closing(connection.execute(asked.sql, asked.values)) as candidates:
        while wanted is None or len(hits) < wanted:
            if stop() or (deadline is not None and monotonic() > deadline):
                raise StoppedError("search", "was stopped")
            if not (some := candidates.fetchmany(_SCANNED)):
                break
            subjects = texts.of([newest for _, newest in some])
            new = [slot for slot, newest in some if newest in subjects and test(subjects[newest])]
            if new:
                hits.extend(new if wanted is None else new[: wanted - len(hits)])
                found(hits)
    if scope.order is Order.ANNOUNCED:
        return hits
    rows = connection.execute(sql.sorting(scope.order), (bulk.told(hits),))
    return array("q", [slot for (slot,) in rows])[:limit]


@contextmanager
def stoppable(connection: Connection, stop: Stop, deadline: float | None) -> Iterator[None]:
    """Let statements end soon after somebody wants them to.

    `Connection.interrupt` would do the same, but is lost when it comes between two statements.

    Raises:
        StoppedError: They did.
    """

    def is_over() -> bool:
        return stop() or (deadline is not None and monotonic() > deadline)

    if is_over():
        raise StoppedError("search", "was stopped")
    connection.set_progress_handler(is_over, _STEPS)
    try:
        yield
    except OperationalError as error:
        if error.sqlite_errorcode == SQLITE_INTERRUPT:
            raise StoppedError("search", "was stopped") from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
