"""The message history."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from paperterm.text import clean, plural
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.dialogs.text import TextScreen
from paperterm.tui.jobs.messages import PastNotice
from paperterm.tui.keys.actions import bindings


class MessagesScreen(TextScreen):
    """The last messages, newest first; errors are marked.

    Args:
        history: The messages, oldest first.
        close: The key that closes the dialog.
        copy: Copies a text; takes also what to call it.
    """

    BINDINGS = bindings("MessagesScreen")

    def __init__(
        self, history: Iterable[PastNotice], close: str, copy: Callable[[str, str], object]
    ) -> None:
        self._history = list(history)[::-1]
        text = [*map(_paragraph, self._history)] or [Paragraph("No messages yet.")]
        super().__init__("Message history", close, text)
        self._copy = copy

    def action_copy_messages(self) -> None:
        """Copy the messages, newest first, for example for a bug report."""
        lines = (f"{at.astimezone():%Y-%m-%d %H:%M} {clean(text)}" for at, text, _ in self._history)
        self._copy("\n".join(lines), plural(len(self._history), "message"))


def _paragraph(notice: PastNotice) -> Paragraph:
    mark = " !" if notice.is_error else ""
    style = "title" if notice.is_error else ""
    return Paragraph(clean(notice.text), style, label=f"{notice.at.astimezone():%H:%M}{mark}")
