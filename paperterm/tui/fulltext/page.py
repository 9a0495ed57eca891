"""The page: the lines of a whole paper that are on the screen, with links, matches and a range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual import events, on
from textual.message import Message
from textual.strip import Strip

from paperterm.fulltext.document import Document
from paperterm.fulltext.lines import Line, Part, Span, line_text
from paperterm.session.reading_places import ReadingPlace
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import ScrolledLines
from paperterm.tui.fulltext.sheet import TOP, Sheet, Spot, Stretch, occurrences
from paperterm.tui.jobs.figures import FiguresJob
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.keys.actions import bindings

if TYPE_CHECKING:
    from paperterm.tui.fulltext.figures import Figures

_WIDEST = 86
"""Longer lines of text are hard to read."""
_MARGIN = 2
_SIDEWAYS = 8
"""Columns that a wide table moves at once."""
_CUT = "›"
_MOST_OF_SCREEN = 75
"""Percent of the screen that a picture may take, so that its caption fits below."""
_AHEAD = 4
"""Blocks with pictures below the screen that are prepared."""


class PaperPage(ScrolledLines, can_focus=True):
    """Shows a document, scrolled by whole lines."""

    BINDINGS = bindings("PaperPage")
    STYLES = {
        "title": "bold $foreground",
        "authors": "$secondary",
        "heading": "bold $primary",
        "minor": "bold $foreground",
        "bold": "bold",
        "italic": "italic",
        "code": "$secondary",
        "math": "$foreground",
        "formula": "$foreground",
        "tex": "$text-muted",
        "cite": "$primary",
        "ref": "$primary",
        "link": "underline $primary",
        "note": "bold $accent",
        "fault": "$error",
        "number": "$text-muted",
        "rule": "$foreground 40%",
        "caption": "$text-muted",
        "label": "bold $secondary",
        "aside": "$text-muted",
        "head": "bold",
        "picture": "italic $text-muted",
        "figure": "$text-muted on $foreground 8%",
        "theorem": "bold $accent",
        "keyword": "bold $primary",
        "string": "$success",
        "comment": "italic $text-muted",
        "range": "on $primary 25%",
        "found": "bold $background on $accent",
        "now": "bold underline $background on $primary",
        "cut": "bold $background on $primary",
        "bar": "$primary 60%",
    }

    class Moved(Message):
        """Another part of the paper is on the screen, or another link is current."""

    class LinkChosen(DataMessage):
        """The user wants to see what a link leads to."""

        link: Stretch

    class FigureChosen(DataMessage):
        """The user wants to see a picture alone; its address, or "" if the paper has none."""

        source: str

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._sheet = Sheet(Document("", ()), ())
        self._top = TOP
        self._place: ReadingPlace | None = None
        self._width = self._most_rows = 0
        self._sideways = 0
        self._current: Stretch | None = None
        self._found: Sequence[Stretch] = ()
        self._found_in: dict[int, list[Stretch]] = {}
        self._seen: tuple[tuple[Spot, int, int], list[Spot]] = ((TOP, 0, 0), [])
        self._words = ""
        self._range: tuple[Spot, Spot] | None = None
        self._former: list[ReadingPlace] = []
        self._figures: Figures | None = None
        self._pictured: dict[tuple[Part, int, bool], Strip] = {}

    # What is shown

    def show(
        self,
        document: Document,
        texts: Sequence[str],
        place: ReadingPlace | None,
        figures: Figures | None = None,
    ) -> None:
        """Show a paper, at a place of it; with figures, draw them."""
        self._sheet = Sheet(document, texts)
        self._place = place
        self._top, self._width = TOP, 0
        self._current = self._range = None
        self._found_in = {}
        self._found, self._former = (), []
        self._seen = ((TOP, 0, 0), [])
        self.forget_figures()
        self._figures = figures
        if figures:
            self._sheet.draw_pictures(figures.framed)
        self._ready()
        self._changed()

    def show_rest(self, document: Document, texts: Sequence[str]) -> None:
        """Show the whole of a paper of which the beginning is shown, at the same place."""
        place, words = self.place, self._words
        self._sheet = Sheet(document, texts)
        if self._figures:
            self._sheet.draw_pictures(self._figures.framed)
        self._sheet.set_width(self._width, self._most_rows)
        self._top = TOP
        if place and (number := document.numbers.get(place.block)) is not None:
            self._top = self._within(self._sheet.spot_at(number, place.offset))
        self._seen = ((TOP, 0, 0), [])
        if self._found:
            self._mark(words)
        self._changed()

    @property
    def document(self) -> Document:
        """The paper that is shown."""
        return self._sheet.document

    @property
    def place(self) -> ReadingPlace | None:
        """The place at the top of the page; None without a paper, and at its beginning."""
        if not self._sheet.texts or self._top == TOP:
            return None
        block = self._sheet.document.blocks[self._top.block]
        return ReadingPlace(block.id, self._sheet.offset_at(self._top))

    @property
    def section(self) -> int:
        """The place in the outline of the section on the screen, or -1."""
        self._ready()
        spots = [*self._sheet.rows(self._top, max(1, self.size.height // 3))]
        return self._sheet.section_of(spots[-1].block) if spots else -1

    @property
    def has_found(self) -> bool:
        """Whether found words are highlighted."""
        return bool(self._found)

    @property
    def percent(self) -> int:
        """How much of the paper was scrolled: 0 at its beginning, 100 at its end."""
        if not self._sheet.texts:
            return 0
        last = self._sheet.last_top(self.size.height)
        if self._top >= last:
            return 100
        whole = self._sheet.share_before(last)
        return int(100 * self._sheet.share_before(self._top) / whole) if whole else 0

    @property
    def current(self) -> Stretch | None:
        """The link or match that keys act on."""
        return self._current

    @property
    def has_range(self) -> bool:
        """Whether a range is on."""
        return self._range is not None

    @property
    def range_text(self) -> str:
        """The text of the range, its paragraphs unwrapped; tables line by line."""
        return "\n\n".join(self._range_parts())

    def go_to_place(self, place: ReadingPlace, *, remember: bool = True) -> None:
        """Show a place at the top, and remember where the user was."""
        number = self._sheet.document.numbers.get(place.block)
        if number is not None:
            self._jump(number, place.offset, remember)

    def go_to_block(self, number: int, offset: int = 0) -> None:
        """Show a character of a block at the top, and remember where the user was."""
        self._jump(number, offset, remember=True)

    def find(self, words: str) -> int:
        """Highlight words, and go to the first from here on; return how many there are."""
        self._mark(words)
        self.refresh()
        if self._found:
            here = (self._top.block, self._sheet.offset_at(self._top))
            ahead = (hit for hit in self._found if (hit.block, hit.start) >= here)
            self._point_at(next(ahead, self._found[0]))
        return len(self._found)

    def _mark(self, words: str) -> None:
        self._words = words
        self._found = occurrences(self._sheet.texts, words) if words else ()
        self._found_in = {}
        for hit in self._found:
            self._found_in.setdefault(hit.block, []).append(hit)

    def end_range(self) -> None:
        """End the range."""
        if self._range:
            self._range = None
            self._changed()

    # Drawing

    def lines(self, ys: Iterable[int]) -> Iterable[Strip]:
        """Draw some lines; without a paper they are all blank."""
        if self._sheet.texts:
            return super().lines(ys)
        blank = Strip([Segment(" " * self.size.width, self.style_for())], self.size.width)
        return [blank for _ in ys]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, height = self._ready()
        ground = self.style_for()
        if not width:
            return Strip.blank(0)
        spots = self._spots(height)
        left = self._left
        if self._figures and y < len(spots) and (part := _part(self._sheet.line(spots[y]))):
            return self._picture_line(part, spots[y], y)
        segments = [Segment(" " * left, ground)]
        used = left
        if y < len(spots):
            for segment in self._drawn(spots[y], width - left - 1):
                segments.append(segment)
                used += cell_len(segment.text)
        segments.append(Segment(" " * (width - 1 - used), ground))
        segments.append(self._bar(y, height))
        return Strip(segments, width)

    def _picture_line(self, part: Part, spot: Spot, y: int) -> Strip:
        """Draw a line of pictures; strips are kept, so that scrolling stays cheap."""
        width, height = self.size
        in_range = self._range is not None and min(self._range) <= spot <= max(self._range)
        bar = self._bar(y, height)
        key = part, width, bar.text != " "
        if not in_range and (kept := self._pictured.get(key)):
            return kept
        segments = [Segment(" " * self._left, self.style_for())]
        extra = ("range",) if in_range else ()
        is_whole = True
        for span in self._sheet.line(spot):
            drawn = self._figures.segments(span.part) if self._figures and span.part else None
            if drawn is not None:
                segments += drawn
                continue
            text = glyphs(span.text)
            if span.part:
                is_whole = False
                if self._figures and span.part.row == span.part.rows // 2:
                    text = self._figures.state(span.part.source).center(span.part.columns)
                    text = text[: span.part.columns]
            names = [name for name in span.style.split() if name in self.STYLES]
            segments.append(Segment(text, self.style_for(*names, *extra)))
        line = Strip(segments).adjust_cell_length(width - 1, self.style_for())
        strip = Strip([*line, bar], width)
        if is_whole and not in_range:
            self._pictured[key] = strip
        return strip

    # Figures

    def draw_figures(self, figures: Figures | None) -> None:
        """Draw the pictures of the paper that is shown, at the same place of it."""
        self.forget_figures()
        self._figures = figures
        if figures:
            self._place = self.place if self._width else self._place
            self._width = 0
            self._sheet.draw_pictures(figures.framed)
            self._ready()
        self._changed()

    def want_figures(self) -> None:
        """Ask for the pictures on the screen, then for a few around it."""
        spots = self._spots(self.size.height)
        # Below another screen, which may want figures itself, nothing is urgent.
        if not spots or not self._figures or not self.screen.is_current:
            return
        pictures = self._sheet.document.pictures
        seen = [block for block in dict.fromkeys(spot.block for spot in spots) if block in pictures]
        below = [block for block in pictures if block > spots[-1].block][:_AHEAD]
        above = [block for block in pictures if block < spots[0].block][-1:]
        blocks = [*seen, *below, *above]
        parts = list(self._sheet.parts(blocks))
        drawn = {part.source for part in parts}
        sources = (one.source for block in blocks for one in pictures[block])
        unknown = [source for source in sources if source not in drawn]
        self._figures.want(parts, unknown, self.post_message)

    @on(FiguresJob.FigureDecoded)
    def _figure_decoded(self, event: FiguresJob.FigureDecoded) -> None:
        if self._figures:
            parts = self._sheet.parts(self._sheet.drawn_blocks())
            self._redraw(self._figures.take(event.wanted, event.raster, parts))

    @on(FiguresJob.FigureLacking)
    def _figure_lacking(self, event: FiguresJob.FigureLacking) -> None:
        if self._figures:
            self._redraw(self._figures.lack(event.path, event.why))

    @on(FiguresJob.FigureAwaited)
    def _figure_awaited(self, event: FiguresJob.FigureAwaited) -> None:
        if self._figures:
            self._figures.wait(event.path)
            self.refresh()

    def send_figures_again(self) -> None:
        """Give the terminal all pictures once more: another program had it."""
        if self._figures:
            self._figures.send_again()

    def forget_figures(self) -> None:
        """Make the terminal forget the pictures."""
        self._pictured.clear()
        if self._figures:
            self._figures.forget()
            self._figures.want((), (), self.post_message)
            self._figures = None

    def _redraw(self, sources: Sequence[str]) -> None:
        """Draw pictures in their new size, and stay at the same place of the paper."""
        pictures = self._sheet.document.pictures
        blocks = [
            number for number, found in pictures.items() if any(p.source in sources for p in found)
        ]
        if blocks:
            offset = self._sheet.offset_at(self._top)
            self._sheet.redraw(blocks)
            if self._top.block in blocks and self._top.line:
                self._top = self._sheet.spot_at(self._top.block, offset)
            self._pictured.clear()
            self._seen = ((TOP, 0, 0), [])
            self._changed()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw everything again when the theme changes."""
        super().notify_style_update()
        self._pictured.clear()
        self.refresh()

    def on_unmount(self) -> None:
        """Forget the paper: a timer of Textual may keep the page for some seconds."""
        self.forget_figures()
        self._sheet = Sheet(Document("", ()), ())

    def on_resize(self) -> None:
        """Wrap for the new width, at the same place."""
        self._ready()
        self._changed()

    @property
    def _left(self) -> int:
        return max(min(_MARGIN, self.size.width // 12), (self.size.width - 1 - self._width) // 2)

    def _ready(self) -> tuple[int, int]:
        """Wrap for the size of the page, if needed; return the size."""
        width, height = self.size
        room = max(1, min(width - 1 - 2 * min(_MARGIN, width // 12), _WIDEST))
        most_rows = height * _MOST_OF_SCREEN // 100 if self._figures else 0
        if width and (room, most_rows) != (self._width, self._most_rows):
            place = self.place if self._width else self._place
            self._width, self._most_rows = room, most_rows
            drawn = self._sheet.drawn_blocks()
            self._sheet.set_width(room, most_rows)
            self._pictured.clear()
            if self._figures:
                self._figures.forget(self._sheet.parts(drawn))
            self._top = TOP
            self._seen = ((TOP, 0, 0), [])
            self._range = None
            if place and (number := self._sheet.document.numbers.get(place.block)) is not None:
                self._top = self._within(self._sheet.spot_at(number, place.offset))
        return width, height

    def _spots(self, height: int) -> list[Spot]:
        """Return the lines on the screen, which each line of a frame asks for."""
        asked = self._top, height, self._width
        if self._seen[0] != asked:
            self._seen = asked, [*self._sheet.rows(self._top, height)]
        return self._seen[1]

    def _drawn(self, spot: Spot, room: int) -> Iterator[Segment]:
        """Yield the segments of a line; one that is too wide is cut, with a sign."""
        line = self._sheet.line(spot)
        marked = [*self._marked(spot, line)]
        width = sum(cell_len(text) for text, _ in marked)
        if width <= min(self._width, room):
            for text, styles in marked:
                yield Segment(text, self.style_for(*styles))
            return
        skipped = min(self._sideways, max(0, width - room + 1))
        cells = [(char, styles) for text, styles in marked for char, _ in _characters(text)]
        used = 0
        for char, styles in cells:
            size = cell_len(char)
            if skipped > 0:
                skipped -= size
                continue
            if used + size > room - 1:
                break
            used += size
            yield Segment(char, self.style_for(*styles))
        yield Segment(" " * (room - 1 - used), self.style_for())
        if width - self._sideways > room - 1:
            yield Segment(glyphs(_CUT), self.style_for("cut"))

    def _marked(self, spot: Spot, line: Line) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the texts of a line with their styles: links, matches, the range."""
        in_range = self._range is not None and min(self._range) <= spot <= max(self._range)
        extra = ("range",) if in_range else ()
        start, end = _extent(line)
        marks = [
            (mark, name)
            for mark, name in self._marks(spot.block)
            if mark.start < end and mark.end > start
        ]
        for span in line:
            styles = (*(name for name in span.style.split() if name in self.STYLES), *extra)
            if span.at < 0:
                yield glyphs(span.text), styles
                continue
            if not marks:
                yield span.text, styles
                continue
            yield from self._pieces(span, styles, marks)

    def _marks(self, block: int) -> Iterator[tuple[Stretch, str]]:
        """Yield the matches in a block, and the current link or match."""
        for hit in self._found_in.get(block, ()):
            yield hit, "found"
        if self._current and self._current.block == block:
            yield self._current, "now"

    @staticmethod
    def _pieces(
        span: Span, styles: tuple[str, ...], marks: Sequence[tuple[Stretch, str]]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield a span in pieces, so that each is in as many matches from end to end."""
        start, end = span.at, span.at + len(span.text)
        cuts = {start, end}
        for mark, _ in marks:
            cuts |= {at for at in (mark.start, mark.end) if start < at < end}
        edges = sorted(cuts)
        for begin, stop in pairwise(edges):
            names = tuple(name for mark, name in marks if mark.start <= begin < mark.end)
            yield span.text[begin - start : stop - start], (*styles, *names)

    def _bar(self, y: int, height: int) -> Segment:
        """Draw a cell of the scroll bar, whose place is by length of text."""
        if not self._sheet.texts:
            return Segment(" ", self.style_for())
        share = self._sheet.share_before(self._top)
        is_on = y == min(height - 1, int(share * height))
        return Segment(glyphs("▐" if is_on else " "), self.style_for("bar"))

    # Moving

    def scroll_by_lines(self, lines: int) -> None:
        """Scroll down, or up if negative; extend the range if it is on."""
        self._ready()
        if self._range:
            start, end = self._range
            end = self._sheet.moved(end, lines)
            self._range = start, end
            self._show_spot(end)
        else:
            moved = self._within(self._sheet.moved(self._top, lines))
            self._top = max(self._top, moved) if lines > 0 else moved
        self._changed()

    def is_available(self, name: str) -> bool:
        """Return whether there is a paper, and what the key acts on."""
        if name == "page.copy":
            return self.has_range
        if name in ("page.next_match", "page.previous_match"):
            return bool(self._found)
        return True

    def action_screen(self, step: int) -> None:
        """Scroll by a screen, less two lines."""
        self.scroll_by_lines(step * max(1, self.size.height - 2))

    def action_edge(self, step: int) -> None:
        """Scroll to the end or the top."""
        self._ready()
        if self._range:
            self.scroll_by_lines(step * 10**9)
            return
        self._remember()
        self._top = self._sheet.last_top(self.size.height) if step > 0 else TOP
        self._changed()

    def action_section(self, step: int) -> None:
        """Go to the next heading, or to the one before."""
        starts = [at for at, _ in self._sheet.document.outline]
        here = self._top.block
        if step > 0:
            number = next((at for at in starts if at > here), None)
        else:
            before = [at for at in starts if (at, 0) < tuple(self._top)]
            number = before[-1] if before else 0
        if number is not None and self._sheet.texts:
            self._jump(number, 0, remember=False)

    def action_sideways(self, step: int) -> None:
        """Move wide tables to the side."""
        self._sideways = max(0, self._sideways + step * _SIDEWAYS)
        self.refresh()

    def action_link(self, step: int) -> None:
        """Point at the next link, or at the one before."""
        spots = self._spots(self.size.height)
        if not spots:
            return
        seen = self._current and self._is_seen(self._current, spots)
        if self._current and seen:
            after = self._current.block, self._current.start
        elif step > 0:
            after = spots[0].block, self._sheet.offset_at(spots[0]) - 1
        else:
            after = spots[-1].block, self._sheet.offset_at(spots[-1]) + 1
        link = self._sheet.next_link(after, step)
        if link:
            self._point_at(link)
        else:
            self.post_message(Notice("no more links in this direction"))

    def action_follow_link(self) -> None:
        """Show what the current link leads to."""
        if self._current and self._current.target:
            self.post_message(self.LinkChosen(self._current))
        else:
            self.action_link(1)

    def action_figure(self) -> None:
        """Show the first picture on the screen alone; without one, the next in the paper."""
        pictures = self._sheet.document.pictures
        spots = self._spots(self.size.height)
        parts = (_part(self._sheet.line(spot)) for spot in spots)
        source = next((part.source for part in parts if part), "")
        if not source and spots:
            first = spots[0].block
            ahead = [number for number in pictures if number >= first] or list(pictures)[-1:]
            source = next((pictures[number][0].source for number in ahead), "")
        self.post_message(self.FigureChosen(source))

    def action_next_match(self) -> None:
        """Go to the next match."""
        self._go_to_match(1)

    def action_previous_match(self) -> None:
        """Go to the match before."""
        self._go_to_match(-1)

    def action_came_from(self) -> None:
        """Go back to where the last jump was from."""
        if self._former:
            place = self._former.pop()
            self.go_to_place(place, remember=False)
        else:
            self.post_message(Notice("no jump to go back from"))

    def action_range(self) -> None:
        """Begin a range of lines at the current link, or at the top of the screen; or end it."""
        if self._range:
            self.end_range()
            return
        spots = self._spots(self.size.height)
        if not spots:
            return
        start = next(
            (spot for spot in spots if line_text(self._sheet.line(spot)).strip()), spots[0]
        )
        if self._current and self._is_seen(self._current, spots):
            start = self._sheet.spot_at(self._current.block, self._current.start)
        self._range = start, start
        self._changed()

    def on_click(self, event: events.Click) -> None:
        """Show what the clicked link leads to."""
        spots = self._spots(self.size.height)
        if not 0 <= event.y < len(spots):
            return
        if self._figures and (part := _part(self._sheet.line(spots[event.y]))):
            self.post_message(self.FigureChosen(part.source))
            return
        x = event.x - self._left
        for span in self._sheet.line(spots[event.y]):
            size = cell_len(span.text)
            if 0 <= x < size and span.at >= 0:
                block = spots[event.y].block
                for link in self._sheet.links(block):
                    if link.start < span.at + len(span.text) and span.at < link.end:
                        self._point_at(link)
                        self.post_message(self.LinkChosen(link))
                        return
            x -= size

    # Helpers

    def _within(self, spot: Spot) -> Spot:
        return min(spot, self._sheet.last_top(self.size.height))

    def _remember(self) -> None:
        block = self._sheet.document.blocks[self._top.block].id if self._sheet.texts else ""
        if block:
            self._former.append(ReadingPlace(block, self._sheet.offset_at(self._top)))

    def _jump(self, number: int, offset: int, remember: bool) -> None:
        self._ready()
        if remember:
            self._remember()
        # At the top even where the rest does not fill the screen: a range begins there.
        self._top = min(self._sheet.spot_at(number, offset), self._sheet.last_top(1))
        self._changed()

    def _go_to_match(self, step: int) -> None:
        if not self._found:
            self.post_message(
                Notice(f"not in this paper: {self._words}" if self._words else "no search")
            )
            return
        at = self._current
        here = (at.block, at.start) if at else (self._top.block, self._sheet.offset_at(self._top))
        if step > 0:
            later = [hit for hit in self._found if (hit.block, hit.start) > here]
            hit = later[0] if later else self._found[0]
        else:
            earlier = [hit for hit in self._found if (hit.block, hit.start) < here]
            hit = earlier[-1] if earlier else self._found[-1]
        self._point_at(hit)
        number = self._found.index(hit) + 1
        self.post_message(Notice(f"{number:,} of {len(self._found):,}: {self._words}"))

    def _point_at(self, stretch: Stretch) -> None:
        """Make a link or match current, and show it."""
        self._ready()
        self._current = stretch
        self._show_spot(self._sheet.spot_at(stretch.block, stretch.start))
        self._changed()

    def _show_spot(self, spot: Spot) -> None:
        """Scroll until a line is on the screen."""
        height = self.size.height
        if spot in self._spots(height):
            return
        if self._range:
            self._top = spot if spot < self._top else self._sheet.moved(spot, 1 - height)
        else:
            self._top = self._within(self._sheet.moved(spot, -(height // 3)))

    def _is_seen(self, stretch: Stretch, spots: Sequence[Spot]) -> bool:
        return self._sheet.spot_at(stretch.block, stretch.start) in spots

    def _changed(self) -> None:
        self.refresh()
        if self._figures:
            self.want_figures()
        self.post_message(self.Moved())

    def _range_parts(self) -> Iterator[str]:
        if not self._range:
            return
        start, end = min(self._range), max(self._range)
        for block in range(start.block, end.block + 1):
            lines = self._sheet.lines(block)
            first = start.line if block == start.block else 0
            last = end.line if block == end.block else len(lines) - 1
            begin, stop = _extent([span for line in lines[first : last + 1] for span in line])
            if begin < stop:
                yield self._sheet.texts[block][begin:stop]


def _part(line: Line) -> Part | None:
    """Return the first part of a picture in a line."""
    return next((span.part for span in line if span.part), None)


def _extent(spans: Iterable[Span]) -> tuple[int, int]:
    """Return where the text of spans begins and ends in that of their block."""
    stretches = [(span.at, span.at + len(span.text)) for span in spans if span.at >= 0]
    return min((start for start, _ in stretches), default=0), max(
        (end for _, end in stretches), default=0
    )


def _characters(text: str) -> list[tuple[str, int]]:
    """Return the characters of a text with their marks, and their widths."""
    return [(text[start:end], size) for start, end, size in split_graphemes(text)[0]]
