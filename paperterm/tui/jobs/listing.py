"""The job that reads days and papers from the library."""

from __future__ import annotations

from paperterm.model import AnnouncedPaper, Entry, Mark, PaperId
from paperterm.session import Selection, Session
from paperterm.session.listing import ListedPapers, announced_paper, read_listing
from paperterm.tui.jobs.messages import DataMessage, Post
from paperterm.tui.jobs.worker import Job


class ListingJob(Job):
    """Read listings that need no index, and whole papers; skip those that are out of date."""

    class ListingRead(DataMessage):
        """A listing was read; its `problem` says so if it could not be."""

        listing: ListedPapers

    class PaperRead(DataMessage):
        """A paper as announced on its day, None if that could not be read; and its mark."""

        id: PaperId
        announced: AnnouncedPaper | None
        mark: Mark

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._worker = self.worker("listing")
        self._newest: Selection | None = None
        self._paper: PaperId | None = None

    def read(self, selection: Selection, also: frozenset[PaperId] = frozenset()) -> None:
        """Read a listing, unless another one is requested meanwhile.

        Args:
            selection: What to list.
            also: Papers to list even if their marks no longer match.
        """
        self._newest = selection

        def task() -> None:
            if selection == self._newest:
                self.post(self.ListingRead(read_listing(self.session, selection, also)))

        self._worker.do(task)

    def read_paper(self, entry: Entry) -> None:
        """Read all of a paper, unless another one is requested meanwhile."""
        self._paper = entry.id

        def task() -> None:
            if entry.id != self._paper:
                return
            found = None
            try:
                found = announced_paper(self.session, entry)
            finally:
                mark = self.session.library.marks([entry.id])[entry.id]
                self.post(self.PaperRead(entry.id, found, mark))

        self._worker.do(task)

    def close(self) -> None:
        """Stop."""
        self._newest = None
        super().close()
