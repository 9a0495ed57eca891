"""Unpacking: an archive is checked as a whole, in a folder of its own, before anything is touched.

It may come from anybody. So only names that a backup has are unpacked, a file never becomes
larger than its list says, and all of them together no larger than a backup can be.
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
from paperterm.library.day_files import Days
from paperterm.library.mark_files import Marks
from paperterm.model import Day

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of one file; a day of 1,000 papers has 2 MB."""

MOST_FILES = 100_000
"""Days and shards of marks; 35 years have 9,000 days and 5,000 shards."""

TIGHTEST = 200
"""How many times smaller an archive may be than what is in it; ours are packed to a third."""

FREE = 16 * 1024 * 1024
"""So many bytes may be packed as tightly as anybody likes."""

_ENCRYPTED = 1
_BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error, OSError)
_HINT = "take another backup"


class Unpacked(NamedTuple):
    """A checked archive.

    Attributes:
        manifest: Its list.
        folder: A data folder with what it holds.
        marks: How many papers are marked.
        config: The settings, if it holds any.
        damaged: What is wrong inside its files; they came whole, but cannot be read.
    """

    manifest: Manifest
    folder: Path
    marks: int
    config: Path | None
    damaged: tuple[str, ...]

    def path(self, day: Day) -> Path:
        """Where a day is."""
        return self.folder / name_of(day)


def is_backup(path: Path) -> bool:
    """Whether a file looks like a backup, damaged or not."""
    try:
        with ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except _BROKEN:
        return False


@contextmanager
def unpacked(file: IO[bytes] | Path, name: str) -> Iterator[Unpacked]:
    """Unpack an archive into a folder that is gone when the block ends.

    Args:
        file: The archive.
        name: What to call it in errors.

    Raises:
        FileError: It is no whole backup, or a newer paperterm made it.
        DiskError: It cannot be unpacked here.
    """
    with _folder() as folder:
        try:
            archive = ZipFile(file)
        except FileNotFoundError:
            raise FileError(name, 0, "is not there") from None
        except _BROKEN as error:
            raise _wrong(name, f"is no backup ({error})") from error
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
    """Write a file that need not last; what is brought back from it is written durably."""
    disk.make_folder(path.parent)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DiskError.of(path, error, "unpack it") from error


def _manifest(archive: ZipFile, name: str) -> Manifest:
    """The list, which must name exactly the files that are there."""
    names = archive.namelist()
    if MANIFEST not in names:
        raise _wrong(name, "is no backup (it has no list of files)")
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
        raise _wrong(name, "is damaged (it holds other files than its list says)")
    return manifest


def _check_sizes(archive: ZipFile, manifest: Manifest, name: str) -> None:
    if len(manifest.files) > MOST_FILES:
        raise _wrong(name, f"holds more than {MOST_FILES:,} files")
    packed = sum(one.compress_size for one in archive.infolist())
    size = sum(one.size for one in manifest.files.values())
    if size > max(FREE, TIGHTEST * packed):
        raise _wrong(name, f"unpacks to more than {TIGHTEST} times its size")
    if any(one.size > LARGEST_FILE for one in manifest.files.values()):
        raise _wrong(name, "holds a file that is too large")


def _content(archive: ZipFile, member: str, packed: Packed, name: str) -> bytes:
    try:
        content = _read_member(archive, member, packed.size)
    except _BROKEN as error:
        raise _wrong(name, f"is damaged at {member} ({error})") from error
    if hashlib.sha256(content).hexdigest() != packed.sha256:
        raise _wrong(name, f"is damaged at {member} (its content is another one)")
    return content


def _read_member(archive: ZipFile, member: str, size: int) -> bytes:
    """The bytes of a file, which must be so many; no more than that is unpacked.

    Raises:
        ValueError: They are more or less, or packed in a way that we never use.
    """
    about = archive.getinfo(member)
    if about.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or about.flag_bits & _ENCRYPTED:
        raise ValueError("it is packed in another way")
    if about.file_size != size:
        raise ValueError("its size is another one")
    with archive.open(about) as file:
        return file.read()


def _read(folder: Path, manifest: Manifest) -> Unpacked:
    """Read what was unpacked as the library would."""
    days, marks = Days(folder / "library"), Marks(folder / "marks")
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
