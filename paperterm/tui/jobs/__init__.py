"""Jobs that run in threads and answer with messages; only a job sends its own messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from paperterm.session import Session
from paperterm.session.history import Step
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.drafts import DraftsJob
from paperterm.tui.jobs.hooks import HooksJob
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.listing import ListingJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Post
from paperterm.tui.jobs.outgoing import OutgoingJob
from paperterm.tui.jobs.programs import ProgramsJob
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.jobs.watch import WatchJob
from paperterm.tui.jobs.whole_papers import WholePapersJob
from paperterm.tui.jobs.writing import UndoJob, Writing

if TYPE_CHECKING:
    from paperterm.tui.jobs.adding import AddingJob
    from paperterm.tui.jobs.figures import FiguresJob
    from paperterm.tui.jobs.frame import FrameJob
    from paperterm.tui.jobs.reading import ReadingJob


class Jobs:
    """The jobs of one reader. Those that the first screen does without are made when asked for.

    Args:
        session: The session to work on.
        post: Takes the messages, in any thread.
        key: Returns the user's key for an action.
        place: Returns where the user is.
    """

    def __init__(
        self, session: Session, post: Post, key: Callable[[str], str], place: Callable[[], object]
    ) -> None:
        self._session = session
        self._post = post
        self.listing = ListingJob(session, post)
        writing = self._writing = Writing.on(session, post)
        self.hooks = HooksJob(session, post)
        self.outgoing = OutgoingJob(session, post)
        after_marks = self.hooks.starred, self.outgoing.starred
        self.marks = MarksJob(session, post, key, writing, place, after_marks)
        self.settings = SettingsJob(session, post, key, writing)
        self.undo = UndoJob(writing, self._show_step, post)
        self.programs = ProgramsJob(session, post)
        self.drafts = DraftsJob(session, post)
        self.index = IndexJob(session, post)
        self.search = SearchJob(session, self.index, post)
        self.counts = CountsJob(session, self.index, post)
        looks = self.settings.look, self.drafts.look, lambda: self._frame.look()
        self.watch = WatchJob(session, self.marks, looks, post)
        self.whole_papers = WholePapersJob(session, post, key)
        self._is_given_up = False

    @cached_property
    def adding(self) -> AddingJob:
        """The job that brings papers which no day holds."""
        from paperterm.tui.jobs.adding import AddingJob

        return AddingJob(self._session, self._post)

    @cached_property
    def figures(self) -> FiguresJob:
        """The job for the pictures of whole papers."""
        from paperterm.tui.jobs.figures import FiguresJob

        return FiguresJob(self._session, self._post)

    @cached_property
    def _frame(self) -> FrameJob:
        """The job that has the next first frame made, which looks in the thread of the watch."""
        from paperterm.tui.jobs.frame import FrameJob

        return FrameJob(self._session)

    @cached_property
    def reading(self) -> ReadingJob:
        """The job that reads whole papers."""
        from paperterm.tui.jobs.reading import ReadingJob

        return ReadingJob(self._session, self._post)

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        writing = self.settings, self.marks, self.listing, self.programs, self.drafts
        asking = self.whole_papers, self.hooks, self.outgoing, *self._made
        for job in (*writing, self.search, self.counts, *asking):
            job.settle()

    def written(self) -> asyncio.Future[None]:
        """Return what is done when all marks and settings changed so far are written."""
        return asyncio.wrap_future(self._writing.worker.do(lambda: None))

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
        for job in (*reading, *self._made, self.whole_papers, self.listing):
            job.close()
        for writing in (self.marks, self.settings):
            writing.close(finish=not self._is_given_up)
        self.drafts.close()
        self.hooks.close()
        self.outgoing.close()

    @property
    def _made(self) -> list[AddingJob | ReadingJob | FiguresJob]:
        """The jobs that were asked for."""
        made = vars(self)
        return [made[name] for name in ("adding", "reading", "figures") if name in made]

    def _show_step(self, step: Step) -> None:
        """Let the job of what was undone or redone show it."""
        if step.edit:
            self.settings.show(step)
        else:
            self.marks.show(step, is_reversed=True)
