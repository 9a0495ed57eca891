"""A field of words, one per line, with the counts of each line beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines

LONGEST = 20_000
"""The longest paste; a longer text is a mistake."""

WIDTH = 8
"""Cells of a count."""


class LineCount(NamedTuple):
    """A count beside a line, in a style of `Gutter`."""

    text: str
    style: str = "figure"


class Lines(TextArea):
    """The text area of the words."""

    class TooLong(Message):
        """A paste was rejected: it is too long."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert the text if it is not too long."""
        if len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.post_message(self.TooLong())


class Gutter(CachedLines):
    """The counts beside the lines, which scroll with them."""

    STYLES = {
        "figure": "$foreground",
        "quiet": "$text-muted",
        "dead": "bold $error",
        "here": "on $primary 20%",
    }

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self._figures: Sequence[Sequence[LineCount]] = ()

    def on_mount(self) -> None:
        """Redraw with the text area."""
        self.watch(self._lines, "scroll_y", self._follow, init=False)
        self.watch(self._lines, "selection", self._follow, init=False)
        self.watch(self._lines, "has_focus", self._follow, init=False)

    def show(self, figures: Sequence[Sequence[LineCount]]) -> None:
        """Show the counts of each line."""
        if figures != self._figures:
            self._figures = figures
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the counts of a line, as many as fit."""
        width = self.size.width
        line = y + self._lines.scroll_offset.y
        is_here = self._lines.has_focus and line == self._lines.cursor_location[0]
        base = ("here",) if is_here else ()
        figures = self._figures[line] if line < len(self._figures) else ()
        segments = [
            Segment(f"{fit(glyphs(text), WIDTH - 1):>{WIDTH}}", self.style_for(*base, style))
            for text, style in figures[: width // WIDTH]
        ]
        return Strip(segments).adjust_cell_length(width, self.style_for(*base))

    def _follow(self) -> None:
        self.refresh()


class WordLines(Horizontal):
    """Words, one per line, with counts beside them.

    Args:
        text: The text at first.
        placeholder: What to show while it is empty.
    """

    class Edited(Message):
        """The words changed."""

    def __init__(self, text: str, placeholder: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._field = Lines(
            text, soft_wrap=False, compact=True, highlight_cursor_line=True, placeholder=placeholder
        )
        self._gutter = Gutter(self._field)

    def compose(self) -> ComposeResult:
        """Make the words and the counts."""
        self._fit()
        yield self._field
        yield self._gutter

    @property
    def text(self) -> str:
        """The text."""
        return self._field.text

    def show(self, figures: Callable[[str], Sequence[LineCount]]) -> None:
        """Show the counts of each line, which `figures` returns."""
        self._gutter.show([figures(line) for line in self.text.split("\n")])

    def take_keys(self) -> None:
        """Focus the text, with the cursor at its end."""
        self.screen.set_focus(self._field)
        # Without a size, the text area would scroll the line out of sight.
        self.call_after_refresh(self._to_end)

    def _to_end(self) -> None:
        # Look up the end now: text may have been typed meanwhile.
        self._field.move_cursor(self._field.document.end)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._fit()
        self.post_message(self.Edited())

    def _fit(self) -> None:
        """Make room for the words and one more line; the style sheet sets the maximum."""
        self.styles.height = self._field.document.line_count + 1
