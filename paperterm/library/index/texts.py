"""Buffer texts for the full-text index.

FTS5 writes its memory to the file before each statement with several rows, as one more part to
merge: with a thousand rows at a time, FTS5 takes an eighth longer than with four thousand, with
two hundred half as long again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from sqlite3 import Connection

_SIZES = (1, 50, 1000, 4000)
"""Rows of a statement. Each keeps its values in memory until its next use, so they are few."""
_MANY = _SIZES[-1]

IndexedText = tuple[int, str, str, str]
"""A slot, and its searched text: title, authors and abstract."""


class TextBuffer:
    """Collects the texts of one transaction; `flush` writes the rest.

    Args:
        connection: The index.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[IndexedText] = []

    def add(self, texts: Iterable[IndexedText]) -> None:
        """Add texts."""
        self._waiting += texts
        while len(self._waiting) >= _MANY:
            self._write(self._waiting[:_MANY])
            del self._waiting[:_MANY]

    def flush(self) -> None:
        """Write the rest."""
        if self._waiting:
            self._write(self._waiting)
        self._waiting.clear()

    def _write(self, texts: list[IndexedText]) -> None:
        size = next(size for size in _SIZES if size >= len(texts))
        missing = [None] * 4 * (size - len(texts))
        self._connection.execute(_statement(size), [*chain.from_iterable(texts), *missing])


@cache
def _statement(rows: int) -> str:
    """Return a statement that inserts at most so many rows: it skips those without a slot."""
    values = ",".join(["(?,?,?,?)"] * rows)
    return (
        "INSERT INTO found (rowid, title, authors, abstract) "
        f"SELECT * FROM (VALUES {values}) WHERE column1 IS NOT NULL"
    )
