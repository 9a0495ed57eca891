"""Watching, behind the screen, what other processes change in the library."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from textual.message import Message

from paperterm.errors import PapertermError
from paperterm.model import Day
from paperterm.session import Session
from paperterm.tui.backstage import Backstage
from paperterm.tui.telling import Telling


class Watcher:
    """A thread that looks at the folders of the library whenever it is told to.

    Marks that others changed are told as those that were written here, by `MarksWritten`.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class DaysChanged(Telling):
        """Others brought, changed or removed these days; `days` are all, newest first."""

        changed: frozenset[Day]
        days: list[Day]

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._thread = ThreadPoolExecutor(1, "paperterm-watch")
        self._now: Future[None] | None = None
        self._is_broken = False

    def look(self) -> None:
        """Look once, unless the last look is not over."""
        if not self._is_broken and (self._now is None or self._now.done()):
            self._now = self._thread.submit(self._look)
            self._now.add_done_callback(self._failed)

    def settle(self) -> None:
        """Wait until the look is over. Not for the event loop."""
        self._thread.submit(int).result()

    def close(self) -> None:
        """Stop."""
        self._is_broken = True
        self._thread.shutdown(wait=False)

    def _look(self) -> None:
        library = self._session.library
        seen = library.watch.look()
        try:
            if seen.has_strays:
                library.mark_stamps()  # which brings them in
            marks = {
                id_: mark for shard in seen.shards for id_, mark in library.of_shard(shard).items()
            }
            if marks:
                self._post(Backstage.MarksWritten(marks))
            if seen.days:
                self._post(self.DaysChanged(seen.days, library.days()))
        except PapertermError as error:
            self._post(Backstage.Told(str(error), is_error=True))

    def _failed(self, job: Future[None]) -> None:
        """What nobody thought of is told once, and not at each look."""
        if not job.cancelled() and (error := job.exception()):
            from paperterm import crash

            self._is_broken = True
            says = crash.reported(error, self._session.folders.state, "reader")
            self._post(Backstage.Told(says, is_error=True))
