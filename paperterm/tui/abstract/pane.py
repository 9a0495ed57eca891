"""The abstract pane: wraps and draws its own lines, so that a new paper needs no layout."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, Protocol

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from paperterm.text.links import Link
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import ScrolledLines
from paperterm.tui.draw.wrap import WrappedLine, wrapped
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.keys.actions import bindings

_START = (0, 0)
_LABEL = 11
_WIDEST = 100
"""Longer lines of text are hard to read."""
_ILLUSTRATED = 24
"""Lines from which the pane has room for a picture."""
_FEW_LINES = 12
"""A pane of fewer lines begins below the title, which the list above it has."""


class Hit(NamedTuple):
    """A span of a paragraph; `number` is the index of the paragraph."""

    number: int
    start: int
    end: int


class Frame(NamedTuple):
    """The columns of the pane: on the left an edge, then the room for text, on the right the bar.

    `label` is how much of the room the labels take; 0 if they are on lines of their own.
    """

    width: int
    left: int
    room: int
    bar: int
    label: int

    @classmethod
    def of(cls, width: int) -> Frame:
        """Divide the width of a pane; leave out the edges if it is narrow."""
        bar = int(width >= 6)
        edge = int(width >= 24)
        room = max(1, width - bar - 2 * edge)
        left = edge + max(0, room - _WIDEST) // 2
        room = min(room, _WIDEST)
        return cls(width, left, room, bar, _LABEL if room >= 3 * _LABEL else 0)


class Illustrated(Protocol):
    """A picture under the abstract."""

    def lay_out(self, width: int, most_rows: int) -> int:
        """Make room for it; return the lines that it takes."""
        ...

    def draw(self, row: int) -> list[Segment]:
        """Return one of its lines."""
        ...

    def forget(self) -> None:
        """Forget it."""
        ...


class _ScreenLine(NamedTuple):
    """A line on the screen: the label column, and a line of a paragraph or of the picture."""

    head: str
    number: int
    line: WrappedLine
    of_picture: int = -1


def _end(row: _ScreenLine) -> tuple[int, int]:
    """Return the place behind a line."""
    return row.number, max(row.line.end, 1)


class AbstractPane(ScrolledLines, can_focus=True):
    """Shows one paper, scrolled by whole lines."""

    BINDINGS = bindings("AbstractPane")
    STYLES = {
        "title": "bold $foreground",
        "authors": "$secondary",
        "fact": "$text-muted",
        "why": "$text-muted",
        "heading": "bold $text-muted",
        "link": "underline $primary",
        "strong": "bold",
        "emphasis": "italic",
        "code": "$secondary",
        "added": "underline $success",
        "removed": "strike $error",
        "hit": "bold $accent",
        "found": "bold $background on $accent",
        "now": "bold underline $background on $primary",
        "bar": "$primary 60%",
    }

    class LeaveRequested(Message):
        """The user wants to go back to the list."""

    class LinkChosen(DataMessage):
        """The user clicked on a link, of http or https."""

        url: str

    class AuthorChosen(DataMessage):
        """The user clicked on an author, whose name is as the paper has it."""

        author: str

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._paragraphs: Sequence[Paragraph] = ()
        self._frame = Frame.of(0)
        self._rows: list[_ScreenLine] = []
        self._drawn: dict[int, list[Segment]] = {}
        self._is_wrapped = False
        self._top = 0
        self._place: tuple[int, int] | None = None  # the paragraph and character on top
        self._hit: Hit | None = None
        self._picture: Illustrated | None = None
        self._picture_rows = 0  # that it may take; 0 for none
        self._pressed: tuple[Paragraph, int] | None = None

    def show(self, paragraphs: Sequence[Paragraph], *, keep_place: bool = False) -> None:
        """Show a paper from its beginning, or the same one at the same place."""
        if keep_place and paragraphs == self._paragraphs:
            return
        begin, text = self._begin, self._text
        self._paragraphs = paragraphs
        self._is_wrapped = False
        if not keep_place:
            self._place = None
        elif self._place == begin != _START:
            self._place = self._begin
        elif self._place and self._place[0] >= text > 0:  # what is above the text may have grown
            self._place = (self._place[0] + self._text - text, self._place[1])
        if not keep_place or self._hit not in _hits_in(paragraphs):
            self._hit = None
        self.refresh()

    def illustrate(self, picture: Illustrated | None) -> None:
        """Show a picture under the abstract, or none."""
        if self._picture and picture is not self._picture:
            self._picture.forget()
        if self._picture or picture:
            self._picture = picture
            self._is_wrapped = False
            self.refresh()

    @property
    def text(self) -> str:
        """The text shown, one line for each paragraph."""
        return "\n".join(paragraph.text for paragraph in self._paragraphs)

    @property
    def links(self) -> list[Link]:
        """The links of the paper, top to bottom, each address once."""
        found: dict[str, Link] = {}
        for paragraph in self._paragraphs:
            for link in paragraph.links:
                found.setdefault(link.url, link)
        return list(found.values())

    def scroll_by_lines(self, lines: int) -> None:
        """Scroll down, or up if negative, within the text."""
        self._ready()
        self._move_to(self._top + lines)

    def go_to_hit(self, step: int) -> bool:
        """Go to the next match of the query, or to the previous one if `step` is -1.

        Without a match, go to a keyword of a topic. Return whether there is any hit.
        """
        self._ready()
        found = _hits_in(self._paragraphs)
        if not found:
            self.post_message(Notice("no search hits or topic keywords in this paper"))
            return False
        rows = [self._row_of(hit.number, hit.start) for hit in found]
        seen = range(self._top, self._top + self.size.height)
        here = found.index(self._hit) if self._hit in found else None
        at = _next_hit(rows, seen, here, step)
        self._hit = found[at]
        self._drawn.clear()
        if rows[at] not in seen:
            self._move_to(rows[at] - self.size.height // 3)
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """Draw one line, with the scroll bar on the right."""
        width, height = self._ready()
        if not width:
            return Strip.blank(0)
        line = self._top + y
        segments = self._drawn.get(line)
        if segments is None:
            segments = self._drawn[line] = self._draw(line)
        return Strip([*segments, self._bar(y, height)] if self._frame.bar else segments, width)

    def notify_style_update(self) -> None:
        """Draw everything again when the theme changes."""
        super().notify_style_update()
        self._drawn.clear()

    def is_available(self, name: str) -> bool:
        """Return whether the pane has the focus, which its keys need."""
        return self.screen.focused is self

    def action_edge(self, step: int) -> None:
        """Scroll to the end or the top."""
        self._ready()
        self.scroll_by_lines(step * len(self._rows))

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.LeaveRequested())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember what is clicked: focusing the pane may move and resize it."""
        there = event.get_content_offset(self)
        self._pressed = None if there is None else self._place_at(there.x, there.y)

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked link or author."""
        if self._pressed is None:
            return
        paragraph, at = self._pressed
        for link in paragraph.links:
            if link.start <= at < link.end:
                event.stop()
                self.post_message(self.LinkChosen(link.url))
                return
        for name in paragraph.names:
            if name.start <= at < name.end:
                event.stop()
                self.post_message(self.AuthorChosen(name.author))
                return

    def on_focus(self) -> None:
        """Show the title, if nothing was read yet."""
        if self._place == self._begin:
            self._move_to(0)

    def on_resize(self) -> None:
        """Stay within the text."""
        self.scroll_by_lines(0)

    def _ready(self) -> Size:
        """Wrap the text for the size of the pane, if needed; return the size."""
        size = self.size
        picture_rows = size.height // 2 if self._picture and size.height >= _ILLUSTRATED else 0
        wanted = (size.width, picture_rows)
        if not size.width or (
            self._is_wrapped and wanted == (self._frame.width, self._picture_rows)
        ):
            return size
        self._is_wrapped = True
        self._picture_rows = picture_rows
        self._drawn.clear()
        self._frame = Frame.of(size.width)
        self._rows = [
            row
            for number, paragraph in enumerate(self._paragraphs)
            for row in self._wrap(number, paragraph)
        ]
        if self._picture and picture_rows:
            self._rows = self._illustrated(self._picture, picture_rows)
        if self._place is None:
            is_low = size.height < _FEW_LINES and not self.has_focus
            self._place = self._begin if is_low else _START
        self._top = self._within(self._row_of(*self._place))
        return size

    def _illustrated(self, picture: Illustrated, most_rows: int) -> list[_ScreenLine]:
        """Return the lines with a picture inserted before the empty line above the facts."""
        blank = max((at for at, one in enumerate(self._paragraphs) if not one.text), default=-1)
        at = next((at for at, row in enumerate(self._rows) if row.number == blank), 0)
        count = picture.lay_out(self._frame.room, most_rows)
        nothing = WrappedLine(0, 0)
        lines = [_ScreenLine("", blank, nothing, row) for row in range(count)]
        gap = [_ScreenLine("", blank, nothing)] if lines else []
        return [*self._rows[:at], *gap, *lines, *self._rows[at:]]

    @property
    def _begin(self) -> tuple[int, int]:
        """Where a low pane begins: why the paper is listed here, or else the abstract."""
        styles = [paragraph.style for paragraph in self._paragraphs]
        return (styles.index("why") if "why" in styles else self._text, 0)

    @property
    def _text(self) -> int:
        """The number of the abstract's first paragraph: behind the first empty one."""
        texts = [paragraph.text for paragraph in self._paragraphs]
        return texts.index("") + 1 if "" in texts else 0

    def _wrap(self, number: int, paragraph: Paragraph) -> Iterator[_ScreenLine]:
        frame, label = self._frame, paragraph.label
        column = 0 if label is None else frame.label
        head = f"{label or '':<{column}}" if column else ""
        if label and not column:  # too narrow: the label is on a line of its own
            for start, end in wrapped(label, frame.room):
                yield _ScreenLine(label[start:end], number, WrappedLine(0, 0))
        for line in wrapped(paragraph.text, frame.room - column):
            yield _ScreenLine(head, number, line)
            head = " " * column

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self._rows) - self.size.height))

    def _move_to(self, top: int) -> None:
        top = self._within(top)
        if top != self._top:
            self._top = top
            self._place = (self._rows[top].number, self._rows[top].line.start) if top else _START
            self.refresh()

    def _row_of(self, number: int, start: int) -> int:
        """Return the line that shows a place in a paragraph."""
        at = bisect_right(self._rows, (number, start), key=_end)
        return at if at < len(self._rows) else 0

    def _place_at(self, x: int, y: int) -> tuple[Paragraph, int] | None:
        """Return the paragraph and character drawn in a cell; None if there is none."""
        self._ready()
        if not 0 <= self._top + y < len(self._rows):
            return None
        head, number, line, _ = self._rows[self._top + y]
        paragraph = self._paragraphs[number]
        cell = x - self._frame.left - cell_len(head)
        for start, _, size in split_graphemes(paragraph.text[line.start : line.end])[0]:
            if 0 <= cell < size:
                return paragraph, line.start + start
            cell -= size
        return None

    def _draw(self, at: int) -> list[Segment]:
        """Draw a line at full width, without the scroll bar."""
        frame = self._frame
        ground = self.style_for()
        width = frame.width - frame.bar
        if at >= len(self._rows):
            return [Segment(" " * width, ground)]
        head, number, line, of_picture = self._rows[at]
        used = frame.left
        segments = [Segment(" " * used, ground)] if used else []
        if of_picture >= 0 and self._picture:
            drawn = self._picture.draw(of_picture)
            return list(Strip([*segments, *drawn]).adjust_cell_length(width, ground))
        if head:
            segments.append(Segment(head, self.style_for("fact")))
            used += cell_len(head)
        text = self._paragraphs[number].text
        for start, end, names in self._runs(number, line):
            run = fit(text[start:end], width - used)
            segments.append(Segment(run, self.style_for(*names)))
            used += cell_len(run)
        if used < width:
            segments.append(Segment(" " * (width - used), ground))
        return segments

    def _runs(self, number: int, line: WrappedLine) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield the runs of a line with the same styles, and the names of these."""
        paragraph = self._paragraphs[number]
        base = (paragraph.style,) if paragraph.style else ()
        spans = [span for span in paragraph.spans if span[0] < line.end and span[1] > line.start]
        if self._hit and self._hit.number == number:
            spans.append((self._hit.start, self._hit.end, "now"))
        if not spans:
            yield line.start, line.end, base
            return
        cuts = {line.start, line.end, *(place for start, end, _ in spans for place in (start, end))}
        places = [cut for cut in sorted(cuts) if line.start <= cut <= line.end]
        for start, end in pairwise(places):
            names = (name for first, last, name in spans if first <= start and end <= last)
            yield start, end, (*base, *names)

    def _bar(self, y: int, height: int) -> Segment:
        """Draw a cell of the scroll bar."""
        total = len(self._rows)
        if total <= height or not height:
            return Segment(" ", self.style_for())
        size = max(1, height * height // total)
        start = (height - size) * self._top // (total - height)
        return Segment(glyphs("┃") if start <= y < start + size else " ", self.style_for("bar"))


def _hits_in(paragraphs: Sequence[Paragraph]) -> list[Hit]:
    """Return the matches of the query in order, or else the keywords of topics.

    Overlapping spans are one hit.
    """
    for style in ("found", "hit"):
        by_paragraph = (_hits_of(at, text, style) for at, text in enumerate(paragraphs))
        if found := [*chain.from_iterable(by_paragraph)]:
            return found
    return []


def _next_hit(rows: Sequence[int], seen: range, here: int | None, step: int) -> int:
    """Return the index of the next hit.

    Args:
        rows: The rows of the hits, in order; at least one.
        seen: The rows on the screen.
        here: The index of the current hit, if any; ignored when it is off the screen.
        step: 1 for down, -1 for up; wraps around.
    """
    if here is not None and rows[here] in seen:
        return (here + step) % len(rows)
    if step > 0:
        below = (at for at, row in enumerate(rows) if row >= seen.start)
        return next(below, 0)
    above = (at for at in range(len(rows) - 1, -1, -1) if rows[at] < seen.stop)
    return next(above, len(rows) - 1)


def _hits_of(number: int, paragraph: Paragraph, style: str) -> Iterable[Hit]:
    found: list[Hit] = []
    for start, end, name in sorted(paragraph.spans):
        if name != style:
            continue
        if found and start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(end, found[-1].end))
        else:
            found.append(Hit(number, start, end))
    return found
