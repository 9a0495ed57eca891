"""The base of the dialogs in which no text is typed."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import ModalScreen

from paperterm.tui.keys.actions import bindings

T = TypeVar("T")


class Dialog(ModalScreen[T | None], Generic[T]):
    """A screen on top of another one; it returns what was chosen, or None."""

    BINDINGS = bindings("Dialog", "quit", "messages")

    def action_close(self) -> None:
        """Close it without a choice."""
        self.dismiss(None)
