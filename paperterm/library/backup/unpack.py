"""Read an archive, and unpack and check all of it in a folder beside the library.

The archive is not trusted: only files with names of a backup are unpacked, and nothing is read
further than its size in the list says. All sizes are checked before anything is unpacked.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
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
from paperterm.library.backup.workplace import workplace
from paperterm.library.day_files import DayFiles
from paperterm.library.ledger import LEDGERS, read_ledger
from paperterm.library.mark_files import MarkFiles
from paperterm.model import Day

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of one file; a day of 1,000 papers has 2 MB."""

MOST_FILES = 50_000
"""Days and shards of marks; 35 years have 9,000 days and 5,000 shards."""

LONGEST_ENTRY = 256
"""Bytes of a file in the list, and of its name in the directory of the archive; ours have 170."""

TIGHTEST = 40
"""The highest compression ratio of an archive; days have 3, marks set at one moment 26."""

FREE = 16 * 1024 * 1024
"""Bytes below which any compression ratio is accepted."""

DENSEST = 8
"""The fewest bytes of a long file for each list or table in it, which takes 70 bytes of memory; a
file of marks has 25."""

_LONG = 1024 * 1024
_ENCRYPTED = 1
_BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error, OSError)
_HINT = "use another backup"


class Unpacked(NamedTuple):
    """A checked archive.

    Attributes:
        manifest: The list.
        folder: A data folder with its content.
        marks: The number of marked papers.
        rows: The number of rows of each ledger, by what they are.
        config: The settings, if any.
        faults: Of files that were damaged, or newer, when they were packed.
    """

    manifest: Manifest
    folder: Path
    marks: int
    rows: Mapping[str, int]
    config: Path | None
    faults: tuple[LibraryError, ...]

    def path(self, day: Day) -> Path:
        """Return the path of a day."""
        return self.folder / name_of(day)


class Archive:
    """An open archive whose list and sizes are good."""

    def __init__(self, zipped: ZipFile, manifest: Manifest, name: str) -> None:
        self.manifest = manifest
        self._zipped = zipped
        self._name = name

    def put(self, folder: Path, wanted: Callable[[str], object] = bool) -> None:
        """Unpack the wanted files into a folder.

        Raises:
            FileError: One is damaged.
            DiskError: It cannot be unpacked there.
        """
        for member, packed in self.manifest.files.items():
            if wanted(member):
                _put(folder / member, self._content(member, packed))

    def _content(self, member: str, packed: Packed) -> bytes:
        try:
            content = _read_member(self._zipped, member, packed.size)
        except _BROKEN as error:
            raise _wrong(self._name, f"is damaged at {member} ({error})") from error
        if hashlib.sha256(content).hexdigest() != packed.sha256:
            problem = f"is damaged at {member} (its content differs from its list)"
            raise _wrong(self._name, problem)
        return content


def is_backup(path: Path) -> bool:
    """Return whether a file looks like a backup, damaged or not."""
    try:
        with path.open("rb") as file, ZipFile(_Reader(file)) as archive:
            return MANIFEST in archive.namelist()
    except _BROKEN:
        return False


@contextmanager
def opened(file: IO[bytes] | Path, name: str) -> Iterator[Archive]:
    """Open an archive, and check its list and all sizes.

    Raises:
        FileError: It is not a valid backup.
        NewerError: A newer paperterm made it.
    """
    if isinstance(file, Path):
        try:
            opening = file.open("rb")
        except FileNotFoundError:
            raise FileError(name, 0, "does not exist") from None
        except OSError as error:
            raise _wrong(name, f"is not a backup ({error})") from error
        with opening as opened_file, opened(opened_file, name) as archive:
            yield archive
        return
    reader = _Reader(file)
    try:
        zipped = ZipFile(reader)
    except _BROKEN as error:
        raise _wrong(name, f"is not a backup ({error})") from error
    with zipped:
        reader.longest = LARGEST_FILE + _LONG
        manifest = _manifest(zipped, name)
        _check_sizes(manifest, file.seek(0, 2), name)
        yield Archive(zipped, manifest, name)


