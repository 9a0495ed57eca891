"""The library: days and marks on disk, which threads and processes may share.

A lock protects them from other threads; a lock file protects writes from other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from operator import attrgetter
from pathlib import Path
from threading import Lock, RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from paperterm import disk
from paperterm.errors import BusyError, DamagedError, DiskError, LibraryError, NewerError
from paperterm.library.day_files import DayFiles, DayRecord, Outcome, TopicText
from paperterm.library.jsonfile import Stamp
from paperterm.library.mark_files import Change, MarkFiles, MarksFolder, Shard
from paperterm.library.schema import LOCK
from paperterm.library.watch import Watch
from paperterm.lock import PATIENCE, acquired
from paperterm.model import AnnouncedPaper, Batch, Day, Mark, PaperId, SourcePaper, Status
from paperterm.model.record import PaperTexts

if TYPE_CHECKING:
    from paperterm.library.repair import RepairedMarks


T = TypeVar("T")

_TURN = 1.0
"""Seconds after which a change of many marks lets others write."""
_BETWEEN_TURNS = 0.12
"""Seconds that it waits for them: they try twenty times a second."""
_MANY = 20
"""Shards from which on their folders are flushed once a turn, which takes half the time."""


class MarksMerged(NamedTuple):
    """The result of merging the marks of another machine, in papers, and unreadable files."""

    changed: int
    unchanged: int
    problems: list[str]


class Library:
    """All papers and marks in a data folder; files are created when they are needed.

    Damaged files do not stop reading. They are set aside, never deleted, and replaced by what can
    be read of them and, for marks, of the last good generation. A file that cannot be read, or that
    a newer paperterm wrote, is skipped. Both are reported in one line. Only the methods with a
    "Raises" section raise DiskError and LibraryError instead.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._problems = _Problems()
        self.watch = Watch(folder)
        self._days = DayFiles(folder / "library", self.report, self.watch.wrote)
        self._marks = MarkFiles(folder / "marks", self.report, self.watch.wrote)
        self._failed_strays: set[Path] = set()

    def listen(self, tell: Callable[[str], object]) -> None:
        """Pass each problem, as a line, to `tell`, beginning with earlier ones."""
        self._problems.listen(tell)

    def report(self, problem: str) -> None:
        """Report a problem."""
        self._problems.report(problem)

    def days(self) -> list[Day]:
        """Return the stored days, newest first."""
        return self._days.all()

    def day(self, day: Day, only: Collection[str] | None = None) -> DayRecord | None:
        """Return a day, or only some of its papers; None if it is not stored or unreadable."""
        return self._try(day, lambda day: self._days.read(day, only))

    def papers(self, day: Day, only: Collection[str]) -> Mapping[str, PaperTexts]:
        """Return some papers of a day by id: only their texts and categories, but fast."""
        return self._try(day, lambda day: self._days.papers(day, only)) or {}

    def few_papers(self, day: Day, ids: Collection[str]) -> Mapping[str, SourcePaper]:
        """Return some papers of a day by id: one or two in half of the time of `day` or less."""
        return self._try(day, lambda day: self._days.few_papers(day, ids)) or {}

    def read_day(self, day: Day) -> DayRecord | None:
        """Return a day; None if it is not stored.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged and cannot be repaired, or a newer paperterm wrote it.
        """
        return self._read(day, self._days.read)

    def texts(self, day: Day) -> list[TopicText]:
        """Return the texts that topics match: not cached, but much faster than `day`."""
        return self._try(day, self._days.texts) or []

    def known_ids(self, day: Day) -> Collection[str]:
        """Return the ids of the papers announced on a day; none if the day is estimated."""
        return self._try(day, self._days.known_ids) or ()

    def day_stamps(self) -> dict[Day, Stamp]:
        """Return the stored days with the stamps of their files."""
        return self._days.stamps()

    def day_stamp(self, day: Day) -> Stamp | None:
        """Return the stamp of the file of a day; None if it is not stored."""
        return Stamp.of(self._days.path(day))

    def mark_stamp(self, shard: Shard) -> Stamp | None:
        """Return the stamp of the file of a shard of marks; None if it is not stored."""
        return Stamp.of(self._marks.path(shard))

    def mark_stamps(self) -> dict[Shard, Stamp]:
        """Return the shards of marks with the stamps of their files.

        Conflict files that a sync program left beside them are merged first.
        """
        self._marks_folder()
        return self._marks.stamps()

    def mark_rows(self, shard: Shard) -> Mapping[str, Mapping[str, Any]]:
        """Return the rows of a shard of marks by id; do not change them.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged and cannot be repaired, or a newer paperterm wrote it.
        """
        try:
            with self._lock:
                return self._marks.rows(shard)
        except DamagedError as error:
            self._repaired(shard, error)
        with self._lock:
            return self._marks.rows(shard)

    def mark_of_row(self, shard: Shard, id_: str, row: Mapping[str, Any]) -> Mark:
        """Return the mark of a row of `mark_rows`.

        Raises:
            LibraryError: It is damaged. The shard is repaired, if possible.
        """
        try:
            return self._marks.of_row(shard, id_, row)
        except DamagedError as error:
            self._repaired(shard, error)
            raise

    def status(self, day: Day) -> Status | None:
        """Return how much of a day is known; None if it is not stored."""
        return self._try(day, self._days.status)

    def announcements(self, id_: PaperId) -> list[AnnouncedPaper]:
        """Return every announcement of a paper, oldest first."""
        return [
            announced
            for record in self._holding([id_])
            for announced in record.announced
            if announced.paper.id == id_
        ][::-1]

    def newest(self, ids: Collection[PaperId]) -> dict[PaperId, AnnouncedPaper]:
        """Return the newest announcement of each of these papers that the library holds."""
        found: dict[PaperId, AnnouncedPaper] = {}
        missing = set(ids)
        for record in self._holding(missing) if missing else ():
            for announced in record.announced:
                if announced.paper.id in missing:
                    missing.discard(announced.paper.id)
                    found[announced.paper.id] = announced
            if not missing:
                break
        return found

    def announced_since(self, first: Day) -> dict[PaperId, AnnouncedPaper]:
        """Return the newest announcement of each paper announced on `first` or later."""
        found: dict[PaperId, AnnouncedPaper] = {}
        for day in self.days():
            if day < first:
                break
            record = self.day(day)
            for announced in record.announced if record else ():
                found.setdefault(announced.paper.id, announced)
        return found

    def store(self, batch: Batch) -> Outcome:
        """Add the batch of a source, as `store_all` does."""
        return self.store_all(batch.day, [batch])[0]

    def store_all(self, day: Day, batches: Sequence[Batch]) -> list[Outcome]:
        """Add batches of a day in their order, in one write. Marks are not changed.

        Raises:
            DiskError: The file cannot be read or written; it is as it was.
            LibraryError: It is damaged and cannot be repaired, or a newer paperterm wrote it.
        """
        try:
            with self._writing():
                return self._days.store_all(day, batches)
        except DamagedError:
            if done := self.repair_day(day):
                self.report(done)
            with self._writing():
                return self._days.store_all(day, batches)

    def marks(self, ids: Iterable[PaperId]) -> dict[PaperId, Mark]:
        """Return the marks of these papers."""
        wanted = list(ids)
        try:
            with self._lock:
                return self._marks.get(wanted)
        except (LibraryError, DiskError):
            shards = {id_.shard for id_ in wanted}
            held = {id_: mark for shard in shards for id_, mark in self.of_shard(shard).items()}
            return {id_: held.get(id_, Mark(id_)) for id_ in wanted}

    def of_shard(self, shard: Shard) -> dict[PaperId, Mark]:
        """Return the readable marks of a shard."""
        try:
            with self._lock:
                return {mark.id: mark for mark in self._marks.of_shard(shard)}
        except DamagedError as error:
            return self._repaired(shard, error)
        except (LibraryError, DiskError) as error:
            self.report(str(error))
            return {}

    def all_marks(self) -> list[Mark]:
        """Return all marks."""
        shards = self._marks_folder().shards
        return [mark for shard in shards for mark in self.of_shard(shard).values()]

    def change(self, changes: Mapping[PaperId, Change]) -> dict[PaperId, Mark]:
        """Change marks durably; return the new marks of those that changed.

        Raises:
            DiskError: A file cannot be read or written; it is as it was, and the shards before
                it, in the order of their names, are changed. Or a folder of many changed shards
                cannot be flushed.
            LibraryError: A file is damaged and cannot be repaired, or a newer paperterm wrote it;
                nothing is changed.
        """
        shards: dict[Shard, dict[PaperId, Change]] = {}
        for id_ in sorted(changes, key=attrgetter("shard")):
            shards.setdefault(id_.shard, {})[id_] = changes[id_]
        changed: dict[PaperId, Mark] = {}
        try:
            self._change_in_turns(shards, changed)
        except DamagedError:
            for shard in shards:
                self.of_shard(shard)
            self._change_in_turns(shards, changed)
        return changed

    def _change_in_turns(
        self, shards: dict[Shard, dict[PaperId, Change]], changed: dict[PaperId, Mark]
    ) -> None:
        """Change the marks of shards, and move each from `shards` to `changed`.

        Thousands of marks take longer than others wait for the lock: so it is free in between.
        """
        unchecked = dict(shards) if len(shards) > 1 else {}
        is_long = len(shards) >= _MANY
        while shards:
            with self._writing():
                for shard in [*unchecked]:
                    self._marks.check(shard, unchecked.pop(shard))
                end = monotonic() + _TURN
                with disk.folders_flushed_once() if is_long else nullcontext():
                    while shards and monotonic() < end:
                        shard, changes = next(iter(shards.items()))
                        changed |= self._marks.change(changes)
                        del shards[shard]
            if shards:
                sleep(_BETWEEN_TURNS)

    def merge(self, folder: Path) -> MarksMerged:
        """Merge the marks of the data folder of another machine, or of its folder `marks`.

        Raises:
            InputError: It is not such a folder.
            DiskError: It cannot be read, or a file of ours cannot be written.
            LibraryError: A file of ours cannot be changed.
        """
        from paperterm.library import repair

        found = list(repair.merged_marks(repair.marks_files(folder)))
        marks = [one for one in found if isinstance(one, Mark)]
        changed = self.change({mark.id: mark.merged for mark in marks})
        problems = [str(one) for one in found if not isinstance(one, Mark)]
        return MarksMerged(len(changed), len(marks) - len(changed), problems)

    def repair_day(self, day: Day) -> str:
        """Repair a day, if it is damaged; what is readable stays, and the day is fetched again.

        Returns:
            What was done, in a line; empty if the day is whole.

        Raises:
            DiskError: The system refused; the file is as it was.
            LibraryError: A newer paperterm wrote it.
        """
        # Rarely needed, so not imported at start.
        from paperterm.library import repair
        from paperterm.library.fetchlog import FetchLog

        # First, so that a kill here leaves a day that is fetched again.
        with suppress(NewerError):
            FetchLog(self._folder, self.report).forget(day)
        with self._writing():
            return repair.repair_day(self._days.path(day), day, self._folder)

    def renew_day(self, day: Day) -> str:
        """Write a day as it is read, and return what was done.

        Raises:
            DiskError: The system refused; the file is as it was.
            LibraryError: It is damaged, or a newer paperterm wrote it.
        """
        with self._writing():
            self._days.renew(day)
        return "marked as incomplete"

    def repair_marks(self, shard: Shard) -> RepairedMarks:
        """Repair a shard of marks from itself and its last good generation, if it is damaged.

        Raises:
            DiskError: The system refused; the file is as it was.
            LibraryError: A newer paperterm wrote it.
        """
        from paperterm.library import repair

        with self._writing():
            return repair.repair_marks(self._marks.path(shard), self._folder)

    def merge_stray(self, path: Path) -> str:
        """Merge a conflict file beside a shard of marks, and set it aside.

        Returns:
            What was done, in a line; empty if another process did it first.

        Raises:
            DiskError: The system refused; the file is where it was.
            LibraryError: A newer paperterm wrote it, or the shard.
        """
        from paperterm.library import repair

        read = repair.read_marks(path)
        changed = self.change({id_: mark.merged for id_, mark in read.marks.items()})
        with self._writing():
            return repair.set_stray_aside(path, self._folder, len(changed), read.fault)

    def merge_day_copy(self, path: Path, day: Day) -> str:
        """Merge a second copy of a day into it, and set the copy aside.

        Raises:
            DiskError: The system refused; the file is where it was.
            LibraryError: A newer paperterm wrote it, or the day.
        """
        from paperterm.library import repair

        outcome = self.store(repair.read_day(path, day).batch(day))
        with self._writing():
            aside = repair.set_aside(path, self._folder)
        return f"merged: {outcome.new:,} new, {outcome.changed:,} changed; set aside as {aside}"

    def mend(self) -> None:
        """Merge all conflict files, and restore files of which only the last generation exists.

        Then days, shards and ledgers are the whole library. What was done is reported.

        Raises:
            DiskError, LibraryError, BusyError: A file could not be merged; it is where it was.
        """
        from paperterm.library.ledger import LEDGERS, Ledger

        for kind in LEDGERS:
            Ledger(self._folder, kind, self.report).rows()
        marks = self._marks.look()
        for shard in marks.lost:
            self.report(self.repair_marks(shard).done)
        for path in marks.strays:
            self.report(self.merge_stray(path))
        for day, path in self._days.strays():
            self.report(f"{path}: {self.merge_day_copy(path, day)}")

    def regroup(self, shard: Shard) -> str:
        """Move marks in the wrong shard to the right one.

        Raises:
            DiskError: The system refused; no mark is lost, some may be in two shards.
            LibraryError: A shard cannot be read.
        """
        from paperterm.library import repair

        path = self._marks.path(shard)
        marks = repair.read_marks(path).marks
        self.change({id_: mark.merged for id_, mark in marks.items() if id_.shard != shard})
        with self._writing():
            repair.regroup(path, shard, self._folder)
        return "moved to the files they belong to"

    def _try(self, day: Day, read: Callable[[Day], T | None]) -> T | None:
        """Read something of a day; report an error, and return None."""
        try:
            return self._read(day, read)
        except (LibraryError, DiskError) as error:
            self.report(str(error))
            return None

    def _read(self, day: Day, read: Callable[[Day], T | None]) -> T | None:
        try:
            with self._lock:
                return read(day)
        except DamagedError as error:
            try:
                done = self.repair_day(day)
            except (DiskError, BusyError):
                raise error from None
            if done:
                self.report(done)
        with self._lock:
            return read(day)

    def _holding(self, ids: Collection[PaperId]) -> Iterator[DayRecord]:
        """Iterate over the days that hold any of these papers, newest first."""
        for day in self.days():
            try:
                may_hold = self._days.holds(day, ids)
            except DiskError:
                may_hold = True  # reading it reports the problem
            if may_hold and (record := self.day(day)):
                yield record

    def _repaired(self, shard: Shard, error: DamagedError) -> dict[PaperId, Mark]:
        """Repair a damaged shard if possible, and return what is left of it."""
        from paperterm.library import repair

        try:
            repaired = self.repair_marks(shard)
        except (LibraryError, DiskError, BusyError):
            repaired = repair.RepairedMarks(
                repair.readable_marks(self._marks.path(shard)), str(error)
            )
        if repaired.done:
            self.report(repaired.done)
        return repaired.marks

    def _marks_folder(self) -> MarksFolder:
        """Return what is in the folder of marks, after conflict files are merged."""
        folder = self._marks.look()
        strays = [path for path in folder.strays if path not in self._failed_strays]
        if not strays and not folder.lost:
            return folder
        for shard in folder.lost:
            self.of_shard(shard)
        for path in strays:
            try:
                done = self.merge_stray(path)
            except (LibraryError, DiskError, BusyError) as error:
                self._failed_strays.add(path)
                done = str(error)
            if done:
                self.report(done)
        return self._marks.look()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other threads and processes from writing inside."""
        # The file first: readers, which take the other lock only, do not wait for processes.
        lock = acquired(self._folder / LOCK, PATIENCE)
        try:
            with self._lock:
                yield
        finally:
            lock.release()


class _Problems:
    """Problems as lines for the user, each reported once; kept until something listens."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tell: Callable[[str], object] | None = None
        self._reported: set[str] = set()
        self._waiting: list[str] = []

    def report(self, line: str) -> None:
        """Report a problem, in any thread, unless it is empty or was reported before."""
        with self._lock:
            if not line or line in self._reported:
                return
            self._reported.add(line)
            if self._tell is None:
                self._waiting.append(line)
                return
            tell = self._tell
        tell(line)

    def listen(self, tell: Callable[[str], object]) -> None:
        """Pass on the problems so far, and from now on each one in the thread that finds it."""
        with self._lock:
            self._tell = tell
            waiting, self._waiting = self._waiting, []
        for line in waiting:
            tell(line)
