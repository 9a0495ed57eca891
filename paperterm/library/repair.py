"""Mending files of the library: what can be read is kept, the damaged file is set aside.

Nothing is ever deleted: whatever is taken out of its place goes to the folder `set-aside` of the
data folder, under the name it had. Whoever calls this holds the lock of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, DiskError, InputError, LibraryError, PapertermError
from paperterm.library.day_files import day_row, told_of_row
from paperterm.library.jsonfile import JsonFile
from paperterm.library.mark_files import Shard, mark_of_row, mark_row
from paperterm.library.salvage import documents, is_conflict
from paperterm.library.schema import ASIDE, DAY, MARKS
from paperterm.model import Batch, Day, Mark, PaperId, SourcePaper, Status
from paperterm.text import plural

_WRONG = (InputError, ValueError, TypeError, KeyError, AttributeError)
_YYMM = re.compile(r"[0-9]{4}")


class ReadMarks(NamedTuple):
    """The marks that a file holds, and why that is not all of it."""

    marks: dict[PaperId, Mark]
    fault: PapertermError | None = None


class DayRead(NamedTuple):
    """The papers that the file of a day holds, in its order, and why that is not all of it."""

    told: dict[PaperId, SourcePaper]
    status: Status = Status.PARTIAL
    runs: list[list[str]] | None = None
    fault: PapertermError | None = None

    def batch(self, day: Day) -> Batch:
        """The same as a source that tells it of a day."""
        told = list(self.told.values())
        return Batch(day, told, [list(self.told)], is_listing=False, status=self.status)


class MarksMended(NamedTuple):
    """What a shard holds after it was mended, and what was done, in a line; empty for nothing."""

    marks: dict[PaperId, Mark]
    said: str = ""


def set_aside(path: Path, root: Path, *, leave: bool = False) -> Path:
    """Move a file to `set-aside`, under the name it has below the data folder.

    Args:
        path: The file.
        root: The data folder.
        leave: Keep it in its place as well, where the system can: it is replaced next.

    Raises:
        DiskError: The system refused.
    """
    return disk.move(path, root / ASIDE / path.relative_to(root), leave=leave)


def read_marks(path: Path) -> ReadMarks:
    """The marks of a file, whatever its name, as far as they can be read.

    Raises:
        DiskError: The file cannot be read at all.
        NewerError: A newer paperterm wrote it.
    """
    rows, _, fault = _rows(JsonFile(path, MARKS), path, "marks")
    marks: dict[PaperId, Mark] = {}
    for id_, row in rows:
        try:
            mark = mark_of_row(id_, row)
        except _WRONG as error:
            fault = fault or DamagedError(path, f"{id_}: {error}")
        else:
            _add(marks, mark)
    return ReadMarks(marks, fault)


def left_of_marks(path: Path) -> dict[PaperId, Mark]:
    """What is left of a damaged shard: what can be read of it, and its last good generation."""
    marks: dict[PaperId, Mark] = {}
    for file in (path, disk.last(path)):
        try:
            found = read_marks(file).marks
        except (DiskError, LibraryError):
            continue
        for mark in found.values():
            _add(marks, mark)
    return marks


def mend_marks(path: Path, root: Path) -> MarksMended:
    """Mend a shard from itself and its last good generation, if it is damaged.

    Args:
        path: The shard.
        root: The data folder.

    Raises:
        DiskError: The system refused; the shard is as it was.
        NewerError: A newer paperterm wrote it.
    """
    last = disk.last(path)
    if disk.is_there(last) and not disk.is_there(path):
        return _brought_back(path, last, root)
    marks, fault = read_marks(path)
    if not fault:
        return MarksMended(marks)
    marks = left_of_marks(path)
    aside = set_aside(path, root, leave=True)
    if marks:
        _write_marks(path, marks)
    else:
        path.unlink(missing_ok=True)
    back = f"{plural(len(marks), 'mark')} of it and of its last good generation are back"
    return MarksMended(marks, _said(path, fault, back, aside))


def put_away(path: Path, root: Path, changed: int, fault: PapertermError | None) -> str:
    """Set a stray aside whose marks were merged.

    Args:
        path: The stray.
        root: The data folder.
        changed: How many marks it changed.
        fault: Why not all of it could be read.

    Returns:
        What was done, in a line; empty where another process was quicker.

    Raises:
        DiskError: The system refused.
    """
    if not path.exists():
        return ""
    aside = set_aside(path, root)
    what = fault.problem if fault else "holds marks of another machine"
    return f"{path}: {what}; {plural(changed, 'mark')} merged, and it was set aside as {aside}"


def read_day(path: Path, day: Day) -> DayRead:
    """The papers of the file of a day, as far as they can be read.

    Raises:
        DiskError: The file cannot be read at all.
        NewerError: A newer paperterm wrote it.
    """
    file = JsonFile(path, DAY)
    rows, is_whole, fault = _rows(file, path, "papers")
    told: dict[PaperId, SourcePaper] = {}
    for id_, row in rows:
        try:
            one = told_of_row(id_, row)
        except _WRONG as error:
            fault = fault or DamagedError(path, f"{id_}: {error}")
        else:
            told.setdefault(one.paper.id, one)
    status, runs = Status.PARTIAL, None
    if is_whole:
        try:
            about = file.rows("day").get("about", {})
            status = Status(about.get("status", status))
            runs = _runs(about.get("runs"))
        except _WRONG as error:
            fault = fault or DamagedError(path, f"{day}: {error}")
    return DayRead(told, status, runs, fault)


def mend_day(path: Path, day: Day, root: Path) -> str:
    """Mend a day from itself, if it is damaged: it is partial then, and can be fetched again.

    Args:
        path: The file of the day.
        day: The day.
        root: The data folder.

    Returns:
        What was done, in a line; empty for nothing.

    Raises:
        DiskError: The system refused; the file is as it was.
        NewerError: A newer paperterm wrote it.
    """
    read = read_day(path, day)
    if not read.fault:
        return ""
    aside = set_aside(path, root, leave=True)
    if read.told:
        about: dict[str, Any] = {**DAY.about, "status": str(Status.PARTIAL)}
        if read.runs:
            about["runs"] = read.runs
        rows = {str(id_): day_row(told) for id_, told in read.told.items()}
        JsonFile(path, DAY).restart(papers=rows, day={"about": about})
    else:
        path.unlink(missing_ok=True)
    back = f"{plural(len(read.told), 'paper')} of it could be kept"
    fetch = f"`paperterm fetch --since {day}` brings what arXiv still tells"
    return f"{_said(path, read.fault, back, aside)}; {fetch}"


def regroup(path: Path, shard: Shard, root: Path) -> None:
    """Let a shard keep only the marks that belong there; the others are in their shards already.

    One that keeps none is set aside, with its last generation: that alone would be taken for a
    shard that has gone, and bring it back.

    Args:
        path: The shard.
        shard: Which one it is.
        root: The data folder.

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
    """The files of marks of a data folder, of its folder `marks`, or of a `PAPERTERM_HOME`.

    A last generation counts where the file itself has gone.

    Raises:
        InputError: There is no such folder, or it is none of these.
        DiskError: It cannot be read.
    """
    try:
        if not folder.is_dir():
            raise InputError(str(folder), "is no folder", _WHICH)
        for marks in (folder / "data" / "marks", folder / "marks", folder):
            if marks.is_dir():
                inner = [one for one in marks.iterdir() if _YYMM.fullmatch(one.name)]
                if inner or marks != folder:
                    return sorted(path for one in inner if one.is_dir() for path in _files_in(one))
    except OSError as error:
        raise DiskError.of(folder, error, "look into it") from error
    raise InputError(str(folder), "holds no marks", _WHICH)


