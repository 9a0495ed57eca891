"""The paper list and the abstract beside it: what one reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from paperterm.model import AnnouncedPaper, Entry, Mark, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.query.following import folded_names
from paperterm.session import Session
from paperterm.topics import matching
from paperterm.tui.abstract.article import article
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import own_key
from paperterm.tui.reader.edge import Edge
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.row_pages import RowPages

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup
    from paperterm.tui.reader.empty import EmptyLine


class Panes(Container):
    """Papers and the one under the cursor, as they are known.

    Args:
        session: Has the topics and the names of categories.
        backstage: Reads what a row lacks of its paper.
    """

    BLANK = True  # nothing of it is seen, and every paint of a row draws it

    def __init__(self, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._backstage = backstage
        self._written: dict[PaperId, Mark] = {}
        self._query: Query = EVERYTHING
        self._history: tuple[PaperId | None, Sequence[AnnouncedPaper]] = (None, ())
        self._is_raw = False
        self.papers = PaperList(id="list")
        self.abstract = AbstractPane(id="abstract")

    def compose(self) -> ComposeResult:
        """The two panes, and a line between them where they stand side by side."""
        yield self.papers
        yield Edge(id="edge")
        yield self.abstract

    def show(
        self,
        pages: RowPages,
        row: int,
        empty: Sequence[EmptyLine],
        groups: Sequence[DayGroup] = (),
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
        self.papers.wear(is_compact=settings.is_compact, facts=settings.columns)

    def show_again(self, shown: PaperList.Snapshot) -> None:
        """Show a listing as it was shown before, with the marks of now."""
        self._query = EVERYTHING
        self.papers.show_again(shown)
        self.papers.update_marks(self._written)

    def show_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Show what is on disk now; nothing moves."""
        self._written |= marks
        if not marks:
            self.papers.pages.nothing_will_be_read()
        before = self.papers.current
        self.papers.update_marks(marks)
        if self.papers.current != before:
            self.show_paper(keep_place=True)

    def complete(self, id_: PaperId, told: AnnouncedPaper | None, mark: Mark) -> None:
        """Show a paper of which all is known now, or of which nothing more can be known."""
        if told:
            self.papers.complete(told)
        self.papers.update_marks({id_: mark})
        if (entry := self.papers.current) and entry.id == id_:
            self.show_paper(keep_place=True, is_complete=True)

    @on(PaperList.PageFilled)
    def _page_filled(self) -> None:
        self.papers.update_marks(self._written)

    def show_history(self, id_: PaperId, announced: Sequence[AnnouncedPaper]) -> None:
        """Show when a paper was announced, and what changed since."""
        self._history = (id_, announced)
        if (entry := self.papers.current) and entry.id == id_ and len(announced) > 1:
            self.show_paper(keep_place=True)

    def action_scroll_abstract(self, step: int) -> None:
        """Scroll the abstract without leaving the list."""
        self.abstract.scroll_by_lines(step)

    def action_raw(self) -> None:
        """Show TeX as it was written, or as it is meant, and say which."""
        if self.paper_here():
            self._is_raw = not self._is_raw
            self.show_paper(keep_place=True)
            self.post_message(Notice("TeX as typed" if self._is_raw else "TeX as Unicode"))

    def action_zen(self) -> None:
        """The paper alone on the screen, or everything again."""
        is_zen = not self.screen.has_class("-zen")
        if is_zen and not self.paper_here():
            return
        self.screen.set_class(is_zen, "-zen")
        # With the keys elsewhere it would end: see the screen.
        (self.abstract if is_zen else self.papers).focus()

    def action_next_hit(self) -> None:
        """The next hit in the abstract."""
        self._tell_of_hit(self.abstract.next_hit())

    def action_previous_hit(self) -> None:
        """The hit before."""
        self._tell_of_hit(self.abstract.previous_hit())

    def _tell_of_hit(self, is_any: bool) -> None:
        """Without a query nobody looked for what is found."""
        if is_any and self._query is EVERYTHING:
            says = f"a keyword of a topic; {self.key('reader.filter')} finds other words"
            self.post_message(Notice(says))

    def key(self, name: str) -> str:
        """The user's key for an action."""
        return own_key(name, self._session.settings.keys)

    def paper_here(self) -> Entry | None:
        """The paper under the cursor; where there is none, the user is told."""
        entry = self.papers.current
        if entry is None:
            what = (
                "this paper is still being read" if len(self.papers) else "no paper is listed here"
            )
            self.post_message(Notice(what))
        return entry

    def show_paper(self, *, keep_place: bool = False, is_complete: bool = False) -> None:
        """Show the paper under the cursor.

        Args:
            keep_place: Stay where the abstract is scrolled to.
            is_complete: Nothing more can be known of the paper.
        """
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
