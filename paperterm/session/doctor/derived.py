"""Check the settings, and what can be rebuilt: the fetch log, the state files, the index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson

from paperterm import config as settings
from paperterm import disk
from paperterm.errors import DamagedError, DiskError, LibraryError, PapertermError
from paperterm.library.day_files import DayFiles
from paperterm.library.fetchlog import FetchLog
from paperterm.library.mark_files import MarkFiles
from paperterm.model import Day, Status
from paperterm.session import drafts as typed
from paperterm.session.doctor import places
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session
from paperterm.text import plural


def config(session: Session) -> Iterator[Finding]:
    """Check the settings; only the user can fix them."""
    for problem in settings.load(session.folders.config_file).problems:
        yield Finding(problem.subject, problem.problem, problem.hint or "edit the file by hand")


def fetchlog(session: Session) -> Iterator[Finding]:
    """Check that the log of refreshes can be read, and agrees with the days."""
    log = FetchLog(session.folders.data)
    path = session.folders.data / "fetchlog.json"
    if fault := log.fault():
        fix = log.repair if isinstance(fault, DamagedError) else None
        hint = "--repair sets it aside and starts a new one from what the library has"
        yield Finding(str(path), fault.problem, hint if fix else fault.hint, fix=fix)
        return
    days = DayFiles(session.folders.data / "library")
    there = set(days.all())
    gone = []
    for day, papers in sorted(log.complete().items()):
        if papers and day not in there:
            gone.append(day)
        elif papers and _status(days, day) is Status.PARTIAL:
            yield Finding(
                str(path),
                f"lists {day} as complete, but the library has only part of it",
                f"use --repair, then `paperterm fetch --since {day}`",
                Severity.WARNING,
                partial(_forget, log, day),
            )
    if gone:
        problem = f"{plural(len(gone), 'day')} fetched before, but no longer in the library"
        hint = f"`paperterm fetch --since {gone[0]}` fetches what arXiv still has"
        yield Finding(str(path), problem, hint, Severity.NOTE)


def state(session: Session) -> Iterator[Finding]:
    """Check the files of the state folder, such as the time when arXiv allows requests again."""
    folder = session.folders.state
    for path in sorted(folder.glob("*.json")):
        try:
            if path.is_dir():
                raise DamagedError(path, "it is a folder")
            if not isinstance(orjson.loads(disk.read(path)), dict):
                raise DamagedError(path, "it is not a JSON object")
        except orjson.JSONDecodeError as error:
            fault: PapertermError = DamagedError(path, error)
        except PapertermError as error:
            fault = error
        else:
            continue
        fix = None if isinstance(fault, DiskError) else partial(places.away, path, folder)
        hint = "--repair sets it aside" if fix else fault.hint
        yield Finding(str(path), fault.problem, hint, Severity.WARNING, fix)


def drafts(session: Session) -> Iterator[Finding]:
    """Name the drafts, and check that they can be read."""
    folder = session.folders.state
    for path in typed.files(folder):
        try:
            found = typed.read(path)
        except PapertermError as error:
            fix = None if isinstance(error, DiskError) else partial(places.away, path, folder)
            hint = "--repair sets it aside" if fix else error.hint
            yield Finding(str(path), error.problem, hint, Severity.WARNING, fix)
        else:
            problem = f"{plural(len(found), 'unsaved draft')}: {typed.named(found)}"
            hint = "open it in the reader, then save or discard it"
            yield Finding(str(path), problem, hint, Severity.NOTE)


def index(session: Session) -> Iterator[Finding]:
    """Check that the index agrees with the files."""
    from paperterm.library.index import check, tables  # SQLite: nothing else here needs it

    path = session.folders.cache / tables.FILE
    if path.is_dir():
        fix = partial(places.away, path, session.folders.cache)
        hint = "--repair sets it aside"
        yield Finding(str(path), "is a folder", hint, Severity.WARNING, fix)
    elif path.exists() and check.is_newer(path):
        hint = "use that version, or delete the index; it is rebuilt"
        yield Finding(str(path), "was written by a newer paperterm", hint, Severity.WARNING)
    elif path.exists():
        data = session.folders.data
        found = list(check.faults(path, DayFiles(data / "library"), MarkFiles(data / "marks")))
        if found:
            more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
            hint = "--repair deletes it; the next search rebuilds it"
            remove = partial(_remove_index, session)
            yield Finding(str(path), found[0] + more, hint, Severity.WARNING, remove)


def _status(days: DayFiles, day: Day) -> Status | None:
    try:
        return days.status(day)
    except (DiskError, LibraryError):
        return None


def _forget(log: FetchLog, day: Day) -> str:
    log.forget(day)
    return f"`paperterm fetch --since {day}` fetches the rest"


def _remove_index(session: Session) -> str:
    from paperterm.library.index import tables

    tables.remove(session.folders.cache / tables.FILE)
    return "deleted; the next search rebuilds it"
