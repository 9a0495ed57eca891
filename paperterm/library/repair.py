"""Repair files of the library: write what is readable to a new file, and set the old one aside.

Nothing is ever deleted: damaged files go to the folder `set-aside` of the data folder, under the
same name. The caller holds the lock of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, DiskError, InputError, LibraryError, PapertermError
from paperterm.library.day_files import day_row, paper_of_row
from paperterm.library.jsonfile import JsonFile
from paperterm.library.mark_files import Shard, mark_of_row, mark_row
from paperterm.library.salvage import documents, is_conflict
from paperterm.library.schema import ASIDE, DAY, MARKS
from paperterm.model import Batch, Day, Mark, PaperId, SourcePaper, Status
from paperterm.text import plural

WRONG = (InputError, ValueError, TypeError, KeyError, AttributeError)
_YYMM = re.compile(r"[0-9]{4}")


class ReadMarks(NamedTuple):
    """The readable marks of a file, and the fault if some are not readable."""

    marks: dict[PaperId, Mark]
    fault: PapertermError | None = None


class DayRead(NamedTuple):
    """The readable papers of a day, in order, and the fault if some are not readable."""

    papers: dict[PaperId, SourcePaper]
    status: Status = Status.PARTIAL
    runs: list[list[str]] | None = None
    fault: PapertermError | None = None

    def batch(self, day: Day) -> Batch:
        """Return the papers as a batch of a source."""
        papers = list(self.papers.values())
        return Batch(day, papers, [list(self.papers)], is_listing=False, status=self.status)


class RepairedMarks(NamedTuple):
    """The marks of a shard, and what was done to repair it, in a line; empty if it was whole."""

    marks: dict[PaperId, Mark]
    done: str = ""


def set_aside(path: Path, root: Path, *, leave: bool = False) -> Path:
    """Move a file to `set-aside`, under its name below the data folder.

    Args:
        path: The file.
        root: The data folder.
        leave: Whether to keep a copy in its place, if possible, until the file is replaced.

    Raises:
        DiskError: The system refused.
    """
    return disk.move(path, root / ASIDE / path.relative_to(root), leave=leave)


def read_marks(path: Path) -> ReadMarks:
    """Read the marks of a file, whatever its name, as far as possible.

    Raises:
        DiskError: The file cannot be read at all.
        NewerError: A newer paperterm wrote it.
    """
    rows, _, fault = readable_rows(JsonFile(path, MARKS), path, "marks")
    marks: dict[PaperId, Mark] = {}
    for id_, row in rows:
        try:
            mark = mark_of_row(id_, row)
        except WRONG as error:
            fault = fault or DamagedError(path, f"{id_}: {error}")
        else:
            _add(marks, mark)
    return ReadMarks(marks, fault)


def readable_marks(path: Path) -> dict[PaperId, Mark]:
    """Return what is readable of a damaged shard and its last good generation."""
    marks: dict[PaperId, Mark] = {}
    for file in (path, disk.last(path)):
        try:
            found = read_marks(file).marks
        except (DiskError, LibraryError):
            continue
        for mark in found.values():
            _add(marks, mark)
    return marks


def repair_marks(path: Path, root: Path) -> RepairedMarks:
    """Repair a shard from itself and its last good generation, if it is damaged.

    Raises:
        DiskError: The system refused; the shard is as it was.
        NewerError: A newer paperterm wrote it.
    """
    last = disk.last(path)
    if disk.is_there(last) and not disk.is_there(path):
        return _restore_shard(path, last, root)
    marks, fault = read_marks(path)
    if not fault:
        return RepairedMarks(marks)
    marks = readable_marks(path)
    aside = set_aside(path, root, leave=True)
    if marks:
        _write_marks(path, marks)
    else:
        path.unlink(missing_ok=True)
    back = f"recovered {plural(len(marks), 'mark')} from it and its backup file"
    return RepairedMarks(marks, _done(path, fault, back, aside))


def set_stray_aside(path: Path, root: Path, changed: int, fault: PapertermError | None) -> str:
    """Set a conflict file aside after its marks were merged.

    Args:
        path: The conflict file.
        root: The data folder.
        changed: How many marks it changed.
        fault: Why a part of it could not be read.

    Returns:
        What was done, in a line; empty if another process did it first.

    Raises:
        DiskError: The system refused.
    """
    if not path.exists():
        return ""
    aside = set_aside(path, root)
    what = fault.problem if fault else "has marks from another machine"
    return f"{path}: {what}; merged {plural(changed, 'mark')} and moved it to {aside}"


def read_day(path: Path, day: Day) -> DayRead:
    """Read the papers of the file of a day, as far as possible.

    Raises:
        DiskError: The file cannot be read at all.
        NewerError: A newer paperterm wrote it.
    """
    file = JsonFile(path, DAY)
    rows, is_whole, fault = readable_rows(file, path, "papers")
    papers: dict[PaperId, SourcePaper] = {}
    for id_, row in rows:
        try:
            one = paper_of_row(id_, row)
        except WRONG as error:
            fault = fault or DamagedError(path, f"{id_}: {error}")
        else:
            papers.setdefault(one.paper.id, one)
    status, runs = Status.PARTIAL, None
    if is_whole:
        try:
            about = file.rows("day").get("about", {})
            status = Status(about.get("status", status))
            runs = _runs(about.get("runs"))
        except WRONG as error:
            fault = fault or DamagedError(path, f"{day}: {error}")
    return DayRead(papers, status, runs, fault)


def repair_day(path: Path, day: Day, root: Path) -> str:
    """Repair a day from itself, if it is damaged; it is then partial, and can be fetched again.

    Returns:
        What was done, in a line; empty if the day is whole.

    Raises:
        DiskError: The system refused; the file is as it was.
        NewerError: A newer paperterm wrote it.
    """
    read = read_day(path, day)
    if not read.fault:
        return ""
    aside = set_aside(path, root, leave=True)
    if read.papers:
        about: dict[str, Any] = {**DAY.about, "status": str(Status.PARTIAL)}
        if read.runs:
            about["runs"] = read.runs
        rows = {str(id_): day_row(paper) for id_, paper in read.papers.items()}
        JsonFile(path, DAY).restart(papers=rows, day={"about": about})
    else:
        path.unlink(missing_ok=True)
    back = (
        f"recovered {plural(len(read.papers), 'paper')}"
        if read.papers
        else "nothing in it can be read"
    )
    fetch = f"run `paperterm fetch --since {day}` to fetch it again"
    return f"{_done(path, read.fault, back, aside)}; {fetch}"


def regroup(path: Path, shard: Shard, root: Path) -> None:
    """Remove from a shard the marks of other shards, which have them already.

    If none are left, set the shard aside with its last generation, from which it would be restored.

    Raises:
        DiskError: The system refused; the shard is as it was.
        LibraryError: It cannot be read.
    """
    file = JsonFile(path, MARKS)
    rows = {id_: row for id_, row in file.rows("marks").items() if PaperId(id_).shard == shard}
    if rows:
        file.replace(marks=rows)
    else:
        for one in filter(disk.is_there, (disk.last(path), path)):
            set_aside(one, root)


def marks_files(folder: Path) -> list[Path]:
    """Return the files of marks of a data folder, its folder `marks`, or a `PAPERTERM_HOME`.

    A last generation takes the place of a missing file.

    Raises:
        InputError: The folder is missing, or has no marks.
        DiskError: It cannot be read.
    """
    try:
        if not folder.is_dir():
            raise InputError(str(folder), "is not a folder", _WHICH)
        for marks in (folder / "data" / "marks", folder / "marks", folder):
            if marks.is_dir():
                inner = [one for one in marks.iterdir() if _YYMM.fullmatch(one.name)]
                if inner or marks != folder:
                    return sorted(path for one in inner if one.is_dir() for path in _files_in(one))
    except OSError as error:
        raise DiskError.of(folder, error, "read this folder") from error
    raise InputError(str(folder), "has no marks", _WHICH)


_WHICH = "give the data folder of the other machine, or its folder `marks`"


def merged_marks(files: Iterable[Path]) -> Iterator[Mark | PapertermError]:
    """Iterate over the faults of some files, then over their marks, merged by paper."""
    marks: dict[PaperId, Mark] = {}
    for path in files:
        try:
            read = read_marks(path)
            if read.fault:
                yield read.fault
                read = ReadMarks(readable_marks(path))
        except (DiskError, LibraryError) as error:
            yield error
            continue
        for mark in read.marks.values():
            _add(marks, mark)
    yield from marks.values()


def _restore_shard(path: Path, last: Path, root: Path) -> RepairedMarks:
    """Restore a missing shard from its last generation, which is set aside if it is damaged."""
    marks, fault = read_marks(last)
    if fault:
        set_aside(last, root)
    if marks:
        _write_marks(path, marks)
    back = f"recovered {plural(len(marks), 'mark')} from its backup file"
    return RepairedMarks(marks, f"{path}: is missing; {back}")


def _write_marks(path: Path, marks: Mapping[PaperId, Mark]) -> None:
    rows = {str(id_): mark_row(mark) for id_, mark in marks.items()}
    JsonFile(path, MARKS).restart(marks=rows, about={"about": MARKS.about})


def _files_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        is_last = path.name.endswith(".json~")
        if path.suffix == ".json" or (is_last and not path.with_name(path.name[:-1]).exists()):
            yield path


def readable_rows(
    file: JsonFile, path: Path, table: str
) -> tuple[Iterable[tuple[str, Any]], bool, PapertermError | None]:
    """Return the documents of a table, whether the file is whole, and the fault if not."""
    try:
        return list(file.rows(table).items()), True, None
    except DamagedError as error:
        if path.is_dir():
            return [], False, error
        content = disk.read(path)
        fault = DamagedError(path, "it has a git conflict") if is_conflict(content) else error
        return list(documents(content)), False, fault


def _add(marks: dict[PaperId, Mark], mark: Mark) -> None:
    old = marks.get(mark.id)
    marks[mark.id] = old.merged(mark) if old else mark


def _runs(runs: object) -> list[list[str]] | None:
    if runs is None:
        return None
    if not isinstance(runs, list) or not all(
        isinstance(run, list) and all(isinstance(name, str) for name in run) for run in runs
    ):
        raise TypeError("its runs are not lists of ids")
    return runs


def _done(path: Path, fault: PapertermError, back: str, aside: Path) -> str:
    return f"{path}: {fault.problem}; {back} and moved it to {aside}"
