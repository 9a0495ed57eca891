"""The job that brings papers which no day holds."""

from __future__ import annotations

from paperterm.model import Day, Kind, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job


class AddingJob(Job):
    """Add papers to the library, by one request each."""

    class PaperFound(DataMessage):
        """A paper is in the library: since now if `is_new`."""

        id: PaperId
        day: Day
        kind: Kind | None
        is_new: bool

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._worker = self.worker("adding", daemon=True)

    def add(self, id_: PaperId) -> None:
        """Find a paper in the library, or ask arXiv for it; post `PaperFound`."""

        def task() -> None:
            from paperterm.session.adding import add_papers

            self.post(Notice(f"{id_}: asking arXiv for it", is_running=True))
            added = add_papers(self.session, [id_])
            for error in added.errors:
                self.post(Notice(error, is_error=True))
            found = self.session.newest([id_]).get(id_)
            if found:
                day, kind, _ = found.announcement
                self.post(self.PaperFound(id_, day, kind, id_ in added.days))
            elif not added.errors:
                self.post(Notice(f"{id_}: arXiv does not know this paper"))

        self._worker.do(task)
