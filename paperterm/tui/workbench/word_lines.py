"""A field of words, one a line, and beside each line what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs

LONGEST = 20_000
"""Characters that may be pasted; a text that is longer is here by mistake."""

WIDTH = 8
"""Cells of a figure."""


class LineCount(NamedTuple):
    """A number beside a line; `is_dead` calls for attention, `is_quiet` for none."""

    text: str
    is_dead: bool = False
    is_quiet: bool = False


class Lines(TextArea):
    """Where the words are typed."""

    class TooLong(Message):
        """Somebody pasted a book."""

    def on_paste(self, event: events.Paste) -> None:
        """Take what fits."""
        if len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.post_message(self.TooLong())


class Gutter(Widget):
    """The figures beside the lines, which scroll with them."""

    COMPONENT_CLASSES = {"gutter--figure", "gutter--dead", "gutter--quiet", "gutter--here"}

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self._figures: Sequence[Sequence[LineCount]] = ()

    def on_mount(self) -> None:
        """Follow the lines."""
        self.watch(self._lines, "scroll_y", self._follow, init=False)
        self.watch(self._lines, "selection", self._follow, init=False)
        self.watch(self._lines, "has_focus", self._follow, init=False)

    def show(self, figures: Sequence[Sequence[LineCount]]) -> None:
        """Show the figures of each line."""
        if figures != self._figures:
            self._figures = figures
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The figures of a line, as many as there is room for."""
        width = self.size.width
        line = y + self._lines.scroll_offset.y
        base = self.rich_style
        if self._lines.has_focus and line == self._lines.cursor_location[0]:
            base = self.get_component_rich_style("gutter--here")
        figures = self._figures[line] if line < len(self._figures) else ()
        shown = figures[: width // WIDTH]
        drawn = ((fit(glyphs(one.text), WIDTH - 1), self._ink(one)) for one in shown)
        segments = [Segment(f"{text:>{WIDTH}}", base + ink) for text, ink in drawn]
        return Strip(segments).adjust_cell_length(width, base)

    def _follow(self) -> None:
        self.refresh()

    def _ink(self, figure: LineCount) -> Style:
        name = "dead" if figure.is_dead else "quiet" if figure.is_quiet else "figure"
        style = self.get_component_rich_style(f"gutter--{name}")
        return Style(color=style.color, bold=style.bold)


class WordLines(Horizontal):
    """Words, one a line, and figures beside them.

    Args:
        text: What stands there at first.
        placeholder: What to show while there is nothing.
    """

    class Edited(Message):
        """The words are others now."""

    def __init__(self, text: str, placeholder: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._field = Lines(
            text,
            soft_wrap=False,
            compact=True,
            highlight_cursor_line=True,
            placeholder=placeholder,
        )
        self._gutter = Gutter(self._field)

    def compose(self) -> ComposeResult:
        """Words on the left, figures on the right."""
        self._fit()
        yield self._field
        yield self._gutter

    @property
    def text(self) -> str:
        """What is typed."""
        return self._field.text

    def show(self, figures: Callable[[str], Sequence[LineCount]]) -> None:
        """Show what `figures` says of each line."""
        self._gutter.show([figures(line) for line in self.text.split("\n")])

    def take_keys(self) -> None:
        """Let the user type, behind what is there."""
        self.screen.set_focus(self._field)
        # A field without a size yet would scroll all of the line away.
        self.call_after_refresh(self._to_end)

    def _to_end(self) -> None:
        # Where the end is now: something may have been typed meanwhile.
        self._field.move_cursor(self._field.document.end)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._fit()
        self.post_message(self.Edited())

    def _fit(self) -> None:
        """Be as high as the words need, and one more; the style sheet says at most how high."""
        self.styles.height = self._field.document.line_count + 1
