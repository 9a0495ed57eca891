"""Locks between processes, by the filelock package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from paperterm import disk
from paperterm.errors import BusyError, DiskError

if TYPE_CHECKING:
    from filelock import FileLock

PATIENCE = 10
"""Seconds that a change waits for another process, which holds a lock much shorter."""


def prepare() -> None:
    """Import filelock, so that the first lock does not wait for it."""
    import filelock  # noqa: F401


def acquired(path: Path, patience: float = 0) -> FileLock:
    """Acquire a lock; any thread may release it.

    Args:
        path: The lock file; it stays when the lock is released.
        patience: Seconds to wait for another process that holds it.

    Raises:
        BusyError: Another process, or another part of this one, holds it.
        DiskError: The file cannot be created or locked.
    """
    # 50 ms to import: only writing and fetching need it.
    from filelock import FileLock, Timeout

    disk.make_folder(path.parent)
    lock = FileLock(path, timeout=patience, thread_local=False, mode=disk.PRIVATE_FILE)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError(str(path.parent), "is in use by another paperterm", "try again") from error
    except OSError as error:
        raise DiskError.of(path, error, "lock it") from error
    return lock
