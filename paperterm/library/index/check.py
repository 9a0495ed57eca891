"""Whether an index says what the files say, by what is in them and not by their stamps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from paperterm.errors import PapertermError
from paperterm.library.day_files import Days
from paperterm.library.index import documents, tables, writer
from paperterm.library.index.slots import bounds
from paperterm.library.jsonfile import Stamp
from paperterm.library.mark_files import Marks, Shard
from paperterm.model import Day, PaperId


def faults(path: Path, days: Days, marks: Marks) -> Iterator[str]:
    """What is wrong with an index, in half a sentence each; nothing is changed.

    A file that changed since it was brought in is none: the next search brings it in.

    Args:
        path: The index.
        days: The days it was made from; those that cannot be read are no concern of this.
        marks: And the marks.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != tables.VERSION:
                return  # an older one is made anew when it is used
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if said != "ok":
                yield f"is damaged ({said})"
                return
            yield from _differences(connection, days, marks)
    except sqlite3.Error as error:
        yield f"cannot be used ({error})"


def is_newer(path: Path) -> bool:
    """Whether a newer paperterm wrote it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return bool(version > tables.VERSION)
    except sqlite3.Error:
        return False


def _differences(connection: sqlite3.Connection, days: Days, marks: Marks) -> Iterator[str]:
    noted = {
        name: Stamp(size, mtime_ns, inode)
        for name, size, mtime_ns, inode in connection.execute(
            "SELECT name, size, mtime_ns, inode FROM shard WHERE size IS NOT NULL"
        )
    }
    for day, stamp in sorted(days.stamps().items()):
        is_noted = noted.get(writer.day_name(day.toordinal())) == stamp
        if is_noted and not _has_day(connection, days, day):
            yield f"says something else of {day} than its file"
    for shard, stamp in marks.stamps().items():
        is_noted = noted.get(writer.mark_name(shard)) == stamp
        if is_noted and not _has_marks(connection, marks, shard):
            yield f"says something else of the marks {'/'.join(shard)} than their file"


def _has_day(connection: sqlite3.Connection, days: Days, day: Day) -> bool:
    try:
        record = days.read(day)
    except PapertermError:
        return True
    rows = connection.execute(
        "SELECT p.id, a.digest FROM announced a CROSS JOIN paper p ON p.number = a.paper "
        "WHERE a.slot BETWEEN ? AND ? ORDER BY a.slot",
        bounds(day, day),
    )
    told = [(str(line.id), line.digest) for line in documents.of_day(record, ())] if record else []
    return rows.fetchall() == told


def _has_marks(connection: sqlite3.Connection, marks: Marks, shard: Shard) -> bool:
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
