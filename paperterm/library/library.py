"""The library as one thing: days, and marks, that threads and processes may share.

A lock keeps threads apart; where something is changed, a lock file keeps processes apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from paperterm.errors import BusyError, DamagedError, DiskError, LibraryError, NewerError
from paperterm.library.day_files import DayRecord, Days, Outcome, Text
from paperterm.library.jsonfile import Stamp
from paperterm.library.mark_files import Change, Looked, Marks, Shard
from paperterm.library.schema import LOCK
from paperterm.library.watch import Watch
from paperterm.lock import PATIENCE, acquired
from paperterm.model import AnnouncedPaper, Batch, Day, Mark, PaperId, Status

if TYPE_CHECKING:
    from paperterm.library.repair import MarksMended


T = TypeVar("T")


class MarksMerged(NamedTuple):
    """What merging another machine's marks did, in papers, and what could not be read there."""

    changed: int
    unchanged: int
    problems: list[str]


class Library:
    """All papers and marks that are kept in a data folder; nothing is made before it is needed.

    Reading goes on whatever a file holds. A damaged one is mended from what can be read of it and,
    a shard of marks, from its last good generation; it is set aside, never deleted. A file that
    cannot be read, or that a newer paperterm wrote, is left out. Both are reported in a line to
    whoever listens. Where it is said, DiskError and LibraryError are raised instead.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._problems = _Problems()
        self.watch = Watch(folder)
        self._days = Days(folder / "library", self.report, self.watch.wrote)
        self._marks = Marks(folder / "marks", self.report, self.watch.wrote)
        self._left: set[Path] = set()

    def listen(self, tell: Callable[[str], object]) -> None:
        """Have every problem told in a line by the thread that finds it; at once, those before."""
        self._problems.listen(tell)

    def report(self, says: str) -> None:
        """Tell a problem to whoever listens."""
        self._problems.report(says)

    def days(self) -> list[Day]:
        """The days that are kept, newest first."""
        return self._days.all()

    def day(self, day: Day, only: Collection[str] | None = None) -> DayRecord | None:
        """A day, or only some of its papers, in announcement order; None if it is not kept."""
        return self._told(day, lambda day: self._days.read(day, only))

    def read_day(self, day: Day) -> DayRecord | None:
        """The same, but what cannot be read is not reported.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged and cannot be mended, or a newer paperterm wrote it.
        """
        return self._read(day, self._days.read)

    def texts(self, day: Day) -> list[Text]:
        """What topics are matched with, of a day: read anew, but much faster than `day`."""
        return self._told(day, self._days.texts) or []

    def day_stamps(self) -> dict[Day, Stamp]:
        """The days that are kept, with what tells whether their files changed."""
        return self._days.stamps()

    def day_stamp(self, day: Day) -> Stamp | None:
        """What tells whether the file of a day changed; None if it is not kept."""
        return Stamp.of(self._days.path(day))

    def mark_stamp(self, shard: Shard) -> Stamp | None:
        """The same for a shard of the marks."""
        return Stamp.of(self._marks.path(shard))

    def mark_stamps(self) -> dict[Shard, Stamp]:
        """The shards of the marks, with what tells whether their files changed.

        What a program that keeps folders in step left of another machine's marks is merged first.
        """
        self._looked()
        return self._marks.stamps()

    def mark_rows(self, shard: Shard) -> Mapping[str, Mapping[str, Any]]:
        """The marks of a shard as they are stored, by id; not to be changed.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged and cannot be mended, or a newer paperterm wrote it.
        """
        try:
            with self._lock:
                return self._marks.rows(shard)
        except DamagedError as error:
            self._mended(shard, error)
        with self._lock:
            return self._marks.rows(shard)

    def mark_of_row(self, shard: Shard, id_: str, row: Mapping[str, Any]) -> Mark:
        """A mark as `mark_rows` gave it.

        Raises:
            LibraryError: It is damaged. The shard is mended now, if it can be, and was written.
        """
        try:
            return self._marks.of_row(shard, id_, row)
        except DamagedError as error:
            self._mended(shard, error)
            raise

    def status(self, day: Day) -> Status | None:
        """How much of a day is known; None if it is not kept."""
        return self._told(day, self._days.status)

    def announcements(self, id_: PaperId) -> list[AnnouncedPaper]:
        """Every announcement of a paper, oldest first."""
        return [
            announced
            for record in self._holding([id_])
            for announced in record.announced
            if announced.paper.id == id_
        ][::-1]

    def newest(self, ids: Collection[PaperId]) -> dict[PaperId, AnnouncedPaper]:
        """The newest announcement of each of these papers that the library holds."""
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
        """The newest announcement of each paper that was announced on `first` or later."""
        found: dict[PaperId, AnnouncedPaper] = {}
        for day in self.days():
            if day < first:
                break
            record = self.day(day)
            for announced in record.announced if record else ():
                found.setdefault(announced.paper.id, announced)
        return found

    def store(self, batch: Batch) -> Outcome:
        """Add what a source tells of a day, in one write. Marks are never touched.

        Raises:
            DiskError: The file cannot be read or written; it is as it was.
            LibraryError: It is damaged and cannot be mended, or a newer paperterm wrote it.
        """
        try:
            with self._writing():
                return self._days.store(batch)
        except DamagedError:
            if says := self.mend_day(batch.day):
                self.report(says)
            with self._writing():
                return self._days.store(batch)

    def marks(self, ids: Iterable[PaperId]) -> dict[PaperId, Mark]:
        """The marks of these papers."""
        wanted = list(ids)
        try:
            with self._lock:
                return self._marks.get(wanted)
        except (LibraryError, DiskError):
            shards = {id_.shard for id_ in wanted}
            held = {id_: mark for shard in shards for id_, mark in self.of_shard(shard).items()}
            return {id_: held.get(id_, Mark(id_)) for id_ in wanted}

    def of_shard(self, shard: Shard) -> dict[PaperId, Mark]:
        """The marks of a shard, as far as they can be read."""
        try:
            with self._lock:
                return {mark.id: mark for mark in self._marks.of_shard(shard)}
        except DamagedError as error:
            return self._mended(shard, error)
        except (LibraryError, DiskError) as error:
            self.report(str(error))
            return {}

    def all_marks(self) -> list[Mark]:
        """Every mark there is."""
        shards = self._looked().shards
        return [mark for shard in shards for mark in self.of_shard(shard).values()]

    def change(self, changes: Mapping[PaperId, Change]) -> dict[PaperId, Mark]:
        """Change marks durably; returns the new marks of those that really changed.

        Raises:
            DiskError: A file cannot be read or written; it is as it was, and the shards before
                it, in the order of their names, are changed.
            LibraryError: A file is damaged and cannot be mended, or a newer paperterm wrote it;
                nothing is changed.
        """
        try:
            with self._writing():
                return self._marks.change(changes)
        except DamagedError:
            for shard in {id_.shard for id_ in changes}:
                self.of_shard(shard)
            with self._writing():
                return self._marks.change(changes)

    def merge(self, folder: Path) -> MarksMerged:
        """Bring in the marks of another machine's data folder, or of its folder `marks`.

        Raises:
            InputError: It is no such folder.
            DiskError: It cannot be read, or a file of ours cannot be written.
            LibraryError: A file of ours cannot be changed.
        """
        from paperterm.library import repair

        told = list(repair.together(repair.marks_files(folder)))
        marks = [one for one in told if isinstance(one, Mark)]
        changed = self.change({mark.id: mark.merged for mark in marks})
        problems = [str(one) for one in told if not isinstance(one, Mark)]
        return MarksMerged(len(changed), len(marks) - len(changed), problems)

    def mend_day(self, day: Day) -> str:
        """Mend a day, if it is damaged; what can be read of it stays, and it is fetched again.

        Returns:
            What was done, in a line; empty for nothing.

        Raises:
            DiskError: The system refused; the file is as it was.
            LibraryError: A newer paperterm wrote it.
        """
        # What is rarely needed is imported where it is.
        from paperterm.library import repair
        from paperterm.library.fetchlog import FetchLog

        # First, so that whoever is killed here leaves a day that is asked for again.
        with suppress(NewerError):
            FetchLog(self._folder, self.report).forget(day)
        with self._writing():
            return repair.mend_day(self._days.path(day), day, self._folder)

    def mend_marks(self, shard: Shard) -> MarksMended:
        """Mend a shard of the marks, from itself and its last good generation, if it is damaged.

        Raises:
            DiskError: The system refused; the file is as it was.
            LibraryError: A newer paperterm wrote it.
        """
        from paperterm.library import repair

        with self._writing():
            return repair.mend_marks(self._marks.path(shard), self._folder)

    def take_in(self, path: Path) -> str:
        """Merge a file of marks that another machine left beside a shard, and set it aside.

        Returns:
            What was done, in a line; empty where another process was quicker.

        Raises:
            DiskError: The system refused; the file is where it was.
            LibraryError: A newer paperterm wrote it, or the shard.
        """
        from paperterm.library import repair

        read = repair.read_marks(path)
        changed = self.change({id_: mark.merged for id_, mark in read.marks.items()})
        with self._writing():
            return repair.put_away(path, self._folder, len(changed), read.fault)

    def take_in_day(self, path: Path, day: Day) -> str:
        """Store what a second copy of a day knows more, and set it aside.

        Raises:
            DiskError: The system refused; the file is where it was.
            LibraryError: A newer paperterm wrote it, or the day.
        """
        from paperterm.library import repair

        outcome = self.store(repair.read_day(path, day).batch(day))
        with self._writing():
            aside = repair.set_aside(path, self._folder)
        return f"{outcome.new:,} papers new, {outcome.changed:,} changed; set aside as {aside}"

    def regroup(self, shard: Shard) -> str:
        """Move marks that are in the wrong shard to theirs.

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
        return "moved to their shards"

    def _told(self, day: Day, read: Callable[[Day], T | None]) -> T | None:
        """What is read of a day, None where it cannot be."""
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
                says = self.mend_day(day)
            except (DiskError, BusyError):
                raise error from None
            if says:
                self.report(says)
        with self._lock:
            return read(day)

    def _holding(self, ids: Collection[PaperId]) -> Iterator[DayRecord]:
        """The days that hold any of these papers, newest first."""
        for day in self.days():
            try:
                may_hold = self._days.holds(day, ids)
            except DiskError:
                may_hold = True  # reading it says what is the matter
            if may_hold and (record := self.day(day)):
                yield record

    def _mended(self, shard: Shard, error: DamagedError) -> dict[PaperId, Mark]:
        """What is left of a damaged shard, which is mended, if it can be."""
        from paperterm.library import repair

        try:
            mended = self.mend_marks(shard)
        except (LibraryError, DiskError, BusyError):
            mended = repair.MarksMended(repair.left_of_marks(self._marks.path(shard)), str(error))
        if mended.said:
            self.report(mended.said)
        return mended.marks

    def _looked(self) -> Looked:
        """What is in the folder of the marks, once other machines' changes are brought in."""
        looked = self._marks.look()
        strays = [path for path in looked.strays if path not in self._left]
        if not strays and not looked.lost:
            return looked
        for shard in looked.lost:
            self.of_shard(shard)
        for path in strays:
            try:
                says = self.take_in(path)
            except (LibraryError, DiskError, BusyError) as error:
                self._left.add(path)
                says = str(error)
            if says:
                self.report(says)
        return self._marks.look()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other threads and other processes from writing until this is written."""
        # In this order: who only reads must not wait for another process.
        lock = acquired(self._folder / LOCK, PATIENCE)
        try:
            with self._lock:
                yield
        finally:
            lock.release()


class _Problems:
    """Problems as lines for the user, each reported once; they wait for the first listener."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tell: Callable[[str], object] | None = None
        self._reported: set[str] = set()
        self._waiting: list[str] = []

    def report(self, line: str) -> None:
        """Report a problem, in any thread, unless it was reported before."""
        with self._lock:
            if line in self._reported:
                return
            self._reported.add(line)
            if self._tell is None:
                self._waiting.append(line)
                return
            tell = self._tell
        tell(line)

    def listen(self, tell: Callable[[str], object]) -> None:
        """Pass on the problems that wait, and from now on each one in the thread that finds it."""
        with self._lock:
            self._tell = tell
            waiting, self._waiting = self._waiting, []
        for line in waiting:
            tell(line)
