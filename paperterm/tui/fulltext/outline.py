"""The outline beside the page: the headings of the paper, the current one marked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from paperterm.fulltext.document import Section, runs_text
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs.messages import DataMessage


def heading(section: Section) -> str:
    """Return a heading with its number, indented by its level."""
    return "  " * (section.level - 1) + runs_text(section.runs).replace("\n", " ")


class Outline(CachedLines):
    """The headings, as many as fit around the current one."""

    STYLES = {
        "section": "$text-muted",
        "top": "$foreground",
        "now": "bold $primary",
        "ground": "$foreground",
    }

    class Chosen(DataMessage):
        """The user wants to see a section: its place in the outline."""

        number: int

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._sections: Sequence[Section] = ()
        self._now = -1

    def show(self, sections: Sequence[Section], now: int) -> None:
        """Show headings, one of them as the current one."""
        if (sections, now) != (self._sections, self._now):
            self._sections, self._now = sections, now
            self.refresh()

    @property
    def _first(self) -> int:
        """The heading in the first line."""
        height = self.size.height
        return max(0, min(self._now - height // 2, len(self._sections) - height))

    def render_line(self, y: int) -> Strip:
        """Draw a heading."""
        width, number = self.size.width, self._first + y
        if number >= len(self._sections):
            return Strip([Segment(" " * width, self.style_for())], width)
        section = self._sections[number]
        style = "now" if number == self._now else "top" if section.level == 1 else "section"
        return Strip([Segment(fill(f" {heading(section)}", width), self.style_for(style))], width)

    def on_click(self, event: events.Click) -> None:
        """Go to the clicked section."""
        number = self._first + event.y
        if 0 <= number < len(self._sections):
            self.post_message(self.Chosen(number))
