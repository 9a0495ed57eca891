"""The days: one TinyDB file per announcement day, `library/YYYY/YYYY-MM-DD.json`.

Table `papers` holds the papers as announced that day, keyed by id, in the order of the day.
Table `day` holds one document: the schema, the status of the day, and `runs` while only a part of
the order is known (see `order.weave`); without `runs` the papers are in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from os import DirEntry
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from paperterm import disk
from paperterm.errors import DamagedError, DiskError, InputError
from paperterm.library.jsonfile import JsonFile, OnProblem, Stamp, Wrote, entries, stamped
from paperterm.library.schema import DAY
from paperterm.model import (
    AnnouncedPaper,
    Announcement,
    Batch,
    Day,
    PaperId,
    SourcePaper,
    Status,
)
from paperterm.model.author_lists import is_cut
from paperterm.model.record import PaperTexts, parse, parse_texts, record

FILES_IN_MEMORY = 2
"""The day that is shown and another: each takes 2 MB, and is parsed in a millisecond."""
_FEW = 3
"""Of more papers, each searched for in the bytes of a day, it is faster to parse the day."""
_UNKNOWN: tuple[object, ...] = (None, False, [])


class Conflict(NamedTuple):
    """Two different texts of a paper for one day; the first stays."""

    id: PaperId
    day: Day
    fields: tuple[str, ...]


class Outcome(NamedTuple):
    """The result of storing a batch, in papers."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: tuple[Conflict, ...] = ()

    def plus(self, other: Outcome) -> Outcome:
        """Return the sum of both."""
        return Outcome(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.conflicts + other.conflicts,
        )


class DayRecord(NamedTuple):
    """A stored day: its papers in announcement order."""

    day: Day
    status: Status
    announced: tuple[AnnouncedPaper, ...]


class TopicText(NamedTuple):
    """The parts of a paper that topics match."""

    id: str
    title: str
    abstract: str
    categories: tuple[str, ...]

    @property
    def searched(self) -> str:
        """The same as `Paper.searched`."""
        return f"{self.title} {self.abstract}"


