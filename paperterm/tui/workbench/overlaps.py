"""The topics that share papers with the edited one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from paperterm.session.workbench import Overlap, Preview
from paperterm.tui.draw.cells import fill, fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines


class Overlaps(CachedLines):
    """The topics that share papers with this one, the largest share first.

    A single line lists them; with more lines, each has a bar.
    """

    STYLES = {"topic": "$foreground", "bar": "$secondary", "label": "$text-muted"}

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._bar = glyphs("━─")
        self._papers = 0
        self._overlaps: Sequence[Overlap] = ()
        self._is_known = False

    def show(self, preview: Preview) -> None:
        """Show the overlaps of a preview; the old ones stay until the new ones are known."""
        if preview.topic.keywords and not preview.is_whole and not preview.overlaps:
            return
        is_known = preview.is_whole and bool(preview.topic.keywords)
        state = (preview.window.papers, preview.overlaps, is_known)
        if state != (self._papers, self._overlaps, self._is_known):
            self._papers, self._overlaps, self._is_known = state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width, height = self.size
        if height == 1:
            return self._in_one_line(width)
        if y == 0:
            text = " Shared with other topics" if self._overlaps else self._nothing()
            return Strip([Segment(fill(text, width), self.style_for("label"))], width)
        if y > len(self._overlaps) or y > height - 1:
            return Strip.blank(width, self.style_for())
        return self._row(self._overlaps[y - 1], width)

    def _nothing(self) -> str:
        return " Shares nothing with other topics" if self._is_known else ""

    def _in_one_line(self, width: int) -> Strip:
        if not self._overlaps:
            return Strip([Segment(fill(self._nothing(), width), self.style_for("label"))], width)
        named = (f"{typeset(overlap.topic)} {overlap.both:,}" for overlap in self._overlaps)
        text = fit(f"shared with {glyphs(' · ').join(named)}", width - 1)
        return Strip([Segment(fill(f" {text}", width), self.style_for("label"))], width)

    def _row(self, overlap: Overlap, width: int) -> Strip:
        share = overlap.both / self._papers if self._papers else 0.0
        figures = f"{overlap.both:>7,}  {share * 100:>3.0f} % "
        name = fill(f" {typeset(overlap.topic)}", min(24, width // 3))
        room = max(0, width - cell_len(name) - len(figures) - 1)
        full = max(1, round(share * room)) if room else 0
        segments = [
            Segment(name, self.style_for("topic")),
            Segment(" ", self.style_for("label")),
            Segment(self._bar[0] * full, self.style_for("bar")),
            Segment(self._bar[1] * (room - full), self.style_for("label")),
            Segment(figures, self.style_for("label")),
        ]
        return Strip(segments).adjust_cell_length(width, self.style_for())
