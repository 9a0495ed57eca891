"""Check the files that cannot be rebuilt: the days and the marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from paperterm import disk
from paperterm.errors import DiskError, InputError, LibraryError, NewerError, PapertermError
from paperterm.library import repair
from paperterm.library.day_files import DayFiles
from paperterm.library.mark_files import MarkFiles, Shard
from paperterm.library.schema import ASIDE
from paperterm.session.doctor import places
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session
from paperterm.text import plural


def days(session: Session) -> Iterator[Finding]:
    """Check that every day can be read."""
    files = DayFiles(session.folders.data / "library")
    for day in files.all():
        path = files.path(day)
        fault = _fault(lambda path=path, day=day: repair.read_day(path, day))  # type: ignore[misc]
        if fault:
            hint = (
                "--repair keeps what can be read and sets the file aside; "
                f"`paperterm fetch --since {day}` fetches the day again"
            )
            yield _of_file(path, fault, hint, partial(session.library.repair_day, day))
        elif papers := files.with_cut_lists(day):
            yield Finding(
                str(path),
                f"lists “et al.” or the like as an author of {plural(papers, 'paper')}",
                "--repair marks these lists of authors as incomplete",
                Severity.WARNING,
                partial(session.library.renew_day, day),
            )
    for day, path in files.strays():
        yield Finding(
            str(path),
            f"is a second copy of {day}",
            "--repair merges it into the day, and sets it aside",
            Severity.WARNING,
            partial(session.library.merge_day_copy, path, day),
        )
    for path in files.unread():
        yield Finding(
            str(path),
            "is not read: its name is not a day of arXiv",
            "rename it to its day, such as 2026-02-12.json, or move it elsewhere",
            Severity.WARNING,
        )


def marks(session: Session) -> Iterator[Finding]:
    """Check that every shard and its backup file can be read, and has only its own marks."""
    files = MarkFiles(session.folders.data / "marks")
    found = files.look()
    for shard, path in found.shards.items():
        yield from _shard(session, shard, path)
    for shard in found.lost:
        yield Finding(
            str(files.path(shard)),
            "is missing, but its backup file exists",
            "--repair restores it",
            fix=partial(_repair_marks, session, shard),
        )
    for path in found.strays:
        yield Finding(
            str(path),
            "holds marks from another machine",
            "--repair merges them",
            Severity.WARNING,
            partial(session.library.merge_stray, path),
        )


def set_aside(session: Session) -> Iterator[Finding]:
    """Find marks in set-aside files that the library does not have."""
    folder = session.folders.data / ASIDE / "marks"
    files = MarkFiles(session.folders.data / "marks")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            found = repair.read_marks(path).marks
            held = files.get(found)
        except (DiskError, LibraryError):
            continue
        if missing := [id_ for id_, mark in found.items() if held[id_].merged(mark) != held[id_]]:
            yield Finding(
                str(path),
                f"holds {plural(len(missing), 'mark')} that the library does not have",
                "--repair merges them",
                Severity.WARNING,
                partial(_merge, session, path),
            )
    yield from places.files_set_aside(session)


def _shard(session: Session, shard: Shard, path: Path) -> Iterator[Finding]:
    if fault := _fault(lambda: repair.read_marks(path)):
        hint = "--repair keeps what can be read of it and of its backup file, and sets it aside"
        yield _of_file(path, fault, hint, partial(_repair_marks, session, shard))
        return
    wrong = [id_ for id_ in repair.read_marks(path).marks if id_.shard != shard]
    if wrong:
        yield Finding(
            str(path),
            f"holds {plural(len(wrong), 'mark')} that belong to other files",
            "--repair moves them",
            fix=partial(session.library.regroup, shard),
        )
    last = disk.last(path)
    if last.exists() and (fault := _fault(lambda: repair.read_marks(last))):
        hint = "--repair sets it aside, and makes a new backup file"
        renew = partial(_renew, path, last, session.folders.data)
        yield _of_file(last, fault, hint, renew, Severity.WARNING)


def _fault(read: Callable[[], repair.ReadMarks | repair.DayRead]) -> PapertermError | None:
    try:
        return read().fault
    except (DiskError, LibraryError, InputError) as error:
        return error


def _of_file(
    path: Path,
    fault: PapertermError,
    hint: str,
    fix: Callable[[], str],
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return the finding of an unreadable file; only a damaged one can be repaired."""
    if isinstance(fault, DiskError | NewerError):
        return Finding(str(path), fault.problem, fault.hint, severity)
    return Finding(str(path), fault.problem, hint, severity, fix)


def _repair_marks(session: Session, shard: Shard) -> str:
    return session.library.repair_marks(shard).done


def _renew(path: Path, last: Path, root: Path) -> str:
    aside = repair.set_aside(last, root)
    disk.keep(path, last)
    return f"set aside as {aside}"


def _merge(session: Session, path: Path) -> str:
    changes = {id_: mark.merged for id_, mark in repair.read_marks(path).marks.items()}
    return f"{plural(len(session.library.change(changes)), 'mark')} merged"
