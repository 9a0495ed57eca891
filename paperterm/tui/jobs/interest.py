"""The job that judges the order of interest by the user's own stars."""

from __future__ import annotations

from contextlib import suppress
from threading import Event

from paperterm.errors import StoppedError
from paperterm.session import Session
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job


class InterestJob(Job):
    """Judge the newest stars, in a thread of its own: it takes seconds."""

    class ReportMade(DataMessage):
        """The report, as lines of text; or why there is none."""

        lines: list[str]

    def __init__(self, session: Session, index: IndexJob, post: Post) -> None:
        super().__init__(session, post)
        self._index = index
        self._worker = self.worker("interest", self._failed)
        self._over = Event()

    def judge(self) -> None:
        """Make the report once the index holds everything."""

        def task() -> None:
            from paperterm.session.interest_report import lines_of, report

            library, config = self.session.library, self.session.settings
            index, interest = self._index.opened(), self.session.interest
            with suppress(StoppedError):
                found = report(library, index, config, interest, self._over.is_set)
                self.post(self.ReportMade(lines_of(found)))

        self._worker.do(self._index.opened)
        self._worker.do(lambda: self._index.when_whole(lambda: self._worker.do(task)))

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        for worker in (self._worker, self._index, self._worker):
            worker.settle()

    def close(self) -> None:
        """Stop."""
        self._over.set()
        super().close()

    def _failed(self, problem: str) -> None:
        self.post(self.ReportMade([problem]))
