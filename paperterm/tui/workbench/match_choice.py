"""The choice of how keywords match."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from paperterm.topics import Match
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.keys.actions import bindings

_LABELS = {Match.SUBSTRING: "inside words too", Match.WORD: "whole words"}
_SHORT = {Match.SUBSTRING: "inside", Match.WORD: "whole words"}
_SHORTEST = {Match.SUBSTRING: "inside", Match.WORD: "whole"}


class MatchChoice(CachedLines, can_focus=True):
    """Shows both ways to match, and which one is chosen."""

    BINDINGS = bindings("MatchChoice")
    STYLES = {
        "on": "bold $foreground",
        "off": "$text-muted",
        "cursor": "bold $foreground on $primary 35%",
    }

    class Edited(Message):
        """The choice changed."""

    def __init__(self, match: Match, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.match = match
        self._signs = glyphs("●○")

    def action_other(self) -> None:
        """Switch the choice."""
        self.match = Match.WORD if self.match is Match.SUBSTRING else Match.SUBSTRING
        self.refresh()
        self.post_message(self.Edited())

    def on_click(self, _: events.Click) -> None:
        """Switch the choice."""
        self.action_other()

    def render_line(self, y: int) -> Strip:
        """Draw both side by side, in fewer words where there is less room."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.style_for())
        for gap, words in ((3, _LABELS), (2, _SHORT), (1, _SHORTEST)):
            segments = [self._segment(match, text) for match, text in words.items()]
            segments.insert(1, Segment(" " * gap, self.style_for()))
            if sum(len(segment.text) for segment in segments) <= width:
                break
        return Strip(segments).adjust_cell_length(width, self.style_for())

    def _segment(self, match: Match, text: str) -> Segment:
        is_on = match is self.match
        name = "cursor" if is_on and self.has_focus else "on" if is_on else "off"
        return Segment(f"{self._signs[not is_on]} {text}", self.style_for(name))
