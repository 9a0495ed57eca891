"""A dialog that shows a text which scrolls."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.dialogs.dialog import Dialog


class TextScreen(Dialog[None]):
    """A text in a box.

    Args:
        title: The title of the box.
        close: The key that closes the dialog.
        text: The text at first.
    """

    def __init__(self, title: str, close: str, text: Iterable[Paragraph]) -> None:
        super().__init__()
        self._title = title
        self._close = close
        self._text = list(text)

    def compose(self) -> ComposeResult:
        """Make a box with the text."""
        with Vertical(id="text-box", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = Content(f"{self._close} closes")
            yield AbstractPane(id="text")

    def on_mount(self) -> None:
        """Show the text, and focus it."""
        self.show(self._text)
        self.query_one(AbstractPane).focus()

    def show(self, text: Iterable[Paragraph]) -> None:
        """Show another text."""
        self.query_one(AbstractPane).show([*text])

    @on(AbstractPane.LeaveRequested)
    def _leave(self) -> None:
        self.dismiss(None)
