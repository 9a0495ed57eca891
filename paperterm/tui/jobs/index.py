"""The job that opens the index and keeps it up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from paperterm.errors import StoppedError, UnusableIndexError
from paperterm.model import Day, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.library.index import Index, Progress
    from paperterm.topics import Topic

_PAUSE_SECONDS = 0.5
_RETRY_SECONDS = 30.0
"""Seconds to wait before an index that could not be updated is tried again."""


class IndexJob(Job):
    """Open the index when it is first needed, and keep it up to date.

    An index that cannot be updated is not used either: it would find too little. The next search
    reports the problem, and does without the index.
    """

    class IndexProgress(DataMessage):
        """The number of files in the index, and of all files."""

        done: int
        total: int

        @property
        def is_over(self) -> bool:
            """Whether the index holds everything."""
            return self.done >= self.total

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._worker = self.worker("index")
        self._opening = Lock()
        self._index: Index | None = None
        self._failed: tuple[UnusableIndexError, float] | None = None
        self._changed: Callable[[], object] = lambda: None
        self._is_closed = False
        self._written = 0
        self._to_write = 0
        self.is_whole = False

    def listen(self, changed: Callable[[], object]) -> None:
        """Call `changed`, in any thread, whenever the index changes."""
        self._changed = changed

    @property
    def written(self) -> int:
        """How many calls of `wrote` are in the index, for `is_newest`."""
        return self._written

    def is_newest(self, written: int) -> bool:
        """Return whether what was read at this number held all calls of `wrote` so far."""
        return written == self._to_write

    def opened(self) -> Index:
        """Return the index; open it and start to update it if needed.

        Raises:
            UnusableIndexError: The index cannot be used.
            StoppedError: The reader is closing.
        """
        with self._opening:
            if self._is_closed:
                raise StoppedError("index", "was closed")
            if self._failed and monotonic() - self._failed[1] < _RETRY_SECONDS:
                raise self._failed[0].with_traceback(None)
            if self._index is None:
                from paperterm.library.index import Index

                give_back_big_blocks()
                session = self.session
                index = Index(session.folders.cache, session.library, session.settings.topics)
                self._index, self._failed = index, None
                self._worker.do(lambda: self._reconcile(index))
            return self._index

    def drop(self, index: Index) -> None:
        """Close an index that cannot be used; the next search opens a new one."""
        with self._opening:
            if index is self._index:
                self._index, self.is_whole = None, False
        index.close()

    def follow(self, topics: Sequence[Topic]) -> None:
        """Match other topics from now on, in the whole library."""
        if index := self._index:
            index.follow(topics)
            self.update()

    def wrote(
        self, days: Iterable[Day] = (), papers: Iterable[PaperId] = (), *, again: bool = False
    ) -> None:
        """Add what was just written to the index, if it is open.

        New days lead to `IndexProgress`, so that searches are repeated. Marks do so only with
        `again`: a paper must not vanish from a list because it was marked.
        """
        new_days = list(days)

        def task() -> None:
            index = self._index
            try:
                if index:
                    index.wrote(new_days, papers)
            except UnusableIndexError as error:
                if index:
                    self._give_up(index, error)
                return
            finally:
                self._written += 1
            self._changed()
            if new_days or again:
                self.post(self.IndexProgress(1, 1))

        if self._index:
            self._to_write += 1
            self._worker.do(task)

    def update(self, *, again: bool = False) -> None:
        """Add what other processes wrote to the index, if it is open.

        Args:
            again: Post `IndexProgress` even if another process already added it.
        """

        def task() -> None:
            if index := self._index:
                self._reconcile(index, again=again)

        if self._index:
            self._worker.do(task)

    def when_whole(self, task: Callable[[], object]) -> None:
        """Run a task once the index holds everything, the marks of this process included."""
        self._worker.do(task)

    def close(self) -> None:
        """Stop."""
        with self._opening:
            self._is_closed = True
            index = self._index
        self._worker.close(index.close if index else None)

    def _reconcile(self, index: Index, *, again: bool = False) -> None:
        last = monotonic()

        def report(progress: Progress) -> None:
            nonlocal last
            now = monotonic()
            if now - last > _PAUSE_SECONDS:
                last = now
                self.post(self.IndexProgress(progress.done, progress.total + 1))
                self._changed()

        try:
            changed = index.reconcile(lambda: self._is_closed, report).changed
        except UnusableIndexError as error:
            self._give_up(index, error)
            return
        self._changed()
        if changed or again or not self.is_whole:
            self.is_whole = index is self._index
            self.post(self.IndexProgress(1, 1))

    def _give_up(self, index: Index, error: UnusableIndexError) -> None:
        """Do without an index for a while, and have searches repeated."""
        self._failed = (error, monotonic())
        self.drop(index)
        self.post(self.IndexProgress(1, 1))


_MMAP_THRESHOLD = -3
_BIG = 128 * 1024
"""Bytes; the limit that glibc starts with."""


def give_back_big_blocks() -> None:
    """Make glibc return big blocks of memory to the system as soon as they are free.

    Otherwise it keeps blocks of the size of the largest freed one for later, in each thread. The
    results of a search and the file of a day are such blocks: a fifth of the reader's memory.
    """
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):  # a Python, or a libc, without it
        import ctypes  # 2 ms

        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BIG)
