"""The job that gets whole papers, reads them, and remembers where the user was in them."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from paperterm.model import Paper, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job, Task

if TYPE_CHECKING:
    from paperterm.fulltext.document import Document
    from paperterm.session.fulltext import Failure, Page
    from paperterm.session.reading_places import ReadingPlace

_PATIENCE = 2.0
"""Seconds to wait at most until the beginning of a paper is on the screen."""


class ReadingJob(Job):
    """Get whole papers, from the cache or by one request each."""

    class PaperBegun(DataMessage):
        """The beginning of a whole paper; the rest follows after `go_on`."""

        page: Page
        document: Document
        texts: tuple[str, ...]
        place: ReadingPlace | None

    class PaperRead(DataMessage):
        """A whole paper, and where the user was in it."""

        page: Page
        document: Document
        texts: tuple[str, ...]
        place: ReadingPlace | None

    class PaperLacking(DataMessage):
        """A paper cannot be read in full."""

        failure: Failure

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._kept = self.worker("whole-paper", daemon=True)
        self._asking = self.worker("whole-paper-request", daemon=True)
        self._places = self.worker("places")
        self._over = Event()
        self._may_go_on = Event()
        self._is_prepared = False

    def prepare(self, also: Task) -> None:
        """Import what reads a paper, so that the first one does not wait; `also` imports more."""

        def task() -> None:
            import paperterm.fulltext.parse
            import paperterm.session.fulltext
            import paperterm.session.reading_places  # noqa: F401

            also()

        if not self._is_prepared:
            self._is_prepared = True
            self._kept.do(task)

    def go_on(self) -> None:
        """Read the rest of the paper: its beginning is on the screen."""
        self._may_go_on.set()

    def read(self, paper: Paper, post: Post, *, fresh: bool = False) -> None:
        """Get a paper and read it; a newer call makes the answer to this one void.

        Args:
            paper: The paper.
            post: Takes the answer, in any thread.
            fresh: Whether to ask arXiv anew.
        """
        self.stop()
        over = self._over = Event()

        def look() -> None:
            # A paper that is here does not wait for the request for another.
            from paperterm.fulltext.classify import PageKind
            from paperterm.session.fulltext import Failure, page

            if over.is_set():
                return
            found = page(self.session, paper, offline=True)
            if isinstance(found, Failure) and found.kind is PageKind.ABSENT:
                self._asking.do(ask)
            else:
                self._answer(found, post, over)

        def ask() -> None:
            from paperterm.session.fulltext import page

            if not over.is_set():
                self._answer(page(self.session, paper, fresh=fresh), post, over)

        if fresh:
            self._asking.do(ask)
        else:
            self._kept.do(look)

    def _answer(self, found: Page | Failure, post: Post, over: Event) -> None:
        """Post a page, read, or why there is none, unless the user left meanwhile."""
        from paperterm.fulltext.document import block_text
        from paperterm.fulltext.parse import parse, parse_beginning
        from paperterm.session.fulltext import Failure
        from paperterm.session.reading_places import place_in

        if over.is_set():
            return
        if isinstance(found, Failure):
            post(self.PaperLacking(found))
            return
        place = place_in(self.session, found.paper.id)
        begun = parse_beginning(found.html)
        if begun.blocks and (place is None or place.block in begun.numbers):
            self._may_go_on.clear()
            post(self.PaperBegun(found, begun, tuple(map(block_text, begun.blocks)), place))
            # What is on the screen first must not wait for the rest.
            self._may_go_on.wait(_PATIENCE)
        if over.is_set():
            return
        document = parse(found.html)
        texts = tuple(map(block_text, document.blocks))
        if not over.is_set():
            post(self.PaperRead(found, document, texts, place))

    def stop(self) -> None:
        """Forget the paper that is being read: the user left."""
        self._over.set()
        self._may_go_on.set()

    def keep_place(self, id_: PaperId, place: ReadingPlace) -> None:
        """Remember where the user is in a paper."""

        def task() -> None:
            from paperterm.session.reading_places import keep_place

            keep_place(self.session, id_, place)

        self._places.do(task)

    def close(self) -> None:
        """Write the last place, and stop the rest."""
        self.stop()
        self._kept.close()
        self._asking.close()
        self._places.close(finish=True)
