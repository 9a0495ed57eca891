"""Restore days and marks from a checked archive, without losing anything in the library.

A missing day is restored byte for byte. An existing day stays, unless it is damaged: then it is set
aside, and its readable papers are merged into the restored day. Marks are merged: the later of two
values wins. A restore that was killed between two files can be run again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, LibraryError, NewerError, PapertermError
from paperterm.library.backup.manifest import name_of
from paperterm.library.backup.unpack import Unpacked
from paperterm.library.day_files import DayFiles
from paperterm.library.fetchlog import FetchLog
from paperterm.library.ledger import LEDGERS, Ledger, LedgerKind, read_ledger
from paperterm.library.library import Library
from paperterm.library.repair import read_day, set_aside
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model import Batch, Day


class Restored(NamedTuple):
    """The result of a restore.

    Attributes:
        added: Days that were missing or damaged.
        unchanged: The number of days that are equal in library and archive.
        kept: Days that differ from the archive, and stay.
        marks: The number of papers whose marks changed.
        rows: The number of rows of ledgers that changed, by what they are; none that did not.
    """

    added: tuple[Day, ...]
    unchanged: int
    kept: tuple[Day, ...]
    marks: int
    rows: Mapping[str, int]


def restore(library: Library, folder: Path, found: Unpacked) -> Restored:
    """Restore an archive.

    Args:
        library: The library, which reports each damaged day that is set aside.
        folder: The data folder of the library.
        found: The archive.

    Raises:
        BusyError: Another process keeps the library locked.
        DiskError: A file cannot be read or written; the files before it are restored.
        LibraryError: A file of the library cannot be changed.
    """
    added, kept = [], []
    days = found.manifest.days
    for day in days:
        path = folder / name_of(day)
        if _fault(path, day):
            # First, so that a kill here leaves a day that is fetched again.
            FetchLog(folder, library.report).forget(day)
        lock = acquired(folder / LOCK, PATIENCE)
        try:
            fault = _fault(path, day)
            rest = read_day(path, day).batch(day) if fault else None
            if rest and _merge_into(rest, found):
                rest = None
            if fault:
                aside = set_aside(path, folder, leave=True)
                done = f"moved it to {aside} and restored the day from the backup"
                library.report(f"{path}: {fault.problem}; {done}")
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
    restored = {kind.what: _restore_ledger(library, folder, kind, found) for kind in LEDGERS}
    rows = {what: changed for what, changed in restored.items() if changed}
    return Restored(tuple(added), len(days) - len(added) - len(kept), tuple(kept), marks, rows)


def _restore_ledger(library: Library, folder: Path, kind: LedgerKind, found: Unpacked) -> int:
    """Merge a ledger of the archive into ours; return how many rows changed."""
    theirs = read_ledger(found.folder / kind.name, kind).rows
    if not theirs:
        return 0
    ours = Ledger(folder, kind, library.report)
    try:
        old = ours.rows()
    except DamagedError as error:
        library.report(str(error))
        old = {}
    new = ours.change(lambda rows: kind.merged(rows, theirs))
    return sum(row != old.get(id_) for id_, row in new.items())


def _merge_into(rest: Batch, found: Unpacked) -> bool:
    """Merge papers into the file of their day in the archive, so that one write restores both.

    Return False if that file is damaged, too: only a file of the library can be repaired.
    """
    try:
        DayFiles(found.folder / "library").store(rest)
    except LibraryError:
        return False
    return True


def _fault(path: Path, day: Day) -> PapertermError | None:
    """Return the fault of our file of a day; None if it is whole or missing."""
    try:
        return read_day(path, day).fault if disk.is_there(path) else None
    except NewerError:
        return None  # a newer paperterm can read it


def _is_same(day: Day, folder: Path, found: Unpacked) -> bool:
    """Return whether a day has the same bytes or papers in library and archive."""
    if disk.read(folder / name_of(day)) == disk.read(found.path(day)):
        return True
    try:
        ours, theirs = (DayFiles(one / "library").read(day) for one in (folder, found.folder))
    except LibraryError:
        return False
    return ours == theirs
