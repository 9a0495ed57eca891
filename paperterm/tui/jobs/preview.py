"""Previews of a topic behind the screen: a thread that looks, one that saves, and messages."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from textual.message import Message

from paperterm.errors import StoppedError
from paperterm.session import Session
from paperterm.session.workbench import Preview, Workbench
from paperterm.topics import Topic
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.worker import Worker

PAUSE = 0.12
"""Seconds without a key before the whole library is read: who types on would only be slowed."""


class PreviewJob:
    """Sees what a topic would match; the last look asked for is answered, the others stop.

    Args:
        session: Whose library and settings.
        post: Takes the messages, in any thread.
    """

    class PreviewReady(DataMessage):
        """What a topic would match, as far as it is known; more may follow."""

        preview: Preview

    class Saved(DataMessage):
        """The topic is in the settings."""

        topic: Topic

    class Failed(DataMessage):
        """Something could not be done; the line says why."""

        says: str

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._workbench = Workbench(session.library)
        state = session.folders.state
        self._looks = Worker("paperterm-preview", state, self._failed)
        self._writes = Worker("paperterm-settings", state, self._failed)
        self._over = Event()

    def look(self, topic: Topic, saved: Topic | None) -> None:
        """See what a topic would match.

        Args:
            topic: The topic as it is now.
            saved: The same as it was saved.
        """
        self._over.set()
        over = self._over = Event()

        def job() -> None:
            if over.is_set():
                return
            others = [one for one in self._session.settings.topics if one != saved]
            looks = self._workbench.look(topic, saved, others, over.is_set)
            try:
                for number, preview in enumerate(looks):
                    if over.is_set():
                        return
                    self._post(self.PreviewReady(preview))
                    if number == 0 and over.wait(PAUSE):
                        return
            except StoppedError:
                return

        self._looks.do(job)

    def save(self, topic: Topic, was: Topic | None) -> None:
        """Write a topic into the settings, in the place of one as it was when it was opened."""

        def job() -> None:
            if was is None:
                self._session.add_topic(topic)
            else:
                self._session.change_topic(was.name, topic, was)
            self._post(self.Saved(topic))

        self._writes.do(job)

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        for errands in (self._writes, self._looks):
            errands.settle()

    def close(self) -> None:
        """Write what was to be saved, and stop the rest."""
        self._over.set()
        self._writes.close(is_finishing=True)
        self._looks.close()

    def _failed(self, says: str) -> None:
        self._post(self.Failed(says))
