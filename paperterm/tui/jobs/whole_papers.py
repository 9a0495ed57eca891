"""The job that brings papers in full, and knows which of them are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paperterm.model import Paper, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.session.whole_queue import BroughtQueue


class WholePapersJob(Job):
    """Fetch the whole papers of the queue, one every fifteen seconds."""

    class KeptRead(DataMessage):
        """The papers that are saved in full."""

        ids: frozenset[PaperId]

    def __init__(self, session: Session, post: Post, key: Callable[[str], str]) -> None:
        super().__init__(session, post)
        self._key = key
        self._is_running = False
        self._is_stopped = False
        self._reading = self.worker("kept", daemon=True)
        self._fetching = self.worker("whole-papers", daemon=True)

    def read_kept(self) -> None:
        """Find out which papers are saved in full."""
        self._reading.do(self._read_kept)

    def fetch_queue(self) -> None:
        """Fetch the whole papers of the queue; if that is under way, stop it."""
        self._is_stopped = self._is_running
        if not self._is_running:
            self._is_running = True
            self._fetching.do(self._fetch_queue)

    def close(self) -> None:
        """Stop; what is here stays."""
        self._is_stopped = True
        super().close()

    def _read_kept(self) -> None:
        # Not `session.fulltext`, whose parsers and client take a third of a second to import.
        from paperterm.library.pages import FOLDER, Pages

        self.post(self.KeptRead(Pages(self.session.folders.cache / FOLDER).ids()))

    def _fetch_queue(self) -> None:
        from paperterm.session.whole_queue import bring_queue

        def tell(paper: Paper, place: int, missing: int) -> None:
            self._read_kept()
            text = f"fetching whole papers, {place:,} of {missing:,}: {paper.id}"
            self.post(Notice(f"{text}; {self._key('bring_queue')} stops", is_running=True))

        try:
            brought = bring_queue(self.session, tell, lambda: not self._is_stopped)
        finally:
            self._is_running = False
            self._read_kept()
        self.post(Notice(self._ended(brought)))
        if brought.problem:
            self.post(Notice(brought.problem, is_error=True))

    def _ended(self, brought: BroughtQueue) -> str:
        """Return a line that fits below the list, where it takes the place of the progress."""
        here, total = brought.here, brought.total
        if not total:
            return f"the queue is empty; {self._key('queue')} adds a paper"
        text = f"{here:,} of {total:,} queued papers are saved in full"
        if brought.is_stopped or brought.problem:
            return f"{text}; {self._key('bring_queue')} goes on"
        return text if here == total else f"{text}; arXiv has no HTML of the others"
