"""The line between the list and the abstract beside it."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines


class Edge(CachedLines):
    """As the border of the abstract it would be drawn line by line with each of its papers."""

    LOOKS = {"line": "$panel"}

    def render_line(self, y: int) -> Strip:
        """One cell."""
        return Strip([Segment(glyphs("▏"), self._look("line"))], 1)
