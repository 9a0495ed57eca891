"""What the user is told, in the line below or, if it went wrong, on top of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

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


class PastNotice(NamedTuple):
    """A notice of the message history, and when it was shown."""

    at: datetime
    text: str
    is_error: bool


HISTORY_LENGTH = 50
"""Number of messages in the history."""

_SHORTEST = 8.0
_CHARACTERS_A_SECOND = 14.0


def seconds_to_read(text: str) -> float:
    """Return how long a message stays on the screen."""
    return max(_SHORTEST, len(text) / _CHARACTERS_A_SECOND)


def error_notices(post: Callable[[Message], object]) -> Callable[[str], object]:
    """What tells a line as an error, in any thread: `Errands` takes it."""
    return lambda says: post(Notice(says, is_error=True))
