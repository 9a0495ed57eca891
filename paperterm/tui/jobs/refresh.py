"""Refreshes behind the screen: a thread with an event loop of its own, and messages."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm.errors import BusyError, PapertermError
from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.worker import Worker

if TYPE_CHECKING:
    from paperterm.refresh.events import Event, Report
    from paperterm.refresh.outlook import Outlook


class RefreshJob:
    """Looks how things stand with arXiv, and refreshes; one at a time.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class OutlookRead(DataMessage):
        """How things stand; nobody was asked."""

        outlook: Outlook

    class Progressed(DataMessage):
        """What a refresh is doing."""

        says: str

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, RefreshJob.Progressed)

    class DayStored(DataMessage):
        """A day was written, with so many new papers."""

        day: Day
        new: int

    class Ended(DataMessage):
        """A refresh is over: with a report, or with the reason why there is none."""

        report: Report | None
        problem: str = ""

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._errands = Worker("paperterm-refresh", session.folders.state, self._failed)
        self._stop: Callable[[], object] | None = None
        self._is_closed = False

    def look(self) -> None:
        """Tell how things stand."""

        def job() -> None:
            from paperterm.session.refresh_run import standing

            try:
                self._post(self.OutlookRead(standing(self._session)))
            except PapertermError as error:
                self._post(self.Ended(None, str(error)))

        self._errands.do(job)

    def start(self) -> None:
        """Refresh; while one runs, this does nothing."""
        if self._stop is None:
            self._stop = lambda: None
            self._errands.do(self._run)

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        self._errands.settle()

    def close(self) -> None:
        """Stop; days that are written stay."""
        self._is_closed = True
        if self._stop:
            # The loop may be done at this very moment, and then there is nothing to stop.
            with contextlib.suppress(RuntimeError):
                self._stop()
        self._errands.close()

    def _run(self) -> None:
        try:
            report = asyncio.run(self._refreshed())
        except BusyError as error:
            self._end(None, error.problem)
        except asyncio.CancelledError:
            self._end(None, "stopped")
        else:
            self._end(report, "")

    def _failed(self, says: str) -> None:
        """The reader must not wait for ever."""
        self._end(None, says)

    def _end(self, report: Report | None, problem: str) -> None:
        self._stop = None
        self._post(self.Ended(report, problem))

    async def _refreshed(self) -> Report:
        from paperterm.session.refresh_run import refreshed

        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task:
            self._stop = lambda: loop.call_soon_threadsafe(task.cancel)
        if self._is_closed:
            raise asyncio.CancelledError
        try:
            return await refreshed(self._session, self._tell)
        finally:
            self._stop = lambda: None

    def _tell(self, event: Event) -> None:
        from paperterm.refresh.events import Asking, Received, Stored

        if isinstance(event, Asking):
            self._post(self.Progressed(f"asking arXiv for {event.what}"))
        elif isinstance(event, Received):
            self._post(self.Progressed(f"received {event.size / 1024:,.0f} KiB"))
        elif isinstance(event, Stored):
            self._post(self.DayStored(event.day, event.outcome.new))
