"""The paper list: two lines a paper, its marks visible without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from paperterm.model import AnnouncedPaper, Entry, Kind, Mark, PaperId
from paperterm.model.seen import changed_since_read
from paperterm.query.following import is_by
from paperterm.tui.draw.cells import ELLIPSIS, fill, fit, shown
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.keys.actions import bindings
from paperterm.tui.reader.row_pages import RowPages
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup, Listing
    from paperterm.query import Query
    from paperterm.tui.reader.empty import EmptyLine


FACTS = ("authors", "kind", "categories", "date")
_KINDS = {Kind.CROSS: "cross-listed", Kind.REPLACE: "replaced", Kind.REPLACE_CROSS: "replaced"}
_EDGE = 3
"""Cells beside what an empty list says."""


class PaperList(RowList):
    """The papers of a listing; those that are not read yet are asked for as they come near."""

    ROW_HEIGHT = 2
    BINDINGS = bindings("list")
    LOOKS = {
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
        """A listing, and the place in it: the row of the cursor, and the line on top."""

        pages: RowPages
        place: tuple[int, int]
        empty: Sequence[EmptyLine]
        groups: Sequence[DayGroup]
        unread: int | None

    class PagesWanted(DataMessage):
        """Rows of a listing are to be read, for `fill`."""

        source: Listing
        pages: list[int]

    class UnreadWanted(DataMessage):
        """The next unread row, from `row` on, is looked for."""

        source: Listing
        row: int

    class PageFilled(Message):
        """Rows were read, with the marks that were known then."""

    class EverythingAsked(Message):
        """The user wants to see everything again, not only what a query finds."""

    class RangeChanged(Message):
        """The keys act on a range from now on, or no longer; or there is no paper for one."""

    class MoveAsked(DataMessage):
        """The user wants the paper of the cursor further up in the queue, or further down."""

        step: int

    class QueueAsked(Message):
        """The user wants what is picked in the queue, or out of it."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._pages = RowPages()
        self._facts: Sequence[str] = FACTS
        self._groups: dict[int, DayGroup] = {}
        self._empty: Sequence[EmptyLine] = ()
        self._query: Query | None = None
        self._anchor: int | None = None
        self._date = ""
        self.unread: int | None = 0
        self.followed: frozenset[str] = frozenset()

    @property
    def current(self) -> Entry | None:
        """The paper under the cursor; None while it is not read, too."""
        return self._pages.entry(self.cursor)

    @property
    def picked(self) -> range:
        """The rows that a key acts on: the range, or the one under the cursor."""
        anchor = self.cursor if self._anchor is None else self._anchor
        return range(min(anchor, self.cursor), min(max(anchor, self.cursor) + 1, len(self)))

    @property
    def has_range(self) -> bool:
        """Whether a range is on."""
        return self._anchor is not None

    @property
    def pages(self) -> RowPages:
        """The rows."""
        return self._pages

    @property
    def ids(self) -> frozenset[PaperId]:
        """The papers that are listed and read."""
        return frozenset(entry.id for entry in self._pages)

    def wear(self, *, is_compact: bool, facts: Sequence[str]) -> None:
        """How papers are shown: in one line or two, and with which facts; nothing moves."""
        height = 1 if is_compact else 2
        if (height, facts) == (self.ROW_HEIGHT, self._facts):
            return
        self._facts = facts
        headed = list(self._groups)
        self.reset(len(self), self.cursor, keep_place=True, headed=headed, row_height=height)

    def show(
        self,
        pages: RowPages,
        row: int = 0,
        empty: Sequence[EmptyLine] = (),
        groups: Sequence[DayGroup] = (),
        query: Query | None = None,
        *,
        unread: int | None = None,
        keep_place: bool = False,
    ) -> None:
        """Show a listing.

        Args:
            pages: Its papers.
            row: Where to put the cursor.
            empty: The lines to show when there are none.
            groups: Its days, when they are to be told apart.
            query: What the user looks for: its words are marked.
            unread: How many are unread; None when it is not known.
            keep_place: Leave the cursor where it is on the screen, and move the papers; a range
                goes on from the paper that it began with.
        """
        began = None if self._anchor is None else self._pages.entry(self._anchor)
        self._anchor = pages.row_of(began.id) if began and keep_place else None
        self._pages = pages
        self._empty = empty
        self._query = query
        days = {one.announcement.day for one in pages if one.announcement}
        self._date = "" if groups else "{0.day} {0:%b %Y}" if len(days) > 1 else "{0.day} {0:%b}"
        self._groups = {group.row: group for group in groups}
        self.unread = unread
        if pages.is_whole:
            self.unread = sum(entry.is_to_read for entry in pages)
        self.reset(len(pages), row, keep_place=keep_place, headed=list(self._groups))
        self._want()

    @property
    def shown(self) -> Snapshot:
        """What is shown, for `show_again`."""
        groups = tuple(self._groups.values())
        place = (self.cursor, self.scroll_offset.y)
        return self.Snapshot(self._pages, place, self._empty, groups, self.unread)

    def show_again(self, shown: Snapshot) -> None:
        """Show what was shown, in the place where it was."""
        cursor, top = shown.place
        self.show(shown.pages, cursor, shown.empty, shown.groups, unread=shown.unread)
        self.scroll_to(0, top, animate=False, force=True)

    def fill(self, source: Listing, page: int, entries: Sequence[Entry | None]) -> None:
        """Take a page that was asked for; one of another listing comes too late."""
        if source is not self._pages.source:
            return
        is_current_new = self.current is None
        self._pages.fill(page, entries)
        self.post_message(self.PageFilled())
        self.refresh()
        if is_current_new and self.current:
            self.post_message(self.CursorMoved(self))

    def update_marks(self, marks: Mapping[PaperId, Mark]) -> None:
        """Show new marks of papers that are listed, where they are newer; nothing moves."""
        listed = [id_ for id_ in self._pages.ids if id_ in marks]
        for mark in map(marks.__getitem__, listed):
            before = self._pages.mark(mark)
            row = self._pages.row_of(mark.id)
            if before is None or row is None:
                continue
            after = self._pages.entry(row)
            if after == before:
                continue
            if self.unread is not None and after:
                self.unread += after.is_to_read - before.is_to_read
            self.refresh_row(row)

    def complete(self, told: AnnouncedPaper) -> None:
        """Take all that is known of a paper that was listed without its abstract."""
        row = self._pages.row_of(told.paper.id)
        entry = None if row is None else self._pages.entry(row)
        if row is None or entry is None or entry.announcement is None:
            return
        if entry.announcement.day == told.announcement.day:
            self._pages.replace(Entry(told.paper, told.announcement, entry.mark))
            self.refresh_row(row)

    def next_unread(self) -> int | None:
        """The first unread row behind the cursor, or else from the top; None if all are read.

        Where rows are not read yet, they are asked for it instead, by `UnreadWanted`.
        """
        source = self._pages.source
        row = self.cursor + 1
        while source is not None and self._pages.entry(row):
            if self._pages.is_to_read(row):
                return row
            row += 1
        if source is not None:
            self.post_message(self.UnreadWanted(source, row))
            return None
        rows = (*range(row, len(self)), *range(self.cursor))
        return next((row for row in rows if self._pages.is_to_read(row)), None)

    def move(self, row: int) -> None:
        """Put the cursor on a row; what is near is read."""
        super().move(row)
        if self._anchor is not None:
            self.refresh()
        self._want()

    def end_range(self) -> None:
        """Pick the row under the cursor alone again."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()
            self.post_message(self.RangeChanged())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight is read."""
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def on_resize(self) -> None:
        """More may be in sight."""
        self._want()

    def _want(self) -> None:
        source = self._pages.source
        if source is not None and (pages := self._pages.lacking(*self.rows_shown())):
            self.post_message(self.PagesWanted(source, pages))

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
        """End the range; or tell that the query is not wanted any more."""
        if self._anchor is not None:
            self.end_range()
        else:
            self.post_message(self.EverythingAsked())

    def action_queue(self) -> None:
        """Tell that the paper should go into the queue, or out of it."""
        self.post_message(self.QueueAsked())

    def action_move_queued(self, step: int) -> None:
        """Tell that the paper should move in the queue."""
        self.end_range()
        self.post_message(self.MoveAsked(step))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """The title with the signs before it, the line about the paper, or the day above it."""
        if line < 0:
            return self._heading(self._groups[row], width)
        entry = self._pages.entry(row)
        base = self._base(row)
        margin = "▌" if row == self.cursor else "┃" if row in self.picked else " "
        bar = Segment(glyphs(margin), base + self.ink("sign"))
        if entry is None:
            coming = f"    {glyphs(ELLIPSIS)}" if line == 0 else ""
            segments = [bar, Segment(coming, self.ink("about"))]
        elif line == 0:
            segments = [bar, *self._signs(entry), *self._title(entry, width - self._beside)]
        else:
            about = self._about(entry, width - self._beside)
            author = Segment(f"  {self._sign_of_author(entry)} ", self.ink("star"))
            segments = [bar, author, Segment(about, self.ink("about"))]
        drawn = [Segment(text, base + style if style else base) for text, style, _ in segments]
        return Strip(drawn).adjust_cell_length(width, base)

    def draw_empty(self, y: int, width: int) -> Strip:
        """What to do when there is nothing to read."""
        from paperterm.tui.reader.empty import drawn

        lines = drawn(self._empty, width - 2 * _EDGE)
        if not 1 <= y <= len(lines):
            return Strip.blank(width, self.plain)
        key, text, is_title = lines[y - 1]
        says = self.plain + self.ink("unread" if is_title else "about")
        segments = [Segment(" " * _EDGE + key, self.plain + self.ink("sign")), Segment(text, says)]
        return Strip(segments).adjust_cell_length(width, self.plain)

    def _heading(self, group: DayGroup, width: int) -> Strip:
        style = self.plain + self.ink("heading")
        day = f"{group.day:%a} {group.day.day} {group.day:%b %Y}" if group.day else "No day"
        count = f"{group.papers:,} "
        title = fill(f" {day} ", width - len(count) - 1)
        return Strip([Segment(f"{title} {count}", style)]).adjust_cell_length(width, style)

    def _about(self, entry: Entry, width: int) -> str:
        """Facts in the user's order; the authors give way when it is too long."""
        paper, announcement, mark = entry
        day = announcement.day if announcement else None
        told = {
            "kind": _KINDS.get(entry.kind, "") if entry.kind else "",
            "categories": shown(" ".join(paper.categories)),
            "date": self._date.format(day) if day else "",
        }
        marks = [*(f"#{tag}" for tag in mark.tag_names), *(["noted"] if mark.note_text else [])]
        dot = glyphs(" · ")
        rest = sum(len(told[fact]) + 3 for fact in self._facts if told.get(fact))
        rest += sum(len(one) + 3 for one in marks)
        names = ", ".join(paper.authors) + (", et al." if paper.authors_truncated else "")
        told["authors"] = fit(shown(names), max(width - rest, width // 3))
        facts = [told[fact] for fact in self._facts]
        return fit(dot.join(filter(None, [*facts, shown(" ".join(marks))])), width)

    def _signs(self, entry: Entry) -> list[Segment]:
        mark = entry.mark
        read = "△" if changed_since_read(entry) else " "
        signs = [
            Segment(glyphs(read if mark.is_read else "●"), self.ink("sign")),
            Segment(glyphs("★" if mark.is_starred else " "), self.ink("star")),
            Segment(glyphs("≡" if mark.is_queued else " "), self.ink("sign")),
        ]
        if self.ROW_HEIGHT == 1:
            signs.append(Segment(self._sign_of_author(entry), self.ink("star")))
        return [*signs, Segment(" ")]

    def _sign_of_author(self, entry: Entry) -> str:
        """Stands beside the authors, where they are shown, when the user follows one of them."""
        return "@" if self.followed and is_by(entry.paper, self.followed) else " "

    @property
    def _beside(self) -> int:
        """Cells of a row in which no text stands: bar and signs on the left, a blank at the end."""
        return 7 if self.ROW_HEIGHT == 1 else 6

    def _title(self, entry: Entry, width: int) -> list[Segment]:
        """The title, with what was found in it marked."""
        title = fill(shown(entry.paper.title), width)
        style = self.ink("read" if entry.mark.is_read else "unread")
        if self._query is None:
            return [Segment(title, style)]
        from paperterm.query import Field
        from paperterm.query.highlight import highlights

        segments, at = [], 0
        for start, end in highlights(self._query, title, Field.TITLE):
            segments += [
                Segment(title[at:start], style),
                Segment(title[start:end], self.ground("found")),
            ]
            at = end
        return [*segments, Segment(title[at:], style)]

    def _base(self, row: int) -> Style:
        if row != self.cursor:
            return self.ground("range") if row in self.picked else self.plain
        return self.ground(f"cursor{'' if self.has_focus else '-blurred'}")
