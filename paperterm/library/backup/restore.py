"""Bringing days and marks back from a checked archive. Nothing that is there is lost.

A day that is missing comes back as it was, byte for byte; one that is there stays, unless it is
damaged: then it is set aside, and the papers that could be read go into what comes back. Marks are
merged, so that of each field the later one counts. Each file is one step, and all of it can be done
again: a restore that was killed is run once more.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import LibraryError, NewerError, PapertermError
from paperterm.library.backup.manifest import name_of
from paperterm.library.backup.unpack import Unpacked
from paperterm.library.day_files import Days
from paperterm.library.fetchlog import FetchLog
from paperterm.library.library import Library
from paperterm.library.repair import read_day, set_aside
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model import Batch, Day


class Restored(NamedTuple):
    """What came back.

    Attributes:
        added: Days that were missing, or damaged.
        unchanged: How many days are there as they are in the archive.
        kept: Days that are there with another content, which stays.
        marks: How many papers have other marks now.
    """

    added: tuple[Day, ...]
    unchanged: int
    kept: tuple[Day, ...]
    marks: int


def restore(library: Library, folder: Path, found: Unpacked) -> Restored:
    """Bring back what an archive holds.

    Args:
        library: Takes it; told of each damaged day that is set aside.
        folder: The data folder of the library.
        found: The archive.

    Raises:
        BusyError: Another process writes to the library, and does not end.
        DiskError: A file cannot be read or written; what came before it is back.
        LibraryError: A file of the library cannot be changed.
    """
    added, kept = [], []
    days = found.manifest.days
    for day in days:
        path = folder / name_of(day)
        if _fault(path, day):
            # First: who is killed here leaves a day that is asked for again.
            FetchLog(folder, library.report).forget(day)
        lock = acquired(folder / LOCK, PATIENCE)
        try:
            fault = _fault(path, day)
            rest = read_day(path, day).batch(day) if fault else None
            if rest and _is_put_in(rest, found):
                rest = None
            if fault:
                aside = set_aside(path, folder, leave=True)
                said = f"{path}: {fault.problem}; the day of the backup takes its place"
                library.report(f"{said}, and it was set aside as {aside}")
            if fault or not disk.is_there(path):
                disk.write(path, disk.read(found.path(day)))
                added.append(day)
            elif not _is_same(day, folder, found):
                kept.append(day)
        finally:
            lock.release()
        if rest:
            library.store(rest)
    marks = library.merge(found.folder).changed if found.marks else 0
    return Restored(tuple(added), len(days) - len(added) - len(kept), tuple(kept), marks)


def _is_put_in(rest: Batch, found: Unpacked) -> bool:
    """Put papers into the archive's own file of their day, so that both come in one step.

    One that is damaged itself, and is mended only in the library, takes none.
    """
    try:
        Days(found.folder / "library").store(rest)
    except LibraryError:
        return False
    return True


def _fault(path: Path, day: Day) -> PapertermError | None:
    """Why our file of a day cannot be read whole; None if it can, or is not there."""
    try:
        return read_day(path, day).fault if disk.is_there(path) else None
    except NewerError:
        return None  # that one can read it


def _is_same(day: Day, folder: Path, found: Unpacked) -> bool:
    """Whether a day is in the library as it is in the archive: the same bytes, or papers."""
    if disk.read(folder / name_of(day)) == disk.read(found.path(day)):
        return True
    try:
        ours, theirs = (Days(one / "library").read(day) for one in (folder, found.folder))
    except LibraryError:
        return False
    return ours == theirs
