"""Search the slots of the announcements that a query matches, in the order of the list."""

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
from paperterm.query.subject import Subject

_STEPS = 100_000
"""Steps of SQLite between two checks whether to stop, some milliseconds: each check waits for
Python's lock.
"""

_CHARACTERS = 100_000
_SCANNED = 400
"""Papers whose texts are read at a time, about a day."""

Found = Callable[["array[int]"], None]


def slots(connection: Connection, query: Query, scope: Scope, limit: int | None) -> array[int]:
    """Return what a query without a regex matches, up to the limit."""
    statement = sql.statement(connection, query, scope, limit)
    # As one row: fetching row by row takes twice as long.
    (numbers,) = connection.execute(
        f"SELECT group_concat(slot) FROM ({statement.sql})", statement.values
    ).fetchone()
    return _parsed(numbers or "")


def _parsed(numbers: str) -> array[int]:
    """Parse numbers separated by commas, some at a time: a number is far larger than its text."""
    found = array("q")
    at = 0
    while at < len(numbers):
        comma = numbers.find(",", at + _CHARACTERS)
        end = comma if comma >= 0 else len(numbers)
        # Joining two arrays is faster than an array and a list.
        found += array("q", orjson.loads(f"[{numbers[at:end]}]"))
        at = end + 1
    return found


def scan(
    connection: Connection,
    library: Library,
    query: Query,
    scope: Scope,
    limit: int | None,
    stop: Stop,
    deadline: float | None,
    found: Found,
) -> array[int]:
    """Return what a query with a regex matches: test the texts of the papers that the rest finds.

    Args:
        connection: The index.
        library: The library, which has the texts.
        query: The query, tested newest day first.
        scope: Where to search.
        limit: The most papers to return.
        stop: Called between two days; True stops the search.
        deadline: The time (`monotonic`) at which the search stops.
        found: Called with all hits so far, whenever there are more.

    Raises:
        QueryError: The regex takes too long.
        StoppedError: The search was stopped.
        DiskError: A day cannot be read.
    """
    test = matcher(query, deadline=deadline)
    statement = sql.candidates(connection, query, scope)
    texts = Candidates(connection, library, query)
    hits = array("q")
    wanted = limit if scope.order is Order.ANNOUNCED else None
    # Fetched as needed: the rows of a million papers would take 100 MB.
    with closing(connection.execute(statement.sql, statement.values)) as candidates:
        while wanted is None or len(hits) < wanted:
            if stop() or (deadline is not None and monotonic() > deadline):
                raise StoppedError("search", "was stopped")
            if not (some := candidates.fetchmany(_SCANNED)):
                break
            subjects = texts.subjects([newest for _, newest, _ in some])
            new = [
                slot
                for slot, newest, is_replacement in some
                if newest in subjects and test(_listed(subjects[newest], is_replacement))
            ]
            if new:
                hits.extend(new if wanted is None else new[: wanted - len(hits)])
                found(hits)
    if scope.order is Order.ANNOUNCED:
        return hits
    rows = connection.execute(sql.sorting(scope), (bulk.json_array(hits),))
    return array("q", [slot for (slot,) in rows])[:limit]


def _listed(subject: Subject, is_replacement: int) -> Subject:
    return subject._replace(is_replacement=True) if is_replacement else subject


@contextmanager
def stoppable(connection: Connection, stop: Stop, deadline: float | None) -> Iterator[None]:
    """Let `stop` or a deadline end the statements inside.

    `Connection.interrupt` would do the same, but has no effect between two statements.

    Raises:
        StoppedError: They were ended.
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
