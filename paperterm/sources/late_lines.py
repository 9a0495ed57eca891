"""Lines of a large file that come later, in another order: in groups, on the disk meanwhile."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, NamedTuple

from paperterm.errors import DiskError

_PIECE = 1 << 16
"""Bytes of a group that are held in memory: 12 MB for the 190 months of arXiv's old ids."""


class LateLines:
    """Keeps lines by group, and gives them back group by group.

    They are compressed, in one temporary file that has no name, so nothing is left after a kill.
    """

    def __init__(self) -> None:
        self.bytes = self.lines = 0
        self._file: IO[bytes] | None = None
        self._held: dict[str, list[bytes]] = defaultdict(list)
        self._sizes: dict[str, int] = defaultdict(int)
        self._pieces: dict[str, list[_Piece]] = defaultdict(list)

    def add(self, group: str, number: int, line: bytes) -> None:
        """Add a line with its number.

        Raises:
            DiskError: The temporary file cannot be written.
        """
        self.bytes += len(line)
        self.lines += 1
        self._held[group].append(b"%d %b" % (number, line.rstrip(b"\n")))
        self._sizes[group] += len(line)
        if self._sizes[group] >= _PIECE:
            self._write(group)

    def taken(self) -> Iterator[tuple[int, bytes]]:
        """Yield all lines with their numbers, each group in the order in which it came.

        `bytes` and `lines` say what is left.

        Raises:
            DiskError: The temporary file cannot be written or read.
        """
        for group in sorted(self._held):
            if self._held[group]:
                self._write(group)
            for piece in self._pieces.pop(group):
                for one in piece.lines():
                    number, _, line = one.partition(b" ")
                    self.lines -= 1
                    self.bytes -= len(line) + 1
                    yield int(number), line

    def close(self) -> None:
        """Delete the temporary file."""
        if self._file:
            self._file.close()

    def _write(self, group: str) -> None:
        content = zlib.compress(b"\n".join(self._held[group]), 1)
        try:
            if not self._file:
                self._file = TemporaryFile()  # noqa: SIM115 - `close` closes it
            at = self._file.seek(0, SEEK_END)
            self._file.write(content)
            self._file.flush()
        except OSError as error:
            raise _refused(error, "write to it") from error
        self._pieces[group].append(_Piece(self._file, at, len(content)))
        self._held[group].clear()
        self._sizes[group] = 0


class _Piece(NamedTuple):
    """Some lines of a group, in the temporary file."""

    file: IO[bytes]
    at: int
    size: int

    def lines(self) -> list[bytes]:
        """Read the lines."""
        try:
            self.file.seek(self.at)
            return zlib.decompress(self.file.read(self.size)).split(b"\n")
        except OSError as error:
            raise _refused(error, "read from it") from error


def _refused(error: OSError, wish: str) -> DiskError:
    return DiskError.of(Path(gettempdir()), error, wish)
