"""Counting behind the screen: the index in a thread of its own, and messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm.errors import PapertermError, StoppedError, UnusableIndexError
from paperterm.model import Day, Status
from paperterm.session import Selection, Session
from paperterm.session.day_counts import Tally, ViewCounts
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.messages import error_notices
from paperterm.tui.jobs.worker import Worker

if TYPE_CHECKING:
    from paperterm.library.index import DayCount

_TELL_SECONDS = 0.2
Post = Callable[[Message], object]


class CountsJob:
    """Counts what the sidebar and the calendar show; the last that was asked for is told.

    Args:
        session: Whose library.
        indexer: Has the index, open.
        post: Takes the messages for the sidebar, in any thread.
    """

    class DayTallied(DataMessage):
        """The papers of a day were counted; by topic too, when this comes again."""

        selection: Selection
        tally: Tally

    class CountsChanged(DataMessage):
        """Some of the counts at a place; more may follow."""

        new: Selection
        kept: Selection
        counts: ViewCounts

    class DaysCounted(DataMessage):
        """The papers of all days known so far; None for a day that is not counted yet.

        Where the index cannot be used, `problem` says so: the files are counted, one by one.
        """

        days: Mapping[Day, DayCount | None]
        problem: str = ""

    class StatusRead(DataMessage):
        """How much of a day is known."""

        day: Day
        status: Status | None

    class DueRead(DataMessage):
        """Whether a day that is not in the library comes with a refresh."""

        day: Day
        is_due: bool

    def __init__(self, session: Session, indexer: IndexJob, post: Post) -> None:
        self._session = session
        self._indexer = indexer
        self._post = post
        self._errands = Worker("paperterm-counts", session.folders.state, error_notices(post))
        self._asked: tuple[Selection, Selection] | None = None
        self._day: Selection | None = None
        self._is_waiting = False
        self._days_over = Event()
        indexer.listen(self.again)

    def count(self, day: Selection, new: Selection, kept: Selection) -> None:
        """Count a day, and at a place; see `tally_day` and `counts_at` of `session.counting`."""
        self._asked = (new, kept)
        self._day = day
        self._do(lambda: self._tally(day))
        self.again()

    def again(self) -> None:
        """Count once more: something else is on disk, or in the index, than before."""
        if self._asked and not self._is_waiting:
            self._is_waiting = True
            self._do(self._count)

    def count_days(self, post: Post) -> None:
        """Count the papers of each day, until `forget_days`.

        Args:
            post: Takes the messages, in any thread.
        """
        self._days_over.set()
        over = self._days_over = Event()
        self._do(lambda: self._count_days(post, over.is_set))

    def forget_days(self) -> None:
        """Nobody looks at the days any more."""
        self._days_over.set()

    def read_status(self, day: Day, post: Post) -> None:
        """Read how much of a day is known."""
        self._do(lambda: post(self.StatusRead(day, self._session.library.status(day))))

    def read_due(self, day: Day, post: Post) -> None:
        """Read whether a day that is not in the library comes with a refresh."""

        def job() -> None:
            from paperterm.session.refresh_run import is_due  # httpx, which the start does without

            post(self.DueRead(day, is_due(self._session, day)))

        self._do(job)

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        self._errands.settle()

    def close(self) -> None:
        """Stop."""
        self._asked = self._day = None
        self._days_over.set()
        self._errands.close()

    def _tally(self, day: Selection) -> None:
        from paperterm.session.index_counts import tally_day

        def is_over() -> bool:
            return day != self._day

        if not is_over():
            for tally in tally_day(self._session, self._indexer.opened, day, is_over):
                self._post(self.DayTallied(day, tally))

    def _count(self) -> None:
        from paperterm.session.index_counts import counts_at

        self._is_waiting = False
        if (asked := self._asked) is None:
            return
        new, kept = asked
        # Without an index there are fewer counts; who lists papers says what is wrong with it.
        with suppress(UnusableIndexError, StoppedError):
            index = self._indexer.opened()
            for counts in counts_at(self._session, index, new, kept, lambda: self._asked != asked):
                self._post(self.CountsChanged(new, kept, counts))

    def _count_days(self, post: Post, is_over: Callable[[], bool]) -> None:
        from paperterm.session.index_counts import day_count, lacking

        days: dict[Day, DayCount | None] = {}
        problem = ""
        try:
            days.update(self._indexer.opened().per_day(is_over))
        except StoppedError:
            return
        except UnusableIndexError as error:
            problem = f"{error}; the files are counted instead, which takes longer"
        missing = lacking(self._session, days)
        days = {day: days.get(day) for day in self._session.library.days()}
        post(self.DaysCounted(dict(days), problem))
        told = monotonic()
        for day in missing:
            if is_over():
                return
            days[day] = day_count(self._session, day)
            if monotonic() - told > _TELL_SECONDS or day == missing[-1]:
                told = monotonic()
                post(self.DaysCounted(dict(days), problem))

    def _do(self, job: Callable[[], object]) -> None:
        def quiet() -> None:
            # What is wrong with a file is told by whoever lists its papers.
            with suppress(PapertermError):
                job()

        self._errands.do(quiet)
