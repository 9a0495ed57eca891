"""The job that writes marks, undoes and redoes them, and knows the marked papers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from paperterm import lock
from paperterm.errors import InputError
from paperterm.model import Mark, PaperId
from paperterm.session import MarkChange, Session
from paperterm.session.day_counts import KeptPapers
from paperterm.session.drafts import Draft
from paperterm.session.history import History, Step
from paperterm.session.row_pages import PickedRows
from paperterm.text import plural
from paperterm.tui.jobs.messages import DataMessage, Notice, Post, error_notices
from paperterm.tui.jobs.worker import Worker


class MarksJob:
    """Write marks in the order of the keys, and know which papers are starred or queued.

    Args:
        session: The session whose marks these are.
        post: Takes the messages, in any thread.
        key: Returns the user's key for an action.
    """

    class MarksWritten(DataMessage):
        """These marks changed on disk; `notice` describes a change that the list does not show."""

        marks: Mapping[PaperId, Mark]
        notice: str = ""

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

    def __init__(self, session: Session, post: Post, key: Callable[[str], str]) -> None:
        self._session = session
        self._post = post
        self._key = key
        self._history = History(session)
        self._drafts: list[Draft] = []
        """Of changes that are not on disk yet."""
        self._marked: KeptPapers | None = None
        state, report = session.folders.state, error_notices(post)
        self._writing = Worker("marks", state, report, daemon=True)
        self._reading = Worker("marked", state, report)

    def prepare(self) -> None:
        """Import what the first mark needs."""
        self._writing.do(lock.prepare)

    def mark(self, picked: PickedRows, action: MarkChange, draft: Draft | None = None) -> None:
        """Change the marks of papers; drop the draft of the change once it is on disk."""

        def task() -> None:
            entries = picked.whole_entries(self._session.library)
            if draft:
                self._drafts.append(draft)
            if step := self._history.mark(entries, action, picked.entries):
                self._show(step)
            self._drop_drafts()

        self._writing.do(task)

    def move_queued(
        self, id_: PaperId, step: int, listed: PickedRows, others: Collection[PaperId]
    ) -> None:
        """Move a paper of the queue up or down among the listed ones; `others` are not listed."""

        def task() -> None:
            from paperterm.session.queue_moves import queue_move

            try:
                entries, action = queue_move(self._session, listed.ids(), others, id_, step)
            except InputError as error:
                self._post(Notice(str(error)))
                return
            if done := self._history.mark(entries, action):
                self._show(done)

        self._writing.do(task)

    def undo(self) -> None:
        """Undo the last change of marks."""
        self._step(self._history.undo, "nothing to undo")

    def redo(self) -> None:
        """Redo the last change that was undone."""
        self._step(self._history.redo, "nothing to redo")

    def retry(self) -> None:
        """Write the marks that could not be written."""
        self._step(self._history.retry, "all marks are saved")

    def finish(self) -> None:
        """Post the number of unsaved papers once all marks are written: the user is leaving."""

        def task() -> None:
            self._post(self.Unsaved(self._history.unsaved, is_leaving=True))

        self._writing.do(task)

    def post_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Post marks that another process wrote."""
        self._post(self.MarksWritten(marks))

    def read_marks(self, picked: PickedRows, post: Post) -> None:
        """Read the marks of papers, after all changes before, and send them to `post`."""

        def task() -> None:
            marks: list[Mark] = []
            try:
                marks += self._session.library.marks(picked.ids()).values()
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

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        self._writing.settle()
        self._reading.settle()

    def close(self, *, finish: bool = True) -> None:
        """Stop; write all marks before, unless told not to wait for that."""
        self._writing.close(finish=finish)
        self._reading.close()

    def _marked_papers(self) -> KeptPapers:
        if self._marked is None:
            self._marked = KeptPapers(self._session.library.all_marks())
        return self._marked

    def _post_marked(self) -> None:
        marked = self._marked_papers()
        self._post(self.MarkedRead(frozenset(marked.starred), frozenset(marked.queued)))

    def _step(self, step: Callable[[], Step | None], otherwise: str) -> None:
        def task() -> None:
            if done := step():
                self._show(done)
                self._drop_drafts()
            else:
                self._post(Notice(otherwise))

        self._writing.do(task)

    def _drop_drafts(self) -> None:
        if not self._history.unsaved:
            while self._drafts:
                self._drafts.pop().drop()

    def _show(self, step: Step) -> None:
        """Post what is on disk now, and what could not be written."""
        changed, problem = step.marks.changed, step.problem
        if changed or not problem:
            is_seen = len(changed) == 1 and step.is_plain
            self._post(self.MarksWritten(changed, "" if is_seen else step.says))
        unsaved = self._history.unsaved
        if problem:
            retry = f"press {self._key('retry')} to retry"
            count = f"{plural(unsaved, 'paper')} not saved, {retry}: " if unsaved else ""
            self._post(Notice(f"{count}{problem}", is_error=True))
        self._post(self.Unsaved(unsaved))
