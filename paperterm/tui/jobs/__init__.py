"""Jobs that run in threads and answer with messages; only a job sends its own messages."""

from __future__ import annotations

from collections.abc import Callable

from paperterm.session import Session
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.drafts import DraftsJob
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.listing import ListingJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Post
from paperterm.tui.jobs.programs import ProgramsJob
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.jobs.undo import UndoJob
from paperterm.tui.jobs.watch import WatchJob
from paperterm.tui.jobs.writing import Writing


class Jobs:
    """The jobs of one reader.

    Args:
        session: The session to work on.
        post: Takes the messages, in any thread.
        key: Returns the user's key for an action.
        place: Returns where the user is.
    """

    def __init__(
        self, session: Session, post: Post, key: Callable[[str], str], place: Callable[[], object]
    ) -> None:
        self.listing = ListingJob(session, post)
        writing = Writing.on(session, post)
        self.marks = MarksJob(session, post, key, writing, place)
        self.settings = SettingsJob(session, post, key, writing)
        self.undo = UndoJob(writing, self.marks, self.settings, post)
        self.programs = ProgramsJob(session, post)
        self.drafts = DraftsJob(session, post)
        self.index = IndexJob(session, post)
        self.search = SearchJob(session, self.index, post)
        self.counts = CountsJob(session, self.index, post)
        self.watch = WatchJob(session, self.marks, post)
        self._is_given_up = False

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        writing = self.marks, self.listing, self.settings, self.programs, self.drafts
        for job in (*writing, self.search, self.counts):
            job.settle()

    def finish(self) -> None:
        """Post `MarksJob.Unsaved` once all settings and marks are written: the user is leaving."""
        self.settings.when_written(self.marks.finish)

    def give_up(self) -> None:
        """Do not wait in `close` for what is not written yet; drafts are kept."""
        self._is_given_up = True

    def close(self) -> None:
        """Write all marks and settings, and stop the rest."""
        reading = self.watch, self.counts, self.search, self.index, self.programs
        # The drafts last: marks and settings drop theirs when they are written.
        for job in (*reading, self.listing):
            job.close()
        for writing in (self.marks, self.settings):
            writing.close(finish=not self._is_given_up)
        self.drafts.close()
