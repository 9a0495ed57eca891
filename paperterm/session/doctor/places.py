"""Check folders, permissions, disk space, temporary files and locks."""

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
from paperterm.library.backup import workplace
from paperterm.library.schema import ASIDE, LOCK
from paperterm.lock import abandoned, acquired, holder_file
from paperterm.session import drafts
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session
from paperterm.text import plural

LITTLE = 100_000_000
"""Bytes: about a year of arXiv, with its index."""

OLD = 60
"""Seconds after which a temporary file is taken for one of a killed process."""


def folders(session: Session) -> Iterator[Finding]:
    """Check that each folder is a folder, writable, and private."""
    for name, folder in roots(session).items():
        if os.path.lexists(folder) and not folder.is_dir():
            yield Finding(str(folder), f"should be the {name} folder, but is a file", _AWAY)
        elif folder.is_dir() and _is_read_only(folder):
            yield Finding(str(folder), "is read-only", _READING)
        elif folder.is_dir() and _is_open(folder):
            hint = f"`chmod 700 {folder}` makes it private"
            yield Finding(str(folder), "other users can read it", hint, Severity.NOTE)


def permissions(session: Session) -> Iterator[Finding]:
    """Check that this user may read and write every folder and file."""
    for folder in roots(session).values():
        if folder.is_dir() and not _is_read_only(folder):
            for path in (folder, *_below(folder)):
                wanted = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
                is_refused = not path.is_symlink() and not os.access(path, wanted)
                if is_refused and os.path.lexists(path):  # a temporary file may be gone by now
                    yield Finding(
                        str(path),
                        "cannot be read and written by you",
                        "--repair changes its permissions, if it is yours",
                        fix=partial(allow, path),
                    )


def space(session: Session) -> Iterator[Finding]:
    """Check the free disk space."""
    for folder in (session.folders.data, session.folders.cache):
        there = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
        if there and (free := shutil.disk_usage(there).free) < LITTLE:
            problem = f"only {free // 1_000_000:,} MB are free"
            yield Finding(str(folder), problem, "free some space", Severity.WARNING)


def leftovers(session: Session) -> Iterator[Finding]:
    """Find the temporary files and folders of processes that were killed."""
    for root in roots(session).values():
        for path in _below(root):
            if workplace.is_left(path):
                yield Finding(
                    str(path),
                    "is a copy of the library, left behind by a backup or restore that was killed",
                    "--repair deletes it",
                    Severity.WARNING,
                    partial(_drop, path),
                )
            elif path.is_file() and _is_left(path):
                yield Finding(
                    str(path),
                    "was left behind by a process that was killed",
                    "--repair sets it aside",
                    Severity.WARNING,
                    partial(away, path, root),
                )


def locks(session: Session) -> Iterator[Finding]:
    """Check that locks work, and which are held."""
    where = session.folders
    for path in (
        where.data / LOCK,
        where.state / "refresh.lock",
        where.state / "gate.lock",
        where.cache / "index.lock",
        where.config / "config.lock",
        *(held.with_suffix("") for held in (where.state / drafts.FOLDER).glob("*.held")),
    ):
        held = holder_file(path)
        if not (os.path.lexists(path) or os.path.lexists(held)):
            continue
        try:
            acquired(path, 1).release()
        except BusyError:
            if who := abandoned(path):
                problem = f"is the lock of {who}"
                hint = "if that process still runs, end it; then --repair sets the lock aside"
                yield Finding(str(held), problem, hint, fix=partial(away, held, held.parent))
                continue
            hint = "this is normal while another paperterm runs"
            yield Finding(str(path), "is held by another paperterm", hint, Severity.NOTE)
        except DiskError as error:
            fix = partial(away, path, path.parent) if path.is_dir() else None
            hint = "--repair sets it aside" if fix else error.hint
            yield Finding(str(path), error.problem, hint, fix=fix)


def roots(session: Session) -> dict[str, Path]:
    """Return paperterm's folders, each once: on some systems several are the same."""
    where = session.folders
    names = {where.state: "state", where.cache: "cache", where.config: "config", where.data: "data"}
    return {name: folder for folder, name in reversed(names.items())}


def away(path: Path, root: Path) -> str:
    """Set a file aside, and return where it is, for the user."""
    if not os.path.lexists(path):
        return _GONE
    return f"set aside as {disk.move(path, root / ASIDE / path.relative_to(root))}"


def files_set_aside(session: Session) -> Iterator[Finding]:
    """Report the files that were set aside before."""
    for root in roots(session).values():
        if count := sum(path.is_file() for path in _below(root / ASIDE)):
            hint = "delete them if nothing is missing"
            problem = f"{plural(count, 'file')} set aside"
            yield Finding(str(root / ASIDE), problem, hint, Severity.NOTE)


def _below(folder: Path) -> Iterator[Path]:
    """Yield everything in a folder; a folder that cannot be read is yielded without its content."""
    for inner, names, files in os.walk(folder):
        yield from (Path(inner, name) for name in sorted((*names, *files)))


def _is_left(path: Path) -> bool:
    """Return whether a file is temporary and old."""
    if not disk.is_temporary(path.name) or ASIDE in path.parts:
        return False
    try:
        return time.time() - path.stat().st_mtime > OLD
    except OSError:
        return False  # it was renamed in the meantime


def _drop(path: Path) -> str:
    workplace.drop(path)
    return "deleted"


def allow(path: Path) -> str:
    """Let this user read and write a file, and return what was done, for the user."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = stat.S_IRUSR | stat.S_IWUSR | (stat.S_IXUSR if path.is_dir() else 0)
        path.chmod(mode | wanted)
    except FileNotFoundError:
        return _GONE
    except OSError as error:
        raise DiskError.of(path, error, "change its permissions") from error
    return "permissions changed"


def _is_read_only(folder: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _is_open(folder: Path) -> bool:
    return os.name != "nt" and bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


_GONE = "it is already gone"
_AWAY = "move away what is there"
_READING = "you can keep reading; mount it writable to save"