_WHICH = "give the data folder of the other machine, or its folder `marks`"


def together(files: Iterable[Path]) -> Iterator[Mark | PapertermError]:
    """The marks of some files, each paper's in one, and what is wrong with a file."""
    marks: dict[PaperId, Mark] = {}
    for path in files:
        try:
            read = read_marks(path)
            if read.fault:
                yield read.fault
                read = ReadMarks(left_of_marks(path))
        except (DiskError, LibraryError) as error:
            yield error
            continue
        for mark in read.marks.values():
            _add(marks, mark)
    yield from marks.values()


def _brought_back(path: Path, last: Path, root: Path) -> MarksMended:
    """A shard that has gone, from its last generation; one that is of no use is set aside."""
    marks, fault = read_marks(last)
    if fault:
        set_aside(last, root)
    if marks:
        _write_marks(path, marks)
    back = f"{plural(len(marks), 'mark')} of its last good generation are back"
    return MarksMended(marks, f"{path}: has gone; {back}")


def _write_marks(path: Path, marks: Mapping[PaperId, Mark]) -> None:
    rows = {str(id_): mark_row(mark) for id_, mark in marks.items()}
    JsonFile(path, MARKS).restart(marks=rows, about={"about": MARKS.about})


def _files_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        is_last = path.name.endswith(".json~")
        if path.suffix == ".json" or (is_last and not path.with_name(path.name[:-1]).exists()):
            yield path


def _rows(
    file: JsonFile, path: Path, table: str
) -> tuple[Iterable[tuple[str, Any]], bool, PapertermError | None]:
    """The documents of a table, whether they were read as they should be, and if not, why."""
    try:
        return list(file.rows(table).items()), True, None
    except DamagedError as error:
        if path.is_dir():
            return [], False, error
        content = disk.read(path)
        fault = DamagedError(path, "it holds a conflict of git") if is_conflict(content) else error
        return list(documents(content)), False, fault


def _add(marks: dict[PaperId, Mark], mark: Mark) -> None:
    old = marks.get(mark.id)
    marks[mark.id] = old.merged(mark) if old else mark


def _runs(told: object) -> list[list[str]] | None:
    if told is None:
        return None
    if not isinstance(told, list) or not all(
        isinstance(run, list) and all(isinstance(name, str) for name in run) for run in told
    ):
        raise TypeError("its runs are no lists of ids")
    return told


def _said(path: Path, fault: PapertermError, back: str, aside: Path) -> str:
    return f"{path}: {fault.problem}; {back}, and it was set aside as {aside}"
