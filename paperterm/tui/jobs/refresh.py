"""The job that refreshes the library from arXiv, in an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import uniform
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm.errors import BusyError, PapertermError
from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.refresh.events import Event, Report
    from paperterm.refresh.outlook import Outlook

_LONGEST_WAIT = timedelta(hours=6)
_RANDOM_DELAY = (60.0, 600.0)
"""Seconds to add at random: papers are due for every reader at the same time."""


class RefreshJob(Job):
    """Refresh the library, one refresh at a time, and find out what is due."""

    class OutlookRead(DataMessage):
        """What is due, without a request to arXiv."""

        outlook: Outlook

    class Progressed(DataMessage):
        """What a refresh is doing."""

        text: str

        def can_replace(self, message: Message) -> bool:
            """Only the newest one matters."""
            return isinstance(message, RefreshJob.Progressed)

    class DayStored(DataMessage):
        """A day was written, with this many new papers."""

        day: Day
        new: int

    class Ended(DataMessage):
        """A refresh ended, with a report or a problem."""

        report: Report | None
        problem: str = ""

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._worker = self.worker("refresh", self._failed)
        self._stop: Callable[[], object] | None = None
        self._is_closed = False
        self._insists = False
        self._check_at: datetime | None = None

    def check(self) -> None:
        """Find out what is due."""

        def task() -> None:
            from paperterm.session.refresh_run import session_outlook

            try:
                self.post(self.OutlookRead(session_outlook(self.session)))
            except PapertermError as error:
                self.post(self.Ended(None, str(error)))

        self._worker.do(task)

    def check_in(self, seconds: float) -> None:
        """Check again after some seconds and a random delay."""
        wait = timedelta(seconds=seconds + uniform(*_RANDOM_DELAY))
        self._check_at = self.session.now() + min(wait, _LONGEST_WAIT)

    def look(self) -> None:
        """Check if it is time to. Called in any thread.

        A timer would not run while a laptop sleeps. If the clock was set back, it is time, too.
        """
        at, now = self._check_at, self.session.now()
        if at and not at - _LONGEST_WAIT <= now < at:
            self._check_at = None
            self.check()

    def start(self, *, insists: bool = False) -> None:
        """Refresh, unless a refresh is under way.

        `insists` also asks for days that were just asked for in vain.
        """
        if self._stop is None:
            self._stop = lambda: None
            self._insists = insists
            self._worker.do(self._run)

    def close(self) -> None:
        """Stop; days that are already written stay."""
        self._is_closed = True
        if self._stop:
            # The loop may just have ended by itself.
            with suppress(RuntimeError):
                self._stop()
        self._worker.close()

    def _run(self) -> None:
        try:
            report = asyncio.run(self._refreshed())
        except BusyError as error:
            self._end(None, error.problem)
        except asyncio.CancelledError:
            self._end(None, "stopped")
        else:
            self._end(report, "")

    def _failed(self, problem: str) -> None:
        """End, so that another refresh can start."""
        self._end(None, problem)

    def _end(self, report: Report | None, problem: str) -> None:
        self._stop = None
        self.post(self.Ended(report, problem))

    async def _refreshed(self) -> Report:
        from paperterm.session.refresh_run import refresh_session

        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task:
            self._stop = lambda: loop.call_soon_threadsafe(task.cancel)
        if self._is_closed:
            raise asyncio.CancelledError
        try:
            return await refresh_session(self.session, self._report, insists=self._insists)
        finally:
            self._stop = lambda: None

    def _report(self, event: Event) -> None:
        from paperterm.refresh.events import Asking, Received, Stored

        if isinstance(event, Asking):
            self.post(self.Progressed(f"fetching {event.what}"))
        elif isinstance(event, Received):
            self.post(self.Progressed(f"received {event.size / 1024:,.0f} KiB"))
        elif isinstance(event, Stored):
            self.post(self.DayStored(event.day, event.outcome.new))
