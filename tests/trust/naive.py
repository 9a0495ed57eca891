"""Storages that look right but lose data: the suite must detect each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from paperterm import disk

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike


def _real() -> None:
    """Leave paperterm unchanged."""


def _in_place() -> None:
    """Write into the file itself, as most programs do, and flush it."""

    def write(path: Path, content: bytes, **_: object) -> None:
        disk.make_folder(path.parent)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    disk.write = write


def _unflushed() -> None:
    """Replace the file in one step, but flush nothing."""
    os.fsync = _nothing


def _nothing(fd: FileDescriptorLike) -> None:
    """Do nothing in place of a flush."""


def _folder_unflushed() -> None:
    """Flush the bytes, but not the new name."""
    flush = os.fsync

    def fsync(fd: FileDescriptorLike) -> None:
        if not isinstance(fd, int) or not stat.S_ISDIR(os.fstat(fd).st_mode):
            flush(fd)

    os.fsync = fsync


STORAGES: Mapping[str, Callable[[], None]] = {
    "real": _real,
    "in place": _in_place,
    "unflushed": _unflushed,
    "folder unflushed": _folder_unflushed,
}
