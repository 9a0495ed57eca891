"""The index behind the screen: open, and brought up to date in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm.errors import StoppedError, UnusableIndexError
from paperterm.model import Day, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.messages import error_notices
from paperterm.tui.jobs.worker import Worker

if TYPE_CHECKING:
    from paperterm.library.index import Index, Progress
    from paperterm.topics import Topic

_TELL_SECONDS = 0.5
_AGAIN_SECONDS = 30.0
"""Until an index that could not be brought up to date is tried again."""


class IndexJob:
    """Opens the index when somebody needs it, and brings in what is written.

    What makes it unusable is told by the next search, which does without: one that is there, but
    could not be brought up to date, would find too little.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class IndexProgress(DataMessage):
        """The index is being brought up to date: so many files of so many; all of them, at last."""

        done: int
        total: int

        @property
        def is_over(self) -> bool:
            """Whether it holds everything now."""
            return self.done >= self.total

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._errands = Worker("paperterm-index", session.folders.state, error_notices(post))
        self._opening = Lock()
        self._index: Index | None = None
        self._failed: tuple[UnusableIndexError, float] | None = None
        self._changed: Callable[[], object] = lambda: None
        self._is_closed = False
        self.is_whole = False

    def listen(self, changed: Callable[[], object]) -> None:
        """Call this, in any thread, whenever the index holds something else than before."""
        self._changed = changed

    def opened(self) -> Index:
        """The index, which is brought up to date meanwhile when it is opened.

        Raises:
            UnusableIndexError: There can be none.
            StoppedError: All is being closed.
        """
        with self._opening:
            if self._is_closed:
                raise StoppedError("index", "was closed")
            if self._failed and monotonic() - self._failed[1] < _AGAIN_SECONDS:
                raise self._failed[0].with_traceback(None)
            if self._index is None:
                from paperterm.library.index import Index
                from paperterm.tui.jobs.memory import give_back_big_blocks

                give_back_big_blocks()
                session = self._session
                index = Index(session.folders.cache, session.library, session.settings.topics)
                self._index, self._failed = index, None
                self._errands.do(lambda: self._reconcile(index))
            return self._index

    def drop(self, index: Index) -> None:
        """Let go of an index that cannot be used; the next search makes it anew."""
        with self._opening:
            if index is self._index:
                self._index, self.is_whole = None, False
        index.close()

    def follow(self, topics: Sequence[Topic]) -> None:
        """Match other topics from now on, with the whole library too."""
        if index := self._index:
            index.follow(topics)
            self.look()

    def wrote(
        self, days: Iterable[Day] = (), papers: Iterable[PaperId] = (), *, again: bool = False
    ) -> None:
        """Bring into the index what was just written; without an index open there is no hurry.

        New days lead to `Indexed`, so that who shows a search looks again; marks do not, unless
        it is wished `again`: nothing that is listed vanishes because it was marked.
        """
        new_days = list(days)

        def job() -> None:
            if not (index := self._index):
                return
            try:
                index.wrote(new_days, papers)
            except UnusableIndexError as error:
                self._give_up(index, error)
                return
            self._changed()
            if new_days or again:
                self._post(self.IndexProgress(1, 1))

        if self._index:
            self._errands.do(job)

    def look(self, *, again: bool = False) -> None:
        """Bring into the index what others wrote, if it is open.

        Args:
            again: Something was written: tell so by `Indexed`, even if another process was quicker
                to bring it in.
        """

        def job() -> None:
            if index := self._index:
                self._reconcile(index, again=again)

        if self._index:
            self._errands.do(job)

    def when_whole(self, job: Callable[[], object]) -> None:
        """Do what needs the whole index, marks of this process included."""
        self._errands.do(job)

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        self._errands.settle()

    def close(self) -> None:
        """Stop."""
        with self._opening:
            self._is_closed = True
            index = self._index
        self._errands.close(index.close if index else None)

    def _reconcile(self, index: Index, *, again: bool = False) -> None:
        told = monotonic()

        def tell(progress: Progress) -> None:
            nonlocal told
            now = monotonic()
            if now - told > _TELL_SECONDS:
                told = now
                self._post(self.IndexProgress(progress.done, progress.total + 1))
                self._changed()

        try:
            changed = index.reconcile(lambda: self._is_closed, tell).changed
        except UnusableIndexError as error:
            self._give_up(index, error)
            return
        self._changed()
        if changed or again or not self.is_whole:
            self.is_whole = index is self._index
            self._post(self.IndexProgress(1, 1))

    def _give_up(self, index: Index, error: UnusableIndexError) -> None:
        """Do without an index for a while; who shows a search looks again."""
        self._failed = (error, monotonic())
        self.drop(index)
        self._post(self.IndexProgress(1, 1))
