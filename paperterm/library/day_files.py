"""The days: one TinyDB file per announcement day, `library/YYYY/YYYY-MM-DD.json`.

Table `papers` holds the papers as announced that day, keyed by id, in the order of the day.
Table `day` holds one document: the schema, the day's status, and `runs` while the order is
known only in part (see `order.weave`); without `runs` the order of the papers is the day's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from os import DirEntry
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, InputError
from paperterm.library.jsonfile import JsonFile, Report, Stamp, Wrote, entries, stamped
from paperterm.library.merge import merge
from paperterm.library.order import weave
from paperterm.library.schema import DAY
from paperterm.model import AnnouncedPaper, Announcement, Batch, Day, PaperId, SourcePaper, Status
from paperterm.model.record import parse, record

FILES_IN_MEMORY = 4
_UNKNOWN: tuple[object, ...] = (None, False, [])


class Conflict(NamedTuple):
    """Two different texts of one paper on one day, of which the first stayed."""

    id: PaperId
    day: Day
    fields: tuple[str, ...]


class Outcome(NamedTuple):
    """What storing a batch did, in papers."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: tuple[Conflict, ...] = ()

    def plus(self, other: Outcome) -> Outcome:
        """Both together."""
        return Outcome(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.conflicts + other.conflicts,
        )


class DayRecord(NamedTuple):
    """A day as it is kept: its papers in announcement order."""

    day: Day
    status: Status
    announced: tuple[AnnouncedPaper, ...]


class Text(NamedTuple):
    """What of a paper decides whether it belongs to a topic."""

    id: str
    title: str
    abstract: str
    categories: tuple[str, ...]

    @property
    def searched(self) -> str:
        """The same as `Paper.searched`."""
        return f"{self.title} {self.abstract}"


