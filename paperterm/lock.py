"""Locks between processes, by the filelock package.

Some file systems of a network have no locks. There the holder of a lock is a file with its process
and machine, which others find. If the process ended, it is removed; but nobody can know that of a
process of another machine, so `abandoned` names it, and `paperterm doctor` removes it.
"""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paperterm import disk
from paperterm.errors import BusyError, DiskError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 10
"""Seconds that a change waits for another process, which holds a lock much shorter."""

_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", 0)}
"""The errors of file systems without locks."""


def prepare() -> None:
    """Import filelock, so that the first lock does not wait for it."""
    import filelock  # noqa: F401


def acquired(path: Path, patience: float = 0) -> BaseFileLock:
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
    mode = disk.PRIVATE_FILE
    # Not filelock's own fallback, which takes the empty file of a lock for a holder.
    lock: BaseFileLock = FileLock(path, mode=mode, thread_local=False, fallback_to_soft=False)
    try:
        try:
            lock.acquire(patience)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            from filelock import SoftFileLock

            lock = SoftFileLock(holder_file(path), mode=mode, thread_local=False)
            lock.acquire(patience)
    except Timeout as error:
        raise _busy(path) from error
    except OSError as error:
        raise DiskError.of(path, error, "lock it") from error
    return lock


def holder_file(path: Path) -> Path:
    """Return the file that names the holder of a lock, where the file system has no locks."""
    return path.with_name(f"{path.name}.held")


def abandoned(path: Path) -> str:
    """Describe the holder of a lock that may have ended long ago; "" if there is none.

    Args:
        path: The lock file. Call this when it cannot be acquired.
    """
    from socket import gethostname

    file = holder_file(path)
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
        since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        return ""
    if len(lines) < 2:  # it was killed before it wrote them
        return f"an unknown process since {since:%d %b %H:%M} UTC"
    if lines[1] == gethostname():
        return ""
    return f"process {lines[0]} on {lines[1]} since {since:%d %b %H:%M} UTC"


def _busy(path: Path) -> BusyError:
    if who := abandoned(path):
        hint = "if that has ended, `paperterm doctor --repair` unlocks it"
        return BusyError(str(path.parent), f"is locked by {who}", hint)
    return BusyError(str(path.parent), "is in use by another paperterm", "try again")
