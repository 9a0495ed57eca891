"""Locks between processes, by the filelock package, and how a process stops that may hold some.

A process that ctrl+z stops while it holds a lock would keep all others from it until it goes on.

Some file systems of a network have no locks. There the holder of a lock is a file with its process
and machine, which others find. If the process ended, it is removed; but this cannot be known of a
process of another machine, so `abandoned` names it, and `paperterm doctor` removes it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path
from threading import Condition, current_thread, main_thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from paperterm import disk
from paperterm.errors import BusyError, DiskError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 10
"""Seconds that a change waits for another process, which holds a lock much shorter."""

_LOOK_AGAIN = 0.005
"""Seconds between two tries. filelock's 0.05 let one of four processes that write without a
pause wait in vain for ten seconds, on a machine with twenty jobs for two cores."""

_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", 0)}
"""The errors of file systems without locks."""


_changing = Condition()
_held: set[HeldLock] = set()
_stops = 0
"""How many blocks of `stopping` have begun and not ended."""


class WhenStopped(Enum):
    """What becomes of a lock when its process is stopped."""

    NEVER = auto()
    """The process is not stopped before it is released: others wait for it, and it is soon over."""
    FREE = auto()
    """It is free meanwhile: it is held during requests, which may take minutes."""
    HELD = auto()
    """It stays: it says that its owner has not ended."""


class HeldLock:
    """A lock of this process, which any thread may release.

    Args:
        name: What it protects.
        when_stopped: What becomes of it when the process is stopped.
        lock: The lock; None if it is not a file of ours.
    """

    def __init__(
        self, name: str, when_stopped: WhenStopped, lock: BaseFileLock | None = None
    ) -> None:
        self.name = name
        self.when_stopped = when_stopped
        self.lock = lock

    def release(self) -> None:
        """Release it."""
        with _changing:
            if self.lock:
                self.lock.release()
            _held.discard(self)
            _changing.notify_all()


def prepare() -> None:
    """Import filelock, so that the first lock does not wait for it."""
    import filelock  # noqa: F401


def acquired(
    path: Path, patience: float = 0, when_stopped: WhenStopped = WhenStopped.NEVER
) -> HeldLock:
    """Acquire a lock; any thread may release it.

    Args:
        path: The lock file; it stays when the lock is released.
        patience: Seconds to wait for another process that holds it.
        when_stopped: What becomes of it when this process is stopped.

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
            return _acquired(lock, path, patience, when_stopped)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            from filelock import SoftFileLock

            lock = SoftFileLock(holder_file(path), mode=mode, thread_local=False)
            return _acquired(lock, path, patience, when_stopped)
    except Timeout as error:
        raise _busy(path) from error
    except OSError as error:
        raise DiskError.of(path, error, "lock it") from error


@contextmanager
def unstoppable(name: str) -> Iterator[None]:
    """Let `stopping` wait for the end of the block, which holds a lock that is not a file of ours.

    Args:
        name: What it protects.
    """
    held = HeldLock(name, WhenStopped.NEVER)
    with _beginning(held):
        pass
    try:
        yield
    finally:
        held.release()


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


@contextmanager
def stopping() -> Iterator[Callable[[float], str]]:
    """Let no thread begin to hold a lock once all are released, until the end of the block.

    Yields:
        A function that waits some seconds until this process can be stopped, and returns what a
        lock protects that others would wait for; "" if none does. Only the main thread may stop it.
    """
    global _stops
    with _changing:
        _stops += 1
    try:
        yield _busy_with
    finally:
        with _changing:
            _stops -= 1
            _changing.notify_all()


def stop(process: int, number: int) -> None:
    """Stop this process, in a block of `stopping`; return when it goes on.

    Args:
        process: The process to send a signal to: this one, or 0 for its group.
        number: The signal.
    """
    with _changing:
        free = [one.lock for one in _held if one.when_stopped is WhenStopped.FREE]
        lent = [lock for lock in free if lock]
        for lock in lent:
            lock.release()
        os.kill(process, number)
        for lock in lent:
            with suppress(OSError):  # another process took its turn: a request goes on without
                lock.acquire(0)


def stop_when_free(number: int) -> None:
    """Wait until this process can be stopped, not longer than others wait for a lock; stop it."""
    with stopping() as busy_with:
        busy_with(PATIENCE)
        stop(os.getpid(), number)


def _busy_with(patience: float) -> str:
    with _changing:
        _changing.wait_for(lambda: not _in_the_way(), patience)
        return _in_the_way()


def _in_the_way() -> str:
    return next((one.name for one in _held if one.when_stopped is WhenStopped.NEVER), "")


def _may_begin() -> bool:
    # Another thread that holds a lock may wait for this one. The main thread, which may stop the
    # process, does not do so while it acquires a lock.
    return not _stops or bool(_in_the_way()) or current_thread() is main_thread()


def _acquired(
    lock: BaseFileLock, path: Path, patience: float, when_stopped: WhenStopped
) -> HeldLock:
    from filelock import Timeout

    held = HeldLock(path.stem, when_stopped, lock)
    end = monotonic() + patience
    while True:
        try:
            with _beginning(held):
                lock.acquire(0)
        except Timeout:
            if monotonic() >= end:
                raise
        else:
            return held
        sleep(_LOOK_AGAIN)


@contextmanager
def _beginning(held: HeldLock) -> Iterator[None]:
    """Note that a lock is held, after a block that acquires it."""
    with _changing:
        _changing.wait_for(_may_begin)
        yield
        _held.add(held)


def _busy(path: Path) -> BusyError:
    if who := abandoned(path):
        hint = "if that has ended, `paperterm doctor --repair` unlocks it"
        return BusyError(str(path.parent), f"is locked by {who}", hint)
    return BusyError(str(path.parent), "is in use by another paperterm", "try again")
