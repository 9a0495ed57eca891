"""The thread that writes marks and settings in the order of the keys, and undoes changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from paperterm.session import Session
from paperterm.session.history import History, Step
from paperterm.tui.jobs.messages import Notice, Post, error_notices
from paperterm.tui.jobs.worker import Worker


class Writing(NamedTuple):
    """One thread and one history: an undo is of the last change, whatever it changed."""

    worker: Worker
    history: History

    @classmethod
    def on(cls, session: Session, post: Post) -> Writing:
        """Make them for a session; `post` takes error notices, in any thread."""
        worker = Worker("writing", session.folders.state, error_notices(post), daemon=True)
        return cls(worker, History(session))


class UndoJob:
    """Undo and redo, after all changes before.

    Args:
        writing: Where changes are written and remembered.
        show: Shows a step, in the thread that writes.
        post: Takes the messages, in any thread.
    """

    def __init__(self, writing: Writing, show: Callable[[Step], object], post: Post) -> None:
        self._writing = writing
        self._show = show
        self._post = post

    def undo(self) -> None:
        """Undo the last change."""
        self._step(self._writing.history.undo, "nothing to undo")

    def redo(self) -> None:
        """Redo the last change that was undone."""
        self._step(self._writing.history.redo, "nothing to redo")

    def _step(self, step: Callable[[], Step | None], otherwise: str) -> None:
        def task() -> None:
            done = step()
            if done is None:
                self._post(Notice(otherwise))
            else:
                self._show(done)

        self._writing.worker.do(task)
