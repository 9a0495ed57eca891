"""The job that writes marks, and knows the marked papers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from paperterm import lock
from paperterm.errors import InputError
from paperterm.model import Mark, PaperId
from paperterm.session import MarkChange, Session
from paperterm.session.day_counts import KeptPapers
from paperterm.session.drafts import Draft
from paperterm.session.history import Step
from paperterm.session.row_pages import PickedRows
from paperterm.session.session import ChangedMarks
from paperterm.text import plural
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job
from paperterm.tui.jobs.writing import Writing


class MarksJob(Job):
    """Write marks in the order of the keys, and know which papers are starred or queued.

    Args:
        session: The session whose marks these are.
        post: Takes the messages, in any thread.
        key: Returns the user's key for an action.
        writing: Where changes are written and remembered.
        place: Returns where the user is.
        after: Called in the thread with each change that the user made.
    """

    class MarksWritten(DataMessage):
        """These marks changed on disk; `notice` describes a change that the list does not show.

        If the user undid or redid them, `is_reversed`, and `place` is where they were marked.
        """

        marks: Mapping[PaperId, Mark]
        notice: str = ""
        is_reversed: bool = False
        place: object = None

    class Unsaved(DataMessage):
        """The marks of this many papers could not be written, and wait for a retry."""

        papers: int
        is_leaving: bool = False

    class MarksRead(DataMessage):
        """The marks of the picked papers; empty if they could not be read."""

        marks: list[Mark]

    class TagsRead(DataMessage):
        """All tags, the most used first."""

        tags: list[str]

    class MarkedRead(DataMessage):
        """The starred and the queued papers of the whole library."""

        starred: frozenset[PaperId]
        queued: frozenset[PaperId]

    def __init__(
        self,
        session: Session,
        post: Post,
        key: Callable[[str], str],
        writing: Writing,
        place: Callable[[], object],
        after: Collection[Callable[[ChangedMarks], object]],
    ) -> None:
        super().__init__(session, post)
        self._key = key
        self._writing, self._history = writing
        self._place = place
        self._after = after
        self._drafts: list[Draft] = []
        """Of changes that are not on disk yet."""
        self._marked: KeptPapers | None = None
        self._reading = self.worker("marked")

    def prepare(self) -> None:
        """Import what the first mark needs."""
        self._writing.do(lock.prepare)

    def mark(self, picked: PickedRows, action: MarkChange, draft: Draft | None = None) -> None:
        """Change the marks of papers; drop the draft of the change once it is on disk."""
        place = self._place()

        def task() -> None:
            entries = picked.whole_entries(self.session.library)
            if draft:
                self._drafts.append(draft)
            if step := self._history.mark(entries, action, picked.entries, place):
                self.show(step)
                for act in self._after:
                    act(step.marks)
            self._drop_drafts()

        self._writing.do(task)

    def move_queued(
        self, id_: PaperId, step: int, listed: PickedRows, others: Collection[PaperId]
    ) -> None:
        """Move a paper of the queue up or down among the listed ones; `others` are not listed."""
        place = self._place()

        def task() -> None:
            from paperterm.session.queue_moves import queue_move

            try:
                entries, action = queue_move(self.session, listed.ids(), others, id_, step)
            except InputError as error:
                self.post(Notice(str(error)))
                return
            if done := self._history.mark(entries, action, place=place):
                self.show(done)

        self._writing.do(task)

    def retry(self) -> None:
        """Write the marks that could not be written."""

        def task() -> None:
            if done := self._history.retry():
                self.show(done)
            else:
                self.post(Notice("all marks are saved"))

        self._writing.do(task)

    def finish(self) -> None:
        """Post the number of unsaved papers once all marks are written: the user is leaving."""

        def task() -> None:
            self.post(self.Unsaved(self._history.unsaved, is_leaving=True))

        self._writing.do(task)

    def post_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Post marks that another process wrote."""
        self.post(self.MarksWritten(marks))

    def read_marks(self, picked: PickedRows, post: Post) -> None:
        """Read the marks of papers, after all changes before, and send them to `post`."""

        def task() -> None:
            marks: list[Mark] = []
            try:
                marks += self.session.library.marks(picked.ids()).values()
            finally:
                post(self.MarksRead(marks))

        self._writing.do(task)

    def read_tags(self, post: Post) -> None:
        """Read all tags, and send them to `post`."""
        self._reading.do(lambda: post(self.TagsRead(self._marked_papers().tags)))

    def read_marked(self) -> None:
        """Read the starred and queued papers of the whole library."""
        self._reading.do(self._post_marked)

    def follow_marks(self, marks: Iterable[Mark]) -> None:
        """Update the starred and queued papers with marks that changed, here or elsewhere."""

        def task() -> None:
            if self._marked is not None and self._marked.update(marks):
                self._post_marked()

        self._reading.do(task)

    def close(self, *, finish: bool = True) -> None:
        """Stop; write all marks before, unless told not to wait for that."""
        self._writing.close(finish=finish)
        self._reading.close()

    def _marked_papers(self) -> KeptPapers:
        if self._marked is None:
            self._marked = KeptPapers(self.session.library.all_marks())
        return self._marked

    def _post_marked(self) -> None:
        marked = self._marked_papers()
        self.post(self.MarkedRead(frozenset(marked.starred), frozenset(marked.queued)))

    def _drop_drafts(self) -> None:
        if not self._history.unsaved:
            while self._drafts:
                self._drafts.pop().drop()

    def show(self, step: Step, *, is_reversed: bool = False) -> None:
        """Post what is on disk now, and what could not be written. Called in the thread.

        Args:
            step: The change.
            is_reversed: Whether the user undid or redid it.
        """
        self._drop_drafts()
        changed, problem = step.marks.changed, step.problem
        if changed or not problem:
            is_seen = len(changed) == 1 and step.is_plain
            notice = "" if is_seen else step.says
            self.post(self.MarksWritten(changed, notice, is_reversed, step.place))
        unsaved = self._history.unsaved
        if problem:
            retry = f"press {self._key('retry')} to retry"
            count = f"{plural(unsaved, 'paper')} not saved, {retry}: " if unsaved else ""
            self.post(Notice(f"{count}{problem}", is_error=True))
        self.post(self.Unsaved(unsaved))
