"""A document at a width: its lines, drawn only where they are needed.

A spot is a line of a block. How many lines a paper has is never known, and need not be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from paperterm.fulltext.document import (
    Block,
    Document,
    Kind,
    Picture,
    Reference,
    runs_text,
    with_pictures,
)
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import EMPTY, Line, Part


class Spot(NamedTuple):
    """A line of a block."""

    block: int
    line: int = 0


class Stretch(NamedTuple):
    """A stretch of the text of a block; of a link also what it leads to."""

    block: int
    start: int
    end: int
    target: str = ""
    kind: Kind = Kind.TEXT


Framed = Callable[[Picture, int], Picture]
"""Returns a picture with its size on the page, of at most so many lines."""

TOP = Spot(0)
MOST_HITS = 5_000
"""The most matches that are highlighted."""


class Sheet:
    """The lines of a document.

    Args:
        document: The document.
        texts: The texts of its blocks.
    """

    def __init__(self, document: Document, texts: Sequence[str]) -> None:
        self.document = document
        self.texts = texts
        self._framed: Framed | None = None
        self._most_rows = 0
        self._ends = list(accumulate(len(text) + 1 for text in texts))
        self._width = 0
        self._lines: dict[int, list[Line]] = {}
        self._links: dict[int, list[Stretch]] = {}

    def set_width(self, width: int, most_rows: int = 0) -> None:
        """Draw for another width, pictures with at most so many lines."""
        if (width, most_rows) != (self._width, self._most_rows):
            self._width, self._most_rows = width, most_rows
            self._lines.clear()

    def draw_pictures(self, framed: Framed) -> None:
        """Draw pictures from now on, in the size that a function gives them."""
        self._framed = framed
        self.redraw(self.document.pictures)

    def redraw(self, blocks: Iterable[int]) -> None:
        """Draw some blocks anew."""
        for block in blocks:
            self._lines.pop(block, None)

    def parts(self, blocks: Iterable[int]) -> Iterator[Part]:
        """Yield the first line of each picture that is drawn in some blocks."""
        for block in blocks:
            if block in self.document.pictures:
                parts = (span.part for line in self.lines(block) for span in line)
                yield from (part for part in parts if part and not part.row)

    def drawn_blocks(self) -> list[int]:
        """Return the blocks with pictures whose lines are kept."""
        return [block for block in self.document.pictures if block in self._lines]

    def lines(self, block: int) -> Sequence[Line]:
        """Return the lines of a block, and an empty one after it."""
        lines = self._lines.get(block)
        if lines is None:
            lines = draw(self._content(block), self._width)
            if lines and block < len(self.document.blocks) - 1:
                lines.append(EMPTY)
            self._lines[block] = lines
        return lines

    def _content(self, block: int) -> Block:
        """Return a block whose pictures have their size on the page."""
        content, framed = self.document.blocks[block], self._framed
        if framed is None or block not in self.document.pictures:
            return content
        return with_pictures(content, lambda picture: framed(picture, self._most_rows))

    def line(self, spot: Spot) -> Line:
        """Return a line."""
        return self.lines(spot.block)[spot.line]

    def rows(self, top: Spot, height: int) -> Iterator[Spot]:
        """Yield the spots of a screen, at most as many as it has rows."""
        block, line = top
        while height > 0 and block < len(self.texts):
            count = len(self.lines(block))
            for at in range(line, min(count, line + height)):
                yield Spot(block, at)
            height -= max(0, count - line)
            block, line = block + 1, 0

    def moved(self, spot: Spot, by: int) -> Spot:
        """Return the spot so many lines below, or above if negative, within the paper."""
        block, line = spot.block, spot.line + by
        while line < 0 and block > 0:
            block -= 1
            line += len(self.lines(block))
        while block < len(self.texts) - 1 and line >= len(self.lines(block)):
            line -= len(self.lines(block))
            block += 1
        if block >= len(self.texts):
            return TOP
        return Spot(block, max(0, min(line, len(self.lines(block)) - 1)))

    def last_top(self, height: int) -> Spot:
        """Return the top of the last screen."""
        if not self.texts:
            return TOP
        last = len(self.texts) - 1
        return self.moved(Spot(last, len(self.lines(last)) - 1), 1 - height)

    def spot_at(self, block: int, offset: int) -> Spot:
        """Return the line that shows a character of the text of a block."""
        best = 0
        nearest = -1
        for number, line in enumerate(self.lines(block)):
            for span in line:
                if span.at >= 0 and nearest < span.at <= offset:
                    best, nearest = number, span.at
        return Spot(block, best)

    def offset_at(self, spot: Spot) -> int:
        """Return the first character that a line shows, or a line below it."""
        for line in self.lines(spot.block)[spot.line :]:
            if shown := [span.at for span in line if span.at >= 0]:
                return min(shown)
        return 0

    def share_before(self, spot: Spot) -> float:
        """Return how much of the paper is above a line, from 0 to 1."""
        if not self._ends or spot.block >= len(self._ends):
            return 0.0
        before = self._ends[spot.block - 1] if spot.block else 0
        lines = len(self.lines(spot.block)) or 1
        inside = (self._ends[spot.block] - before) * spot.line / lines
        return (before + inside) / self._ends[-1]

    def links(self, block: int) -> Sequence[Stretch]:
        """Return the links of a block; a reference is one too, of its label."""
        links = self._links.get(block)
        if links is None:
            links = self._links[block] = list(self._found_links(block))
        return links

    def _found_links(self, block: int) -> Iterator[Stretch]:
        at = 0
        content = self.document.blocks[block]
        if isinstance(content, Reference) and content.ids:
            yield Stretch(block, 0, max(1, len(runs_text(content.label))), f"#{content.ids[0]}")
        for leaf in content.leaves():
            before: Stretch | None = None
            for run in leaf:
                if run.target and before and before.target == run.target:
                    before = before._replace(end=at + len(run.text))
                elif run.target:
                    if before:
                        yield before
                    before = Stretch(block, at, at + len(run.text), run.target, run.kind)
                elif before:
                    yield before
                    before = None
                at += len(run.text)
            if before:
                yield before
            at += 1 if runs_text(leaf) else 0

    def next_link(self, after: tuple[int, int], step: int) -> Stretch | None:
        """Return the link that begins after a character of a block, or before it."""
        block, offset = after
        while 0 <= block < len(self.texts):
            links = self.links(block)
            fitting = [
                link for link in links if (link.start > offset if step > 0 else link.start < offset)
            ]
            if fitting:
                return fitting[0] if step > 0 else fitting[-1]
            block += step
            offset = -1 if step > 0 else 1 << 60
        return None

    def section_of(self, block: int) -> int:
        """Return the place in the outline of the section that a block is in, or -1."""
        return bisect_right(self.document.outline, block, key=itemgetter(0)) - 1


def occurrences(texts: Sequence[str], words: str) -> list[Stretch]:
    """Return where words are in the texts of blocks, as far as `MOST_HITS` go.

    Small letters find capitals too.
    """
    is_exact = words != words.lower()
    found: list[Stretch] = []
    for block, text in enumerate(texts):
        lowered = text if is_exact else text.lower()
        # A letter may become two when it is made small: then only the exact text is searched.
        searched = lowered if len(lowered) == len(text) else text
        at = searched.find(words)
        while at >= 0:
            if len(found) == MOST_HITS:
                return found
            found.append(Stretch(block, at, at + len(words)))
            at = searched.find(words, at + len(words))
    return found
