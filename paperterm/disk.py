"""The one atomic write, and the one read; their errors name the file and the cause."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import local

from paperterm import logs
from paperterm.errors import DiskError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY = ".tmp"
"""The end of the names of temporary files."""
_CANNOT_FLUSH = (errno.EINVAL, getattr(errno, "ENOTSUP", errno.EINVAL))
"""The errors of file systems that cannot flush a folder, and need not."""
_TICKS_NS = (1, 100, 10_000_000, 1_000_000_000, 2_000_000_000)
"""The steps in which file systems count time: ext4, NTFS, exFAT, ext3 and HFS+, FAT."""


class _Unflushed(local):
    """The folders that `folders_flushed_once` flushes later; None outside of it."""

    folders: dict[Path, None] | None = None


_unflushed = _Unflushed()


def read(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        DiskError: It is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DiskError.of(path, error, "read it") from error


def is_there(path: Path) -> bool:
    """Return whether a file exists.

    Raises:
        DiskError: The system refused.
    """
    try:
        return path.exists()
    except OSError as error:
        raise DiskError.of(path, error, "access it") from error


def make_folder(path: Path, *, private: bool = True) -> None:
    """Create a folder and those above it; an existing one stays as it is.

    Args:
        path: The folder.
        private: Only this user may access a new one; else as the umask says.

    Raises:
        DiskError: The system refused.
    """
    try:
        for folder in reversed([path, *path.parents]):
            if not folder.is_dir():
                folder.mkdir(mode=PRIVATE_FOLDER if private else 0o777, exist_ok=True)
                # A flushed file is lost if the name of its folder is not flushed, too.
                _flush_folder(folder.parent)
    except OSError as error:
        raise DiskError.of(path, error, "create this folder") from error


def write(path: Path, content: bytes, *, private: bool = True, keep_last: bool = False) -> None:
    """Replace a file in one step, durably: after a crash it is the old one or the new one.

    The bytes go to a temporary file beside it, which is flushed to the disk and then renamed; the
    folder is flushed last. Links are followed; a pipe or a device is written to directly. The new
    file has a later time than the old one, even where the clock or the file system has no new time
    yet: size, time and inode are those of one content only.

    Args:
        path: The file; missing folders above it are created.
        content: All of its new bytes.
        private: Only this user may access a new file or folder; else as the umask says.
        keep_last: Keep the old file beside the new one, as `last(path)`.

    Raises:
        DiskError: The system refused; the old file is unchanged.
    """
    try:
        there = _look(path)
        if there and not stat.S_ISREG(there.st_mode):
            path.write_bytes(content)
            return
        target = path.resolve()
        make_folder(target.parent, private=private)
        kept = last(path) if keep_last else None
        _replace(target, content, PRIVATE_FILE if private else 0o666, there, kept)
    except OSError as error:
        logs.note("write", path, "failed:", error.strerror)
        raise DiskError.of(path, error, "write it") from error
    logs.note("write", path, len(content), "bytes")


@contextlib.contextmanager
def folders_flushed_once() -> Iterator[None]:
    """Flush each folder that this thread writes to only once, at the end of the block.

    After a crash before that, each file is still the old one or the new one. A write of many files
    then waits for the disk half as often. All are flushed, even if the block or a flush fails.

    Raises:
        DiskError: The system refused.
    """
    folders = _unflushed.folders = {}
    errors: list[DiskError] = []
    try:
        yield
    finally:
        _unflushed.folders = None
        for folder in folders:
            try:
                _flush_folder(folder)
            except OSError as error:
                errors.append(DiskError.of(folder, error, "write to it"))
    if errors:
        raise errors[0]


def last(path: Path) -> Path:
    """Return the path of a file's last generation, which `write` may keep."""
    return path.with_name(f"{path.name}~")


def keep(path: Path, name: Path) -> None:
    """Save the content of a file under a second name, which stays when the file is replaced.

    Args:
        path: The file.
        name: The other name, in the same folder; a file of that name is replaced.

    Raises:
        DiskError: The system refused.
    """
    spare = _temporary(name)
    try:
        if not _linked(path, spare):
            _fill(spare, path.read_bytes(), PRIVATE_FILE)
        os.replace(spare, name)  # noqa: PTH105 - the system call is the point here
        _flush_folder(name.parent)
    except OSError as error:
        raise DiskError.of(name, error, "write it") from error
    finally:
        _drop(spare)


