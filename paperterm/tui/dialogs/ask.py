"""Asking for a line of text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from paperterm.text import clean
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.short_line import ShortLine

_LONGEST = 10_000


class AskScreen(ModalScreen[str | None]):
    """Asks for a text; returns it without blanks around it, or None.

    Args:
        title: The title of the box.
        hint: An explanation, below the line.
        enter: What enter does.
    """

    BINDINGS = bindings("AskScreen", "quit")

    def __init__(self, title: str, hint: str = "", enter: str = "saves") -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._enter = enter

    def compose(self) -> ComposeResult:
        """Make a box with the line."""
        with Vertical(id="ask", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = glyphs(f"enter {self._enter} · esc closes")
            yield ShortLine(compact=True, max_length=_LONGEST, id="ask-line", select_on_focus=False)
            yield Static(clean(self._hint), id="ask-hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        self.answer(event.value.strip())

    def answer(self, text: str) -> None:
        """Return the text."""
        self.dismiss(text)

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
