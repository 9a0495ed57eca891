"""The job that watches for changes made by other processes."""

from __future__ import annotations

from concurrent.futures import Future

from paperterm.errors import PapertermError
from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import DataMessage, Post, error_notices
from paperterm.tui.jobs.worker import Worker


class WatchJob:
    """Check the folders of the library for changes on request.

    Args:
        session: The session whose library to watch.
        marks: Posts the marks that other processes wrote.
        post: Takes the messages, in any thread.
    """

    class DaysChanged(DataMessage):
        """Another process added, changed or removed these days; `days` are all, newest first."""

        changed: frozenset[Day]
        days: list[Day]

    def __init__(self, session: Session, marks: MarksJob, post: Post) -> None:
        self._session = session
        self._marks = marks
        self._post = post
        self._worker = Worker("watch", session.folders.state, error_notices(post))
        self._last: Future[None] | None = None

    def check(self) -> None:
        """Check once, unless a check is running or the last one failed unexpectedly.

        So an unexpected error is reported once.
        """
        if self._last is None or (self._last.done() and not self._is_broken):
            self._last = self._worker.do(self._check)

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        self._worker.settle()

    def close(self) -> None:
        """Stop."""
        self._worker.close()

    @property
    def _is_broken(self) -> bool:
        """Whether the last check failed unexpectedly."""
        last = self._last
        error = last.exception() if last and last.done() and not last.cancelled() else None
        return error is not None and not isinstance(error, PapertermError)

    def _check(self) -> None:
        library = self._session.library
        changes = library.watch.look()
        if changes.has_strays:
            library.mark_stamps()  # which merges them
        marks = {
            id_: mark for shard in changes.shards for id_, mark in library.of_shard(shard).items()
        }
        if marks:
            self._marks.post_marks(marks)
        if changes.days:
            self._post(self.DaysChanged(changes.days, library.days()))
