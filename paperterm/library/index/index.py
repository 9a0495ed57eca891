"""The index, for all threads of a process."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from typing import TypeVar

from paperterm.errors import UnusableIndexError
from paperterm.library.index import counts, interest, lookups, reconcile, search, tables, where
from paperterm.library.index import topics as topic_matches
from paperterm.library.index.counts import Count, DayCount
from paperterm.library.index.interest import KeptWords
from paperterm.library.index.listing import IndexRow, Listing
from paperterm.library.index.reconcile import Reconciled, Stop, Tell, go_on, keep_quiet
from paperterm.library.index.sql import Scope
from paperterm.library.library import Library
from paperterm.library.mark_files import Shard
from paperterm.model import Day, Order, PaperId
from paperterm.query import EVERYTHING, Query, needs
from paperterm.query.tree import Need
from paperterm.topics import Topic

R = TypeVar("R")


class Index:
    """Finds papers, announcements, marks and topics of a library fast.

    The library holds everything that is in the index; `reconcile` indexes changes. Methods may be
    called in any thread; writes run one at a time. A search never waits for a write, and reading
    rows never waits for a search.

    Every method raises UnusableIndexError when the index cannot be read or written; the library
    then gives the same answers, but slower. A damaged index is removed; the next use rebuilds it.

    Args:
        folder: The cache folder; `index.sqlite` is created there on first use.
        library: The library to index.
        topics: The topics to match.
    """

    def __init__(self, folder: Path, library: Library, topics: Sequence[Topic] = ()) -> None:
        self.path = folder / tables.FILE
        self._library = library
        self._topics = tuple(topics)
        self._writing = _Shared(self.path)
        self._searching = _Shared(self.path)
        self._reading = _Shared(self.path)
        self._counting = _Shared(self.path)

    def follow(self, topics: Sequence[Topic]) -> None:
        """Replace the topics; `reconcile` matches new and changed ones."""
        self._topics = tuple(topics)

    def reconcile(self, stop: Stop = go_on, tell: Tell = keep_quiet) -> Reconciled:
        """Index what changed in the library, newest day first, and match topics.

        Args:
            stop: Called between two files; when it returns True, the next run continues.
            tell: Called with the progress, in this thread.

        Raises:
            DiskError: The library cannot be read.
        """
        with self._writing.connection() as connection:
            return reconcile.reconcile(connection, self._library, self._topics, stop, tell)

    def wrote(self, days: Iterable[Day] = (), papers: Iterable[PaperId] = ()) -> Reconciled:
        """Index days, and marks of papers, that this process just wrote.

        Raises:
            DiskError: The library cannot be read.
        """
        shards: set[Shard] = {id_.shard for id_ in papers}
        files: list[Day | Shard] = [*sorted(shards), *sorted(days, reverse=True)]
        with self._writing.connection() as connection:
            return reconcile.index_files(connection, self._library, self._topics, files)

    def search(
        self,
        query: Query = EVERYTHING,
        scope: Scope = Scope(),  # noqa: B008 - frozen
        limit: int | None = None,
        stop: Stop = go_on,
        deadline: float | None = None,
        found: Callable[[Listing], None] | None = None,
    ) -> Listing:
        """Return the papers of a scope that a query matches.

        Words are searched in the newest text of each paper. `is:followed` matches nothing. Papers
        that no day holds are found where only marked ones can match (`only_marked`).

        Args:
            query: The query.
            scope: Where to search, and how to sort.
            limit: The most papers to return.
            stop: Called every few milliseconds; True stops the search.
            deadline: The time (`time.monotonic`) at which the search stops.
            found: Called with the papers so far while a regex is searched, newest day first.

        Raises:
            StoppedError: The search was stopped, or reached the deadline.
            QueryError: A regex takes too long.
            DiskError: A day, whose text a regex needs, cannot be read.
        """
        with (
            self._searching.connection() as connection,
            search.stoppable(connection, stop, deadline),
        ):
            if where.needs_text(query):

                def tell(slots: array[int]) -> None:
                    if found:
                        found(self._listing(array("q", slots), Order.ANNOUNCED))

                slots = search.scan(
                    connection, self._library, query, scope, limit, stop, deadline, tell
                )
            else:
                slots = search.slots(connection, query, scope, limit)
        return self._listing(slots, scope.order)

    def count(self, scope: Scope = Scope(), stop: Stop = go_on) -> Count:  # noqa: B008 - frozen
        """Count the papers of a scope, and the unread ones.

        Raises:
            StoppedError: `stop` returned True; so for all methods that count.
        """
        return self._count(lambda connection: counts.count(connection, scope), stop)

    def topic_counts(
        self,
        scope: Scope = Scope(),  # noqa: B008 - frozen
        stop: Stop = go_on,
    ) -> dict[str, Count]:
        """Count the papers of a scope by topic, and the unread ones."""
        return self._count(lambda connection: counts.topic_counts(connection, scope), stop)

    def how_many(self, query: Query, scope: Scope, stop: Stop = go_on) -> int | None:
        """Count the papers that a query matches; None if they must be read or scored for that."""
        if where.needs_text(query) or Need.INTEREST in needs(query):
            return None
        return self._count(lambda connection: counts.how_many(connection, query, scope), stop)

    def per_day(self, query: Query = EVERYTHING, stop: Stop = go_on) -> dict[Day, DayCount]:
        """Count the papers of each day that a query without a regex matches."""
        return self._count(lambda connection: counts.per_day(connection, query), stop)

    def topic_days(
        self, days: Sequence[Day], query: Query = EVERYTHING, stop: Stop = go_on
    ) -> dict[str, list[int]]:
        """Count the papers of each topic on each of these days that a query matches."""
        return self._count(lambda connection: counts.topic_days(connection, days, query), stop)

    def topic_papers(self, day: Day, stop: Stop = go_on) -> dict[str, frozenset[PaperId]] | None:
        """Return the papers of each topic on a day; None if the index may be outdated."""
        library, topics = self._library, self._topics
        return self._count(
            lambda connection: topic_matches.members(connection, library, topics, day), stop
        )

    def ids(self) -> list[str]:
        """Return the id of every paper that a day holds."""
        return self._read(interest.ids)

    def newest_days(self, ids: Iterable[str]) -> dict[PaperId, Day]:
        """Return the newest day of each of these papers that a day holds."""
        return self._read(lambda connection: interest.newest_days(connection, ids))

    def first_days(self, ids: Iterable[str]) -> dict[PaperId, Day]:
        """Return the first day of each of these papers that a day holds."""
        return self._read(lambda connection: interest.first_days(connection, ids))

    def sharing(self, weights: Mapping[str, float], limit: int) -> Listing:
        """Return the papers that share most of these words and pairs, by the sum of the weights."""
        slots = self._read(lambda connection: interest.sharing(connection, weights, limit))
        return Listing(array("q", slots), self, is_sorted=False)

    def words(self, ids: Iterable[str]) -> dict[str, KeptWords]:
        """Return the words that are kept of these papers."""
        return self._read(lambda connection: interest.words(connection, ids))

    def keep_words(self, words: Mapping[str, KeptWords]) -> None:
        """Keep the words of papers, until their text changes."""
        self._write(lambda connection: interest.keep_words(connection, words))

    def unscored(self, listing: Listing, stamp: str) -> dict[PaperId, Day]:
        """Return the listed papers that have no score of a model, and their newest day.

        Args:
            listing: The papers.
            stamp: Tells one model from another; the scores of another one are dropped.
        """
        return self._write(lambda connection: interest.unscored(connection, stamp, listing.slots))

    def keep_scores(self, stamp: str, scores: Mapping[PaperId, float]) -> None:
        """Keep the scores of papers by the model with this stamp."""
        self._write(lambda connection: interest.keep_scores(connection, stamp, scores))

    def scores(self, ids: Iterable[str]) -> dict[PaperId, float]:
        """Return the scores that are kept of these papers."""
        return self._read(lambda connection: interest.scores(connection, ids))

    def written(self, names: frozenset[str]) -> dict[str, int]:
        """Count the papers of each of these authors."""
        return self._read(lambda connection: interest.written(connection, names))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        for shared in (self._writing, self._searching, self._reading, self._counting):
            shared.close()

    def rows(self, slots: Sequence[int]) -> list[IndexRow | None]:
        """Return the rows of some slots; None for one that no longer exists."""
        return self._read(lambda connection: lookups.rows(connection, slots))

    def slots_of(self, id_: PaperId) -> list[int]:
        """Return the slots of a paper, newest first."""
        return self._read(lambda connection: lookups.slots_of(connection, id_))

    def marked_on(self, day: Day) -> list[PaperId]:
        """Return the papers first announced on a day that are read, starred or queued."""
        return self._read(lambda connection: lookups.marked_on(connection, day))

    def by_topic(self, slots: Sequence[int]) -> dict[str, list[int]]:
        """Return those of some slots that belong to each topic, by its name."""
        return self._read(lambda connection: lookups.by_topic(connection, slots))

    def unread_among(self, slots: Sequence[int]) -> int:
        """Count the unread among these; a replacement never is."""
        return self._read(lambda connection: lookups.unread_among(connection, slots))

    def first_unread(self, slots: Sequence[int]) -> int | None:
        """Return the position of the first unread among these."""
        return self._read(lambda connection: lookups.first_unread(connection, slots))

    def _listing(self, slots: array[int], order: Order) -> Listing:
        return Listing(slots, self, is_sorted=order is Order.ANNOUNCED)

    def _count(self, ask: Callable[[Connection], R], stop: Stop) -> R:
        with (
            self._counting.connection() as connection,
            search.stoppable(connection, stop, None),
        ):
            return ask(connection)

    def _write(self, act: Callable[[Connection], R]) -> R:
        with self._writing.connection() as connection, tables.batch(connection):
            return act(connection)

    def _read(self, ask: Callable[[Connection], R]) -> R:
        with self._reading.connection() as connection:
            return ask(connection)


class _Shared:
    """A connection that threads take turns to use, opened on first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: Connection | None = None

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give the connection to this thread alone.

        Raises:
            UnusableIndexError: SQLite failed; a damaged file is removed.
        """
        with self._lock:
            try:
                with tables.sqlite_errors():
                    if self._connection is None:
                        self._connection = tables.connect(self._path)
                    yield self._connection
            except UnusableIndexError as error:
                self._close()
                if tables.is_broken(error.__cause__):
                    tables.remove(self._path)
                raise

    def close(self) -> None:
        """Close the connection, if it is open."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
