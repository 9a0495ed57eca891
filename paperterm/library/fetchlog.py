"""The log of refreshes, `fetchlog.json`: which days were fetched, and how each run ended.

Table `days`, one document per day, source and set of categories: status, number of papers, time,
and the validator of the answer. Table `runs`, the last runs, one document each. Losing them is
harmless, because a stored day has its status in its own file. So a damaged log is set aside and
started anew; one that a newer paperterm wrote is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, InputError, LibraryError
from paperterm.library.jsonfile import JsonFile, OnProblem
from paperterm.library.schema import ASIDE, FETCHLOG, LOCK
from paperterm.lock import PATIENCE, acquired
from paperterm.model import Day, Status
from paperterm.model.record import parse_time, print_time
from paperterm.text import plural

FILE = "fetchlog.json"
RUNS_KEPT = 200
_COMPLETE = Status.COMPLETE.rank
LARGEST_RUN = 100_000
"""Characters of a run that is kept: it has 21 errors of about 1,000 characters at most."""


class FetchRun(NamedTuple):
    """How a refresh ended: its state, the same in a sentence, and when to try again (UTC)."""

    state: str
    says: str
    next: datetime


class Tries(NamedTuple):
    """How many answers in a row had no paper of a day, and the time of the last one."""

    number: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)


class FetchLog:
    """The log file of a data folder.

    Args:
        folder: The data folder.
        report: Called when the log is damaged.
    """

    def __init__(self, folder: Path, report: OnProblem = lambda _: None) -> None:
        self._report = report
        self._folder = folder
        self._path = folder / FILE
        self._file = JsonFile(self._path, FETCHLOG)

    def days(self) -> set[Day]:
        """Return the days that were fetched, for any categories.

        Raises:
            DiskError: The file cannot be read.
        """
        return {row.day for row in self._fetched()}

    def categories(self) -> set[str]:
        """Return all categories that days were fetched for.

        Raises:
            DiskError: The file cannot be read.
        """
        return {category for row in self._fetched() for category in row.categories}

    def statuses(self, categories: Iterable[str], stored: Collection[Day]) -> dict[Day, Status]:
        """Return how much of each day was fetched for all of these categories.

        Args:
            categories: The followed categories.
            stored: The days of the library; a fetched day that was removed from it is left out.

        Raises:
            DiskError: The file cannot be read.
        """
        wanted = set(categories)
        return {
            day: min((known[name] for name in wanted), key=attrgetter("rank"))
            for day, known in self.by_category(stored).items()
            if wanted <= known.keys()
        }

    def by_category(self, stored: Collection[Day]) -> dict[Day, dict[str, Status]]:
        """Return how much of each day was fetched, for each category of which something was.

        Args:
            stored: The days of the library; a fetched day that was removed from it is left out.

        Raises:
            DiskError: The file cannot be read.
        """
        found: dict[Day, dict[str, Status]] = {}
        for row in self._fetched():
            if not row.papers or row.day in stored:
                # 0.1 took an empty feed for a complete day.
                status = row.status if row.papers or row.status.rank < _COMPLETE else Status.PARTIAL
                known = found.setdefault(row.day, {})
                for name in row.categories:
                    known[name] = max(known.get(name, status), status, key=attrgetter("rank"))
        return found

    def tries(self) -> dict[tuple[Day, frozenset[str]], Tries]:
        """Return the vain answers for each day and set of categories.

        Raises:
            DiskError: The file cannot be read.
        """
        found: dict[tuple[Day, frozenset[str]], Tries] = {}
        for row in self._fetched():
            key = row.day, row.categories
            found[key] = max(found.get(key, Tries()), Tries(row.tries, row.at))
        return {key: one for key, one in found.items() if one.number}

    def complete(self) -> dict[Day, int]:
        """Return the days that were fetched completely, with their number of papers."""
        return {row.day: row.papers for row in self._fetched() if row.status is Status.COMPLETE}

    def fault(self) -> LibraryError | None:
        """Return why the log, or a part of it, cannot be read.

        Raises:
            DiskError: The file cannot be read.
        """
        try:
            rows = self._file.rows("days")
        except LibraryError as error:
            return error
        unread = len(rows) - len(self._fetched())
        return (
            DamagedError(self._path, f"{plural(unread, 'day')} cannot be read") if unread else None
        )

    def repair(self) -> str:
        """Set a damaged log aside, and start a new one with what can be read of it.

        Raises:
            DiskError: The system refused; the file is as it was.
            NewerError: A newer paperterm wrote it.
        """
        with self._writing():
            good = {key: row for key, row in self._rows("days").items() if _is_good(row)}
            runs = {key: row for key, row in self._rows("runs").items() if isinstance(row, dict)}
            self._restart(days=good, runs=runs, about={"about": FETCHLOG.about})
        return "started a new one"

    def etag(self, source: str, categories: Iterable[str]) -> str | None:
        """Return the validator of a source's last answer for exactly these categories."""
        wanted = set(categories)
        rows = [row for row in self._fetched() if row.source == source and row.categories == wanted]
        return max(rows, key=attrgetter("at")).etag if rows else None

    def add_day(
        self,
        day: Day,
        source: str,
        categories: Iterable[str],
        status: Status,
        papers: int,
        at: datetime,
        etag: str | None = None,
    ) -> None:
        """Add what a source gave for a day; without a paper, and not for certain, it was in vain.

        Raises:
            DiskError: The file cannot be written.
            NewerError: A newer paperterm wrote it.
        """
        followed = sorted(categories)
        before = self.tries().get((day, frozenset(followed)), Tries()).number
        is_vain = not papers and status is Status.PARTIAL
        row = {
            "day": str(day),
            "source": source,
            "categories": followed,
            "status": str(status),
            "papers": papers,
            "at": print_time(at),
            "etag": etag,
            "tries": before + 1 if is_vain else 0,
        }
        key = f"{day} {source} {'+'.join(followed)}"
        with self._writing():
            self._save(days={**self._rows("days"), key: row})

    def forget(self, day: Day) -> bool:
        """Forget that a day was fetched, so that it is fetched again; return whether it was.

        Raises:
            DiskError: The file cannot be written.
            NewerError: A newer paperterm wrote it.
        """
        with self._writing():
            rows = self._rows("days")
            left = {key: row for key, row in rows.items() if not key.startswith(f"{day} ")}
            if len(left) < len(rows):
                self._save(days=left)
            return len(left) < len(rows)

    def last_run(self) -> FetchRun | None:
        """Return how the last refresh ended, if known."""
        row = next(reversed(self._rows("runs").values()), None)
        try:
            return (
                FetchRun(str(row["state"]), str(row["says"]), _time(row, "next")) if row else None
            )
        except (KeyError, ValueError, TypeError, AttributeError, InputError):
            return None

    def add_run(self, at: datetime, run: Mapping[str, Any]) -> None:
        """Add how a run ended, and drop the oldest runs.

        Raises:
            DiskError: The file cannot be written.
            NewerError: A newer paperterm wrote it.
        """
        with self._writing():
            kept = [*self._rows("runs").items()][1 - RUNS_KEPT :]
            # 0.1 kept whole answers of a server as their errors.
            runs = {key: row for key, row in kept if len(str(row)) < LARGEST_RUN}
            self._save(runs={**runs, str(print_time(at)): dict(run)})

    def _save(self, **tables: dict[str, Any]) -> None:
        tables["about"] = {"about": FETCHLOG.about}
        try:
            self._file.replace(**tables)
        except DamagedError as error:
            aside = self._restart(**tables)
            self._report(f"{self._path}: {error.problem}; moved it to {aside}")

    def _restart(self, **tables: dict[str, Any]) -> Path:
        aside = disk.move(self._path, self._folder / ASIDE / FILE, leave=True)
        self._file.restart(**tables)
        return aside

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other processes from writing inside, and read again what they wrote before."""
        lock = acquired(self._folder / LOCK, PATIENCE)
        try:
            self._file.forget()
            yield
        finally:
            lock.release()

    def _fetched(self) -> list[_FetchedDay]:
        """Return the readable rows of the table of days."""
        return [_parse(row) for row in self._rows("days").values() if _is_good(row)]

    def _rows(self, table: str) -> dict[str, dict[str, Any]]:
        """Return the documents of a table; none if the log is damaged."""
        try:
            return self._file.rows(table)
        except LibraryError:
            return {}


class _FetchedDay(NamedTuple):
    """A row of the table of days."""

    day: Day
    source: str
    categories: frozenset[str]
    status: Status
    papers: int
    at: datetime
    etag: str | None
    tries: int


def _is_good(row: Mapping[str, Any]) -> bool:
    try:
        _parse(row)
    except (KeyError, ValueError, TypeError, AttributeError, InputError):
        return False
    return True


def _parse(row: Mapping[str, Any]) -> _FetchedDay:
    return _FetchedDay(
        Day.parse(row["day"]),
        row["source"],
        frozenset(row["categories"]),
        Status(row["status"]),
        int(row["papers"]),
        _time(row, "at"),
        row.get("etag"),
        int(row.get("tries", 0)),
    )


def _time(row: Mapping[str, Any], key: str) -> datetime:
    if (time := parse_time(row, key)) is None:
        raise KeyError(key)
    return time
