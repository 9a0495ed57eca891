"""The line on top of a screen: what is written there, and whether it is saved."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from paperterm.tui.draw.cells import fill, fit, shown


class TitleLine(Widget):
    """The name of the program, the name of a topic, and a word when it is changed."""

    COMPONENT_CLASSES = {"headline--name", "headline--place", "headline--changed"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._place = ""
        self._is_changed = False

    def show(self, place: str, *, is_changed: bool) -> None:
        """Show a place, and whether there is something to save."""
        if (place, is_changed) != (self._place, self._is_changed):
            self._place, self._is_changed = place, is_changed
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        name = " paperterm " if width >= 60 else " "
        changed = " not saved " if self._is_changed else ""
        room = width - cell_len(name) - cell_len(changed)
        place = fill(f" {fit(shown(self._place), room - 2)}", room)
        parts = (("name", name), ("place", place), ("changed", changed))
        segments = [Segment(text, self._ink(part)) for part, text in parts]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _ink(self, part: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"headline--{part}")
