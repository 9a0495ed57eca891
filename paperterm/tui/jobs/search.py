"""The job that searches, and reads what is found row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future
from contextlib import suppress
from itertools import chain
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperterm.errors import PapertermError, StoppedError, UnusableIndexError
from paperterm.model import AnnouncedPaper, Entry, Order, PaperId
from paperterm.session import Period, Selection, Session
from paperterm.session.row_pages import PAGE, PickedRows, RowPages
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup, IndexRow, Listing
    from paperterm.query import Query
    from paperterm.session.catchup import CatchUp
    from paperterm.session.missed import Missed
    from paperterm.session.next_unread import Found, Place

_SIMILAR = 16
"""As many papers as a dialog shows at once."""

_PAUSE_SECONDS = 0.1
"""Seconds between two messages about what a regex found so far."""


class SearchJob(Job):
    """Search the library, and list what needs the index; a new search stops the one before.

    Rows are read in another thread, so that rows and searches do not wait for each other, or for an
    update of the index.
    """

    class Found(DataMessage):
        """What was found: its rows, the row of the paper to go to, and its days.

        `is_whole` is false while the library is read into the index, or the search goes on.
        `lacking` says what the order of interest lacks, and `is_guess` whether it is one.
        """

        query: Query
        selection: Selection
        pages: RowPages
        row: int | None = None
        groups: Sequence[DayGroup] = ()
        is_whole: bool = True
        problem: str = ""
        lacking: str = ""
        is_guess: bool = False

    class UnreadCounted(DataMessage):
        """How many papers of a listing are unread, at some number of `IndexJob.written`."""

        source: Listing
        unread: int
        written: int

    class PageRead(DataMessage):
        """Some rows of a listing, and their steps of interest if it is in that order."""

        source: Listing
        page: int
        entries: Sequence[Entry | None]
        steps: Mapping[PaperId, int] = MappingProxyType({})

    class HistoryRead(DataMessage):
        """Every announcement of a paper, oldest first."""

        id: PaperId
        announced: Sequence[AnnouncedPaper]

    class Explained(DataMessage):
        """Why a paper is where it is in the order of interest, in plain words."""

        id: PaperId
        why: Sequence[str]

    class Weakened(DataMessage):
        """The words that count less since a paper was dismissed, those that lost most first."""

        id: PaperId
        words: Sequence[str]

    class SimilarFound(DataMessage):
        """The papers of the library that are most like one, the most alike first."""

        entries: Sequence[Entry]

    class NextFound(DataMessage):
        """Where the next unread paper is when a selection has no other; None without one."""

        selection: Selection
        place: Place | None

    class DaysMissed(DataMessage):
        """The user was away, and could catch up."""

        missed: Missed

    class CaughtUp(DataMessage):
        """The papers to read first of the days missed, and the query that finds them, if any."""

        caught: CatchUp | None
        query: Query

    class UnreadFound(DataMessage):
        """The next unread row of a listing, if there is one."""

        source: Listing
        row: int | None

    def __init__(self, session: Session, index: IndexJob, post: Post) -> None:
        super().__init__(session, post)
        self._index = index
        self._searching = self.worker("search")
        self._paging = self.worker("pages")
        self._explaining = self.worker("interest")
        self._is_closed = False
        self._search_number = 0
        self._few_number = 0
        self._paper: PaperId | None = None
        self._explained: Sequence[PaperId] = ()
        self._dismissed: PaperId | None = None

    def search(self, query: Query, selection: Selection, on: PaperId | None = None) -> None:
        """Find the papers of a selection that match a query, and the row of one of them."""
        self._search_number += 1
        number = self._search_number

        def is_over() -> bool:
            return number != self._search_number

        def task() -> None:
            if is_over():
                return
            try:
                self._search(query, selection, on, is_over)
            except StoppedError:
                return
            except PapertermError as error:
                self.post(self.Found(query, selection, RowPages(), problem=str(error)))

        self._searching.do(task)

    def stop(self) -> None:
        """Stop the search, and post nothing of it any more."""
        self._search_number += 1

    def prepare(self) -> None:
        """Open the index and bring it up to date, because the user is about to search."""
        self._paging.do(self._index.opened)

    def few(self, query: Query, limit: int) -> Future[list[IndexRow]]:
        """Find the newest papers that match a query, without listing them.

        The result is empty if a newer such search stops this one, or the index cannot be used.
        """
        self._few_number += 1
        number = self._few_number

        def is_over() -> bool:
            return number != self._few_number or self._is_closed

        def task() -> list[IndexRow]:
            try:
                listing = self._index.opened().search(query, limit=limit, stop=is_over)
                return [row for row in listing.rows(0, limit) if row]
            except StoppedError:
                return []
            except PapertermError as error:
                self.post(Notice(str(error), is_error=True))
                return []

        return self._searching.do(task)

    def read(self, source: Listing, pages: Iterable[int], order: Order) -> None:
        """Read pages of a listing in some order."""

        def task() -> None:
            for page in pages:
                self.post(self.PageRead(source, page, *self._page(source, page, order)))

        self._paging.do(task)

    def find_unread(self, source: Listing, current: int, read: Set[PaperId]) -> None:
        """Find the next unread row of a listing, below the current one and then from the top.

        Args:
            source: The listing.
            current: The row of the cursor.
            read: Papers to take for read, whose marks are being written.
        """

        def unread(row: int) -> Iterator[int]:
            while (found := source.next_unread(row)) is not None:
                (at,) = source.rows(found, found + 1)
                if at and found != current and at.id not in read:
                    yield found
                row = found + 1

        def task() -> None:
            rows = chain(unread(current + 1), unread(0))
            self.post(self.UnreadFound(source, next(rows, None)))

        self._when_whole(task)

    def find_next(self, selection: Selection, period: Period, read: Set[PaperId]) -> None:
        """Find the next unread paper when a selection has no other; see `next_place`.

        Args:
            selection: The list.
            period: How many days it shows.
            read: Papers to take for read, whose marks are being written.
        """

        def task() -> None:
            from paperterm.session.next_unread import first_unread, next_place

            def first(selection: Selection) -> Found | None:
                return first_unread(self.session, self._index.opened, selection, read)

            topics = [topic.name for topic in self.session.settings.topics]
            self.post(self.NextFound(selection, next_place(selection, period, topics, first)))

        self._when_whole(task)

    def read_history(self, id_: PaperId) -> None:
        """Read every announcement of a paper, unless another one is requested meanwhile."""
        self._paper = id_

        def task() -> None:
            if id_ == self._paper:
                from paperterm.session.search import announcements_of

                with suppress(UnusableIndexError):  # the next search says so
                    index = self._index.opened()
                    announced = announcements_of(self.session.library, index, id_)
                    self.post(self.HistoryRead(id_, announced))

        self._when_whole(task)

    def explain(self, ids: Sequence[PaperId]) -> None:
        """Find out why papers are where they are, the first one first; replaces the last call."""
        self._explained = ids

        def task() -> None:
            for id_ in ids:
                if self._explained is not ids or self._is_closed:
                    return
                with suppress(UnusableIndexError):  # the next search says so
                    why = self.session.interest.reasons_of(self._index.opened(), id_)
                    self.post(self.Explained(id_, why))

        self._explaining.do(task)

    def find_weakened(self, id_: PaperId) -> None:
        """Find what counts less since a paper was dismissed, unless another one is meanwhile."""
        self._dismissed = id_

        def task() -> None:
            if id_ == self._dismissed:
                with suppress(UnusableIndexError):  # the next search says so
                    index, settings = self._index.opened(), self.session.settings
                    words = self.session.interest.weakened(index, settings, id_)
                    self.post(self.Weakened(id_, words))

        self._when_whole(lambda: self._explaining.do(task))

    def find_similar(self, picked: PickedRows, post: Post) -> None:
        """Find the papers that are most like some, and send them to `post`."""

        def task() -> None:
            from paperterm.session.similar import similar

            index = self._index.opened()
            papers = [entry.paper for entry in picked.whole_entries(self.session.library)]
            found = similar(self.session, index, papers, _SIMILAR)
            post(self.SimilarFound([one.entry for one in found]))

        self._when_whole(lambda: self._explaining.do(task))

    def look_for_missed(self) -> None:
        """Find out whether the user was away."""

        def task() -> None:
            from paperterm.session.missed import missed

            if found := missed(self.session, self._index.opened()):
                self.post(self.DaysMissed(found))

        self._when_whole(lambda: self._explaining.do(task))

    def catch_up(self) -> None:
        """Choose what to read first of the days missed."""

        def task() -> None:
            from paperterm.query import EVERYTHING
            from paperterm.session.catchup import catch_up

            index = self._index.opened()
            caught = catch_up(self.session, index, stop=lambda: self._is_closed)
            self.post(self.CaughtUp(caught, caught.query if caught else EVERYTHING))

        self._when_whole(lambda: self._explaining.do(task))

    def count_unread(self, listing: Listing) -> None:
        """Count the unread papers of a listing, once all marks written before are in the index."""
        self._when_whole(lambda: self._count(listing))

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        # A task may add one to another of these.
        first, last = (self._searching, self._paging), (self._paging, self._explaining)
        for worker in (*first, self._index, self._searching, *last):
            worker.settle()

    def close(self) -> None:
        """Stop."""
        self._is_closed = True
        self.stop()
        super().close()

    def _search(
        self, query: Query, selection: Selection, on: PaperId | None, is_over: Callable[[], bool]
    ) -> None:
        from paperterm.query import EVERYTHING
        from paperterm.session.search import search

        last = monotonic()

        def found(so_far: Listing) -> None:
            nonlocal last
            if monotonic() - last > _PAUSE_SECONDS:
                self._post_listing(query, selection, so_far, None, is_whole=False)
                last = monotonic()

        def read(listing: Listing) -> None:
            self._post_listing(query, selection, listing, on, is_whole=self._index.is_whole)
            if query is EVERYTHING:
                self._count(listing, is_over)

        entries = search(
            self.session,
            query,
            selection,
            self._index.opened,
            read,
            stop=is_over,
            found=found,
            drop=self._index.drop,
            complain=lambda line: self.post(Notice(line)),
        )
        if entries is not None:
            pages = RowPages.of(entries)
            self.post(self.Found(query, selection, pages, pages.row_of(on) if on else None))

    def _count(self, listing: Listing, stop: Callable[[], bool] = lambda: False) -> None:
        written = self._index.written
        self.post(self.UnreadCounted(listing, listing.unread(stop), written))

    def _post_listing(
        self,
        query: Query,
        selection: Selection,
        listing: Listing,
        on: PaperId | None,
        *,
        is_whole: bool,
    ) -> None:
        """Post a listing with the rows around the paper to go to."""
        row = listing.position(on) if on else None
        pages = RowPages(len(listing), listing)
        if len(listing):
            page = (row or 0) // PAGE
            pages.fill(page, *self._page(listing, page, selection.order))
        groups = listing.groups() if selection.day is None else ()
        interest = self.session.interest
        by_interest = selection.order is Order.INTEREST
        lacking = interest.lacking if by_interest else ""
        is_guess = by_interest and interest.is_guess
        self.post(
            self.Found(
                query,
                selection,
                pages,
                row,
                groups,
                is_whole,
                lacking=lacking,
                is_guess=is_guess,
            )
        )

    def _page(
        self, listing: Listing, page: int, order: Order
    ) -> tuple[Sequence[Entry | None], Mapping[PaperId, int]]:
        from paperterm.session.search import entries_of

        rows = listing.rows(page * PAGE, (page + 1) * PAGE)
        entries = entries_of(self.session.library, rows)
        if order is not Order.INTEREST:
            return entries, {}
        ids = [entry.id for entry in entries if entry]
        return entries, self.session.interest.steps(self._index.opened(), ids)

    def _when_whole(self, task: Callable[[], object]) -> None:
        """Run a task once the index holds everything, the marks of this process included."""

        def opened() -> None:
            with suppress(UnusableIndexError):  # the next search says so
                self._index.opened()
            self._index.when_whole(task)

        self._paging.do(opened)
