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
from paperterm.errors import DiskError, LibraryError
from paperterm.library.backup.manifest import MANIFEST, Manifest, Packed
from paperterm.library.backup.unpack import unpacked
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model.record import print_time

_PRIVATE = 0o600 << 16
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of all files in an archive, so that the same content gives the same bytes."""


class NewBackup(NamedTuple):
    """A new archive: its list, the number of marked papers, and its size in bytes."""

    manifest: Manifest
    marks: int
    size: int


def pack(
    target: Path, folder: Path, files: Callable[[], Mapping[str, Path]], now: datetime
) -> NewBackup:
    """Pack files into an archive, in one durable step; the old one stays until then.

    The library is locked only while the files are copied.

    Args:
        target: The archive; it is replaced.
        folder: The data folder.
        files: Returns the files by name; called under the lock.
        now: The time.

    Raises:
        BusyError: Another process keeps the library locked.
        DiskError: A file cannot be read, or the archive cannot be written.
        LibraryError: A file is damaged; the old archive stays.
    """
    content = _packed(target, folder, files, now)
    with unpacked(io.BytesIO(content), str(target)) as found:
        if found.damaged:
            raise LibraryError("", found.damaged[0], "run `paperterm doctor --repair`")
        made = NewBackup(found.manifest, found.marks, len(content))
    disk.write(target, content)
    # Check what is really on the disk.
    if disk.read(target) != content:
        problem = "differs from what was written"
        raise DiskError(str(target), problem, "the disk may be failing; use another one")
    return made


def _packed(
    target: Path, folder: Path, files: Callable[[], Mapping[str, Path]], now: datetime
) -> bytes:
    archive = io.BytesIO()
    try:
        with TemporaryFile() as spool:
            packed = _copied(folder, files, spool)
            manifest = Manifest(print_time(now) or "", __version__, packed)
            with ZipFile(archive, "w", ZIP_DEFLATED) as zipped:
                zipped.writestr(_about(MANIFEST), manifest.printed())
                for name, file in packed.items():
                    zipped.writestr(_about(name), spool.read(file.size))
    except OSError as error:
        raise DiskError.of(target, error, "pack it") from error
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
