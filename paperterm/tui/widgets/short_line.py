"""A line to type in that has an end."""

from __future__ import annotations

from textual.widgets import Input

from paperterm.tui.jobs.messages import Notice


class ShortLine(Input):
    """A line that says so when something is too long for it."""

    def restricted(self) -> None:
        """Say why a text that was pasted did not come."""
        said = f"at most {self.max_length or 0:,} characters fit here; this is longer"
        self.post_message(Notice(said, is_error=True))
