"""A line that narrows a list."""

from __future__ import annotations

from textual.message import Message

from paperterm.tui.jobs.messages import DataMessage
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.short_line import ShortLine

_LONGEST = 200


class SearchLine(ShortLine):
    """A search line: its text narrows a list, its arrow keys move in it.

    It posts `Input.Changed` for its text, and `Input.Submitted` for enter.
    """

    BINDINGS = bindings("SearchLine")

    class Stepped(DataMessage):
        """The user moved down in the list, or up by a negative number."""

        by: int

    class Cleared(Message):
        """The user cleared the search."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, compact=True, max_length=_LONGEST)

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self.post_message(self.Stepped(by))

    def action_give_up(self) -> None:
        """Clear the search."""
        self.post_message(self.Cleared())