class DayFiles:
    """The folder of the days.

    Args:
        folder: The folder.
        report: Called for each folder that cannot be read.
        wrote: Called for each write, as by `JsonFile`.
    """

    def __init__(
        self,
        folder: Path,
        report: OnProblem = lambda _: None,
        wrote: Wrote = lambda *_: None,
    ) -> None:
        self._folder = folder
        self._report = report
        self._wrote = wrote
        self._file = lru_cache(maxsize=FILES_IN_MEMORY)(self._open)

    def all(self) -> list[Day]:
        """Return the stored days, newest first. Reads folders only."""
        return sorted((day for day, _ in self._stored()), reverse=True)

    def stamps(self) -> dict[Day, Stamp]:
        """Return the stored days with the stamps of their files. Reads folders only."""
        paths = ((day, entry.path) for day, entry in self._stored())
        return dict(stamped(paths, self._report))

    def strays(self) -> list[tuple[Day, Path]]:
        """Return second copies of days, and days in the folder of another year."""
        found = []
        for year, entry in entries(self._folder, self._report):
            try:
                day = Day.parse(entry.name[:10])
            except InputError:
                continue
            if entry.name.endswith(".json") and (year, entry.name) != (str(day)[:4], f"{day}.json"):
                found.append((day, Path(entry.path)))
        return sorted(found)

    def unread(self) -> list[Path]:
        """Return the files that are not read, since their names are not days of arXiv."""
        found = []
        for _, entry in entries(self._folder, self._report):
            try:
                Day.parse(entry.name[:10])
            except InputError:
                if entry.name.endswith(".json"):
                    found.append(Path(entry.path))
        return sorted(found)

    def _stored(self) -> Iterator[tuple[Day, DirEntry[str]]]:
        for year, entry in entries(self._folder, self._report):
            stem, dot, end = entry.name.rpartition(".")
            if dot and end == "json":
                try:
                    day = Day.parse(stem)
                except InputError:
                    continue
                if year == stem[:4]:
                    yield day, entry

    def path(self, day: Day) -> Path:
        """Return the path of a day."""
        return self._folder / f"{day.year:04}" / f"{day}.json"

    def read(self, day: Day, only: Collection[str] | None = None) -> DayRecord | None:
        """Read a day, or only some of its papers, which is far faster; None if it is not stored.

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

    def papers(self, day: Day, only: Collection[str]) -> dict[str, PaperTexts]:
        """Read some papers of a day by id: only their texts and categories, in a sixth of the time.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        rows = self._file(day).rows("papers")
        try:
            return {id_: parse_texts(id_, rows[id_]) for id_ in only if id_ in rows}
        except (InputError, TypeError, AttributeError) as error:
            raise DamagedError(self.path(day), error) from error

    def few_papers(self, day: Day, ids: Collection[str]) -> dict[str, SourcePaper]:
        """Read some papers of a day by id; if they are few, do not parse the others.

        One paper takes a third of the time, two take half.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        if len(ids) <= _FEW:
            try:
                content = disk.read(self.path(day))
                return {id_: paper_of_row(id_, _row_in(content, id_)) for id_ in ids}
            except (DiskError, InputError, ValueError, TypeError, AttributeError):
                pass  # reading the day finds out what is wrong, if anything
        record = self.read(day, ids)
        announced = record.announced if record else ()
        return {one.paper.id: SourcePaper(one.paper, one.announcement.kind) for one in announced}

    def texts(self, day: Day) -> list[TopicText]:
        """Read the texts of a day in announcement order, in a quarter of the time of `read`.

        The file is not cached: reading all days does not evict the few in use.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        try:
            return [_text(id_, row) for id_, row in self._open(day).rows("papers").items()]
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise DamagedError(self.path(day), error) from error

    def known_ids(self, day: Day) -> Collection[str]:
        """Return the ids of a day; none if the day is estimated. The file is not cached.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        file = self._open(day)
        is_estimated = _about(file).get("status") == Status.ESTIMATED
        return () if is_estimated else file.rows("papers").keys()

    def status(self, day: Day) -> Status | None:
        """Return how much of a day is known; None if it is not stored.

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
        """Return whether a day may hold any of these papers.

        Search the bytes of the file for the ids, which is far faster than parsing it.

        Raises:
            DiskError: The file cannot be read.
        """
        content = disk.read(self.path(day))
        return any(f'"{id_}"'.encode() in content for id_ in ids)

    def store(self, batch: Batch) -> Outcome:
        """Add the batch of a source, as `store_all` does."""
        return self.store_all(batch.day, [batch])[0]

    def store_all(self, day: Day, batches: Sequence[Batch]) -> list[Outcome]:
        """Add batches of a day, one after the other, in one write if there is anything new.

        A day without papers is not stored. The caller holds the lock of the library.

        Raises:
            DiskError: The file cannot be read or written; it is as it was.
            LibraryError: It is damaged, or was written by a newer paperterm, and left alone.
        """
        file = self._file(day)
        file.forget()
        if all(_has_all_of(file, batch) for batch in batches):
            return [Outcome(unchanged=len(batch.papers)) for batch in batches]
        record = self.read(day)
        announced = record.announced if record else ()
        papers = {old.paper.id: SourcePaper(old.paper, old.announcement.kind) for old in announced}
        about = _about(file)
        before, order, runs = list(papers), list(papers), about.get("runs")
        status = record.status if record else None
        outcomes = []
        for batch in batches:
            outcomes.append(_merge_into(papers, batch))
            try:
                order, runs = _ordered(order, runs, batch)
            except TypeError as error:
                raise DamagedError(self.path(day), f"runs: {error}") from error
            status = max(batch.status, status or batch.status, key=lambda one: one.rank)
        wanted: dict[str, Any] = {**DAY.about, "status": str(status)}
        if runs:
            wanted["runs"] = runs
        is_new = any(one.new or one.changed for one in outcomes)
        if papers and (is_new or order != before or wanted != about):
            rows = {str(id_): day_row(papers[id_]) for id_ in order}
            file.replace(papers=rows, day={"about": wanted})
        return outcomes

    def with_cut_lists(self, day: Day) -> int:
        """Return of how many papers the file lists `et al.` or the like as an author.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        rows = self._open(day).rows("papers").values()
        return sum(is_cut(row.get("authors") or ()) for row in rows)

    def renew(self, day: Day) -> None:
        """Write a day as it is read: where the file lists `et al.`, the list is marked as cut.

        Raises:
            DiskError: The file cannot be read or written; it is as it was.
            LibraryError: It is damaged, or was written by a newer paperterm, and left alone.
        """
        record = self.read(day)
        papers = ((one.paper, one.announcement.kind) for one in record.announced) if record else ()
        rows = {str(paper.id): day_row(SourcePaper(paper, kind)) for paper, kind in papers}
        if rows:
            self._file(day).replace(papers=rows)

    def _open(self, day: Day) -> JsonFile:
        return JsonFile(self.path(day), DAY, self._wrote)


def _row_in(content: bytes, id_: str) -> Any:
    """Find the row of a paper in the bytes of a day, as `JsonFile` writes them.

    A quote inside a text is escaped, so a key is never part of a text. If the row holds an object,
    or is the last one, what looks like its end is not, and the bytes up to there are not JSON.

    Raises:
        ValueError: The row is not there, or cannot be told apart this way.
    """
    key = f'"{id_}":{{'.encode()
    start = content.index(key) + len(key) - 1
    end = content.index(b'},"', start) + 1
    if content.find(key, end) >= 0:
        raise ValueError  # one of the two is inside the row of another paper
    return orjson.loads(memoryview(content)[start:end])


def _has_all_of(file: JsonFile, batch: Batch) -> bool:
    """Return whether a batch adds nothing to a day, in a fifth of the time that merging it takes.

    False decides nothing: a listing may set the order, and a paper may have less than the day has.
    """
    about, rows = _about(file), file.rows("papers")
    runs = about.get("runs") or []
    return (
        not batch.is_listing
        and about.get("status") == batch.status
        and isinstance(runs, list)  # else the day is damaged
        and all(list(run) in runs for run in batch.runs if len(run) > 1)
        and all(rows.get(one.paper.id) == day_row(one) for one in batch.papers)
    )


def _about(file: JsonFile) -> dict[str, Any]:
    return file.rows("day").get("about", {})


def day_row(paper: SourcePaper) -> dict[str, Any]:
    """Return the row of a paper: its record, without unknown and redundant values."""
    row = record(paper.paper, None)
    if paper.kind:
        row["kind"] = str(paper.kind)
    extra = paper.paper.extra
    return {
        key: value
        for key, value in row.items()
        if key in extra or (key != "id" and value not in _UNKNOWN)
    }


def _text(id_: str, row: dict[str, Any]) -> TopicText:
    title, abstract = row["title"], row.get("abstract") or ""
    categories, primary = tuple(row.get("categories") or ()), row.get("primary_category")
    if not (isinstance(title, str) and isinstance(abstract, str)):
        raise TypeError(f"{id_} has no title")
    return TopicText(id_, title, abstract, categories or ((primary,) if primary else ()))


def paper_of_row(id_: str, row: Mapping[str, Any]) -> SourcePaper:
    """Return the paper of a row.

    Raises:
        InputError, TypeError, AttributeError: The row is damaged.
    """
    parsed = parse(row, PaperId(id_))
    return SourcePaper(parsed.paper, parsed.kind)


def _announced(day: Day, position: int, id_: str, row: Mapping[str, Any]) -> AnnouncedPaper:
    parsed = paper_of_row(id_, row)
    return AnnouncedPaper(parsed.paper, Announcement(day, parsed.kind, position))


def _merge_into(papers: dict[PaperId, SourcePaper], batch: Batch) -> Outcome:
    """Add a batch to the papers of its day."""
    from paperterm.library.merge import merge  # reading needs none

    new = changed = unchanged = 0
    conflicts = []
    for new_paper in batch.papers:
        id_ = new_paper.paper.id
        old = papers.get(id_)
        if old is None:
            papers[id_] = new_paper
            new += 1
            continue
        merged = merge(old.paper, new_paper.paper)
        papers[id_] = SourcePaper(merged.paper, old.kind or new_paper.kind)
        if merged.conflicts:
            conflicts.append(Conflict(id_, batch.day, merged.conflicts))
        if papers[id_] == old:
            unchanged += 1
        else:
            changed += 1
    return Outcome(new, changed, unchanged, tuple(conflicts))


def _ordered(
    before: list[PaperId], runs: list[list[str]] | None, batch: Batch
) -> tuple[list[PaperId], list[list[str]]]:
    """Return the order of the day, and the runs to store while only a part of it is known.

    A listing of every paper sets the order. In other cases the runs are woven: where they differ, a
    complete listing wins over the known order, and the known order wins over a partial listing.
    """
    from paperterm.library.order import weave  # reading needs none

    ids = [paper.id for paper, _ in batch.papers]
    if batch.is_listing and set(ids).issuperset(before):
        return ids, []
    new = [id_ for id_ in ids if id_ not in set(before)]
    is_settled = not new and not runs
    if is_settled and batch.status is not Status.COMPLETE:
        return before, []
    known = list(runs) if runs else [[str(id_) for id_ in before]] if before else []
    added = [list(map(str, run)) for run in batch.runs if len(run) > 1 and list(run) not in known]
    runs = [*added, *known] if batch.status is Status.COMPLETE else [*known, *added]
    return [PaperId(name) for name in weave([*before, *new], runs)], runs
