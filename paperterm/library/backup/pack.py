"""Pack files into an archive, which is checked before it replaces an old one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from paperterm import __version__, disk
from paperterm.errors import DiskError, LibraryError, NewerError
from paperterm.library.backup.lacking import lacking
from paperterm.library.backup.manifest import MANIFEST, Manifest, Packed
from paperterm.library.backup.unpack import opened, read
from paperterm.library.backup.workplace import workplace
from paperterm.library.day_files import DayFiles
from paperterm.library.ledger import LEDGERS, Ledger
from paperterm.library.mark_files import MarkFiles
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model.record import print_time

_PRIVATE = 0o600 << 16
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of all files in an archive, so that the same content gives the same bytes."""


class NewBackup(NamedTuple):
    """A new archive: its list, the number of marked papers and of rows, and its size in bytes."""

    manifest: Manifest
    marks: int
    rows: Mapping[str, int]
    size: int


def pack(
    target: Path,
    folder: Path,
    files: Callable[[], Mapping[str, Path]],
    now: datetime,
    *,
    force: bool = False,
) -> NewBackup:
    """Pack files into an archive, in one durable step; the old one stays until then.

    The library is locked only while the files are copied. What killed backups left beside the
    archive is deleted.

    Args:
        target: The archive; it is replaced.
        folder: The data folder.
        files: Returns the files by name; called under the lock.
        now: The time.
        force: Whether to replace an archive that has more.

    Raises:
        BusyError: Another process keeps the library locked.
        DiskError: A file cannot be read, or the archive cannot be written.
        LibraryError: A file is damaged, or the old archive has more; it stays.
    """
    with workplace(folder) as work:
        content = _packed(target, folder, files, now, work)
        with opened(io.BytesIO(content), str(target)) as archive:
            archive.put(work / "new")
            found = read(work / "new", archive.manifest)
        for fault in found.faults:
            if not isinstance(fault, NewerError):
                fault.hint = "run `paperterm doctor --repair`"
            raise fault
        if not force and (lacks := lacking(found, target, folder, work / "old")):
            problem = f"has {lacks} that the new backup would not have"
            hint = "restore it first, choose another name, or use --force"
            raise LibraryError(str(target), problem, hint)
        made = NewBackup(found.manifest, found.marks, found.rows, len(content))
    disk.sweep(target)
    disk.write(target, content)
    # Check what is really on the disk.
    if disk.read(target) != content:
        problem = "differs from what was written"
        raise DiskError(str(target), problem, "the disk may be failing; use another one")
    return made


def library_files(folder: Path) -> dict[str, Path]:
    """Return the days, marks and ledgers of a data folder, by name.

    A copy of a ledger that this paperterm cannot read is left out.

    Raises:
        LibraryError: A part of the library is not in these files, or a folder cannot be read.
    """
    days, marks = DayFiles(folder / "library", _refuse), MarkFiles(folder / "marks", _refuse).look()
    ledgers = [Ledger(folder, kind) for kind in LEDGERS]
    lost = [MarkFiles(folder / "marks").path(shard) for shard in marks.lost]
    lost += [one.path for one in ledgers if not disk.is_there(one.path) and one.read().fault]
    lost += [path for one in ledgers for path in one.copies()]
    if left := [*lost, *marks.strays, *(path for _, path in days.strays())]:
        raise LibraryError(str(left[0]), "is not merged yet", "run `paperterm doctor --repair`")
    files = [*map(days.path, days.all()), *marks.shards.values()]
    found = sorted([*files, *(one.path for one in ledgers if disk.is_there(one.path))])
    return {path.relative_to(folder).as_posix(): path for path in found}


def _refuse(problem: str) -> None:
    raise LibraryError("", problem)


def _packed(
    target: Path, folder: Path, files: Callable[[], Mapping[str, Path]], now: datetime, work: Path
) -> bytes:
    archive = io.BytesIO()
    try:
        with TemporaryFile(dir=work) as spool:
            packed = _copied(folder, files, spool)
            manifest = Manifest(print_time(now) or "", __version__, packed)
            with ZipFile(archive, "w", ZIP_DEFLATED) as zipped:
                zipped.writestr(_about(MANIFEST), manifest.printed())
                for name, file in packed.items():
                    zipped.writestr(_about(name), spool.read(file.size))
    except OSError as error:
        raise DiskError.of(target, error, "write the backup") from error
    return archive.getvalue()


def _copied(
    folder: Path, files: Callable[[], Mapping[str, Path]], spool: IO[bytes]
) -> dict[str, Packed]:
    """Copy all files into the spool while the library is locked, and rewind the spool."""
    sizes = {}
    lock = acquired(folder / LOCK, PATIENCE)
    try:
        for name, path in files().items():
            before = spool.tell()
            with path.open("rb") as file:
                copyfileobj(file, spool)
            sizes[name] = spool.tell() - before
    finally:
        lock.release()
    spool.seek(0)
    found = {
        name: Packed(size, hashlib.sha256(spool.read(size)).hexdigest())
        for name, size in sizes.items()
    }
    spool.seek(0)
    return found


def _about(name: str) -> ZipInfo:
    about = ZipInfo(name, _MOMENT)
    about.compress_type = ZIP_DEFLATED
    about.external_attr = _PRIVATE
    return about
