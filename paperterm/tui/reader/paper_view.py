"""The paper list, and the abstract of the paper under its cursor."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.strip import Strip
from textual.timer import Timer

from paperterm.model import AnnouncedPaper, Entry, Mark, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.session import Session
from paperterm.session.row_pages import PickedRows, RowPages
from paperterm.topics import matching
from paperterm.tui.abstract.article import article
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.keys.driver import report_of
from paperterm.tui.keys.own_keys import own_key
from paperterm.tui.reader.columns import known_columns, unknown_columns
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.paper_row import PaperRow
from paperterm.tui.textual_private import terminal_of
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup
    from paperterm.tui.fulltext.illustration import Illustration
    from paperterm.tui.jobs.figures import FiguresJob
    from paperterm.tui.reader.empty import EmptyLine

_REST_SECONDS = 0.5
_IDLE_SECONDS = 0.1
"""After so long, the first keys after the start have been answered, as a rule."""


def _import_screen() -> None:
    """Import the screen of whole papers, and what draws their figures."""
    import paperterm.session.rasters
    import paperterm.tui.fulltext.figures
    import paperterm.tui.fulltext.screen  # noqa: F401


def counts_against(words: Sequence[str]) -> str:
    """Return which words count less since a paper was dismissed, as the user reads it."""
    return f"these words now rank lower: {', '.join(words)}"


class Edge(CachedLines):
    """The line between the two panes.

    As a border of the abstract it would be drawn again with each paper.
    """

    STYLES = {"line": "$panel"}

    def render_line(self, y: int) -> Strip:
        """Draw one cell."""
        return Strip([Segment(glyphs("▏"), self.style_for("line"))], 1)


class PaperView(Container):
    """Shows a listing, and the paper under the cursor.

    Args:
        session: Gives the settings: topics, categories, columns.
        jobs: Reads what a row lacks of its paper.
    """

    BINDINGS = bindings("PaperView")
    BLANK = True  # its panes cover it, and every paint of a row would draw it

    class Rested(DataMessage):
        """The cursor stayed on a paper for a while."""

        id: PaperId

    def __init__(self, session: Session, jobs: Jobs, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._jobs = jobs
        self._written: dict[PaperId, Mark] = {}
        self._query: Query = EVERYTHING
        self._history: tuple[PaperId | None, Sequence[AnnouncedPaper]] = (None, ())
        self._whys: dict[PaperId, Sequence[str]] = {}
        self._weakened: tuple[PaperId | None, Sequence[str]] = (None, ())
        self._is_raw = False
        self._columns: Sequence[str] = ()
        self._current: PaperId | None = None
        self._rest: Timer | None = None
        self._whole: frozenset[PaperId] = frozenset()
        self._illustration: Illustration | None = None
        self.papers = PaperList(self._paper_row(), id="list")
        self.abstract = AbstractPane(id="abstract")

    def compose(self) -> ComposeResult:
        """Yield the two panes, and the line that is between them when they are side by side."""
        yield self.papers
        yield Edge(id="edge")
        yield self.abstract

    def on_mount(self) -> None:
        """Apply the settings."""
        self.app.app_resume_signal.subscribe(self, self._send_figure_again)
        self.follow_settings()

    def on_unmount(self) -> None:
        """Make the terminal forget the figure."""
        self._remove_figure()

    def follow_settings(self) -> None:
        """Apply the settings as they are now: followed authors, and how papers are drawn."""
        settings = self._session.settings
        self.papers.draw_rows(self._paper_row())
        if settings.columns != self._columns:
            self._columns = settings.columns
            for problem in unknown_columns(settings.columns):
                text = f"{self._session.folders.config_file}, {problem}"
                self.post_message(Notice(text, is_error=True))

    def show_whole(self, papers: frozenset[PaperId]) -> None:
        """Show which papers are saved in full."""
        is_news = papers != self._whole
        self._whole = papers
        self.papers.draw_rows(self._paper_row())
        if papers:
            prepare = partial(self._jobs.reading.prepare, _import_screen)
            self.set_timer(_IDLE_SECONDS, prepare)
        if is_news and not self._rest:
            self._show_first_figure()

    def _paper_row(self) -> PaperRow:
        settings = self._session.settings
        followed: frozenset[str] = frozenset()
        if settings.followed:
            from paperterm.query.following import folded_names

            followed = folded_names(settings.followed)
        is_compact = settings.density == "compact"
        columns = known_columns(settings.columns)
        in_words = settings.accessible
        return PaperRow(columns, is_compact, followed, whole=self._whole, in_words=in_words)

    @property
    def picked(self) -> PickedRows:
        """The papers that a key acts on: the range, or the paper under the cursor."""
        return self.papers.pages.picked(self.papers.picked)

    @property
    def here(self) -> PickedRows:
        """The paper under the cursor, inside a range too."""
        row = self.papers.cursor
        return self.papers.pages.picked(range(row, min(row + 1, len(self.papers))))

    def paper_here(self) -> Entry | None:
        """Return the paper under the cursor; say so if there is none."""
        if self.papers.current is None:
            self.post_message(Notice(self.here.lacking))
        return self.papers.current

    def only_paper(self) -> Entry | None:
        """Return the paper under the cursor, for an action on one; say so if a range is on."""
        if (count := len(self.papers.picked)) <= 1:
            return self.paper_here()
        ends = f"{self.key('clear')} ends the range"
        self.post_message(Notice(f"this acts on one paper, not on {count:,}; {ends}"))
        return None

    def key(self, name: str) -> str:
        """Return the user's key for an action."""
        return own_key(name, self._session.settings.keys)

    def show(
        self,
        pages: RowPages,
        row: int,
        empty: Sequence[EmptyLine],
        groups: Sequence[DayGroup] = (),
        query: Query = EVERYTHING,
        *,
        is_one_day: bool = False,
        keep_place: bool = False,
    ) -> None:
        """Show a listing, with the words of a query highlighted; see `PaperList.show`."""
        self._query = query
        self._whys = {}
        # A mark may have been written while the listing was read.
        for id_ in pages.ids:
            if mark := self._written.get(id_):
                pages.mark(mark)
        words = None if query is EVERYTHING else query
        self.papers.show(
            pages, row, empty, groups, words, is_one_day=is_one_day, keep_place=keep_place
        )

    def show_again(self, snapshot: PaperList.Snapshot) -> None:
        """Show a listing as it was, with the current marks."""
        self._query = EVERYTHING
        self._whys = {}
        self.papers.show_again(snapshot)
        self.papers.update_marks(self._written)

    def show_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Show the marks that are on disk now; nothing moves."""
        self._written |= marks
        if not marks:
            self.papers.pages.clear_expected()
        before = self.papers.current
        self.papers.update_marks(marks)
        if self.papers.current != before:
            self.show_paper(keep_place=True)

    def complete(self, id_: PaperId, announced: AnnouncedPaper | None, mark: Mark) -> None:
        """Show all of a paper; without the rest of it if that could not be read."""
        if announced:
            self.papers.complete(announced)
        self.papers.update_marks({id_: mark})
        if (entry := self.papers.current) and entry.id == id_:
            self.show_paper(keep_place=True, is_complete=True)

    def show_history(self, id_: PaperId, announced: Sequence[AnnouncedPaper]) -> None:
        """Show when a paper was announced, and what changed since."""
        self._history = id_, announced
        if (entry := self.papers.current) and entry.id == id_ and len(announced) > 1:
            self.show_paper(keep_place=True)

    @property
    def explained(self) -> Collection[PaperId]:
        """The papers of this listing of which it is known why they are where they are."""
        return self._whys.keys()

    def show_why(self, id_: PaperId, why: Sequence[str]) -> None:
        """Show why a paper is where it is in the order of interest."""
        self._whys[id_] = why
        if (entry := self.papers.current) and entry.id == id_ and why:
            self.show_paper(keep_place=True)

    def show_weakened(self, id_: PaperId, words: Sequence[str]) -> None:
        """Show which words count less since a paper was dismissed."""
        self._weakened = id_, words
        if (entry := self.papers.current) and entry.id == id_:
            self.show_paper(keep_place=True)

    def show_paper(self, *, keep_place: bool = False, is_complete: bool = False) -> None:
        """Show the paper under the cursor.

        Args:
            keep_place: Keep the scroll position of the abstract.
            is_complete: No more can be read of the paper.
        """
        entry = self.papers.current
        if self._illustration and (entry is None or entry.id != self._illustration.paper):
            self._remove_figure()
        if entry is None:
            self.abstract.show(())
            return
        if entry.paper.abstract is None and not (is_complete or self.papers.pages.is_whole):
            self._jobs.listing.read_paper(entry)
            return
        settings = self._session.settings
        topics = list(matching(entry.paper, settings.topics))
        id_, announced = self._history
        dismissed, words = self._weakened
        is_weakening = entry.mark.is_dismissed and dismissed == entry.id and words
        why = [counts_against(words)] if is_weakening else []
        paragraphs = article(
            entry,
            topics,
            settings.categories,
            self._query,
            announced=announced if id_ == entry.id else (),
            why=[*why, *self._whys.get(entry.id, ())],
            raw=self._is_raw,
            marked=settings.ascii or "NO_COLOR" in os.environ,
            all_key=self.key("papers_of"),
        )
        self.abstract.show(paragraphs, keep_place=keep_place)

    @on(RowList.CursorMoved, "#list")
    def _cursor_moved(self) -> None:
        before, entry = self._current, self.papers.current
        self._current = entry.id if entry else None
        # The list may be read again around the paper that is shown.
        self.show_paper(keep_place=before is not None and before == self._current)
        if self._rest:
            self._rest.stop()
        if entry:
            self._rest = self.set_timer(_REST_SECONDS, partial(self._rested, entry.id))

    def _rested(self, id_: PaperId) -> None:
        self._rest = None
        self.post_message(self.Rested(id_))
        if self._illustration is None:  # not shown again when only the text is complete
            self._show_first_figure()

    def _show_first_figure(self) -> None:
        """Show the first figure of the paper if it is saved in full, if that is wanted."""
        settings, entry = self._session.settings, self.papers.current
        if entry is None or entry.id not in self._whole:
            return
        if settings.figures == "abstract" and not (settings.ascii or settings.accessible):
            self._jobs.figures.find_first(
                entry.paper, settings.graphics, report_of(terminal_of(self)), self.post_message
            )

    # Named, not `on`: the job is imported when there is a figure.
    def on_figures_job_first_found(self, event: FiguresJob.FirstFound) -> None:
        """Show the first figure of the paper under the cursor below its abstract."""
        if (entry := self.papers.current) is None or entry.id != event.paper.id:
            return
        from paperterm.fulltext.document import Document
        from paperterm.tui.fulltext.figures import Figures, cell_size
        from paperterm.tui.fulltext.illustration import Illustration

        document = Document("", (event.picture,), event.base)
        write, paper, want = terminal_of(self).write, event.paper.id, self._jobs.figures.want
        figures = Figures(paper, event.version, document, event.graphics, cell_size(), write, want)
        self._illustration = Illustration(paper, figures, event.picture, self.post_message)
        self.abstract.illustrate(self._illustration)

    def on_figures_job_figure_decoded(self, event: FiguresJob.FigureDecoded) -> None:
        """Draw the figure."""
        if self._illustration:
            self._illustration.take(event)
            self.abstract.illustrate(self._illustration)

    def _send_figure_again(self, _: object) -> None:
        if self._illustration:
            self._illustration.send_again()

    def _remove_figure(self) -> None:
        """Show no figure; a late answer, and its request, are not wanted any more."""
        self._illustration = None
        self.abstract.illustrate(None)

    def on_figures_job_figure_lacking(self, event: FiguresJob.FigureLacking) -> None:
        """Show no figure."""
        if self._illustration:
            self._illustration.lack(event)
            self.abstract.illustrate(self._illustration)

    @on(RowList.RowChosen, "#list")
    def _to_abstract(self) -> None:
        self.abstract.focus()

    @on(AbstractPane.LeaveRequested)
    def _to_list(self) -> None:
        self.papers.focus()

    @on(PaperList.RangeChanged)
    def _range_changed(self) -> None:
        if not len(self.papers):
            self.paper_here()

    @on(PaperList.PageFilled)
    def _page_filled(self) -> None:
        self.papers.update_marks(self._written)

    def action_scroll_abstract(self, step: int) -> None:
        """Scroll the abstract without leaving the list."""
        self.abstract.scroll_by_lines(step)

    def action_raw(self) -> None:
        """Switch between TeX as typed and as Unicode."""
        if self.paper_here():
            self._is_raw = not self._is_raw
            self.show_paper(keep_place=True)
            self.post_message(Notice("TeX as typed" if self._is_raw else "TeX as Unicode"))

    def action_zen(self) -> None:
        """Show the paper alone on the screen, or everything again."""
        is_zen = not self.screen.has_class("-zen")
        if is_zen and not self.paper_here():
            return
        self.screen.set_class(is_zen, "-zen")
        # The screen ends zen when the focus is elsewhere.
        (self.abstract if is_zen else self.papers).focus()

    def action_next_hit(self) -> None:
        """Go to the next hit in the abstract."""
        self._explain_hit(self.abstract.go_to_hit(1))

    def action_previous_hit(self) -> None:
        """Go to the previous hit in the abstract."""
        self._explain_hit(self.abstract.go_to_hit(-1))

    def _explain_hit(self, is_any: bool) -> None:
        """Say what a hit is when the user did not search."""
        if is_any and self._query is EVERYTHING:
            text = f"this is a keyword of a topic; press {self.key('filter')} to find other words"
            self.post_message(Notice(text))
