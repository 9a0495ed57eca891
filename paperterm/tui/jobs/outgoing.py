"""The job that exports papers, and sends them to outlets."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from paperterm.errors import BusyError, DiskError
from paperterm.session import Session
from paperterm.session.session import ChangedMarks
from paperterm.tui.jobs.messages import Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.session.outgoing import Outgoing, Target

_LAST = "target"
"""The name of the last target in the session's memory."""


class OutgoingJob(Job):
    """Hand papers over, and write the notes of those that were starred, if the settings say so."""

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._exports = self.worker("exports")
        self._sending = self.worker("sending", daemon=True)
        self._worker = self.worker("outlets")

    @property
    def last(self) -> str:
        """The id of the target that was chosen last; "" without one."""
        return str(self.session.memory.known.get(_LAST) or "")

    def take(self, target: Target, outgoing: Outgoing) -> None:
        """Hand papers over to a target, and remember it."""

        def tell(text: str, *, is_running: bool = False) -> None:
            self.post(Notice(text, is_running=is_running))

        def task() -> None:
            with suppress(BusyError, DiskError):  # only a convenience depends on it
                self.session.memory.write(_LAST, target.id)
            tell(target.take(self.session, outgoing, tell))

        (self._exports if target.is_file else self._sending).do(task)

    def starred(self, marks: ChangedMarks) -> None:
        """Write the notes of papers that were starred. Called in any thread."""
        if not self.session.settings.notes_after_star:
            return

        def task() -> None:
            from paperterm.session.sending import send_starred

            send_starred(self.session, marks)

        self._worker.do(task)

    def close(self) -> None:
        """Write all notes, and stop; a server is not waited for."""
        self._exports.close()
        self._sending.close()
        self._worker.close(finish=True)
