"""Folders, permissions, room on the disk, and what killed or running processes left there."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from paperterm import disk
from paperterm.errors import BusyError, DiskError
from paperterm.library.schema import ASIDE, LOCK
from paperterm.lock import acquired
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session
from paperterm.text import plural

LITTLE = 100_000_000
"""Bytes; a year of arXiv, with its index, takes about so many."""

OLD = 60
"""Seconds after which a file that is being written is one that was left behind."""


def folders(session: Session) -> Iterator[Finding]:
    """Each of the folders: is it one, and on a disk that can be written?"""
    for name, folder in roots(session).items():
        if os.path.lexists(folder) and not folder.is_dir():
            yield Finding(str(folder), f"should be the {name} folder, and is none", _AWAY)
        elif folder.is_dir() and _is_read_only(folder):
            yield Finding(str(folder), "is on a disk that cannot be written", _READING)
        elif folder.is_dir() and _is_open(folder):
            hint = f"`chmod 700 {folder}` makes it yours alone"
            yield Finding(str(folder), "others can look into it", hint, Severity.NOTE)


def permissions(session: Session) -> Iterator[Finding]:
    """Every folder and file: may this user read and write it?"""
    for folder in roots(session).values():
        if folder.is_dir() and not _is_read_only(folder):
            for path in (folder, *_below(folder)):
                wanted = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
                if not path.is_symlink() and not os.access(path, wanted):
                    yield Finding(
                        str(path),
                        "you may not read or write it",
                        "--repair allows you to, if it is yours",
                        mend=partial(_allow, path),
                    )


def space(session: Session) -> Iterator[Finding]:
    """Is there room for what is to come?"""
    for folder in (session.folders.data, session.folders.cache):
        there = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
        if there and (free := shutil.disk_usage(there).free) < LITTLE:
            problem = f"only {free // 1_000_000:,} MB are free"
            yield Finding(str(folder), problem, "make room", Severity.WARNING)


def leftovers(session: Session) -> Iterator[Finding]:
    """Files that processes were writing when they were killed."""
    for root in roots(session).values():
        for path in _below(root):
            if _is_left(path):
                yield Finding(
                    str(path),
                    "was left by a process that was killed while it wrote",
                    "--repair sets it aside",
                    Severity.WARNING,
                    partial(away, path, root),
                )


def locks(session: Session) -> Iterator[Finding]:
    """Locks: is one held, or none at all?"""
    where = session.folders
    for path in (
        where.data / LOCK,
        where.state / "refresh.lock",
        where.state / "gate.lock",
        where.cache / "index.lock",
    ):
        if not os.path.lexists(path):
            continue
        try:
            acquired(path).release()
        except BusyError:
            says = "nothing, unless no paperterm runs"
            yield Finding(str(path), "is held by another paperterm", says, Severity.NOTE)
        except DiskError as error:
            mend = partial(away, path, path.parent) if path.is_dir() else None
            hint = "--repair sets it aside" if mend else error.hint
            yield Finding(str(path), error.problem, hint, mend=mend)


def roots(session: Session) -> dict[str, Path]:
    """The folders that are paperterm's own, each once: some systems have one for several."""
    where = session.folders
    names = {where.state: "state", where.cache: "cache", where.config: "config", where.data: "data"}
    return {name: folder for folder, name in reversed(names.items())}


def away(path: Path, root: Path) -> str:
    """Set a file aside, and say where it is."""
    return f"it was set aside as {disk.move(path, root / ASIDE / path.relative_to(root))}"


def put_aside(session: Session) -> Iterator[Finding]:
    """What was set aside before."""
    for root in roots(session).values():
        if count := sum(path.is_file() for path in _below(root / ASIDE)):
            hint = "delete them once you miss nothing"
            problem = f"{plural(count, 'file')} set aside"
            yield Finding(str(root / ASIDE), problem, hint, Severity.NOTE)


def _below(folder: Path) -> Iterator[Path]:
    """Everything in a folder; what cannot be looked into is told as itself."""
    for inner, names, files in os.walk(folder):
        yield from (Path(inner, name) for name in sorted((*names, *files)))


def _is_left(path: Path) -> bool:
    """Whether a file was to become another one long ago."""
    if not disk.is_temporary(path.name) or ASIDE in path.parts:
        return False
    try:
        return time.time() - path.stat().st_mtime > OLD
    except OSError:
        return False  # it became the other one meanwhile


def _allow(path: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    wanted = stat.S_IRUSR | stat.S_IWUSR | (stat.S_IXUSR if path.is_dir() else 0)
    try:
        path.chmod(mode | wanted)
    except OSError as error:
        raise DiskError.of(path, error, "change who may use it") from error
    return "you may now"


def _is_read_only(folder: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _is_open(folder: Path) -> bool:
    return os.name != "nt" and bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


_AWAY = "move away what is there"
_READING = "reading goes on; mount it for writing to save anything"
