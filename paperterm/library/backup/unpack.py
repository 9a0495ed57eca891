"""Unpack an archive into a temporary folder, and check all of it.

The archive is not trusted: only files with names of a backup are unpacked, no file larger than in
its list, and no more in total than a backup can have.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from paperterm import disk
from paperterm.errors import DiskError, FileError, LibraryError, NewerError
from paperterm.library.backup.manifest import (
    CONFIG,
    MANIFEST,
    Manifest,
    Packed,
    day_of,
    is_marks,
    name_of,
)
from paperterm.library.day_files import DayFiles
from paperterm.library.mark_files import MarkFiles
from paperterm.model import Day

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of one file; a day of 1,000 papers has 2 MB."""

MOST_FILES = 100_000
"""Days and shards of marks; 35 years have 9,000 days and 5,000 shards."""

TIGHTEST = 200
"""The highest compression ratio of an archive; ours have about 3."""

FREE = 16 * 1024 * 1024
"""Bytes below which any compression ratio is accepted."""

_ENCRYPTED = 1
_BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error, OSError)
_HINT = "use another backup"


class Unpacked(NamedTuple):
    """A checked archive.

    Attributes:
        manifest: The list.
        folder: A data folder with its content.
        marks: The number of marked papers.
        config: The settings, if any.
        damaged: Faults of files that were damaged when they were packed.
    """

    manifest: Manifest
    folder: Path
    marks: int
    config: Path | None
    damaged: tuple[str, ...]

    def path(self, day: Day) -> Path:
        """Return the path of a day."""
        return self.folder / name_of(day)


def is_backup(path: Path) -> bool:
    """Return whether a file looks like a backup, damaged or not."""
    try:
        with ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except _BROKEN:
        return False


@contextmanager
def unpacked(file: IO[bytes] | Path, name: str) -> Iterator[Unpacked]:
    """Unpack an archive into a temporary folder.

    Args:
        file: The archive.
        name: Its name in errors.

    Raises:
        FileError: It is not a valid backup, or a newer paperterm made it.
        DiskError: It cannot be unpacked here.
    """
    with _folder() as folder:
        try:
            archive = ZipFile(file)
        except FileNotFoundError:
            raise FileError(name, 0, "is not there") from None
        except _BROKEN as error:
            raise _wrong(name, f"is not a backup ({error})") from error
        with archive:
            manifest = _manifest(archive, name)
            _check_sizes(archive, manifest, name)
            for member, packed in manifest.files.items():
                _put(folder / member, _content(archive, member, packed, name))
        yield _read(folder, manifest)


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        made = TemporaryDirectory(prefix="paperterm-", ignore_cleanup_errors=True)
    except OSError as error:
        raise DiskError.of("the folder for temporary files", error, "unpack there") from error
    with made as folder:
        yield Path(folder)


def _put(path: Path, content: bytes) -> None:
    """Write a temporary file; what is restored from it is written durably."""
    disk.make_folder(path.parent)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DiskError.of(path, error, "unpack it") from error


def _manifest(archive: ZipFile, name: str) -> Manifest:
    """Read the list, which must have exactly the files of the archive."""
    names = archive.namelist()
    if MANIFEST not in names:
        raise _wrong(name, "is not a backup (it has no list of files)")
    try:
        size = archive.getinfo(MANIFEST).file_size
        if size > LARGEST_FILE:
            raise _wrong(name, "has a list that is too long")
        manifest = Manifest.parse(_read_member(archive, MANIFEST, size))
    except NewerError as error:
        raise NewerError(name) from error
    except _BROKEN as error:
        raise _wrong(name, f"is damaged ({error})") from error
    if sorted(names) != sorted([MANIFEST, *manifest.files]):
        raise _wrong(name, "is damaged (its files differ from its list)")
    return manifest


def _check_sizes(archive: ZipFile, manifest: Manifest, name: str) -> None:
    if len(manifest.files) > MOST_FILES:
        raise _wrong(name, f"has more than {MOST_FILES:,} files")
    packed = sum(one.compress_size for one in archive.infolist())
    size = sum(one.size for one in manifest.files.values())
    if size > max(FREE, TIGHTEST * packed):
        raise _wrong(name, f"unpacks to more than {TIGHTEST} times its size")
    if any(one.size > LARGEST_FILE for one in manifest.files.values()):
        raise _wrong(name, "has a file that is too large")


def _content(archive: ZipFile, member: str, packed: Packed, name: str) -> bytes:
    try:
        content = _read_member(archive, member, packed.size)
    except _BROKEN as error:
        raise _wrong(name, f"is damaged at {member} ({error})") from error
    if hashlib.sha256(content).hexdigest() != packed.sha256:
        raise _wrong(name, f"is damaged at {member} (its content differs from its list)")
    return content


def _read_member(archive: ZipFile, member: str, size: int) -> bytes:
    """Return the bytes of a file, never more than `size`.

    Raises:
        ValueError: The size differs, or the compression is not ours.
    """
    about = archive.getinfo(member)
    if about.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or about.flag_bits & _ENCRYPTED:
        raise ValueError("its compression is unknown")
    if about.file_size != size:
        raise ValueError("its size differs from its list")
    with archive.open(about) as file:
        return file.read()


def _read(folder: Path, manifest: Manifest) -> Unpacked:
    """Read the unpacked files as the library would."""
    days, marks = DayFiles(folder / "library"), MarkFiles(folder / "marks")
    count = 0
    damaged = []
    for name in manifest.files:
        try:
            if day := day_of(name):
                days.read(day)
            elif is_marks(name):
                _, yymm, file = name.split("/")
                count += len(marks.of_shard((yymm, file.removesuffix(".json"))))
        except LibraryError as error:
            damaged.append(f"{name} {error.problem}")
    config = folder / CONFIG if CONFIG in manifest.files else None
    return Unpacked(manifest, folder, count, config, tuple(damaged))


def _wrong(name: str, problem: str) -> FileError:
    return FileError(name, 0, problem, _HINT)
