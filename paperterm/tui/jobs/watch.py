"""Watching, behind the screen, what other processes change in the library."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from textual.message import Message

from paperterm.errors import PapertermError
from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.messages import error_notices
from paperterm.tui.jobs.worker import Worker


class WatchJob:
    """A thread that looks at the folders of the library whenever it is told to.

    Marks that others changed are told as those that were written here, by `MarksWritten`.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class DaysChanged(DataMessage):
        """Others brought, changed or removed these days; `days` are all, newest first."""

        changed: frozenset[Day]
        days: list[Day]

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._errands = Worker("paperterm-watch", session.folders.state, error_notices(post))
        self._now: Future[None] | None = None

    def look(self) -> None:
        """Look once, unless the last look is not over, or was broken off: that is told once."""
        if self._now is None or (self._now.done() and not self._is_broken):
            self._now = self._errands.do(self._look)

    def settle(self) -> None:
        """Wait until the look is over. Not for the event loop."""
        self._errands.settle()

    def close(self) -> None:
        """Stop."""
        self._errands.close()

    @property
    def _is_broken(self) -> bool:
        """Whether the last look met what nobody thought of."""
        now = self._now
        error = now.exception() if now and now.done() and not now.cancelled() else None
        return error is not None and not isinstance(error, PapertermError)

    def _look(self) -> None:
        library = self._session.library
        seen = library.watch.look()
        if seen.has_strays:
            library.mark_stamps()  # which brings them in
        marks = {
            id_: mark for shard in seen.shards for id_, mark in library.of_shard(shard).items()
        }
        if marks:
            self._post(Backstage.MarksWritten(marks))
        if seen.days:
            self._post(self.DaysChanged(seen.days, library.days()))
