"""What was told to the user."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

HISTORY_LENGTH = 50
"""So many messages can be read again."""

_LEAST_SECONDS = 8.0
_SIGNS_A_SECOND = 14.0


class PastNotice(NamedTuple):
    """A message, and when it was told."""

    at: datetime
    text: str
    is_error: bool


def seconds_to_read(text: str) -> float:
    """How long a message stays on the screen."""
    return max(_LEAST_SECONDS, len(text) / _SIGNS_A_SECOND)
