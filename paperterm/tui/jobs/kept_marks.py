"""What the marks of the whole library keep, behind the screen: read once, and then followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.message import Message

from paperterm.model import Mark, PaperId
from paperterm.session import Session
from paperterm.session.day_counts import KeptPapers
from paperterm.tui.jobs.data_message import DataMessage


class KeptMarksJob:
    """Starred, queued and tagged papers; all of it is for one thread.

    Args:
        session: Whose library.
        post: Takes the messages, in any thread.
    """

    class KeptRead(DataMessage):
        """The papers of the whole library that are starred, and those in the queue."""

        starred: frozenset[PaperId]
        queued: frozenset[PaperId]

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._kept: KeptPapers | None = None

    def tell(self) -> None:
        """Tell what is starred and queued."""
        kept = self._read()
        self._post(self.KeptRead(frozenset(kept.starred), frozenset(kept.queued)))

    def follow(self, marks: Iterable[Mark]) -> None:
        """Take marks that changed, here or elsewhere, once all were read."""
        if self._kept is not None and self._kept.update(marks):
            self.tell()

    @property
    def tags(self) -> list[str]:
        """The tags there are, the most used first."""
        return self._read().tags

    def _read(self) -> KeptPapers:
        if self._kept is None:
            self._kept = KeptPapers(self._session.library.all_marks())
        return self._kept
