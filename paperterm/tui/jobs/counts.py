"""The job that counts papers: of views and topics for the sidebar, of days for the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from paperterm.errors import PapertermError, StoppedError, UnusableIndexError
from paperterm.model import Day, Status
from paperterm.session import Selection, Session
from paperterm.session.day_counts import Tally, ViewCounts
from paperterm.session.following import Following
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.library.index import DayCount


class CountsJob(Job):
    """Count papers; a new request supersedes the one before."""

    class DayTallied(DataMessage):
        """The counts of a day; posted again with those of the topics."""

        selection: Selection
        tally: Tally

    class CountsChanged(DataMessage):
        """Some of the counts of views and topics; more may follow."""

        new: Selection
        marked: Selection
        counts: ViewCounts

    class DaysCounted(DataMessage):
        """The papers of each day as far as they are counted, None for a day that is not.

        Where the index cannot be used, `problem` says so.
        """

        days: Mapping[Day, DayCount | None]
        problem: str = ""

    class StatusRead(DataMessage):
        """How much of a day is known."""

        day: Day
        status: Status | None

    class DueRead(DataMessage):
        """Whether a refresh would fetch a day that is not in the library."""

        day: Day
        is_due: bool

    def __init__(self, session: Session, index: IndexJob, post: Post) -> None:
        super().__init__(session, post)
        self._index = index
        self._worker = self.worker("counts")
        self._requested: tuple[Selection, Selection] | None = None
        self._day: Selection | None = None
        self._is_waiting = False
        self._days_over = Event()
        index.listen(self.again)

    def count(self, day: Selection, new: Selection, marked: Selection) -> None:
        """Count a day, and views and topics; see `tally_day` and `counts_at` of the session."""
        self._requested = (new, marked)
        self._day = day
        self._do(lambda: self._tally(day))
        self.again()

    def again(self) -> None:
        """Count views and topics again, because the index changed."""
        if self._requested and not self._is_waiting:
            self._is_waiting = True
            self._do(self._count)

    def count_days(self, hides: Following | None, post: Post) -> None:
        """Count the papers of each day, without hidden ones, until `stop_days`; answer `post`."""
        self._days_over.set()
        over = self._days_over = Event()
        self._do(lambda: self._count_days(hides, post, over.is_set))

    def stop_days(self) -> None:
        """Stop counting days."""
        self._days_over.set()

    def read_status(self, day: Day, post: Post) -> None:
        """Read how much of a day is known, and send it to `post`."""
        self._do(lambda: post(self.StatusRead(day, self.session.library.status(day))))

    def read_due(self, day: Day, post: Post) -> None:
        """Read whether a refresh would fetch a day, and send it to `post`."""

        def task() -> None:
            from paperterm.session.refresh_run import is_due  # imports httpx: not at the start

            post(self.DueRead(day, is_due(self.session, day)))

        self._do(task)

    def close(self) -> None:
        """Stop."""
        self._requested = self._day = None
        self._days_over.set()
        self._worker.close()

    def _tally(self, day: Selection) -> None:
        from paperterm.session.index_counts import tally_day

        def is_over() -> bool:
            return day != self._day

        if not is_over():
            for tally in tally_day(self.session, self._index.opened, day, is_over):
                self.post(self.DayTallied(day, tally))

    def _count(self) -> None:
        from paperterm.session.index_counts import counts_at

        self._is_waiting = False
        if (requested := self._requested) is None:
            return

        def is_over() -> bool:
            return self._requested != requested

        new, marked = requested
        # Without an index there are fewer counts; the next search reports its problem.
        with suppress(UnusableIndexError, StoppedError):
            index = self._index.opened()
            for counts in counts_at(self.session, index, new, marked, is_over):
                self.post(self.CountsChanged(new, marked, counts))

    def _count_days(self, hides: Following | None, post: Post, is_over: Callable[[], bool]) -> None:
        from paperterm.session.index_counts import counts_by_day

        with suppress(StoppedError):
            for counts in counts_by_day(self.session, self._index.opened, hides, is_over):
                post(self.DaysCounted(*counts))

    def _do(self, task: Callable[[], object]) -> None:
        def quiet() -> None:
            # The listing of a damaged file reports the problem.
            with suppress(PapertermError):
                task()

        self._worker.do(quiet)
