"""The folder beside the library in which an archive is unpacked and checked.

A process that is killed leaves it behind. The next backup or restore deletes it, and so does
`paperterm doctor --repair`: it holds copies only. A lock in it tells whether its owner still runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from paperterm import disk
from paperterm.errors import BusyError, DiskError
from paperterm.library.schema import LOCK
from paperterm.lock import PATIENCE, WhenStopped, acquired

_PREFIX = ".unpacked-"
_IN_USE = "lock"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Make a new folder in a data folder, and delete it and those left behind.

    Raises:
        BusyError: Another process keeps the library locked.
        DiskError: The system refused.
    """
    lock = acquired(folder / LOCK, PATIENCE)
    try:
        for left in filter(is_left, folder.glob(f"{_PREFIX}*")):
            drop(left)
        made = Path(mkdtemp(disk.TEMPORARY, _PREFIX, folder))
        in_use = acquired(made / _IN_USE, when_stopped=WhenStopped.HELD)
    except OSError as error:
        raise DiskError.of(folder, error, "make a temporary folder in it") from error
    finally:
        lock.release()
    try:
        yield made
    finally:
        in_use.release()
        drop(made)


def is_left(path: Path) -> bool:
    """Return whether a path is such a folder, and its owner was killed."""
    if not (path.name.startswith(_PREFIX) and path.is_dir()):
        return False
    try:
        if (path / _IN_USE).exists():
            acquired(path / _IN_USE).release()
    except (BusyError, DiskError):
        return False
    return True


def drop(path: Path) -> None:
    """Delete such a folder, as far as the system allows."""
    rmtree(path, ignore_errors=True)
