"""What the user does with papers: read, star, queue, tag, note, follow."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.containers import Container
from textual.message import Message

from paperterm.model import Entry, PaperId
from paperterm.session import MarkChange, Session, marking
from paperterm.session.drafts import Draft
from paperterm.session.row_pages import PickedRows
from paperterm.text import plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.keys.actions import bindings
from paperterm.tui.keys.own_keys import own
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.paper_view import PaperView
from paperterm.tui.widgets.row_list import RowList

_MANY = 1000
"""Marking more papers at once asks first."""
_MANY_ALIKE = 100
"""The mean of more papers is like nothing."""


class PaperActions(Container):
    """Acts on the papers picked in the view inside it; its keys work in both panes.

    Args:
        view: Shows the papers.
        session: Gives the settings.
        jobs: Writes marks and settings.
    """

    BINDINGS = bindings("PaperActions")
    BLANK = True  # the view covers it

    class AllRead(Message):
        """The user wants the next unread paper, but the list has no other."""

    class AuthorRequested(DataMessage):
        """The user wants all papers of an author."""

        author: str

    class PaperRequested(DataMessage):
        """The user wants to see another paper."""

        id: PaperId

    class ReferenceRequested(DataMessage):
        """The user wants to see a paper that another one refers to; the library may lack it."""

        id: PaperId

    def __init__(self, view: PaperView, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._view = view
        self._papers = view.papers
        self._session = session
        self._jobs = jobs
        self._current: tuple[Entry, int] | None = None
        self._left: list[tuple[Entry, PaperId]] = []

    @on(RowList.CursorMoved, "#list")
    def _cursor_moved(self) -> None:
        left, entry = self._current, self._papers.current
        self._current = (entry, self._papers.cursor) if entry else None
        if entry and left and left[0].id != entry.id and self._marks_read_on("move"):
            self._read_left(*left)

    def _read_left(self, entry: Entry, row: int) -> None:
        if not entry.mark.is_read and self._papers.pages.row_of(entry.id) == row:
            self._mark(marking.read(True), self._papers.pages.picked(range(row, row + 1)))

    @on(RowList.RowChosen, "#list")
    def _opened(self) -> None:
        if self._marks_read_on("open"):
            self._mark(marking.read(True), self._view.here)

    def _marks_read_on(self, event: str) -> bool:
        """Whether the settings mark a paper as read on an event."""
        return self._session.settings.mark_read == event

    @on(AbstractPane.AuthorChosen)
    def _author_chosen(self, event: AbstractPane.AuthorChosen) -> None:
        self.post_message(self.AuthorRequested(event.author))

    @on(PaperList.QueueRequested)
    def _queue_requested(self) -> None:
        end = self._papers.picked.stop
        settings = self._session.settings
        self._mark(marking.queue(marks_read=settings.queue_marks_read))
        if settings.queue_moves_on:
            self._papers.move(end)

    def action_next_unread(self) -> None:
        """Go to the next unread paper of the list."""
        row = self._papers.next_unread()
        if row is not None or self._papers.pages.is_whole:
            self.go_to_unread(row)

    def go_to_unread(self, row: int | None) -> None:
        """Go to an unread row; post `AllRead` if there is none."""
        if row is None:
            self.post_message(self.AllRead())
            return
        if row < self._papers.cursor:
            text = f"back at the top; {self._view.key('older')} goes to older days"
            self.post_message(Notice(text))
        self._papers.move(row)

    def action_star(self) -> None:
        """Star or unstar."""
        end = self._papers.picked.stop
        settings = self._session.settings
        self._mark(marking.star(marks_read=settings.star_marks_read))
        if settings.star_moves_on:
            self._papers.move(end)

    def action_toggle_read(self) -> None:
        """Mark as read or unread."""
        self._mark(marking.read())

    def action_read_next(self) -> None:
        """Mark as read and go down to an unread paper; if it is read, go on as `next_unread`."""
        end, picked, pages = self._papers.picked.stop, self._view.picked, self._papers.pages
        if not picked.rows:
            self.post_message(Notice(picked.lacking))
            return
        if len(picked.rows) == len(picked.entries) == 1 and pages.is_read(picked.entries[0]):
            self._papers.end_range()
            self.action_next_unread()
            return
        self._mark_read(picked)
        self._go_on(end)

    def action_dismiss(self) -> None:
        """Mark as not for the user, and go on as `read_next`; or take that back, and stay."""
        end, picked = self._papers.picked.stop, self._view.picked
        if picked.entries and all(entry.mark.is_dismissed for entry in picked.entries):
            self._mark(marking.dismiss(False), picked)
            return
        self._mark_read(picked, marking.dismiss(True))
        self._go_on(end)

    def action_read_all(self) -> None:
        """Mark all papers of the list as read; ask first if there are many."""
        count = len(self._papers)
        rows = self._papers.pages.picked(range(count))
        if rows.entries and all(entry.mark.is_read for entry in rows.entries):
            self.post_message(Notice("everything here is read"))
            return
        if count <= _MANY:
            self._mark_read(rows)
            return
        from paperterm.tui.dialogs.pick import confirm

        def mark() -> None:
            text = f"marking {plural(count, 'paper')} as read"
            self.post_message(Notice(text, is_running=True))
            self._mark(marking.read(True), rows)

        title = f"Mark all {plural(count, 'paper')} of this list as read?"
        undo = self._view.key("undo")
        confirm(self.app, title, f"{undo} undoes it until you quit", mark)

    def action_retry(self) -> None:
        """Try again to save the marks that could not be saved."""
        self._jobs.marks.retry()

    def action_tag(self) -> None:
        """Ask for the tags of the picked papers."""
        from paperterm.tui.dialogs.tags import TagsScreen

        picked = self._view.picked
        if not picked.rows:
            self._view.paper_here()
            return
        first, more = next(iter(picked.entries), None), len(picked.rows) - 1
        of = f"{first.id if first else 'papers'}{f' and {more:,} more' if more else ''}"
        draft = self._jobs.drafts.open("tags", of)
        screen = TagsScreen(len(picked.rows), draft, self._view.key("complete"))

        def typed(text: str | None) -> None:
            if text is not None:
                self._mark(screen.retagged(text), picked, draft)

        self.app.push_screen(screen, typed)
        self._jobs.marks.read_marks(picked, screen.post_message)
        self._jobs.marks.read_tags(screen.post_message)

    def action_note(self) -> None:
        """Write a note on the paper."""
        if entry := self._view.only_paper():
            self._write_note(entry, self._view.here)

    def _write_note(self, entry: Entry, picked: PickedRows, quotation: str = "") -> None:
        from paperterm.tui.dialogs.note import NoteScreen

        draft = self._jobs.drafts.open("note", str(entry.id))

        def written(action: MarkChange | None) -> None:
            if action:
                self._mark(action, picked, draft)
            else:
                draft.drop()

        screen = NoteScreen(
            entry.paper.title,
            self._session.settings.editor,
            draft,
            keep=self._view.key("keep"),
            edit=self._view.key("edit"),
            quotation=quotation,
        )
        self.app.push_screen(screen, written)
        self._jobs.marks.read_marks(picked, screen.post_message)

    def action_whole(self) -> None:
        """Show the whole paper; from there, go to another one."""
        if entry := self._view.only_paper():
            self._show_whole(entry)

    def leads_back(self, id_: PaperId) -> bool:
        """Return whether a reference in a whole paper led to this paper."""
        return bool(self._left) and self._left[-1][1] == id_

    def go_back_to_whole(self) -> bool:
        """Show the whole paper again whose reference led here; return whether there is one."""
        current = self._papers.current
        if not (current and self.leads_back(current.id)):
            self._left.clear()
            return False
        entry, _ = self._left.pop()
        self.post_message(self.ReferenceRequested(entry.id))
        self._show_whole(entry)
        return True

    def _show_whole(self, entry: Entry) -> None:
        from paperterm.tui.fulltext.screen import WholePaperScreen

        def left(id_: PaperId | None) -> None:
            if id_:
                self._left.append((entry, id_))
                self.post_message(self.ReferenceRequested(id_))

        def quote(text: str) -> None:
            self._write_note(entry, PickedRows((entry,), rows=range(1)), text)

        settings = self._session.settings
        draws = settings.figures != "off" and not settings.ascii and not settings.accessible
        graphics = settings.graphics if draws else ""
        self.app.push_screen(
            WholePaperScreen(entry, self._jobs, own(settings.keys), quote, graphics), left
        )

    def action_follow(self) -> None:
        """Ask for an author, of the paper or by name, and follow or unfollow them."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        followed = self._session.settings.followed
        entry = self._view.only_paper() if len(self._papers) else None
        if entry is None and len(self._papers):
            return  # a range, or a paper that is not loaded
        authors = entry.paper.authors if entry else ()

        def chosen(name: str | None) -> None:
            if name:
                self._jobs.settings.follow(name, is_followed=name not in followed)

        choices = [
            Choice(name, "followed" if name in followed else "")
            for name in dict.fromkeys([*authors, *followed])
        ]
        self.app.push_screen(PickScreen("Follow an author", choices, other="follow"), chosen)

    def action_papers_of(self) -> None:
        """Ask for an author of the paper, and find all their papers."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        authors = self._authors()

        def chosen(name: str | None) -> None:
            if name:
                self.post_message(self.AuthorRequested(name))

        if len(authors) > 1:
            choices = [*map(Choice, dict.fromkeys(authors))]
            self.app.push_screen(PickScreen("Papers of an author", choices), chosen)
        elif authors:
            chosen(authors[0])

    def action_similar(self) -> None:
        """Find the papers that are most like this one, or the range, and ask which to see."""
        picked = self._view.picked
        if len(picked.rows) > _MANY_ALIKE:
            text = f"pick at most {_MANY_ALIKE} papers; this range has {len(picked.rows):,}"
            self.post_message(Notice(text))
        elif not picked.entries:
            self.post_message(Notice(picked.lacking))
        else:
            self._papers.end_range()
            self.post_message(Notice("looking for similar papers"))
            self._jobs.search.find_similar(picked, self.post_message)

    @on(SearchJob.SimilarFound)
    def _similar_found(self, event: SearchJob.SimilarFound) -> None:
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        event.stop()
        if not self.screen.is_current:  # the user went on meanwhile
            return
        if not event.entries:
            self.post_message(Notice("the library has no similar paper"))
            return

        def chosen(id_: str | None) -> None:
            if id_:
                self.post_message(self.PaperRequested(PaperId(id_)))

        choices = [Choice(entry.id, entry.paper.title) for entry in event.entries]
        self.app.push_screen(PickScreen("Similar papers", choices), chosen)

    def _authors(self) -> Sequence[str]:
        """Return the authors of the paper under the cursor; say so if none are known."""
        entry = self._view.only_paper()
        if entry and not entry.paper.authors:
            self.post_message(Notice("no authors listed for this paper"))
        return entry.paper.authors if entry else ()

    def _mark_read(self, picked: PickedRows, action: MarkChange | None = None) -> None:
        """Mark as read, or more; the next unread paper is found without waiting for the disk."""
        self._papers.pages.expect_read(entry.id for entry in picked.entries)
        self._mark(action or marking.read(True), picked)

    def _go_on(self, end: int) -> None:
        """Go down to the next unread paper from a row on, or stay above that row."""
        row, is_known = self._papers.pages.next_unread(end - 1)
        if not is_known:
            self._papers.move(end)
        elif row is not None and row >= end:
            self._papers.move(row)
        else:
            self._papers.move(end - 1)

    def _mark(
        self, action: MarkChange, picked: PickedRows | None = None, draft: Draft | None = None
    ) -> None:
        """Change marks: of the papers picked now, or of those picked before a question."""
        picked = picked or self._view.picked
        if picked.rows:
            self._jobs.marks.mark(picked, action, draft)
        else:
            self._view.paper_here()
        self._papers.end_range()