@contextmanager
def unpacked(file: IO[bytes] | Path, name: str, folder: Path) -> Iterator[Unpacked]:
    """Unpack an archive beside a library, and check all of it.

    Args:
        file: The archive.
        name: Its name in errors.
        folder: The data folder of the library.

    Raises:
        FileError: It is not a valid backup.
        NewerError: A newer paperterm made it.
        BusyError: Another process keeps the library locked.
        DiskError: It cannot be unpacked there.
    """
    with opened(file, name) as archive, workplace(folder) as work:
        archive.put(work)
        yield read(work, archive.manifest)


def read(folder: Path, manifest: Manifest) -> Unpacked:
    """Read the unpacked files as the library would."""
    days, marks = DayFiles(folder / "library"), MarkFiles(folder / "marks")
    count, rows = 0, dict[str, int]()
    faults: list[LibraryError] = []
    ledgers = {kind.name: kind for kind in LEDGERS}
    for name in manifest.files:
        try:
            if day := day_of(name):
                days.read(day)
            elif is_marks(name):
                _, yymm, file = name.split("/")
                count += len(marks.of_shard((yymm, file.removesuffix(".json"))))
            elif kind := ledgers.get(name):
                found = read_ledger(folder / name, kind)
                rows[kind.what] = len(found.rows)
                if found.fault:
                    raise found.fault
        except LibraryError as error:
            error.subject = name  # not the copy
            faults.append(error)
    config = folder / CONFIG if CONFIG in manifest.files else None
    return Unpacked(manifest, folder, count, rows, config, tuple(faults))


class _Reader:
    """A file for `ZipFile`, which reads as much at once as the file tells it to.

    Attributes:
        longest: The most bytes of one read; at first, of the directory of the archive.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self.longest = MOST_FILES * LONGEST_ENTRY
        self._read = file.read

    def read(self, size: int | None = -1) -> bytes:
        """Read some bytes, or the last ones of the file."""
        if size and size > self.longest:
            raise BadZipFile("its directory is too long")
        return self._read(-1 if size is None else size)


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
    if len(names) > MOST_FILES:
        raise _wrong(name, f"has more than {MOST_FILES:,} files")
    try:
        size = archive.getinfo(MANIFEST).file_size
        if size > LONGEST_ENTRY * (len(names) + 16):
            raise _wrong(name, "has a list that is too long")
        manifest = Manifest.parse(_read_member(archive, MANIFEST, size))
    except NewerError as error:
        raise NewerError(name) from error
    except _BROKEN as error:
        raise _wrong(name, f"is damaged ({error})") from error
    if sorted(names) != sorted([MANIFEST, *manifest.files]):
        raise _wrong(name, "is damaged (its files differ from its list)")
    return manifest


def _check_sizes(manifest: Manifest, archive: int, name: str) -> None:
    """Check the sizes in the list against the bytes of the archive."""
    if sum(one.size for one in manifest.files.values()) > max(FREE, TIGHTEST * archive):
        raise _wrong(name, f"unpacks to more than {TIGHTEST} times its size")
    if any(one.size > LARGEST_FILE for one in manifest.files.values()):
        raise _wrong(name, "has a file that is too large")


def _read_member(archive: ZipFile, member: str, size: int) -> bytes:
    """Return the bytes of a file, and unpack no more than `size` of them.

    Raises:
        ValueError: The size differs, the compression is not ours, or the content cannot be.
    """
    about = copy(archive.getinfo(member))
    if about.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or about.flag_bits & _ENCRYPTED:
        raise ValueError("its compression is unknown")
    if about.file_size != size:
        raise ValueError("its size differs from its list")
    # One byte more than it should have, if it has one: the reader stops at this size, and says
    # nothing of a longer content.
    about.file_size += 1
    with archive.open(about) as file:
        content = file.read(size + 1)
    if len(content) != size:
        raise ValueError("its content has another size")
    if size > _LONG and content.count(b"[") + content.count(b"{") > size // DENSEST:
        raise ValueError("its content is not a library")
    return content


def _wrong(name: str, problem: str) -> FileError:
    return FileError(name, 0, problem, _HINT)
