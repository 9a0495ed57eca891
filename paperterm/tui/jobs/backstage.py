"""Behind the screen: whatever touches a disk or starts a program, and the messages it ends in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from paperterm import disk, lock
from paperterm.errors import InputError
from paperterm.model import AnnouncedPaper, Entry, Mark, PaperId
from paperterm.session import MarkChange, Selection, Session
from paperterm.session.child_process import Running
from paperterm.session.history import History, Step
from paperterm.text import plural
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.kept_marks import KeptMarksJob
from paperterm.tui.jobs.listing import read_listing
from paperterm.tui.jobs.messages import Notice, error_notices
from paperterm.tui.jobs.worker import Worker
from paperterm.tui.keys.actions import own_key
from paperterm.tui.reader.location import Choice
from paperterm.tui.reader.row_pages import PickedRows

if TYPE_CHECKING:
    from paperterm.config import Value
    from paperterm.export import Exporter
    from paperterm.library.index import IndexRow
    from paperterm.query import Query


class Backstage:
    """Threads that work for a screen and answer by messages; no job waits for another kind.

    Marks are written in the order of the keys. A listing that was asked for and is not wanted any
    more is not read.

    Args:
        session: What it works on.
        post: Takes the messages, in any thread.
    """

    class PaperRead(DataMessage):
        """All that is known of a paper on a day; None when that cannot be read."""

        id: PaperId
        told: AnnouncedPaper | None
        mark: Mark

    class MarksWritten(DataMessage):
        """These marks changed, and are on disk; what was done is told where it is not seen."""

        marks: Mapping[PaperId, Mark]
        says: str = ""

    class Unsaved(DataMessage):
        """The marks of so many papers could not be written, and wait to be tried again."""

        papers: int
        is_leaving: bool = False

    class MarksRead(DataMessage):
        """The marks of what was picked; none when they cannot be read."""

        marks: list[Mark]

    class TagsRead(DataMessage):
        """The tags there are, the most used first."""

        tags: list[str]

    class SettingsChanged(DataMessage):
        """There are other settings; this view or topic is among them now."""

        made: Choice | None = None
        says: str = ""

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self._session = session
        self._post = post
        self._history = History(session)
        self._wanted: Selection | None = None
        self._looked_at: PaperId | None = None
        self._reads = self._errands("reads")
        self._writes = self._errands("writes")
        self._marks = self._errands("marks")
        self._others = self._errands("others")
        self._programs = self._errands("programs", is_waited_for=False)
        self._openings = self._errands("openings", is_waited_for=False)
        self._downloads = self._errands("downloads", is_waited_for=False)
        self._running = Running()
        self._kept = KeptMarksJob(session, post)

    def prepare(self) -> None:
        """Be ready for the first mark."""
        self._writes.do(lock.prepare)

    def read(self, selection: Selection, also: frozenset[PaperId] = frozenset()) -> None:
        """Read a listing; the last one asked for is answered.

        Args:
            selection: What to list.
            also: Papers that are listed whatever their marks are meanwhile.
        """
        self._wanted = selection

        def job() -> None:
            if selection == self._wanted:
                self._post(read_listing(self._session, selection, also))

        self._reads.do(job)

    def whole(self, entry: Entry) -> None:
        """Read all that is known of a paper that was listed without its abstract."""
        announcement = entry.announcement
        self._looked_at = entry.id

        def job() -> None:
            if entry.id != self._looked_at:
                return
            found = None
            try:
                if announcement:
                    record = self._session.library.day(announcement.day, {entry.id})
                    found = next(iter(record.announced), None) if record else None
            finally:
                mark = self._session.library.marks([entry.id])[entry.id]
                self._post(self.PaperRead(entry.id, found, mark))

        self._reads.do(job)

    def read_kept(self) -> None:
        """Read what is starred, queued and tagged in the whole library; once will do."""
        self._marks.do(self._kept.tell)

    def follow_marks(self, marks: Iterable[Mark]) -> None:
        """Take marks that changed, here or elsewhere, into what was read of the whole library."""
        self._marks.do(lambda: self._kept.follow(marks))

    def mark(self, picked: PickedRows, action: MarkChange) -> None:
        """Change the marks of papers."""

        def job() -> None:
            entries: Iterable[Entry] = picked.entries
            if picked.source is not None:
                from paperterm.session.search import row_of, whole_entries

                rows: Sequence[IndexRow | None] = [row_of(entry) for entry in picked.entries]
                if not rows:
                    rows = picked.source.rows(picked.rows.start, picked.rows.stop)
                whole = {one.id: one for one in whole_entries(self._session.library, rows)}
                # A day that cannot be read any more must not cost what is done to its papers.
                seen = [whole.pop(one.id, one) for one in picked.entries]
                entries = [*seen, *whole.values()]
            if step := self._history.mark(entries, action, picked.entries):
                self._show(step)

        self._writes.do(job)

    def move_queued(
        self, id_: PaperId, step: int, read_listing: PickedRows, others: Collection[PaperId]
    ) -> None:
        """Move a paper up or down among those of the queue that are listed; there are others."""

        def job() -> None:
            from paperterm.session.queue_moves import moving

            try:
                entries, action = moving(self._session, read_listing.ids(), others, id_, step)
            except InputError as error:
                self._post(Notice(str(error)))
                return
            if done := self._history.mark(entries, action):
                self._show(done)

        self._writes.do(job)

    def retry(self) -> None:
        """Write the marks that could not be written."""
        self._step(self._history.retry, "all marks are saved")

    def finish(self) -> None:
        """Tell, once all that was marked is written, how much could not be: the user leaves."""

        def job() -> None:
            self._post(self.Unsaved(self._history.unsaved, is_leaving=True))

        self._writes.do(job)

    def undo(self) -> None:
        """Take the last change of marks back."""
        self._step(self._history.undo, "nothing is left to take back")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._step(self._history.redo, "nothing was taken back")

    def export(self, selection: Selection, exporter: Exporter, query: Query | None = None) -> None:
        """Write a selection, or what a query finds in it, into the export folder."""

        def job() -> None:
            from paperterm.session.exports import file_name, view_of, write_view

            view = view_of(self._session, selection, query, self._tell)
            path = self._session.export_folder / file_name(view, exporter, query)
            papers, was_there = plural(len(view.entries), "paper"), disk.is_there(path)
            write_view(path, view, exporter)
            says = f"replaced {path}: {papers}" if was_there else f"{papers} written to {path}"
            self._post(Notice(says))

        self._others.do(job)

    def read_marks(self, picked: PickedRows, post: Callable[[Message], object]) -> None:
        """Read the marks of papers, with all that was done to them before; `post` is told."""

        def job() -> None:
            marks: list[Mark] = []
            try:
                marks += self._session.library.marks(picked.ids()).values()
            finally:
                post(self.MarksRead(marks))

        self._writes.do(job)

    def read_tags(self, post: Callable[[Message], object]) -> None:
        """Look which tags there are, for `post`."""
        self._marks.do(lambda: post(self.TagsRead(self._kept.tags)))

    def follow(self, author: str, *, wish: bool) -> None:
        """Follow an author from now on, or no longer."""

        def job() -> None:
            (self._session.follow if wish else self._session.unfollow)(author)
            said = "followed" if wish else "no longer followed"
            self._post(self.SettingsChanged(says=f"{author} is {said}"))

        self._others.do(job)

    def pipe(self, entries: Sequence[Entry], command: Sequence[str]) -> None:
        """Give papers to a program, as Markdown on its standard input."""

        def job() -> None:
            from paperterm.session.pipes import pipe

            self._post(Notice(pipe(entries, command, self._running)))

        self._programs.do(job)

    def keep_view(self, name: str, query: str) -> None:
        """Keep a query as a view, in the settings."""

        def job() -> None:
            self._session.add_view(name, query)
            view = next(one for one in self._session.views if one.name == name)
            self._post(self.SettingsChanged(Choice(view)))

        self._others.do(job)

    def set_setting(self, table: str, key: str, value: Value, says: str = "") -> None:
        """Write a setting."""

        def job() -> None:
            self._session.set_setting(table, key, value)
            self._post(self.SettingsChanged(says=says))

        self._others.do(job)

    def move_topic(self, name: str, step: int) -> None:
        """Move a topic some places down; up, where the step is negative."""

        def job() -> None:
            self._session.move_topic(name, step)
            self._post(self.SettingsChanged())

        self._others.do(job)

    def remove_topic(self, name: str) -> None:
        """Take a topic out of the settings."""

        def job() -> None:
            self._session.remove_topic(name)
            self._post(self.SettingsChanged(says=f"{name} is deleted; papers and marks stay"))

        self._others.do(job)

    def remove_view(self, name: str) -> None:
        """Take a saved view out of the settings, and say how it can be kept again."""

        def job() -> None:
            query = next(view.query for view in self._session.views if view.name == name)
            self._session.remove_view(name)
            key = own_key("reader.keep_view", self._session.settings.keys)
            says = f"{name} is deleted; to keep it again, find {query} and press {key}"
            self._post(self.SettingsChanged(says=says))

        self._others.do(job)

    def look_at_settings(self) -> None:
        """Look whether config.toml was edited."""

        def job() -> None:
            if self._session.reload():
                problems = self._session.settings.problems
                self._post(self.SettingsChanged(says="" if problems else "settings read again"))
                for problem in problems:
                    self._post(Notice(str(problem), is_error=True))

        self._others.do(job)

    def download(self, id_: PaperId) -> None:
        """Bring the PDF of a paper."""

        def job() -> None:
            from paperterm.session.download import download

            def tell(says: str) -> None:
                self._post(Notice(says, is_running=True))

            tell(f"{id_}: asking for the PDF")
            self._post(Notice(f"the PDF is {download(self._session, id_, tell)}"))

        self._downloads.do(job)

    def open(self, url: str) -> None:
        """Show an address in the browser, and say whose it is."""

        def job() -> None:
            from paperterm.session.browser import browse

            host = browse(url, self._session.settings.browser)
            self._post(Notice(f"opened {host} in the browser"))

        self._openings.do(job)

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        kinds = (self._writes, self._reads, self._marks, self._others)
        for errands in (*kinds, self._programs, self._openings, self._downloads):
            errands.settle()

    def close(self) -> None:
        """Write what was marked, end the program that papers are given to, let go of the rest."""
        self._wanted = None
        for errands in (self._programs, self._openings, self._downloads):
            errands.close()
        self._running.end()
        self._writes.close(is_finishing=True)
        for errands in (self._reads, self._marks, self._others):
            errands.close()

    def _step(self, step: Callable[[], Step | None], nothing: str) -> None:
        def job() -> None:
            if done := step():
                self._show(done)
            else:
                self._post(Notice(nothing))

        self._writes.do(job)

    def _show(self, step: Step) -> None:
        """Show what is on disk now; and say what could not be written."""
        changed, problem = step.marked.changed, step.problem
        if changed or not problem:
            is_seen = len(changed) == 1 and step.is_plain
            self._post(self.MarksWritten(changed, "" if is_seen else step.says))
        unsaved = self._history.unsaved
        if problem:
            key = own_key("reading.retry", self._session.settings.keys)
            says = f"{plural(unsaved, 'paper')} not saved, {key} tries again: " if unsaved else ""
            self._post(Notice(f"{says}{problem}", is_error=True))
        self._post(self.Unsaved(unsaved))

    def _tell(self, says: str) -> None:
        self._post(Notice(says))

    def _errands(self, name: str, *, is_waited_for: bool = True) -> Worker:
        state = self._session.folders.state
        return Worker(
            f"paperterm-{name}", state, error_notices(self._post), is_waited_for=is_waited_for
        )
