"""Compare an index with the content of the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from paperterm.errors import PapertermError
from paperterm.library.day_files import DayFiles
from paperterm.library.index import documents, tables, writer
from paperterm.library.index.slots import bounds
from paperterm.library.mark_files import MarkFiles, Shard
from paperterm.model import Day, PaperId


def faults(path: Path, days: DayFiles, marks: MarkFiles) -> Iterator[str]:
    """Iterate over the faults of an index, half a sentence each; nothing is changed.

    A file that changed since it was indexed is not a fault: the next search indexes it.

    Args:
        path: The index.
        days: The indexed days; those that cannot be read are skipped.
        marks: The indexed marks.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != tables.VERSION:
                return  # an older one is rebuilt when it is used
            (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if result != "ok":
                yield f"is damaged ({result})"
                return
            yield from _differences(connection, days, marks)
    except sqlite3.Error as error:
        yield f"cannot be used ({error})"


def is_newer(path: Path) -> bool:
    """Return whether a newer paperterm wrote it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return bool(version > tables.VERSION)
    except sqlite3.Error:
        return False


def _differences(connection: sqlite3.Connection, days: DayFiles, marks: MarkFiles) -> Iterator[str]:
    indexed = writer.stamps(connection)
    for day, stamp in sorted(days.stamps().items()):
        is_current = indexed.get(writer.day_name(day.toordinal())) == stamp
        if is_current and not _has_day(connection, days, day):
            yield f"differs from the file of {day}"
    for shard, stamp in marks.stamps().items():
        is_current = indexed.get(writer.mark_name(shard)) == stamp
        if is_current and not _has_marks(connection, marks, shard):
            yield f"differs from the file of the marks {'/'.join(shard)}"


def _has_day(connection: sqlite3.Connection, days: DayFiles, day: Day) -> bool:
    try:
        record = days.read(day)
    except PapertermError:
        return True
    rows = connection.execute(
        "SELECT p.id, a.digest FROM announced a CROSS JOIN paper p ON p.number = a.paper "
        "WHERE a.slot BETWEEN ? AND ? ORDER BY a.slot",
        bounds(day, day),
    )
    lines = documents.of_day(record, ()) if record else []
    return rows.fetchall() == [(str(line.id), line.digest) for line in lines]


def _has_marks(connection: sqlite3.Connection, marks: MarkFiles, shard: Shard) -> bool:
    try:
        rows = {
            id_: documents.digest(row)
            for id_, row in marks.rows(shard).items()
            if PaperId(id_).shard == shard
        }
    except PapertermError:
        return True
    known = connection.execute(
        "SELECT p.id, m.digest FROM mark m CROSS JOIN paper p ON p.number = m.paper "
        "WHERE m.shard = ?",
        (writer.mark_name(shard),),
    )
    return dict(known.fetchall()) == rows
