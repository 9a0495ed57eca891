"""The message history."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from paperterm.text import clean, plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.clipboard import send_to_clipboard
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.jobs.messages import PastNotice
from paperterm.tui.keys.actions import bindings


class MessagesScreen(Dialog[None]):
    """The last messages, newest first; errors are marked.

    Args:
        history: The messages, oldest first.
        close: The key that closes the dialog.
    """

    BINDINGS = bindings("MessagesScreen")

    def __init__(self, history: Iterable[PastNotice], close: str) -> None:
        super().__init__()
        self._history = list(history)[::-1]
        self._close = close

    def compose(self) -> ComposeResult:
        """Make a box with a text that scrolls."""
        with Vertical(id="messages", classes="box") as box:
            box.border_title = "Message history"
            box.border_subtitle = Content(f"{self._close} closes")
            yield AbstractPane(id="messages-text")

    def on_mount(self) -> None:
        """Show the messages, and focus them."""
        pane = self.query_one(AbstractPane)
        pane.show([*map(_paragraph, self._history)] or [Paragraph("No messages yet.")])
        pane.focus()

    def action_copy_messages(self) -> None:
        """Copy the messages, newest first, for example for a bug report."""
        lines = (f"{at.astimezone():%Y-%m-%d %H:%M} {clean(text)}" for at, text, _ in self._history)
        shown = plural(len(self._history), "message")
        self.notify(send_to_clipboard(self.app, "\n".join(lines), shown), markup=False)

    @on(AbstractPane.LeaveRequested)
    def _leave(self) -> None:
        self.dismiss(None)


def _paragraph(notice: PastNotice) -> Paragraph:
    mark = " !" if notice.is_error else ""
    style = "title" if notice.is_error else ""
    return Paragraph(clean(notice.text), style, label=f"{notice.at.astimezone():%H:%M}{mark}")
