"""What was told, to be read again."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from paperterm.text import clean
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.dialogs.message_history import PastNotice
from paperterm.tui.keys.actions import bindings


class MessagesScreen(ModalScreen[None]):
    """The last messages, the newest first; errors have a sign.

    Args:
        said: They, oldest first.
        leave: The key that closes it.
    """

    BINDINGS = bindings("modal")

    def __init__(self, said: Iterable[PastNotice], leave: str) -> None:
        super().__init__()
        self._said = list(said)[::-1]
        self._leave = leave

    def compose(self) -> ComposeResult:
        """One text in a box that scrolls."""
        with Vertical(id="messages", classes="box") as box:
            box.border_title = "Messages"
            box.border_subtitle = Content(f"{self._leave} closes")
            yield AbstractPane(id="messages-text")

    def on_mount(self) -> None:
        """The keys go to the text."""
        pane = self.query_one(AbstractPane)
        pane.show([*map(_paragraph, self._said)] or [Paragraph("Nothing was told yet.")])
        pane.focus()

    @on(AbstractPane.LeaveRequested)
    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)


def _paragraph(said: PastNotice) -> Paragraph:
    sign = " !" if said.is_error else ""
    style = "title" if said.is_error else ""
    return Paragraph(clean(said.text), style, label=f"{said.at.astimezone():%H:%M}{sign}")
