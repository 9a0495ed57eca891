"""SampledPaper papers of a topic: the title, and the abstract around a keyword."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperterm.session.workbench import SampledPaper
from paperterm.topics import Topic
from paperterm.tui.draw.cells import ELLIPSIS, fill, fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.widgets.row_list import RowList

_MARGIN = 3
_BEFORE = 24
"""Cells of the abstract to show before a keyword."""


class Samples(RowList):
    """Papers that a topic matches, newest first; `+` is gained, `-` is lost."""

    ROW_HEIGHT = 2
    STYLES = {
        "title": "$foreground",
        "about": "$text-muted",
        "hit": "bold underline $accent",
        "gained": "bold $success",
        "lost": "strike $error",
        "cursor": "on $primary 25%",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._samples: Sequence[SampledPaper] = ()
        self._topic = Topic("", ())
        self._laid_out: dict[tuple[int, int, int], list[Segment]] = {}

    def show(self, topic: Topic, samples: Sequence[SampledPaper]) -> None:
        """Show the papers of a topic."""
        if (topic, samples) == (self._topic, self._samples):
            return
        self._topic, self._samples = topic, samples
        self._laid_out.clear()
        self.reset(len(samples), self.cursor, keep_place=True)

    def notify_style_update(self) -> None:
        """Redraw everything for another theme."""
        super().notify_style_update()
        self._laid_out.clear()

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw the title, or the date and the abstract around a keyword."""
        base = self.rich_style
        if row == self.cursor and self.has_focus:
            base = self.style_for("cursor")
        key = (row, line, width)
        if key not in self._laid_out:
            self._laid_out[key] = [*self._drawn_line(self._samples[row], line, width)]
        drawn = [
            Segment(text, base + style if style else base) for text, style, _ in self._laid_out[key]
        ]
        return Strip(drawn).adjust_cell_length(width, base)

    def draw_empty(self, y: int, width: int) -> Strip:
        """Say that nothing matches, if there are keywords."""
        text = "   no paper matches" if y == 1 and self._topic.keywords else ""
        return Strip([Segment(fill(text, width), self.rich_style + self.ink("about"))])

    def _drawn_line(self, sample: SampledPaper, line: int, width: int) -> Iterable[Segment]:
        name = {1: "gained", -1: "lost"}.get(sample.change, "title")
        room = width - _MARGIN
        words = _words(self._topic, sample)
        if line == 0:
            sign = {1: " + ", -1: " - "}.get(sample.change, "   ")
            yield Segment(sign, self.ink(name))
            style = self.ink("lost" if sample.change < 0 else "title")
            yield from self._marked(fit(typeset(sample.text.title), room), words, style)
            return
        date = f"{sample.day.day} {sample.day:%b}"
        yield Segment(" " * _MARGIN)
        yield Segment(f"{date:<8}", self.ink("about"))
        excerpt = _excerpt(typeset(sample.text.abstract), words, room - 8)
        yield from self._marked(excerpt, words, self.ink("about"))

    def _marked(self, text: str, words: Topic, style: Style) -> Iterable[Segment]:
        """Draw a text with the keywords highlighted."""
        at = 0
        for start, end in sorted(words.hits(text)):
            if end <= at:
                continue
            yield Segment(text[at : max(start, at)], style)
            yield Segment(text[max(start, at) : end], style + self.ink("hit"))
            at = end
        yield Segment(text[at:], style)


def _words(topic: Topic, sample: SampledPaper) -> Topic:
    """Return the words that match or exclude a paper, each as a keyword of its own.

    One word of a keyword may be in the title, and another one in the abstract.
    """
    why = topic.why(sample.text.searched)
    words = [word for keyword in why.keywords for word in keyword]
    return Topic("", tuple((word,) for word in [*words, *why.filters]), match=topic.match)


def _excerpt(text: str, words: Topic, width: int) -> str:
    """Return the part of an abstract around the first of some words."""
    first = min((start for start, _ in words.hits(text)), default=0)
    if first <= _BEFORE:
        return fit(text, width)
    begin = text.find(" ", first - _BEFORE, first) + 1 or first
    return fit(glyphs(ELLIPSIS) + text[begin:], width)
