"""Files that are too large to be read whole: read line by line, plain, gzipped or zipped."""

from __future__ import annotations

import gzip
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from os import fstat
from pathlib import Path
from typing import IO, NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from paperterm.model import Batch
from paperterm.sources import snapshot
from paperterm.sources.late_lines import LateLines
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.snapshot import Lines, Wanted

_LONGEST = 16 << 20
"""Bytes of a line; a paper with 3,000 authors has 200,000."""

_OFTEN = 500
"""Lines between two reports of the progress."""

_FIRST_LINES = 5
"""The kind is recognized by these."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_DAMAGED = (EOFError, OSError, zlib.error, BadZipFile)
"""What is raised where a compressed file is cut off or damaged."""

_UNKNOWN = (*_DAMAGED, RuntimeError, NotImplementedError)
"""What a zip file raises that is encrypted, or compressed in a way that Python does not know."""


class LargeKind(NamedTuple):
    """A kind of file that is read in parts.

    Attributes:
        name: The name for users.
        looks_like_it: Returns whether a file that begins with some lines is of this kind.
        late: Returns the group of a line that comes after all others, with those of its group.
        read: Yields the days of each part of a file. Takes its lines, what collects papers and
            errors, and what is wanted.
    """

    name: str
    looks_like_it: Callable[[bytes], bool]
    late: Callable[[bytes], str | None]
    read: Callable[[Lines, ParsedFile, Wanted], Iterator[list[Batch]]]


LARGE_KINDS = (
    LargeKind(
        "arXiv's metadata snapshot", snapshot.looks_like_it, snapshot.month_if_old, snapshot.read
    ),
)


class LargeProgress(NamedTuple):
    """The progress of reading: bytes on the disk, those of the whole file, and lines.

    What waits to come later does not count.
    """

    done: int
    size: int
    lines: int


Tell = Callable[[LargeProgress], None]


class LargeFile:
    """A file that is open.

    Args:
        path: The file, as the user named it.
        kind: Its kind.
        raw: Its bytes on the disk.
        content: The same, decompressed.
    """

    def __init__(self, path: str, kind: LargeKind, raw: IO[bytes], content: IO[bytes]) -> None:
        self.reading = ParsedFile(path, most_errors=10)
        self.lines = 0
        self._kind = kind
        self._raw = raw
        self._content = content
        self._late = LateLines()

    @property
    def progress(self) -> LargeProgress:
        """How much of the file is read and handed over."""
        waiting = self._late.bytes / max(1, self._content.tell())
        size = fstat(self._raw.fileno()).st_size
        done = round(self._raw.tell() * (1 - waiting))
        return LargeProgress(done, size, self.lines - self._late.lines)

    def parts(self, wanted: Wanted, tell: Tell) -> Iterator[list[Batch]]:
        """Read the file; yield the days of each part, while `reading` has the errors so far.

        Raises:
            DiskError: The lines that come later cannot be kept until then.
        """
        return self._kind.read(self._in_order(tell), self.reading, wanted)

    def close(self) -> None:
        """Drop the lines that are still to come later."""
        self._late.close()

    def _in_order(self, tell: Tell) -> Lines:
        """Yield the lines that are not empty, with their numbers; the late ones last."""
        for number, line in self._lines(tell):
            if group := self._kind.late(line):
                self._late.add(group, number, line)
            else:
                yield number, line
        yield from self._late.taken()
        tell(self.progress)

    def _lines(self, tell: Tell) -> Lines:
        try:
            while line := self._content.readline(_LONGEST):
                self.lines += 1
                if self.lines % _OFTEN == 0:
                    tell(self.progress)
                if _is_cut(line):
                    self.reading.skip(self.lines, f"is longer than {_LONGEST:,} bytes")
                    while _is_cut(line):
                        line = self._content.readline(_LONGEST)
                elif line.strip():
                    yield self.lines, line.removeprefix(_BYTE_ORDER_MARK)
        except _DAMAGED as error:
            problem = f"the file is cut off or damaged here: {error}"
            self.reading.skip(self.lines + 1, problem, "download it again; what was read is stored")


@contextmanager
def opened(path: str) -> Iterator[LargeFile | None]:
    """Open a file of a large kind; None if it is of another kind, or cannot be read."""
    with ExitStack() as stack:
        yield _opened(path, stack)


def is_large(path: str) -> bool:
    """Return whether a file is of a large kind."""
    with opened(path) as file:
        return file is not None


def _opened(path: str, stack: ExitStack) -> LargeFile | None:
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return None
        raw = stack.enter_context(Path(path).open("rb"))  # noqa: SIM115 - the stack closes it
        content = _decompressed(raw, stack)
        head = b"".join(content.readline(_LONGEST) for _ in range(_FIRST_LINES))
        content.seek(0)
    except _UNKNOWN:
        return None
    head = head.removeprefix(_BYTE_ORDER_MARK)
    kind = next((kind for kind in LARGE_KINDS if kind.looks_like_it(head)), None)
    if not kind:
        return None
    file = LargeFile(path, kind, raw, content)
    stack.callback(file.close)
    return file


def _decompressed(raw: IO[bytes], stack: ExitStack) -> IO[bytes]:
    """Return what is in a file; of a zip file, in its largest member."""
    start = raw.read(4)
    raw.seek(0)
    if start[:2] == b"\x1f\x8b":
        unpacked = gzip.GzipFile(fileobj=raw)
        stack.callback(unpacked.close)
        return cast("IO[bytes]", unpacked)
    if start == b"PK\x03\x04":
        archive = stack.enter_context(ZipFile(raw))
        largest = max(archive.infolist(), key=lambda one: one.file_size)
        return stack.enter_context(archive.open(largest))
    return raw


def _is_cut(line: bytes) -> bool:
    return len(line) == _LONGEST and not line.endswith(b"\n")
