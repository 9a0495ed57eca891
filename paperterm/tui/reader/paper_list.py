"""The paper list: a cursor, a range, and rows that are loaded as they come near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from paperterm.model import AnnouncedPaper, Entry, Mark, PaperId
from paperterm.session.row_pages import RowPages
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.messages import DataMessage
from paperterm.tui.keys.actions import bindings
from paperterm.tui.reader.paper_row import PaperRow
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup, Listing
    from paperterm.query import Query
    from paperterm.tui.reader.empty import EmptyLine

_EDGE = 3
"""Cells on both sides of the text of an empty list."""


class PaperList(RowList):
    """Lists papers; asks for those that are not loaded as they come near."""

    ROW_HEIGHT = 2
    BINDINGS = bindings("PaperList")
    STYLES = {
        "unread": "bold $foreground",
        "read": "$text-muted",
        "about": "$text-muted",
        "found": "bold $background on $accent",
        "heading": "bold $secondary",
        "sign": "$primary",
        "star": "$accent",
        "range": "on $secondary 25%",
        "cursor": "on $primary 25%",
        "cursor-blurred": "on $panel",
    }

    class Snapshot(NamedTuple):
        """A listing, and the place in it: the row of the cursor, and the top line."""

        pages: RowPages
        place: tuple[int, int]
        empty: Sequence[EmptyLine]
        groups: Sequence[DayGroup]
        unread: int | None
        is_one_day: bool

    class PagesRequested(DataMessage):
        """The list needs rows of a listing, by `fill`."""

        source: Listing
        pages: list[int]

    class UnreadRequested(DataMessage):
        """The list needs the next unread row, seen from the row of the cursor."""

        source: Listing
        row: int

    class PageFilled(Message):
        """Rows were loaded, with the marks on disk at that moment."""

    class ClearRequested(Message):
        """The user wants to clear the search."""

    class BackRequested(Message):
        """The user wants to go back from the list."""

    class RangeChanged(Message):
        """A range began or ended, or could not begin without papers."""

    class MoveRequested(DataMessage):
        """The user wants to move the paper under the cursor in the queue."""

        step: int

    class MissingRequested(Message):
        """The user wants what an empty list lacks."""

    class QueueRequested(Message):
        """The user wants to queue or unqueue what is picked."""

    def __init__(self, row: PaperRow, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.ROW_HEIGHT = row.height
        self._row = row
        self.pages = RowPages()
        self._groups: dict[int, DayGroup] = {}
        self._empty: Sequence[EmptyLine] = ()
        self._anchor: int | None = None
        self._is_one_day = False
        self.unread: int | None = 0

    @property
    def current(self) -> Entry | None:
        """The paper under the cursor; None while it is loading, too."""
        return self.pages.entry(self.cursor)

    @property
    def picked(self) -> range:
        """The rows that a key acts on: the range, or the row under the cursor."""
        anchor = self.cursor if self._anchor is None else self._anchor
        return range(min(anchor, self.cursor), min(max(anchor, self.cursor) + 1, len(self)))

    @property
    def has_range(self) -> bool:
        """Whether a range is on."""
        return self._anchor is not None

    @property
    def ids(self) -> frozenset[PaperId]:
        """The papers of the rows that are loaded."""
        return frozenset(entry.id for entry in self.pages)

    def action_choose(self) -> None:
        """Open the paper under the cursor; in an empty list, ask for what it lacks."""
        if not len(self):
            self.post_message(self.MissingRequested())
        super().action_choose()

    def draw_rows(self, row: PaperRow) -> None:
        """Draw papers in another way; keep the rows, the query and the date format."""
        row = row._replace(query=self._row.query, date_format=self._row.date_format)
        if row == self._row:
            return
        self._row = row
        headed = list(self._groups)
        self.reset(len(self), self.cursor, keep_place=True, headed=headed, row_height=row.height)

    def show(
        self,
        pages: RowPages,
        row: int = 0,
        empty: Sequence[EmptyLine] = (),
        groups: Sequence[DayGroup] = (),
        query: Query | None = None,
        *,
        unread: int | None = None,
        is_one_day: bool = False,
        keep_place: bool = False,
    ) -> None:
        """Show a listing.

        Args:
            pages: Its papers.
            row: Where to put the cursor.
            empty: The lines to show when there are none.
            groups: Its days, to draw a heading for each.
            query: Its words are highlighted.
            unread: The number of unread papers; None if unknown.
            is_one_day: Whether all rows have the same date, which they leave out.
            keep_place: Leave the cursor where it is on the screen, and move the papers; a range
                still begins at the same paper.
        """
        began = None if self._anchor is None else self.pages.entry(self._anchor)
        self._anchor = pages.row_of(began.id) if began and keep_place else None
        self.pages = pages
        self._empty = empty
        self._is_one_day = is_one_day
        date = "" if groups or is_one_day else "{0.day} {0:%b %Y}"
        self._row = self._row._replace(query=query, date_format=date)
        self._groups = {group.row: group for group in groups}
        self.unread = unread
        if pages.is_whole:
            self.unread = sum(entry.is_unread for entry in pages)
        self.reset(len(pages), row, keep_place=keep_place, headed=list(self._groups))
        self._request_pages()

    @property
    def snapshot(self) -> Snapshot:
        """The listing and the place in it, for `show_again`."""
        groups = tuple(self._groups.values())
        place = (self.cursor, self.scroll_offset.y)
        is_one_day = self._is_one_day
        return self.Snapshot(self.pages, place, self._empty, groups, self.unread, is_one_day)

    def show_again(self, snapshot: Snapshot) -> None:
        """Show a listing again, at the same place."""
        pages, (cursor, top), empty, groups, unread, is_one_day = snapshot
        self.show(pages, cursor, empty, groups, unread=unread, is_one_day=is_one_day)
        self.scroll_to(0, top, animate=False, force=True)

    def fill(
        self,
        source: Listing,
        page: int,
        entries: Sequence[Entry | None],
        steps: Mapping[PaperId, int],
    ) -> None:
        """Take a page of rows and their steps; ignore one of another listing."""
        if source is not self.pages.source:
            return
        is_current_new = self.current is None
        self.pages.fill(page, entries, steps)
        self.post_message(self.PageFilled())
        self.refresh()
        if is_current_new and self.current:
            self.post_message(self.CursorMoved(self))

    def update_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Show the marks that are newer than those of the rows; nothing moves."""
        listed = [id_ for id_ in self.pages.ids if id_ in marks]
        for mark in map(marks.__getitem__, listed):
            before = self.pages.mark(mark)
            row = self.pages.row_of(mark.id)
            if before is None or row is None:
                continue
            after = self.pages.entry(row)
            if after == before:
                continue
            if self.unread is not None and after:
                self.unread += after.is_unread - before.is_unread
            self.refresh_row(row)

    def complete(self, announced: AnnouncedPaper) -> None:
        """Take the whole paper of a row that was loaded without an abstract."""
        row = self.pages.row_of(announced.paper.id)
        entry = None if row is None else self.pages.entry(row)
        if row is None or entry is None or entry.announcement is None:
            return
        if entry.announcement.day == announced.announcement.day:
            self.pages.replace(Entry(announced.paper, announced.announcement, entry.mark))
            self.refresh_row(row)

    def next_unread(self) -> int | None:
        """Return the first unread row below the cursor, or else from the top; None if all are read.

        If rows on the way are not loaded, post `UnreadRequested` and return None.
        """
        row, is_known = self.pages.next_unread(self.cursor)
        if not is_known and self.pages.source:
            self.post_message(self.UnreadRequested(self.pages.source, self.cursor))
        return row

    def move(self, row: int) -> None:
        """Put the cursor on a row, and load the rows near it."""
        super().move(row)
        if self._anchor is not None:
            self.refresh()
        self._request_pages()

    def end_range(self) -> None:
        """End the range: pick the row under the cursor alone."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()
            self.post_message(self.RangeChanged())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Load the rows that scroll into view."""
        super().watch_scroll_y(old_value, new_value)
        self._request_pages()

    def on_resize(self) -> None:
        """Load the rows that come into view."""
        self._request_pages()

    def _request_pages(self) -> None:
        source = self.pages.source
        if source is not None and (pages := self.pages.lacking(*self.visible_rows())):
            self.post_message(self.PagesRequested(source, pages))

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on."""
        if name in ("queue", "range"):
            return len(self) > 0
        if name in ("move_queued(-1)", "move_queued(1)"):
            entry = self.current
            row = self.cursor + (1 if name == "move_queued(1)" else -1)
            return entry is not None and entry.mark.is_queued and 0 <= row < len(self)
        return super().is_available(name)

    def action_range(self) -> None:
        """Begin a range at the cursor, or end it."""
        if self._anchor is None:
            if len(self):
                self._anchor = self.cursor
                self.refresh()
            self.post_message(self.RangeChanged())
        else:
            self.end_range()

    def action_clear(self) -> None:
        """End the range, or else clear the search."""
        if self._anchor is not None:
            self.end_range()
        else:
            self.post_message(self.ClearRequested())

    def action_back(self) -> None:
        """End the range, or else go back."""
        if self._anchor is not None:
            self.end_range()
        else:
            self.post_message(self.BackRequested())

    def action_queue(self) -> None:
        """Queue or unqueue what is picked."""
        self.post_message(self.QueueRequested())

    def action_move_queued(self, step: int) -> None:
        """Move the paper under the cursor in the queue."""
        self.end_range()
        self.post_message(self.MoveRequested(step))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw a line of a paper, or the heading above it."""
        if line < 0:
            return self._heading(self._groups[row], width)
        entry = self.pages.entry(row)
        base = self._base(row)
        margin = "▌" if row == self.cursor else "┃" if row in self.picked else " "
        bar = Segment(glyphs(margin), base + self.ink("sign"))
        step = self.pages.step(entry.id) if entry else None
        is_guess = self.pages.is_guess
        segments = [bar, *self._row.segments(entry, line, width, self, step, is_guess=is_guess)]
        drawn = [Segment(text, base + style if style else base) for text, style, _ in segments]
        return Strip(drawn).adjust_cell_length(width, base)

    def draw_empty(self, y: int, width: int) -> Strip:
        """Draw a line of the help that an empty list shows."""
        from paperterm.tui.reader.empty import drawn

        lines = drawn(self._empty, width - 2 * _EDGE)
        if not 1 <= y <= len(lines):
            return Strip.blank(width, self.style_for())
        text, key, is_title = lines[y - 1]
        style = self.style_for() + self.ink("unread" if is_title else "about")
        segments = [
            Segment(" " * _EDGE + key, self.style_for() + self.ink("sign")),
            Segment(text, style),
        ]
        return Strip(segments).adjust_cell_length(width, self.style_for())

    def _heading(self, group: DayGroup, width: int) -> Strip:
        style = self.style_for() + self.ink("heading")
        day = group.day.name if group.day else "No day"
        count = f"{group.papers:,} "
        title = fill(f" {day} ", width - len(count) - 1)
        return Strip([Segment(f"{title} {count}", style)]).adjust_cell_length(width, style)

    def _base(self, row: int) -> Style:
        if row != self.cursor:
            return self.style_for("range") if row in self.picked else self.style_for()
        return self.style_for(f"cursor{'' if self.has_focus else '-blurred'}")
