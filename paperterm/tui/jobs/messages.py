"""The base of messages that carry data, and the notice to the user.

`dataclasses.dataclass` compiles code for each class: 0.19 ms with `eq=False, repr=False`, 0.34 ms
without these, against 0.03 ms here. The reader defines some thirty messages when it starts, which
is 5 of its 160 ms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from inspect import get_annotations
from typing import Any, ClassVar, NamedTuple, dataclass_transform

from textual.message import Message

Post = Callable[[Message], object]
"""Takes a message, in any thread; such as `post_message` of a widget."""


@dataclass_transform(eq_default=False)
class DataMessage(Message):
    """A message with the annotated fields of its class, as in a dataclass."""

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._fields = (*cls._fields, *get_annotations(cls))

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__()
        given = dict(zip(self._fields, values, strict=False)) | named
        missing = [name for name in self._fields if name not in given and not hasattr(self, name)]
        if missing or len(values) + len(named) != len(given) or given.keys() - {*self._fields}:
            raise TypeError(f"{type(self).__name__} takes {', '.join(self._fields)}")
        for name, value in given.items():
            setattr(self, name, value)


class Notice(DataMessage):
    """Tell the user something: in the bottom line, or on top of everything if it is an error.

    Attributes:
        text: One line.
        is_error: Whether something went wrong.
        is_running: Whether it reports the progress of work that goes on.
        may_be_cut: Whether the line ends in the title of a paper, and may be truncated.
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


def error_notices(post: Post) -> Callable[[str], object]:
    """Return a function that posts a line as an error notice."""
    return lambda line: post(Notice(line, is_error=True))
