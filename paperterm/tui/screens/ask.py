"""Asking for a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from paperterm.text import clean
from paperterm.tui.keys import bindings


class AskScreen(ModalScreen[str | None]):
    """Asks for a text; gives it back without blanks around it, or None.

    Args:
        title: What is asked for.
        says: What it is about, below the line.
        value: What stands there at first.
        known: What a beginning is completed to, with the right arrow.
    """

    BINDINGS = bindings("line")

    def __init__(
        self, title: str, says: str = "", value: str = "", known: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._says = says
        self._value = value
        self._known = known

    def compose(self) -> ComposeResult:
        """The line in a box."""
        with Vertical(id="ask", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = "enter keeps · esc closes"
            suggester = SuggestFromList(self._known, case_sensitive=False)
            line = Input(self._value, compact=True, id="ask-line", suggester=suggester)
            line.select_on_focus = False
            yield line
            yield Static(clean(self._says), id="ask-says", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        self.dismiss(event.value.strip())

    def action_close(self) -> None:
        """Back, without an answer."""
        self.dismiss(None)
