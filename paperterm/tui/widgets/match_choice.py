"""How keywords are looked for: one of two."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperterm.topics import Match
from paperterm.tui.cells import fill
from paperterm.tui.glyphs import glyphs
from paperterm.tui.keys import bindings

_SAYS = {Match.SUBSTRING: "inside words too", Match.WORD: "whole words"}


class MatchChoice(Widget, can_focus=True):
    """Shows both ways, and which one is chosen.

    Args:
        match: The one at first.
    """

    BINDINGS = bindings("match")
    COMPONENT_CLASSES = {"match-choice--on", "match-choice--off", "match-choice--cursor"}

    class Edited(Message):
        """The other one is chosen."""

    def __init__(self, match: Match, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.match = match
        self._signs = glyphs("●○")

    def action_other(self) -> None:
        """Choose the other one."""
        self.match = Match.WORD if self.match is Match.SUBSTRING else Match.SUBSTRING
        self.refresh()
        self.post_message(self.Edited())

    def on_click(self, _: events.Click) -> None:
        """The same by mouse."""
        self.action_other()

    def render_line(self, y: int) -> Strip:
        """Both, side by side."""
        width = self.size.width
        segments = []
        for match, says in _SAYS.items():
            is_on = match is self.match
            name = "cursor" if is_on and self.has_focus else "on" if is_on else "off"
            style = self.get_component_rich_style(f"match-choice--{name}")
            segments.append(Segment(f"{self._signs[not is_on]} {says}", style))
            segments.append(Segment("   ", self.rich_style))
        room = sum(len(one.text) for one in segments[:-1])
        if y or room > width:
            text = fill(f"{self._signs[0]} {_SAYS[self.match]}" if not y else "", width)
            return Strip([Segment(text, self.rich_style)], width)
        return Strip(segments).adjust_cell_length(width, self.rich_style)
