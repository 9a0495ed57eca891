"""What the user is told, in the line below or, if it went wrong, on top of everything."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from paperterm.tui.jobs.data_message import DataMessage


class Notice(DataMessage):
    """There is something to tell the user: what went wrong, or what still goes on.

    What ends in the title of a paper may be cut where it is shown.
    """

    text: str
    is_error: bool = False
    is_running: bool = False
    may_be_cut: bool = False


def error_notices(post: Callable[[Message], object]) -> Callable[[str], object]:
    """What tells a line as an error, in any thread: `Errands` takes it."""
    return lambda says: post(Notice(says, is_error=True))
