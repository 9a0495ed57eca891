"""Prune old days without marks, into an archive from which they can be restored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DiskError, LibraryError
from paperterm.library.backup.lacking import PRUNED
from paperterm.library.backup.manifest import name_of
from paperterm.library.backup.pack import library_files, pack
from paperterm.library.library import Library
from paperterm.library.mark_files import MarkFiles
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model import Day, PaperId

FEWEST = 30
"""The fewest days to keep: a refresh would fetch days again that are missing in the last 14."""


class Pruned(NamedTuple):
    """The pruned days, oldest first, and the archive that holds them."""

    days: tuple[Day, ...]
    archive: Path


def prune(library: Library, folder: Path, keep: int, now: datetime) -> Pruned | None:
    """Prune old days, except those with starred, queued, tagged or noted papers.

    They are removed one by one, after an archive of their files was written and read again. A day
    that was changed or marked in the meantime stays.

    Args:
        library: The library.
        folder: Its data folder.
        keep: The number of days to keep, at least `FEWEST`; 0 for all.
        now: The time.

    Returns:
        The pruned days and their archive; None if no day was pruned.

    Raises:
        LibraryError: Marks of these days cannot be read; nothing is removed then.
        PapertermError: A file cannot be read or written; what is removed is in the archive.
    """
    old = _papers(library, library.days()[max(keep, FEWEST) :] if keep else [])
    if old:
        library.mend()
    wanted = _unmarked(folder, old)
    if not wanted:
        return None
    archive = _free(folder / PRUNED, wanted)
    names = set(map(name_of, wanted))

    def files() -> dict[str, Path]:
        return {name: path for name, path in library_files(folder).items() if name in names}

    made = pack(archive, folder, files, now)
    held = {name: packed.sha256 for name, packed in made.manifest.files.items()}
    lock = acquired(folder / LOCK, PATIENCE)
    try:
        still = _unmarked(folder, {day: old[day] for day in wanted})
        removed = tuple(_removed(still, folder, held))
    finally:
        lock.release()
    return Pruned(removed, archive) if removed else None


def _papers(library: Library, days: list[Day]) -> dict[Day, list[PaperId]]:
    """Return the papers of days, oldest first, without unreadable days."""
    found = {}
    for day in reversed(days):
        with suppress(DiskError, LibraryError):
            if record := library.read_day(day):
                found[day] = [one.paper.id for one in record.announced]
    return found


def _unmarked(folder: Path, papers: dict[Day, list[PaperId]]) -> list[Day]:
    """Return the days without marks."""
    # Not with the library, which skips marks that it cannot read.
    try:
        marks = MarkFiles(folder / "marks").get({id_ for ids in papers.values() for id_ in ids})
    except (DiskError, LibraryError) as error:
        problem = f"{error.problem}, so nothing was pruned"
        raise LibraryError(error.subject, problem, error.hint) from error
    return [day for day, ids in papers.items() if not any(marks[id_].is_kept for id_ in ids)]


def _removed(days: list[Day], folder: Path, held: dict[str, str]) -> Iterator[Day]:
    for day in days:
        path = folder / name_of(day)
        if hashlib.sha256(disk.read(path)).hexdigest() == held.get(name_of(day)):
            try:
                path.unlink()
            except OSError as error:
                raise DiskError.of(path, error, "remove it") from error
            yield day


def _free(folder: Path, days: list[Day]) -> Path:
    """Return a free name for an archive: earlier ones must not be overwritten."""
    name = f"{days[0]}" + (f"-to-{days[-1]}" if len(days) > 1 else "")
    path, number = folder / f"{name}.zip", 1
    while disk.is_there(path):
        number += 1
        path = folder / f"{name}-{number}.zip"
    return path
