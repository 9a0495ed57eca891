"""What one does with a paper, in the list or in its abstract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import on
from textual.message import Message
from textual.timer import Timer

from paperterm.model import Entry, Mark, PaperId
from paperterm.session import MarkChange, Session, marking
from paperterm.text import plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.reader.outgoing import Outgoing
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.row_pages import PickedRows
from paperterm.tui.widgets.row_list import RowList

_REST_SECONDS = 0.5
_MANY = 1000
"""More papers are not marked at once without a question."""


class Reading(Outgoing):
    """Papers and the one under the cursor; its keys work in both panes.

    Args:
        session: Has the topics and the names of categories.
        backstage: Writes marks, reads papers, opens pages.
    """

    BINDINGS = bindings("reading")

    class AllRead(Message):
        """The user wants the next unread paper, and everything here is read."""

    class AuthorAsked(DataMessage):
        """The user wants to see what somebody wrote."""

        author: str

    class Rested(DataMessage):
        """The cursor is on a paper for a while."""

        id: PaperId

    def __init__(self, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(session, backstage, id)
        self._rest: Timer | None = None
        self._before: tuple[Entry, int] | None = None

    @on(RowList.CursorMoved, "#list")
    def _another_paper(self) -> None:
        left, entry = self._before, self.papers.current
        self._before = (entry, self.papers.cursor) if entry else None
        if entry and left and left[0].id != entry.id and self._reads("move"):
            self._read_left(*left)
        # The list may be read anew around the paper that is being read.
        self.show_paper(keep_place=bool(entry and left and left[0].id == entry.id))
        if self._rest:
            self._rest.stop()
        if entry:
            self._rest = self.set_timer(_REST_SECONDS, partial(self._rested, entry.id))

    @on(RowList.RowChosen, "#list")
    def _to_abstract(self) -> None:
        self.abstract.focus()
        if self._reads("open"):
            self._mark(marking.read(True), self._here)

    @on(AbstractPane.LinkChosen)
    def _link_chosen(self, event: AbstractPane.LinkChosen) -> None:
        self._backstage.open(event.url)

    @on(AbstractPane.AuthorChosen)
    def _author_chosen(self, event: AbstractPane.AuthorChosen) -> None:
        self.post_message(self.AuthorAsked(event.author))

    @on(AbstractPane.LeaveRequested)
    def _to_list(self) -> None:
        self.papers.focus()

    @on(PaperList.RangeChanged)
    def _range_changed(self) -> None:
        if not len(self.papers):
            self.paper_here()

    @on(PaperList.QueueAsked)
    def _queue_asked(self) -> None:
        end = self.papers.picked.stop
        self._mark(marking.queue(self._wish(lambda mark: mark.is_queued)))
        if self._session.settings.queue_moves_on:
            self.papers.move(end)

    def action_next_unread(self) -> None:
        """The next unread paper of the list."""
        row = self.papers.next_unread()
        if row is not None or self.papers.pages.is_whole:
            self.go_to_unread(row)

    def show_unread(self) -> None:
        """Put the cursor on a paper to read, if it is on none."""
        if (entry := self.papers.current) and not entry.is_to_read:
            self.action_next_unread()

    def go_to_unread(self, row: int | None) -> None:
        """To the next unread paper; where there is none, it is for others to find one."""
        if row is None:
            self.post_message(self.AllRead())
            return
        if row < self.papers.cursor:
            says = f"back at the top; {self.key('desk.older')} goes to older days"
            self.post_message(Notice(says))
        self.papers.move(row)

    def action_star(self) -> None:
        """Star the paper, or take the star back."""
        end = self.papers.picked.stop
        self._mark(marking.star(self._wish(lambda mark: mark.is_starred)))
        if self._session.settings.star_moves_on:
            self.papers.move(end)

    def action_toggle_read(self) -> None:
        """Mark as read or unread."""
        self._mark(marking.read(self._wish(lambda mark: mark.is_read)))

    def action_read_next(self) -> None:
        """Mark as read, and on to the next paper."""
        end = self.papers.picked.stop
        self._mark_read(self.papers.pages.picked(self.papers.picked))
        self.papers.move(end)

    def action_read_all(self) -> None:
        """Mark everything in the list as read; of many papers, only after a question."""
        count = len(self.papers)
        rows = self.papers.pages.picked(range(count))
        if rows.entries and all(entry.mark.is_read for entry in rows.entries):
            self.post_message(Notice("everything here is read"))
            return

        def mark() -> None:
            says = f"marking {plural(count, 'paper')} as read"
            self.post_message(Notice(says, is_running=True))
            self._mark(marking.read(True), rows)

        if count <= _MANY:
            self._mark_read(rows)
            return
        title = f"Mark all {plural(count, 'paper')} of this list as read?"
        undo = self.key("reading.undo")
        self._if_sure(title, f"{undo} takes it back, as long as the reader is open", mark)

    def action_undo(self) -> None:
        """Take the last change of marks back."""
        self._backstage.undo()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._backstage.redo()

    def action_retry(self) -> None:
        """Save the marks that could not be saved."""
        self._backstage.retry()

    def action_tag(self) -> None:
        """Ask for the tags of what is picked."""
        from paperterm.tui.dialogs.tags import TagsScreen

        rows = self.papers.picked
        picked = self.papers.pages.picked(rows)
        if not (picked.entries or picked.rows):
            self.paper_here()
            return
        screen = TagsScreen(len(rows), self.key("tags.complete"))

        def typed(text: str | None) -> None:
            if text is not None:
                self._mark(screen.retagged(text), picked)

        self.app.push_screen(screen, typed)
        self._backstage.read_marks(picked, screen.post_message)
        self._backstage.read_tags(screen.post_message)

    def action_note(self) -> None:
        """Write a note on the paper."""
        from paperterm.tui.dialogs.note import NoteScreen

        entry = self._one()
        if entry is None:
            return
        picked = self._here

        def written(action: MarkChange | None) -> None:
            if action:
                self._mark(action, picked)

        screen = NoteScreen(
            entry.paper.title,
            self._session.settings.editor,
            keep=self.key("note.keep"),
            edit=self.key("note.edit"),
        )
        self.app.push_screen(screen, written)
        self._backstage.read_marks(picked, screen.post_message)

    def action_follow(self) -> None:
        """Ask which author of the paper to follow, or to follow no longer."""
        from paperterm.tui.dialogs.pick import PickScreen

        authors = self._authors()
        if not authors:
            return
        followed = self._session.settings.followed

        def chosen(row: int | None) -> None:
            if row is not None:
                self._backstage.follow(authors[row], wish=authors[row] not in followed)

        choices = [(name, "followed" if name in followed else "") for name in authors]
        self.app.push_screen(PickScreen("Follow an author", choices), chosen)

    def action_papers_of(self) -> None:
        """Ask for an author of the paper, and find what else they wrote."""
        from paperterm.tui.dialogs.pick import PickScreen

        authors = self._authors()

        def chosen(row: int | None) -> None:
            if row is not None:
                self.post_message(self.AuthorAsked(authors[row]))

        if len(authors) > 1:
            choices = [(name, "") for name in authors]
            self.app.push_screen(PickScreen("Papers of an author", choices), chosen)
        elif authors:
            chosen(0)

    @property
    def _here(self) -> PickedRows:
        """The paper under the cursor, whatever the range."""
        return self.papers.pages.picked(range(self.papers.cursor, self.papers.cursor + 1))

    def _wish(self, is_so: Callable[[Mark], bool]) -> bool | None:
        """What a key makes of a range: all of it the same. None for one paper: as it is not."""
        rows = self.papers.picked
        if len(rows) <= 1:
            return None
        entries = [self.papers.pages.entry(row) for row in rows]
        return not all(entry and is_so(entry.mark) for entry in entries)

    def _authors(self) -> Sequence[str]:
        """Who wrote the paper under the cursor; where nobody is known, that is said."""
        entry = self._one()
        if entry and not entry.paper.authors:
            self.post_message(Notice("no author of this paper is known"))
        return entry.paper.authors if entry else ()

    def _reads(self, when: str) -> bool:
        """Whether a paper is marked as read by itself then."""
        return self._session.settings.mark_read == when

    def _read_left(self, entry: Entry, row: int) -> None:
        if not entry.mark.is_read and self.papers.pages.row_of(entry.id) == row:
            self._mark(marking.read(True), self.papers.pages.picked(range(row, row + 1)))

    def _rested(self, id_: PaperId) -> None:
        self._rest = None
        self.post_message(self.Rested(id_))

    def _mark_read(self, picked: PickedRows) -> None:
        """Mark as read; the next key that looks for an unread paper need not wait for the disk."""
        self.papers.pages.will_be_read(entry.id for entry in picked.entries)
        self._mark(marking.read(True), picked)

    def _mark(self, action: MarkChange, picked: PickedRows | None = None) -> None:
        """Change the marks of what is picked now, whatever moves meanwhile; or was before."""
        picked = picked or self.papers.pages.picked(self.papers.picked)
        if picked.entries or picked.rows:
            self._backstage.mark(picked, action)
        else:
            self.paper_here()
        self.papers.end_range()
