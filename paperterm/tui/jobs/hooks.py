"""The job that runs the user's hooks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING

from paperterm.errors import InputError
from paperterm.session import Session
from paperterm.session.session import ChangedMarks
from paperterm.tui.jobs.messages import Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.refresh.events import Report
    from paperterm.session.hooks import Hook

_LAST_SECONDS = 2.0
"""How long the reader waits for hooks when it closes."""


class HooksJob(Job):
    """Run hooks one after the other; a failure is told once, until the hook works again.

    The reader waits a moment for them when it closes; one that takes longer is left to itself.
    """

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._failed: set[str] = set()
        self._last: Future[None] | None = None
        self._worker = self.worker("hooks", daemon=True)

    def starred(self, marks: ChangedMarks) -> None:
        """Run the hook for stars, if this change of marks added one. Called in any thread."""
        if not self.session.settings.after_star:
            return
        from paperterm.session.hooks import after_star

        self._do(lambda: after_star(self.session, marks))

    def fetched(self, report: Report) -> None:
        """Run the hook for a refresh, if it wrote anything."""
        if not self.session.settings.after_fetch:
            return
        from paperterm.session.hooks import after_fetch

        self._do(lambda: after_fetch(self.session, report))

    def close(self) -> None:
        """Start no more hooks, once those of the last keys ran or had their time."""
        if self._last:
            wait([self._last], _LAST_SECONDS)
        self._worker.close()

    def _do(self, made: Callable[[], Hook | None]) -> None:
        def task() -> None:
            if hook := made():
                self._run(hook)

        self._last = self._worker.do(task)

    def _run(self, hook: Hook) -> None:
        try:
            hook.run()
        except InputError as error:
            if hook.name not in self._failed:
                self._failed.add(hook.name)
                self.post(Notice(f"hook {hook.name}: {error}", is_error=True))
        else:
            self._failed.discard(hook.name)
