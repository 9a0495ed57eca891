"""The paper list and the abstract beside it: what one reads, and what one does with a paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer

from paperterm.model import Announced, Entry, Mark, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.query.following import folded_names
from paperterm.session import Action, Session, marking
from paperterm.text import plural
from paperterm.topics import matching
from paperterm.tui.backstage import Backstage
from paperterm.tui.keys import bindings
from paperterm.tui.pages import Pages, Picked
from paperterm.tui.telling import Telling
from paperterm.tui.widgets.abstract_pane import AbstractPane
from paperterm.tui.widgets.article import article
from paperterm.tui.widgets.paper_list import PaperList
from paperterm.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from paperterm.library.index import Group
    from paperterm.tui.empty import Line

_REST_SECONDS = 0.5
_MANY = 1000
"""More papers are not marked at once without a question."""


class Reading(Container):
    """Papers and the one under the cursor; its keys work in both panes.

    Args:
        session: Has the topics and the names of categories.
        backstage: Writes marks, reads papers, opens pages.
    """

    BINDINGS = bindings("reading")

    class AllRead(Message):
        """The user wants the next unread paper, and everything here is read."""

    class Rested(Telling):
        """The cursor is on a paper for a while."""

        id: PaperId

    def __init__(self, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._backstage = backstage
        self._written: dict[PaperId, Mark] = {}
        self._query: Query = EVERYTHING
        self._history: tuple[PaperId | None, Sequence[Announced]] = (None, ())
        self._is_raw = False
        self._rest: Timer | None = None
        self._before: tuple[Entry, int] | None = None
        self.papers = PaperList(id="list")
        self.abstract = AbstractPane(id="abstract")

    def compose(self) -> ComposeResult:
        """The two panes."""
        yield self.papers
        yield self.abstract

    def show(
        self,
        pages: Pages,
        row: int,
        empty: Sequence[Line],
        groups: Sequence[Group] = (),
        query: Query = EVERYTHING,
        *,
        keep_place: bool = False,
    ) -> None:
        """Show a listing, what a query found in it marked; see `PaperList.show`."""
        self._query = query
        # A mark may have been written while the listing was read.
        for id_ in pages.ids:
            if mark := self._written.get(id_):
                pages.mark(mark)
        wanted = None if query is EVERYTHING else query
        self.papers.show(pages, row, empty, groups, wanted, keep_place=keep_place)

    def on_mount(self) -> None:
        """Look as the settings say."""
        self.follow_settings()

    def follow_settings(self) -> None:
        """Look as the settings say now: who is followed, and how papers are shown."""
        settings = self._session.settings
        self.papers.followed = folded_names(settings.followed)
        self.papers.wear(
            is_compact=settings.is_compact, facts=settings.columns, is_ascii=settings.ascii
        )

    def show_again(self, shown: PaperList.Shown) -> None:
        """Show a listing as it was shown before, with the marks of now."""
        self._query = EVERYTHING
        self.papers.show_again(shown)
        self.papers.update_marks(self._written)

    def show_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Show what is on disk now; nothing moves."""
        self._written |= marks
        before = self.papers.current
        self.papers.update_marks(marks)
        if self.papers.current != before:
            self._show_paper(keep_place=True)

    def complete(self, id_: PaperId, told: Announced | None, mark: Mark) -> None:
        """Show a paper of which all is known now, or of which nothing more can be known."""
        if told:
            self.papers.complete(told)
        self.papers.update_marks({id_: mark})
        if (entry := self.papers.current) and entry.id == id_:
            self._show_paper(keep_place=True, is_complete=True)

    @on(PaperList.PageFilled)
    def _page_filled(self) -> None:
        self.papers.update_marks(self._written)

    def show_history(self, id_: PaperId, announced: Sequence[Announced]) -> None:
        """Show when a paper was announced, and what changed since."""
        self._history = (id_, announced)
        if (entry := self.papers.current) and entry.id == id_ and len(announced) > 1:
            self._show_paper(keep_place=True)

    @on(Rows.Moved, "#list")
    def _another_paper(self) -> None:
        left, entry = self._before, self.papers.current
        self._before = (entry, self.papers.cursor) if entry else None
        if entry and left and left[0].id != entry.id and self._reads("move"):
            self._read_left(*left)
        # The list may be read anew around the paper that is being read.
        self._show_paper(keep_place=bool(entry and left and left[0].id == entry.id))
        if self._rest:
            self._rest.stop()
        if entry:
            self._rest = self.set_timer(_REST_SECONDS, partial(self._rested, entry.id))

    @on(Rows.Chosen, "#list")
    def _to_abstract(self) -> None:
        self.abstract.focus()
        if self._reads("open"):
            self._mark(marking.read(True))

    @on(AbstractPane.LinkChosen)
    def _link_chosen(self, event: AbstractPane.LinkChosen) -> None:
        self._backstage.open(event.url)

    @on(AbstractPane.Left)
    def _to_list(self) -> None:
        self.papers.focus()

    @on(PaperList.RangeBegun)
    def _range_begun(self) -> None:
        self.post_message(Backstage.Told("a range: move on, and mark it as one paper; esc ends it"))

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
        if row is not None:
            self.papers.move(row)
        else:
            self.post_message(self.AllRead())

    def action_scroll_abstract(self, step: int) -> None:
        """Scroll the abstract without leaving the list."""
        self.abstract.scroll_by_lines(step)

    def action_download(self) -> None:
        """Bring the PDF of the paper."""
        if entry := self.papers.current:
            self._backstage.download(entry.id)

    def action_raw(self) -> None:
        """Show TeX as it was written, or as it is meant."""
        self._is_raw = not self._is_raw
        self._show_paper(keep_place=True)

    def action_zen(self) -> None:
        """The paper alone on the screen, or everything again."""
        is_zen = not self.screen.has_class("-zen")
        self.screen.set_class(is_zen, "-zen")
        (self.abstract if is_zen else self.papers).focus()

    def action_next_hit(self) -> None:
        """The next hit in the abstract."""
        self.abstract.next_hit()

    def action_previous_hit(self) -> None:
        """The hit before."""
        self.abstract.previous_hit()

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
        self._mark(marking.read(True))
        self.papers.move(end)

    def action_read_all(self) -> None:
        """Mark everything in the list as read; of many papers, only after a question."""
        count = len(self.papers)
        rows = self.papers.pages.picked(range(count))

        def sure(row: int | None) -> None:
            if row == 0:
                self.post_message(Backstage.Told(f"marking {plural(count, 'paper')} as read"))
                self._mark(marking.read(True), rows)

        if count <= _MANY:
            self._mark(marking.read(True), rows)
            return
        from paperterm.tui.screens.pick import PickScreen

        choices = [("yes", "u takes it back, as long as the reader is open"), ("no", "")]
        title = f"Mark all {plural(count, 'paper')} of this list as read?"
        self.app.push_screen(PickScreen(title, choices, 1), sure)

    def action_undo(self) -> None:
        """Take the last change of marks back."""
        self._backstage.undo()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._backstage.redo()

    def action_retry(self) -> None:
        """Save the marks that could not be saved."""
        self._backstage.retry()

    def action_open_abs(self) -> None:
        """Open the page of the paper."""
        if entry := self.papers.current:
            self._backstage.open(entry.id.abs_url)

    def action_open_pdf(self) -> None:
        """Open the PDF of the paper."""
        if entry := self.papers.current:
            self._backstage.open(entry.id.pdf_url)

    def action_tag(self) -> None:
        """Ask for the tags of what is picked."""
        from paperterm.tui.screens.tags import TagsScreen

        rows = self.papers.picked
        picked = self.papers.pages.picked(rows)
        if not (picked.entries or picked.rows):
            return
        screen = TagsScreen(len(rows))

        def typed(text: str | None) -> None:
            if text is not None:
                self._mark(screen.retagged(text), picked)

        self.app.push_screen(screen, typed)
        self._backstage.read_marks(picked, screen.post_message)
        self._backstage.read_tags(screen.post_message)

    def action_note(self) -> None:
        """Write a note on the paper."""
        from paperterm.tui.screens.note import NoteScreen

        entry = self.papers.current
        if entry is None:
            return
        picked = self.papers.pages.picked(range(self.papers.cursor, self.papers.cursor + 1))

        def written(action: Action | None) -> None:
            if action:
                self._mark(action, picked)

        screen = NoteScreen(entry.paper.title, self._session.settings.editor)
        self.app.push_screen(screen, written)
        self._backstage.read_marks(picked, screen.post_message)

    def action_follow(self) -> None:
        """Ask which author of the paper to follow, or to follow no longer."""
        from paperterm.tui.screens.pick import PickScreen

        entry = self.papers.current
        if entry is None or not entry.paper.authors:
            return
        authors, followed = entry.paper.authors, self._session.settings.followed

        def chosen(row: int | None) -> None:
            if row is not None:
                self._backstage.follow(authors[row], wish=authors[row] not in followed)

        choices = [(name, "followed" if name in followed else "") for name in authors]
        self.app.push_screen(PickScreen("Follow an author", choices), chosen)

    def action_copy(self) -> None:
        """Ask what to copy of the paper."""
        from paperterm.tui.copying import copies
        from paperterm.tui.screens.pick import PickScreen

        entry = self.papers.current
        if entry is None:
            return
        texts = copies(entry)

        def chosen(row: int | None) -> None:
            if row is not None:
                self.app.copy_to_clipboard(texts[row].text)
                self.post_message(Backstage.Told(f"copied: {texts[row].text}"))

        choices = [(one.name, one.text) for one in texts]
        self.app.push_screen(PickScreen("Copy", choices), chosen)

    def action_pipe(self) -> None:
        """Ask for a program, and give it what is picked."""
        from paperterm.session.piping import words
        from paperterm.tui.screens.ask import AskScreen

        rows = self.papers.picked
        entries = [entry for row in rows if (entry := self.papers.pages.entry(row))]

        def typed(text: str | None) -> None:
            if text:
                self._backstage.pipe(entries, words(text))

        says = f"A command that is given {plural(len(entries), 'paper')} as Markdown; no shell"
        self.app.push_screen(AskScreen("Pipe to", says), typed)

    def _wish(self, is_so: Callable[[Mark], bool]) -> bool | None:
        """What a key makes of a range: all of it the same. None for one paper: the other way."""
        rows = self.papers.picked
        if len(rows) <= 1:
            return None
        entries = [self.papers.pages.entry(row) for row in rows]
        return not all(entry and is_so(entry.mark) for entry in entries)

    def _reads(self, when: str) -> bool:
        """Whether a paper is marked as read by itself then."""
        return self._session.settings.mark_read == when

    def _read_left(self, entry: Entry, row: int) -> None:
        if not entry.mark.is_read and self.papers.pages.row_of(entry.id) == row:
            self._mark(marking.read(True), self.papers.pages.picked(range(row, row + 1)))

    def _rested(self, id_: PaperId) -> None:
        self._rest = None
        self.post_message(self.Rested(id_))

    def _mark(self, action: Action, picked: Picked | None = None) -> None:
        """Change the marks of what is picked now, whatever moves meanwhile; or was before."""
        picked = picked or self.papers.pages.picked(self.papers.picked)
        if picked.entries or picked.rows:
            self._backstage.mark(picked, action)
        self.papers.end_range()

    def _show_paper(self, *, keep_place: bool = False, is_complete: bool = False) -> None:
        entry = self.papers.current
        if entry is None:
            self.abstract.show(())
            return
        if entry.paper.abstract is None and not (is_complete or self.papers.pages.is_whole):
            self._backstage.whole(entry)
            return
        settings = self._session.settings
        topics = list(matching(entry.paper, settings.topics))
        id_, announced = self._history
        paragraphs = article(
            entry,
            topics,
            settings.categories,
            self._query,
            announced=announced if id_ == entry.id else (),
            raw=self._is_raw,
            marked=settings.ascii or "NO_COLOR" in os.environ,
        )
        self.abstract.show(paragraphs, keep_place=keep_place)
