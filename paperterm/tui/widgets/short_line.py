"""An input with a maximum length."""

from __future__ import annotations

from textual.widgets import Input

from paperterm.tui.jobs.messages import Notice


class ShortLine(Input):
    """An input that reports a text that is too long for it."""

    def restricted(self) -> None:
        """Report a rejected paste."""
        text = f"too long: the limit is {self.max_length or 0:,} characters"
        self.post_message(Notice(text, is_error=True))
