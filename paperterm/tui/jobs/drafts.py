"""The job that writes what is being typed."""

from __future__ import annotations

from threading import Event

from paperterm.errors import DiskError
from paperterm.session import Session
from paperterm.session.drafts import Draft, Drafts, named
from paperterm.text import plural
from paperterm.tui.jobs.messages import Notice, Post
from paperterm.tui.jobs.worker import Job

PAUSE = 0.5
"""Seconds between two writes: a second after it was typed, a word is on disk."""


class DraftsJob(Job):
    """Keep the drafts of this reader, and take over those of readers that have ended."""

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._drafts = Drafts(session.folders.state, session.now, self._changed)
        self._worker = self.worker("drafts")
        self._is_waiting = False
        self._is_failing = False
        self._hurry = Event()

    def open(self, kind: str, of: str = "") -> Draft:
        """Return the draft of a place where the user begins to type."""
        return self._drafts.open(kind, of)

    def adopt(self) -> None:
        """Take over the drafts of readers that have ended, and say where they are."""
        self._worker.do(self._adopt)

    def look(self) -> None:
        """Take over drafts if there are other readers. Called in any thread."""
        if self._drafts.others():
            self.adopt()

    def settle(self) -> None:
        """Wait until everything is written. Do not call this in the event loop."""
        self._hurry.set()
        self._worker.settle()
        self._hurry.clear()

    def close(self) -> None:
        """Write everything, and stop."""
        self._hurry.set()
        self._worker.do(self._write)
        self._worker.close(self._drafts.close, finish=True)

    def _changed(self) -> None:
        """Write soon. Called in any thread."""
        if not self._is_waiting:
            self._is_waiting = True
            self._worker.do(self._write)

    def _write(self) -> None:
        self._is_waiting = False
        try:
            self._drafts.write()
        except DiskError as error:
            if not self._is_failing:  # once, not twice a second
                self.post(Notice(f"drafts of what you type are not saved: {error}", is_error=True))
            self._is_failing = True
        else:
            self._is_failing = False
        self._hurry.wait(PAUSE)

    def _adopt(self) -> None:
        if found := self._drafts.adopt():
            self._changed()
            self.post(Notice(f"{plural(len(found), 'unsaved draft')}: {named(found)}"))
