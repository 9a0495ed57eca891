"""What a session remembers until the next one, in small files of the state folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from paperterm import disk
from paperterm.errors import DiskError
from paperterm.lock import acquired
from paperterm.paths import Folders

_FILE = "memory.json"
_PATIENCE = 5
"""Seconds to wait for another process."""


_TOLD = "told.txt"
_KEYS = b"keys: q goes back, b queues\n"
_INDEX = "index.sqlite"
_VERSION_AT, _RELEASED = 60, (5).to_bytes(4, "big")
"""The version of its tables, where SQLite keeps `user_version`: 5 in paperterm 0.1.0."""


class Memory:
    """Values by name. A file that cannot be read holds none: losing them costs little.

    Attributes:
        known: The values as they were read or written last, for those who may not read the disk.

    Args:
        folder: The state folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self.known: Mapping[str, Any] = {}

    def read(self) -> Mapping[str, Any]:
        """Return all values."""
        try:
            values = json.loads(disk.read(self._path)) if disk.is_there(self._path) else {}
        except (DiskError, ValueError):
            values = {}
        self.known = values if isinstance(values, dict) else {}
        return self.known

    def write(self, name: str, value: object) -> None:
        """Write one value, unless it is there already.

        Raises:
            BusyError: Another process has been writing for seconds.
            DiskError: The file cannot be written.
        """
        self.change(name, lambda _: value)

    def change(self, name: str, new_value: Callable[[Any], object]) -> None:
        """Write the value that a function makes of the one before, None if there is none.

        Threads and processes take turns, so none loses the value of another.

        Raises:
            BusyError: Another process has been writing for seconds.
            DiskError: The file cannot be written.
        """
        old = self.read().get(name)
        if old is not None and new_value(old) == old:
            return
        lock = acquired(self._path.with_suffix(".lock"), _PATIENCE)
        try:
            values = self.read()
            self.known = {**values, name: new_value(values.get(name))}
            disk.write(self._path, json.dumps(self.known).encode())
        finally:
            lock.release()


def has_new_keys(folders: Folders) -> bool:
    """Return whether this is the first start after 0.1.0, since which `q` and `b` changed."""
    if (folders.state / _TOLD).exists():
        return False
    try:
        with (folders.cache / _INDEX).open("rb") as file:
            return file.read(_VERSION_AT + 4)[_VERSION_AT:] == _RELEASED
    except OSError:
        return False


def note_new_keys(folders: Folders) -> None:
    """Note that the user was told, or is new and has nothing to be told.

    Raises:
        DiskError: The note cannot be written.
    """
    if not (folders.state / _TOLD).exists():
        disk.write(folders.state / _TOLD, _KEYS)
