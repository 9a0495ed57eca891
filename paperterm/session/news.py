"""What a new version changed that users have in their fingers: told once, at the first start."""

from __future__ import annotations

from paperterm import disk
from paperterm.paths import Folders

_FILE = "told.txt"
_KEYS = b"keys: q goes back, b queues\n"
_INDEX = "index.sqlite"
"""The index tells that the library was used before, by a version that told nothing."""


def has_new_keys(folders: Folders) -> bool:
    """Return whether this is the first start since `q` and `b` changed."""
    return not (folders.state / _FILE).exists() and (folders.cache / _INDEX).exists()


def note_new_keys(folders: Folders) -> None:
    """Note that the user was told, or is new and has nothing to be told.

    Raises:
        DiskError: The note cannot be written.
    """
    if not (folders.state / _FILE).exists():
        disk.write(folders.state / _FILE, _KEYS)