class Days:
    """The folder of the days.

    Args:
        folder: The folder.
        report: Told which of its folders cannot be read.
        wrote: Told of each write, as `JsonFile` does.
    """

    def __init__(
        self,
        folder: Path,
        report: Report = lambda _: None,
        wrote: Wrote = lambda *_: None,
    ) -> None:
        self._folder = folder
        self._report = report
        self._wrote = wrote
        self._file = lru_cache(maxsize=FILES_IN_MEMORY)(self._open)

    def all(self) -> list[Day]:
        """The days that are kept, newest first. Reads folders only."""
        return sorted((day for day, _ in self._kept()), reverse=True)

    def stamps(self) -> dict[Day, Stamp]:
        """The days that are kept, with the stamps of their files. Reads folders only."""
        paths = ((day, Path(entry.path)) for day, entry in self._kept())
        return dict(stamped(paths, self._report))

    def strays(self) -> list[tuple[Day, Path]]:
        """Second copies of days, and days that are in the folder of another year."""
        found = []
        for year, entry in entries(self._folder, self._report):
            try:
                day = Day.parse(entry.name[:10])
            except InputError:
                continue
            if entry.name.endswith(".json") and (year, entry.name) != (str(day)[:4], f"{day}.json"):
                found.append((day, Path(entry.path)))
        return sorted(found)

    def _kept(self) -> Iterator[tuple[Day, DirEntry[str]]]:
        for year, entry in entries(self._folder, self._report):
            stem, dot, end = entry.name.rpartition(".")
            if dot and end == "json":
                try:
                    day = Day.parse(stem)
                except InputError:
                    continue
                if year == f"{day.year:04}" and entry.name == f"{day}.json":
                    yield day, entry

    def path(self, day: Day) -> Path:
        """Where a day is kept."""
        return self._folder / f"{day.year:04}" / f"{day}.json"

    def read(self, day: Day, only: Collection[str] | None = None) -> DayRecord | None:
        """A day, or only some of its papers, which takes far less time; None if it is not kept.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        file = self._file(day)
        rows = file.rows("papers")
        if not rows:
            return None
        try:
            return DayRecord(
                day,
                Status(_about(file).get("status", Status.PARTIAL)),
                tuple(
                    _announced(day, position, id_, row)
                    for position, (id_, row) in enumerate(rows.items())
                    if only is None or id_ in only
                ),
            )
        except (InputError, ValueError, TypeError, AttributeError) as error:
            raise DamagedError(self.path(day), error) from error

    def texts(self, day: Day) -> list[Text]:
        """The texts of a day in announcement order, in a quarter of the time that `read` takes.

        Nothing is remembered of the file: who reads all days does not push out the few in use.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        try:
            return [_text(id_, row) for id_, row in self._open(day).rows("papers").items()]
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise DamagedError(self.path(day), error) from error

    def status(self, day: Day) -> Status | None:
        """How much of a day is known; None if it is not kept.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        about = _about(self._file(day))
        try:
            return Status(about["status"]) if about else None
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(self.path(day), error) from error

    def holds(self, day: Day, ids: Collection[PaperId]) -> bool:
        """Whether a day may hold any of these papers.

        Looks for the ids in the bytes of the file, which is far quicker than parsing it.

        Raises:
            DiskError: The file cannot be read.
        """
        content = disk.read(self.path(day))
        return any(f'"{id_}"'.encode() in content for id_ in ids)

    def store(self, batch: Batch) -> Outcome:
        """Add what a source tells of a day, in one write; nothing new, nothing written.

        A day is kept only once it has papers.

        Raises:
            DiskError: The file cannot be read or written; it is as it was.
            LibraryError: It is damaged, or was written by a newer paperterm, and left alone.
        """
        record = self.read(batch.day)
        before = {old.paper.id: old for old in record.announced} if record else {}
        after, outcome = _together(batch, before)
        if not after:
            return outcome
        file = self._file(batch.day)
        about = _about(file)
        try:
            order, runs = _ordered(list(before), about.get("runs"), batch)
        except TypeError as error:
            raise DamagedError(self.path(batch.day), f"runs: {error}") from error
        known = record.status if record else batch.status
        status = max(batch.status, known, key=lambda one: one.rank)
        wanted: dict[str, Any] = {**DAY.about, "status": str(status)}
        if runs:
            wanted["runs"] = runs
        if outcome.new or outcome.changed or order != list(before) or wanted != about:
            file.replace(
                papers={str(id_): day_row(after[id_]) for id_ in order}, day={"about": wanted}
            )
        return outcome

    def _open(self, day: Day) -> JsonFile:
        return JsonFile(self.path(day), DAY, self._wrote)


def _about(file: JsonFile) -> dict[str, Any]:
    return file.rows("day").get("about", {})


def day_row(told: SourcePaper) -> dict[str, Any]:
    """What is stored of a paper: its record, without what is unknown or said elsewhere."""
    row = record(told.paper, None)
    if told.kind:
        row["kind"] = str(told.kind)
    extra = told.paper.extra
    return {
        key: value
        for key, value in row.items()
        if key in extra or (key != "id" and value not in _UNKNOWN)
    }


def _text(id_: str, row: dict[str, Any]) -> Text:
    title, abstract = row["title"], row.get("abstract") or ""
    categories, primary = tuple(row.get("categories") or ()), row.get("primary_category")
    if not (isinstance(title, str) and isinstance(abstract, str)):
        raise TypeError(f"{id_} has no text")
    return Text(id_, title, abstract, categories or ((primary,) if primary else ()))


def told_of_row(id_: str, row: Mapping[str, Any]) -> SourcePaper:
    """What was stored of a paper.

    Raises:
        InputError, TypeError, AttributeError: It is damaged.
    """
    told = parse({**row, "id": id_})
    if told.paper.id != id_:
        raise InputError(repr(id_), f"should be {told.paper.id}")
    return SourcePaper(told.paper, told.kind)


def _announced(day: Day, position: int, id_: str, row: Mapping[str, Any]) -> AnnouncedPaper:
    told = told_of_row(id_, row)
    return AnnouncedPaper(told.paper, Announcement(day, told.kind, position))


def _together(
    batch: Batch, before: dict[PaperId, AnnouncedPaper]
) -> tuple[dict[PaperId, SourcePaper], Outcome]:
    """Every paper of the day after the batch, and what that means for the summary."""
    after = {id_: SourcePaper(old.paper, old.announcement.kind) for id_, old in before.items()}
    new = changed = unchanged = 0
    conflicts = []
    for told in batch.told:
        id_ = told.paper.id
        old = after.get(id_)
        if old is None:
            after[id_] = told
            new += 1
            continue
        merged = merge(old.paper, told.paper)
        after[id_] = SourcePaper(merged.paper, old.kind or told.kind)
        if merged.conflicts:
            conflicts.append(Conflict(id_, batch.day, merged.conflicts))
        if after[id_] == old:
            unchanged += 1
        else:
            changed += 1
    return after, Outcome(new, changed, unchanged, tuple(conflicts))


def _ordered(
    before: list[PaperId], runs: list[list[str]] | None, batch: Batch
) -> tuple[list[PaperId], list[list[str]]]:
    """The order of the day now, and the runs to remember while it is known only in part.

    A listing that names every paper sets the order, a complete one also of the papers that it
    lacks. Else what is known already comes first: the remembered runs or, without any, the
    whole order of the day.
    """
    told = [paper.id for paper, _ in batch.told]
    if batch.is_listing and set(told).issuperset(before):
        return told, []
    new = [id_ for id_ in told if id_ not in set(before)]
    is_settled = not new and not runs
    if is_settled and batch.status is not Status.COMPLETE:
        return before, []
    known = list(runs) if runs else [[str(id_) for id_ in before]]
    added = [list(map(str, run)) for run in batch.runs if len(run) > 1 and list(run) not in known]
    together = [*added, *known] if batch.status is Status.COMPLETE else [*known, *added]
    return [PaperId(name) for name in weave([*before, *new], together)], together
