"""Asking for a line of text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from paperterm.session.drafts import Draft
from paperterm.text import clean
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.short_line import ShortLine

_LONGEST = 10_000
RESTORED = "unsaved draft"
"""Says that the text is what was typed before, and not saved."""


class AskScreen(ModalScreen[str | None]):
    """Asks for a text; returns it without blanks around it, or None.

    Args:
        title: The title of the box.
        draft: Keeps what is typed, until the caller has used the answer.
        hint: An explanation, below the line.
        enter: What enter does.
    """

    BINDINGS = bindings("AskScreen", "quit")

    def __init__(self, title: str, draft: Draft, hint: str = "", enter: str = "saves") -> None:
        super().__init__()
        self.draft = draft
        self._title = title
        self._hint = hint
        self._enter = enter

    def compose(self) -> ComposeResult:
        """Make a box with the line."""
        with Vertical(id="ask", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = glyphs(f"enter {self._enter} · esc closes")
            if self.draft.found:
                box.border_title += glyphs(f" · {RESTORED}")
            yield ShortLine(
                self.draft.found.get("text", ""),
                compact=True,
                max_length=_LONGEST,
                id="ask-line",
                select_on_focus=False,
            )
            yield Static(clean(self._hint), id="ask-hint", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the line as a draft."""
        self.draft.keep(**self.unsaved(event.value))

    def unsaved(self, text: str) -> dict[str, str]:
        """Return what to keep of a line that is not saved."""
        return {"text": text}

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        self.answer(event.value.strip())

    def answer(self, text: str) -> None:
        """Return the text."""
        self.dismiss(text)

    def action_close(self) -> None:
        """Close without an answer."""
        self.draft.drop()
        self.dismiss(None)
