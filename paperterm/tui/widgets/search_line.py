"""A line to look something up with, in a list that stays in sight."""

from __future__ import annotations

from textual.message import Message

from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.short_line import ShortLine

_LONGEST = 200


class SearchLine(ShortLine):
    """What is typed narrows a list; the arrows move in it meanwhile.

    What is typed is told by `Input.Changed`, enter by `Input.Submitted`.
    """

    BINDINGS = bindings("search")

    class Stepped(DataMessage):
        """To a row of the list further down, or up where it is negative."""

        by: int

    class GivenUp(Message):
        """Nothing is looked for any more."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, compact=True, max_length=_LONGEST)

    def action_step(self, by: int) -> None:
        """To another row of the list."""
        self.post_message(self.Stepped(by))

    def action_give_up(self) -> None:
        """Look for nothing."""
        self.post_message(self.GivenUp())
