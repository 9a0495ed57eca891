"""Write and read many rows in one statement of SQLite.

Each statement releases Python's lock, and then waits up to 5 ms for the thread that prepares the
next day to return it: with a statement for each row, a build took twice as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from sqlite3 import Connection
from typing import Any

import orjson

CHUNK = 200
"""Rows of a statement."""


def json_array(values: Iterable[object]) -> str:
    """Return values as one parameter, for `json_each(?)`."""
    return orjson.dumps(list(values)).decode()


def insert(
    connection: Connection, into: str, rows: Sequence[Sequence[object]], chunk: int = CHUNK
) -> None:
    """Insert rows: `insert(connection, "INSERT INTO dead (slot)", [[1], [2]])`."""
    for at in range(0, len(rows), chunk):
        some = rows[at : at + chunk]
        values = list(chain.from_iterable(some))
        connection.execute(_statement(into, len(some[0]), len(some)), values)


def fetch(connection: Connection, select: str, columns: str, values: Sequence[object]) -> list[Any]:
    """Return the rows of a SELECT, whose columns are named, as lists."""
    (found,) = connection.execute(
        f"SELECT json_group_array(json_array({columns})) FROM ({select})", values
    ).fetchone()
    result: list[Any] = orjson.loads(found)
    return result


@lru_cache(4 * CHUNK)
def _statement(into: str, columns: int, rows: int) -> str:
    row = f"({','.join('?' * columns)})"
    return f"{into} VALUES {','.join([row] * rows)}"
