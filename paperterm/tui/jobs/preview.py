"""The job that previews what a topic matches."""

from __future__ import annotations

from threading import Event

from paperterm.errors import StoppedError
from paperterm.session import Session
from paperterm.session.workbench import Preview, Workbench
from paperterm.topics import Topic
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Worker

PAUSE = 0.12
"""Seconds without a key before the whole library is read, which would slow down typing."""


class PreviewJob:
    """Preview a topic while it is edited; a new preview stops the one before.

    Args:
        session: The session whose library and settings to use.
        post: Takes the messages, in any thread.
    """

    class PreviewReady(DataMessage):
        """What a topic matches, as far as it is known; more may follow."""

        preview: Preview

    class PreviewFailed(DataMessage):
        """The preview failed; `problem` says why."""

        problem: str

    def __init__(self, session: Session, post: Post) -> None:
        self._session = session
        self._post = post
        self._workbench = Workbench(session.library)
        self._worker = Worker("preview", session.folders.state, self._failed)
        self._over = Event()

    def preview(self, topic: Topic, saved: Topic | None) -> None:
        """Preview a topic.

        Args:
            topic: The topic as it is now.
            saved: The topic as it was saved.
        """
        self._over.set()
        over = self._over = Event()

        def task() -> None:
            if over.is_set():
                return
            others = [other for other in self._session.settings.topics if other != saved]
            previews = self._workbench.look(topic, saved, others, over.is_set)
            try:
                for number, preview in enumerate(previews):
                    if over.is_set():
                        return
                    self._post(self.PreviewReady(preview))
                    if number == 0 and over.wait(PAUSE):
                        return
            except StoppedError:
                return

        self._worker.do(task)

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        self._worker.settle()

    def close(self) -> None:
        """Stop."""
        self._over.set()
        self._worker.close()

    def _failed(self, problem: str) -> None:
        self._post(self.PreviewFailed(problem))
