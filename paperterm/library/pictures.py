"""The pictures of whole papers, kept in the cache folder under names that no page can choose.

A picture that could not be had has a small file in its place, so that it is not asked for again
at once. The oldest pictures go when all of them take too much room.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DiskError

FOLDER = "pictures"
"""Its name in the cache folder."""

SUFFIXES = (".png", ".jpg", ".gif", ".webp", ".svg")
_LACKING = ".none"
_MOST_BYTES = 512 * 1024 * 1024
"""About 3,000 pictures of the usual size."""


class Lack(NamedTuple):
    """A picture that could not be had: when it was asked for, UTC, and why."""

    at: datetime
    why: str


class Pictures:
    """The pictures in a folder.

    Args:
        folder: The folder, in the cache.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: str) -> Path | None:
        """Return the file of a picture by its path at arXiv; None if it is not kept."""
        files = (self._file(path, suffix) for suffix in SUFFIXES)
        return next((file for file in files if disk.is_there(file)), None)

    def lack(self, path: str) -> Lack | None:
        """Return why a picture could not be had; None if that is unknown."""
        with suppress(DiskError, ValueError):
            at, _, why = disk.read(self._file(path, _LACKING)).decode().partition(" ")
            return Lack(datetime.fromisoformat(at).astimezone(UTC), why)
        return None

    def write(self, path: str, suffix: str, content: bytes) -> Path:
        """Keep a picture, and return its file.

        Raises:
            DiskError: It cannot be written.
        """
        self._make_room(len(content))
        file = self._file(path, suffix)
        disk.write(file, content)
        with suppress(OSError):
            self._file(path, _LACKING).unlink(missing_ok=True)
        return file

    def write_lack(self, path: str, lack: Lack) -> None:
        """Keep why a picture could not be had.

        Raises:
            DiskError: It cannot be written.
        """
        content = f"{lack.at.isoformat()} {lack.why}".encode()
        disk.write(self._file(path, _LACKING), content)

    def _make_room(self, size: int) -> None:
        """Delete the oldest pictures until there is room for so many bytes."""
        found: list[tuple[float, int, Path]] = []
        with suppress(OSError):
            for one in os.scandir(self._folder):
                stat = one.stat()
                found.append((stat.st_mtime, stat.st_size, Path(one.path)))
        room = _MOST_BYTES - size - sum(taken for _, taken, _ in found)
        for _, taken, file in sorted(found):
            if room >= 0:
                return
            with suppress(OSError):
                file.unlink(missing_ok=True)
            room += taken

    def _file(self, path: str, suffix: str) -> Path:
        return self._folder / f"{hashlib.sha256(path.encode()).hexdigest()[:32]}{suffix}"
