"""The job that previews what a topic matches."""

from __future__ import annotations

from threading import Event

from paperterm.errors import StoppedError
from paperterm.session import Session
from paperterm.session.workbench import Preview, Workbench
from paperterm.topics import Topic
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job

PAUSE = 0.12
"""Seconds without a key before the whole library is read, which would slow down typing."""


class PreviewJob(Job):
    """Preview a topic while it is edited; a new preview stops the one before."""

    class PreviewReady(DataMessage):
        """What a topic matches, as far as it is known; more may follow."""

        preview: Preview

    class PreviewFailed(DataMessage):
        """The preview failed; `problem` says why."""

        problem: str

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._workbench = Workbench(session.library)
        self._worker = self.worker("preview", self._failed)
        self._over = Event()

    def preview(self, topic: Topic, saved: Topic | None) -> None:
        """Preview a topic as it is now, which was `saved` before."""
        self._over.set()
        over = self._over = Event()

        def task() -> None:
            if over.is_set():
                return
            others = [other for other in self.session.settings.topics if other != saved]
            previews = self._workbench.look(topic, saved, others, over.is_set)
            try:
                for number, preview in enumerate(previews):
                    if over.is_set():
                        return
                    self.post(self.PreviewReady(preview))
                    if number == 0 and over.wait(PAUSE):
                        return
            except StoppedError:
                return

        self._worker.do(task)

    def close(self) -> None:
        """Stop."""
        self._over.set()
        super().close()

    def _failed(self, problem: str) -> None:
        self.post(self.PreviewFailed(problem))
