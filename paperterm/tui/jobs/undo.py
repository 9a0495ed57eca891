"""The job that undoes and redoes changes of marks and of settings."""

from __future__ import annotations

from collections.abc import Callable

from paperterm.session.history import Step
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Notice, Post
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.jobs.writing import Writing


class UndoJob:
    """Undo and redo, after all changes before; the job of what changed shows it.

    Args:
        writing: Where changes are written and remembered.
        marks: Shows changes of marks.
        settings: Shows changes of settings.
        post: Takes the messages, in any thread.
    """

    def __init__(
        self, writing: Writing, marks: MarksJob, settings: SettingsJob, post: Post
    ) -> None:
        self._writing = writing
        self._marks = marks
        self._settings = settings
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
            elif done.edit:
                self._settings.show(done)
            else:
                self._marks.show(done, is_reversed=True)

        self._writing.worker.do(task)
