"""Packing: files of one moment into one archive, which is checked before it counts."""

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
"""Files have no times of their own in an archive: the same content gives the same bytes."""


class Made(NamedTuple):
    """An archive that was made: its list, how many papers are marked, and its size in bytes."""

    manifest: Manifest
    marks: int
    size: int


def pack(
    target: Path, folder: Path, files: Callable[[], Mapping[str, Path]], now: datetime
) -> Made:
    """Pack files into an archive, in one durable step; the old one stays until then.

    The library is locked only while the bytes of the files are copied; packing comes after that.

    Args:
        target: The archive; it is replaced.
        folder: The data folder.
        files: Says which files, by name, once nobody writes any more.
        now: The time.

    Raises:
        BusyError: Another process writes to the library, and does not end.
        DiskError: A file cannot be read, or the archive cannot be written.
        LibraryError: A file is damaged; the old archive stays.
    """
    content = _packed(target, folder, files, now)
    with unpacked(io.BytesIO(content), str(target)) as found:
        if found.damaged:
            raise LibraryError("", found.damaged[0], "`paperterm doctor --repair` mends it")
        made = Made(found.manifest, found.marks, len(content))
    disk.write(target, content)
    # What is on the disk counts, not what was to be there.
    if disk.read(target) != content:
        problem = "is not what was written there"
        raise DiskError(str(target), problem, "the disk may be failing; take another one")
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
    """Copy all files of this moment one behind the other; the spool is then at its beginning."""
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
