"""Settings, and what can be made anew: the log of refreshes, the state, the index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson

from paperterm import config as settings
from paperterm import disk
from paperterm.errors import DamagedError, DiskError, LibraryError, PapertermError
from paperterm.library import FetchLog
from paperterm.library.day_files import Days
from paperterm.library.mark_files import Marks
from paperterm.model import Day, Status
from paperterm.session.doctor import places
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session
from paperterm.text import plural


def config(session: Session) -> Iterator[Finding]:
    """The settings; they are the user's, and mended by nobody else."""
    for problem in settings.load(session.folders.config_file).problems:
        yield Finding(problem.subject, problem.problem, problem.hint or "mend it by hand")


def fetchlog(session: Session) -> Iterator[Finding]:
    """The log of refreshes: can it be read, and does it say what the days say?"""
    log = FetchLog(session.folders.data)
    path = session.folders.data / "fetchlog.json"
    if fault := log.fault():
        mend = log.mend if isinstance(fault, DamagedError) else None
        hint = "--repair sets it aside; days are then known by their files"
        yield Finding(str(path), fault.problem, hint if mend else fault.hint, mend=mend)
        return
    kept = Days(session.folders.data / "library")
    there = set(kept.all())
    gone = []
    for day, papers in sorted(log.complete().items()):
        if papers and day not in there:
            gone.append(day)
        elif papers and _status(kept, day) is Status.PARTIAL:
            yield Finding(
                str(path),
                f"says that all of {day} was fetched, and only a part of it is kept",
                f"--repair forgets that; then `paperterm fetch --since {day}` brings the rest",
                Severity.WARNING,
                partial(_forget, log, day),
            )
    if gone:
        problem = f"{plural(len(gone), 'day')} fetched before and not kept any more"
        hint = f"`paperterm fetch --since {gone[0]}` brings what arXiv still tells"
        yield Finding(str(path), problem, hint, Severity.NOTE)


def state(session: Session) -> Iterator[Finding]:
    """What is remembered from one start to the next, such as when arXiv may be asked again."""
    folder = session.folders.state
    for path in sorted(folder.glob("*.json")):
        try:
            if path.is_dir():
                raise DamagedError(path, "it is a folder")
            if not isinstance(orjson.loads(disk.read(path)), dict):
                raise DamagedError(path, "it is no JSON object")
        except orjson.JSONDecodeError as error:
            fault: PapertermError = DamagedError(path, error)
        except PapertermError as error:
            fault = error
        else:
            continue
        mend = None if isinstance(fault, DiskError) else partial(places.away, path, folder)
        hint = "--repair sets it aside" if mend else fault.hint
        yield Finding(str(path), fault.problem, hint, Severity.WARNING, mend)


def index(session: Session) -> Iterator[Finding]:
    """The index: does it say what the files say?"""
    from paperterm.library.index import check, tables  # SQLite, which nothing else here needs

    path = session.folders.cache / tables.FILE
    if path.is_dir():
        mend = partial(places.away, path, session.folders.cache)
        hint = "--repair sets it aside"
        yield Finding(str(path), "is a folder", hint, Severity.WARNING, mend)
    elif path.exists() and check.is_newer(path):
        hint = "use that one, or delete the index: it is made anew"
        yield Finding(str(path), "was written by a newer paperterm", hint, Severity.WARNING)
    elif path.exists():
        data = session.folders.data
        found = list(check.faults(path, Days(data / "library"), Marks(data / "marks")))
        if found:
            more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
            hint = "--repair deletes it; the next search makes it anew"
            remove = partial(_remove_index, session)
            yield Finding(str(path), found[0] + more, hint, Severity.WARNING, remove)


def _status(days: Days, day: Day) -> Status | None:
    try:
        return days.status(day)
    except (DiskError, LibraryError):
        return None


def _forget(log: FetchLog, day: Day) -> str:
    log.forget(day)
    return f"`paperterm fetch --since {day}` brings the rest"


def _remove_index(session: Session) -> str:
    from paperterm.library.index import tables

    tables.remove(session.folders.cache / tables.FILE)
    return "deleted; the next search makes it anew"
