"""The job that watches for changes made by other processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job

_SECONDS = 0.6
"""Between two looks, which are all that an open reader does when it is left alone."""


class WatchJob(Job):
    """Look at the folders of the library, and at what else other processes may change.

    Args:
        session: The session whose library to watch.
        marks: Posts the marks that other processes wrote.
        looks: Called at each look, in the thread of this job; they only ask the system.
        post: Takes the messages, in any thread.
    """

    class DaysChanged(DataMessage):
        """Another process added, changed or removed these days; `days` are all, newest first."""

        changed: frozenset[Day]
        days: list[Day]

    def __init__(
        self, session: Session, marks: MarksJob, looks: Sequence[Callable[[], None]], post: Post
    ) -> None:
        super().__init__(session, post)
        self._marks = marks
        self._worker = self.worker("watch")
        self._looks = [*looks]

    def also(self, look: Callable[[], None]) -> None:
        """Call this at each look, too."""
        self._looks.append(look)

    def start(self) -> None:
        """Look from now on."""
        self._worker.repeat(_SECONDS, self._look)

    def check(self) -> None:
        """Look once."""
        self._worker.do(self._look)

    def _look(self) -> None:
        for look in self._looks:
            look()
        library = self.session.library
        changes = library.watch.look()
        if changes.has_strays:
            library.mark_stamps()  # which merges them
        marks = {
            id_: mark for shard in changes.shards for id_, mark in library.of_shard(shard).items()
        }
        if marks:
            self._marks.post_marks(marks)
        if changes.days:
            self.post(self.DaysChanged(changes.days, library.days()))
