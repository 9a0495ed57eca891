"""Searches behind the screen: the index in threads of its own, and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm.errors import PapertermError, StoppedError, UnusableIndexError
from paperterm.model import AnnouncedPaper, Day, Entry, PaperId
from paperterm.session import Selection, Session
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.messages import Notice, error_notices
from paperterm.tui.jobs.worker import Worker
from paperterm.tui.reader.row_pages import PAGE, RowPages

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup, IndexRow, Listing
    from paperterm.query import Query

_MORE_SECONDS = 0.1
"""Between two tellings of what a regex has found so far."""


class SearchJob:
    """Lists what the days alone do not give; the last listing asked for is told.

    A search that is superseded is stopped. Rows are read beside the searches, and neither waits
    for the other, nor for what brings the library into the index.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class Found(DataMessage):
        """A listing: its rows, the one of the paper that was asked for, and its days.

        It is not whole while the library is still being read into the index, or a search goes on.
        """

        query: Query
        selection: Selection
        pages: RowPages
        row: int | None = None
        groups: Sequence[DayGroup] = ()
        is_whole: bool = True
        problem: str = ""

    class UnreadCounted(DataMessage):
        """How many papers of a listing are unread."""

        source: Listing
        unread: int

    class PageRead(DataMessage):
        """Some rows of a listing."""

        source: Listing
        page: int
        entries: Sequence[Entry | None]

    class HistoryRead(DataMessage):
        """Every announcement of a paper, oldest first."""

        id: PaperId
        announced: Sequence[AnnouncedPaper]

    class OlderFound(DataMessage):
        """The newest day before those of a selection with a paper to read, and the paper."""

        selection: Selection
        day: Day | None
        id: PaperId | None

    class UnreadFound(DataMessage):
        """The next unread row of a listing, if there is one."""

        source: Listing
        row: int | None

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        state, complain = session.folders.state, error_notices(post)
        self._searching = Worker("paperterm-search", state, complain)
        self._paging = Worker("paperterm-pages", state, complain)
        self._is_closed = False
        self._wanted = 0
        self._few_wanted = 0
        self._looked_at: PaperId | None = None
        self.indexer = IndexJob(session, post)
        self.counter = CountsJob(session, self.indexer, post)

    def search(self, query: Query, selection: Selection, on: PaperId | None = None) -> None:
        """Look for the papers of a selection that a query finds, and for the place of one."""
        self._wanted += 1
        number = self._wanted

        def is_over() -> bool:
            return number != self._wanted

        def job() -> None:
            if is_over():
                return
            try:
                self._search(query, selection, on, is_over)
            except StoppedError:
                return
            except PapertermError as error:
                self._post(self.Found(query, selection, RowPages(), problem=str(error)))

        self._searching.do(job)

    def prepare(self) -> None:
        """Open the index, and bring it up to date: somebody will soon look for something."""
        self._paging.do(self.indexer.opened)

    def few(self, query: Query, limit: int) -> Future[list[IndexRow]]:
        """Look for the newest papers that a query finds, beside the list.

        Nothing is found where a newer such search stops this one, or there can be no index.
        """
        self._few_wanted += 1
        number = self._few_wanted

        def job() -> list[IndexRow]:
            try:
                stop = lambda: number != self._few_wanted or self._is_closed  # noqa: E731
                listing = self.indexer.opened().search(query, limit=limit, stop=stop)
                return [row for row in listing.rows(0, limit) if row]
            except StoppedError:
                return []
            except PapertermError as error:
                self._post(Notice(str(error), is_error=True))
                return []

        return self._searching.do(job)

    def read(self, source: Listing, pages: Iterable[int]) -> None:
        """Read pages of a listing."""

        def job() -> None:
            for page in pages:
                self._post(self.PageRead(source, page, self._page(source, page)))

        self._paging.do(job)

    def find_unread(self, source: Listing, row: int) -> None:
        """Look for the next unread row of a listing, from `row` on and then from the top."""

        def job() -> None:
            find = source.next_unread(row)
            self._post(self.UnreadFound(source, source.next_unread(0) if find is None else find))

        self._paging.do(job)

    def find_older(self, selection: Selection) -> None:
        """Look for the newest day before those of a selection on which something is to be read."""

        def job() -> None:
            from paperterm.session.search import older_unread

            row = older_unread(self._session, self.indexer.opened(), selection)
            self._post(self.OlderFound(selection, row.day if row else None, row and row.id))

        self._when_whole(job)

    def read_history(self, id_: PaperId) -> None:
        """Read every announcement of a paper; the last one asked for is told."""
        self._looked_at = id_

        def job() -> None:
            if id_ == self._looked_at:
                from paperterm.session.search import history

                with suppress(UnusableIndexError):  # the next search says so
                    announced = history(self._session.library, self.indexer.opened(), id_)
                    self._post(self.HistoryRead(id_, announced))

        self._when_whole(job)

    def count_unread(self, listing: Listing) -> None:
        """Count what is unread in a listing, once what was written before is in the index."""
        self._when_whole(lambda: self._post(self.UnreadCounted(listing, listing.unread())))

    def forget(self) -> None:
        """Nobody waits for a search any more."""
        self._wanted += 1

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        for errands in (self._searching, self._paging, self.indexer, self._searching, self._paging):
            errands.settle()
        self.counter.settle()

    def close(self) -> None:
        """Stop."""
        self._is_closed = True
        self.forget()
        self.counter.close()
        self._searching.close()
        self._paging.close()
        self.indexer.close()

    def _search(
        self,
        query: Query,
        selection: Selection,
        on: PaperId | None,
        is_over: Callable[[], bool],
    ) -> None:
        from paperterm.query import EVERYTHING
        from paperterm.session.search import asked_of, find, scope_of

        told, index = monotonic(), None

        def more(so_far: Listing) -> None:
            nonlocal told
            if monotonic() - told > _MORE_SECONDS:
                self._show(query, selection, so_far, None, is_whole=False)
                told = monotonic()

        try:
            asked, scope = asked_of(self._session, query, selection), scope_of(selection)
            index = self.indexer.opened()
            listing = index.search(asked, scope, stop=is_over, found=more)
            self._show(query, selection, listing, on, is_whole=self.indexer.is_whole)
            if query is EVERYTHING:
                self._post(self.UnreadCounted(listing, listing.unread(is_over)))
        except UnusableIndexError as error:
            if index:
                self.indexer.drop(index)
            self._post(Notice(f"{error}; listing without it takes longer"))
            pages = RowPages.of(find(self._session, query, selection))
            self._post(self.Found(query, selection, pages, pages.row_of(on) if on else None))

    def _show(
        self,
        query: Query,
        selection: Selection,
        listing: Listing,
        on: PaperId | None,
        *,
        is_whole: bool,
    ) -> None:
        """Tell a listing, the rows that will be looked at first read already."""
        row = listing.position(on) if on else None
        pages = RowPages(len(listing), listing)
        if len(listing):
            page = (row or 0) // PAGE
            pages.fill(page, self._page(listing, page))
        groups = listing.groups() if selection.day is None else ()
        self._post(self.Found(query, selection, pages, row, groups, is_whole))

    def _page(self, listing: Listing, page: int) -> Sequence[Entry | None]:
        from paperterm.session.search import entries_of

        return entries_of(self._session.library, listing.rows(page * PAGE, (page + 1) * PAGE))

    def _when_whole(self, job: Callable[[], object]) -> None:
        """Do what needs the whole index, marks of this process included."""

        def opened() -> None:
            with suppress(UnusableIndexError):  # the next search says so
                self.indexer.opened()
            self.indexer.when_whole(job)

        self._paging.do(opened)