def move(path: Path, target: Path, *, leave: bool = False) -> Path:
    """Move a file or a folder, never onto another one.

    Args:
        path: What to move.
        target: The new path; a number is added to the name if it is taken.
        leave: If possible, keep a file in its old place as well, where it is replaced next.

    Returns:
        Its new path.

    Raises:
        DiskError: The system refused.
    """
    number = 1
    free = target
    try:
        make_folder(target.parent)
        while os.path.lexists(free):
            if leave and free.exists() and free.samefile(path):
                return free  # a killed process moved it, and did not replace it
            number += 1
            free = target.with_name(f"{target.name}.{number}")
        if not (leave and _linked(path, free)):
            path.rename(free)
        _flush_folder(free.parent)
        _flush_folder(path.parent)
    except OSError as error:
        raise DiskError.of(path, error, f"move it to {free}") from error
    return free


def is_temporary(name: str) -> bool:
    """Return whether a file is temporary: a write that was killed leaves it behind."""
    return name.startswith(".") and name.endswith(TEMPORARY)


def sweep(path: Path) -> None:
    """Delete the temporary files of killed writes of a file, as far as the system allows."""
    if os.name == "nt":
        return  # it has no harmless way to ask for a process
    target = path.resolve()
    start = _temporary_start(target)
    with contextlib.suppress(OSError):
        for left in target.parent.iterdir():
            pid = left.name.removeprefix(start).partition("-")[0]
            if left.name.startswith(start) and is_temporary(left.name) and not _runs(pid):
                _drop(left)


def _runs(pid: str) -> bool:
    """Return whether a process may be running."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, PermissionError):
        return True
    except OSError:
        return False
    return True


def _look(path: Path) -> os.stat_result | None:
    """Return what the system says about a file; None if it is missing."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat()
    return None


def _replace(
    target: Path, content: bytes, mode: int, there: os.stat_result | None, kept: Path | None
) -> None:
    new, old = _temporary(target), _temporary(target)
    try:
        _fill(new, content, mode, there)
        has_old = there is not None and (
            _linked(target, old) or (kept is not None and _copied(target, old))
        )
        if has_old and kept:
            _keep_last(target, old, kept)
        os.replace(new, target)  # noqa: PTH105 - the system call is the point here
        try:
            _flush_folder(target.parent)
        except OSError:
            # The caller reports that nothing was written: make that true.
            if has_old:
                with contextlib.suppress(OSError):
                    os.replace(old, target)  # noqa: PTH105
            elif there is None:
                _drop(target)
            raise
    finally:
        _drop(new)
        _drop(old)


def _fill(path: Path, content: bytes, mode: int, old: os.stat_result | None = None) -> None:
    """Create a file with some content, flushed to the disk, in the place of an old one if any."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        if old:
            _be_like(path, handle, old)
        os.fsync(handle)


def _be_like(path: Path, handle: int, old: os.stat_result) -> None:
    """Give a new file the permissions of the old one, and a later time.

    Errors are ignored: FAT and some network drives refuse both, and the content matters more.
    """
    with contextlib.suppress(OSError):
        if hasattr(os, "fchmod"):
            os.fchmod(handle, stat.S_IMODE(old.st_mode))
    with contextlib.suppress(OSError):
        for tick in _TICKS_NS:
            if path.stat().st_mtime_ns > old.st_mtime_ns:
                return
            os.utime(path, ns=(old.st_mtime_ns + tick,) * 2)


def _keep_last(target: Path, old: Path, kept: Path) -> None:
    """Make the present file, also named `old`, the last generation.

    Errors are ignored: a write succeeds without a last generation.
    """
    if kept.parent != target.parent:  # beside a link, where it is looked for
        with contextlib.suppress(DiskError):
            keep(target, kept)
        return
    with contextlib.suppress(OSError):
        os.replace(old, kept)  # noqa: PTH105
    _linked(target, old)


def _temporary(target: Path) -> Path:
    name = f"{_temporary_start(target)}{os.getpid()}-{os.urandom(4).hex()}{TEMPORARY}"
    return target.with_name(name)


def _temporary_start(target: Path) -> str:
    # 50 characters are at most 200 bytes, so that the longest name of the system still fits.
    return f".{target.name[:50]}."


def _linked(path: Path, name: Path) -> bool:
    """Link a file under a second name; return whether that succeeded."""
    with contextlib.suppress(OSError):
        os.link(path.resolve(), name)  # of a symbolic link, the file is meant
        return True
    return False


def _copied(path: Path, name: Path) -> bool:
    """Copy a file, for systems without links; return whether that succeeded."""
    with contextlib.suppress(OSError):
        _fill(name, path.read_bytes(), PRIVATE_FILE)
        return True
    return False


def _drop(path: Path) -> None:
    """Remove a file; ignore errors, because an earlier one is reported."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make a rename durable. Windows cannot open a folder, and needs no flush."""
    if os.name == "nt":
        return
    if _unflushed.folders is not None:
        _unflushed.folders[folder] = None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise
    finally:
        os.close(handle)
