"""Searches behind the screen: the index in threads of its own, and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.message import Message

from paperterm.errors import PapertermError, StoppedError, UnusableIndexError
from paperterm.model import Announced, Day, Entry, PaperId
from paperterm.session import Selection, Session
from paperterm.tui.counter import Counter
from paperterm.tui.pages import PAGE, Pages
from paperterm.tui.telling import Telling

if TYPE_CHECKING:
    from paperterm.library.index import Group, Index, Listing, Progress, Row
    from paperterm.query import Query
    from paperterm.topics import Topic

_TELL_SECONDS = 0.5
_MORE_SECONDS = 0.1
"""Between two tellings of what a regex has found so far."""


class Searcher:
    """Lists what the days alone do not give; the last listing asked for is told.

    A search that is superseded is stopped. Rows are read beside the searches, and so is the
    library brought into the index: none waits for another.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class Found(Telling):
        """A listing: its rows, the one of the paper that was asked for, and its days.

        It is not whole while the library is still being read into the index, or a search goes on.
        """

        query: Query
        selection: Selection
        pages: Pages
        row: int | None = None
        groups: Sequence[Group] = ()
        is_whole: bool = True
        problem: str = ""

    class Counted(Telling):
        """How many papers of a listing are unread."""

        source: Listing
        unread: int

    class PageRead(Telling):
        """Some rows of a listing."""

        source: Listing
        page: int
        entries: Sequence[Entry | None]

    class HistoryRead(Telling):
        """Every announcement of a paper, oldest first."""

        id: PaperId
        announced: Sequence[Announced]

    class OlderFound(Telling):
        """The newest day before those of a selection with a paper to read, and the paper."""

        selection: Selection
        day: Day | None
        id: PaperId | None

    class UnreadFound(Telling):
        """The next unread row of a listing, if there is one."""

        source: Listing
        row: int | None

    class Indexed(Telling):
        """The index is being brought up to date: so many files of so many; all of them, at last."""

        done: int
        total: int

        @property
        def is_over(self) -> bool:
            """Whether it holds everything now."""
            return self.done >= self.total

    class Failed(Telling):
        """A search could not be done as it should be; the line says why."""

        says: str

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._thread = ThreadPoolExecutor(1, "paperterm-search")
        self._paging = ThreadPoolExecutor(1, "paperterm-pages")
        self._indexing = ThreadPoolExecutor(1, "paperterm-index")
        self._is_closed = False
        self._is_whole = False
        self._index: Index | None = None
        self._wanted = 0
        self._few_wanted = 0
        self._looked_at: PaperId | None = None
        self._opening = Lock()
        self.counter = Counter(session, self._opened, post)

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
                self._post(self.Found(query, selection, Pages(), problem=str(error)))

        self._do(self._thread, job)

    def prepare(self) -> None:
        """Open the index, and bring it up to date: somebody will soon look for something."""

        def job() -> None:
            self._opened()

        self._do(self._paging, job)

    def few(self, query: Query, limit: int) -> Future[list[Row]]:
        """Look for the newest papers that a query finds, beside the list.

        Nothing is found where a newer such search stops this one, or there can be no index.
        """
        self._few_wanted += 1
        number = self._few_wanted

        def job() -> list[Row]:
            try:
                stop = lambda: number != self._few_wanted or self._is_closed  # noqa: E731
                listing = self._opened().search(query, limit=limit, stop=stop)
                return [row for row in listing.rows(0, limit) if row]
            except StoppedError:
                return []
            except PapertermError as error:
                self._post(self.Failed(str(error)))
                return []

        found = self._thread.submit(job)
        found.add_done_callback(self._failed)
        return found

    def read(self, source: Listing, pages: Iterable[int]) -> None:
        """Read pages of a listing."""

        def job() -> None:
            for page in pages:
                self._post(self.PageRead(source, page, self._page(source, page)))

        self._do(self._paging, job)

    def find_unread(self, source: Listing, row: int) -> None:
        """Look for the next unread row of a listing, from `row` on and then from the top."""

        def job() -> None:
            found = source.next_unread(row)
            self._post(self.UnreadFound(source, source.next_unread(0) if found is None else found))

        self._do(self._paging, job)

    def find_older(self, selection: Selection) -> None:
        """Look for the newest day before those of a selection on which something is to be read."""

        def job() -> None:
            from paperterm.session.searching import older_unread

            row = older_unread(self._session, self._opened(), selection)
            self._post(self.OlderFound(selection, row.day if row else None, row and row.id))

        self._when_whole(job)

    def read_history(self, id_: PaperId) -> None:
        """Read every announcement of a paper; the last one asked for is told."""
        self._looked_at = id_

        def job() -> None:
            if id_ == self._looked_at:
                from paperterm.session.searching import history

                with suppress(UnusableIndexError):  # the next search says so
                    announced = history(self._session.library, self._opened(), id_)
                    self._post(self.HistoryRead(id_, announced))

        self._when_whole(job)

    def follow(self, topics: Sequence[Topic]) -> None:
        """Match other topics from now on, with the whole library too."""
        if self._index:
            self._index.follow(topics)
            self.look()

    def changed(
        self,
        days: Iterable[Day] = (),
        papers: Iterable[PaperId] = (),
        *,
        again: bool = False,
        listing: Listing | None = None,
    ) -> None:
        """Bring into the index what was just written; without an index open there is no hurry.

        New days lead to `Indexed`, so that who shows a search looks again; marks do not, unless
        it is wished `again`: nothing that is listed vanishes because it was marked. What is unread
        in a `listing` is counted anew.
        """
        new_days = list(days)

        def job() -> None:
            if self._index:
                with suppress(UnusableIndexError):  # the next search says so
                    self._index.wrote(new_days, papers)
                self.counter.again()
                if new_days or again:
                    self._post(self.Indexed(1, 1))
                elif listing is not None:
                    self._post(self.Counted(listing, listing.unread()))

        self._do(self._indexing, job)

    def look(self, *, again: bool = False) -> None:
        """Bring into the index what others wrote, if it is open.

        Args:
            again: Something was written: tell so by `Indexed`, even if another process was quicker
                to bring it in.
        """

        def job() -> None:
            if self._index:
                self._reconcile(self._index, again=again)

        self._do(self._indexing, job)

    def forget(self) -> None:
        """Nobody waits for a search any more."""
        self._wanted += 1

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        for thread in (self._thread, self._paging, self._indexing, self._thread, self._paging):
            thread.submit(int).result()
        self.counter.settle()

    def close(self) -> None:
        """Stop."""
        self._is_closed = True
        self.forget()
        self.counter.close()

        def job() -> None:
            if self._index:
                self._index.close()

        self._indexing.submit(job)
        for thread in (self._thread, self._paging, self._indexing):
            thread.shutdown(wait=False)

    def _search(
        self,
        query: Query,
        selection: Selection,
        on: PaperId | None,
        is_over: Callable[[], bool],
    ) -> None:
        from paperterm.query import EVERYTHING
        from paperterm.session.searching import asked_of, found, scope_of

        told = monotonic()

        def more(so_far: Listing) -> None:
            nonlocal told
            if monotonic() - told > _MORE_SECONDS:
                self._show(query, selection, so_far, None, is_whole=False)
                told = monotonic()

        try:
            asked, scope = asked_of(self._session, query, selection), scope_of(selection)
            listing = self._opened().search(asked, scope, stop=is_over, found=more)
            self._show(query, selection, listing, on, is_whole=self._is_whole)
            if query is EVERYTHING:
                self._post(self.Counted(listing, listing.unread()))
        except UnusableIndexError as error:
            self._drop()
            self._post(self.Failed(f"{error}; listing without it takes longer"))
            pages = Pages.of(found(self._session, query, selection))
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
        pages = Pages(len(listing), listing)
        if len(listing):
            page = (row or 0) // PAGE
            pages.fill(page, self._page(listing, page))
        groups = listing.groups() if selection.day is None else ()
        self._post(self.Found(query, selection, pages, row, groups, is_whole))

    def _page(self, listing: Listing, page: int) -> Sequence[Entry | None]:
        from paperterm.session.searching import entries_of

        return entries_of(self._session.library, listing.rows(page * PAGE, (page + 1) * PAGE))

    def _opened(self) -> Index:
        """The index, which is brought up to date meanwhile when it is opened."""
        with self._opening:
            if self._index is None:
                from paperterm.library.index import Index

                session = self._session
                index = Index(session.folders.cache, session.library, session.settings.topics)
                self._index = index
                self._do(self._indexing, lambda: self._reconcile(index))
            return self._index

    def _when_whole(self, job: Callable[[], None]) -> None:
        """Do what needs the whole index, marks of this process included."""

        def opened() -> None:
            with suppress(UnusableIndexError):
                self._opened()
            self._do(self._indexing, job)

        self._do(self._paging, opened)

    def _drop(self) -> None:
        """Let go of an index that cannot be used; the next search makes it anew."""
        if self._index:
            self._index.close()
        self._index, self._is_whole = None, False

    def _reconcile(self, index: Index, *, again: bool = False) -> None:
        told = monotonic()

        def tell(progress: Progress) -> None:
            nonlocal told
            now = monotonic()
            if now - told > _TELL_SECONDS:
                told = now
                self._post(self.Indexed(progress.done, progress.total + 1))
                self.counter.again()

        changed = 0
        with suppress(UnusableIndexError):  # the next search says so, and does without
            changed = index.reconcile(lambda: self._is_closed, tell).changed
        self.counter.again()
        if changed or again or not self._is_whole:
            self._is_whole = True
            self._post(self.Indexed(1, 1))

    def _do(self, thread: ThreadPoolExecutor, job: Callable[[], None]) -> None:
        def reported() -> None:
            try:
                job()
            except PapertermError as error:
                self._post(self.Failed(str(error)))

        if not self._is_closed:
            thread.submit(reported).add_done_callback(self._failed)

    def _failed(self, job: Future[Any]) -> None:
        """What nobody thought of is told too; what fails because all is being closed is not."""
        if not (self._is_closed or job.cancelled()) and (error := job.exception()):
            from paperterm import crash

            says = crash.reported(error, self._session.folders.state, "reader")
            self._post(self.Failed(says))
