"""Stop a process before and after each call that changes a file, and in the middle of a write.

A stop is a line `step WHERE CALL INODE` on stdout, and a wait for a byte on stdin: the parent
checks the files meanwhile, or kills the process there. INODE is what a flush is for.
"""

import builtins
import io
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any

CALLS = ("replace", "rename", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "truncate")
FLUSHES = ("fsync", "fdatasync")
WRITES = os.O_WRONLY | os.O_RDWR

_turn = RLock()
_say, _hear = os.write, os.read


def take(home: Path) -> None:
    """Stop at every step that changes a file under a home."""
    inside = _Inside(home)
    for name in CALLS:
        setattr(os, name, _stopping(name, getattr(os, name), inside.names))
    for name in FLUSHES:
        setattr(os, name, _stopping(name, getattr(os, name), lambda *_: True))
    os.open = _stopping("open", os.open, inside.opens)
    builtins.open = io.open = _open(inside)


class _Inside:
    """Tells which files are in a home."""

    def __init__(self, home: Path) -> None:
        self._home = str(home)

    def names(self, path: Any, *_: object, **__: object) -> bool:
        """Return whether a path is in it."""
        return not isinstance(path, int) and os.fsdecode(path).startswith(self._home)

    def opens(self, path: Any, flags: int, *_: object, **__: object) -> bool:
        """Return whether an `open` is for writing one of its files."""
        return self.names(path) and bool(flags & WRITES)


class _Stepping(io.FileIO):
    """A file whose writes have two halves."""

    def write(self, content: Any, /) -> int:
        with memoryview(content).cast("B") as rest:
            half = len(rest) // 2
            _stop("before", "write")
            super().write(rest[:half])
            _stop("inside", "write")
            super().write(rest[half:])
            _stop("after", "write")
            return len(rest)


def _stop(where: str, call: str, inode: int = 0) -> None:
    with _turn:
        _say(1, f"step {where} {call} {inode}\n".encode())
        _hear(0, 1)


def _stopping(
    name: str, call: Callable[..., Any], matters: Callable[..., bool]
) -> Callable[..., Any]:
    @wraps(call)
    def stepped(*args: Any, **kwargs: Any) -> Any:
        if not matters(*args, **kwargs):
            return call(*args, **kwargs)
        inode = os.fstat(args[0]).st_ino if name in FLUSHES else 0
        with _turn:
            _stop("before", name, inode)
            result = call(*args, **kwargs)
            _stop("after", name, inode)
        return result

    return stepped


def _open(inside: _Inside) -> Callable[..., Any]:
    plain = io.open

    def open_(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if mode != "wb" or not (isinstance(file, int) or inside.names(file)):
            return plain(file, mode, *args, **kwargs)
        if isinstance(file, int):
            return io.BufferedWriter(_Stepping(file, mode))
        with _turn:
            _stop("before", "open")
            raw = _Stepping(file, mode)
            _stop("after", "open")
        return io.BufferedWriter(raw)

    return open_
