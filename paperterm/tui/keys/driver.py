"""What the terminal sends, handed to the app as much at a time as there is.

Textual makes a task of each key. Of a text that is pasted key by key these are a million, each a
kilobyte, and nothing else has a turn until they are done.
"""

from __future__ import annotations

from collections import deque
from typing import Any, cast

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from paperterm.tui.jobs.data_message import DataMessage


class Arrived(DataMessage):
    """Keys, and what was pasted, in the order in which they came."""

    keys: list[events.Key | events.Paste]


class Inbox(Driver):
    """The part of a driver that tells the app what came."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._arrived: deque[Message] = deque()
        self._is_told = False

    def send_message(self, message: Message) -> None:
        """Keep a message for the app. In any thread."""
        self._arrived.append(message)
        if not self._is_told:
            self._is_told = True
            self._loop.call_soon_threadsafe(self._hand_over)

    def _hand_over(self) -> None:
        # First: what comes from now on may be too late for this turn, and tells again.
        self._is_told = False
        keys: list[events.Key | events.Paste] = []
        while self._arrived:
            message = self._arrived.popleft()
            if isinstance(message, events.Key | events.Paste):
                keys.append(message)
                continue
            self._give(keys)
            keys = []
            self._app.post_message(message)
        self._give(keys)

    def _give(self, keys: list[events.Key | events.Paste]) -> None:
        if keys:
            self._app.post_message(Arrived(keys))


def with_inbox(driver: type[Driver]) -> type[Driver]:
    """A driver of Textual with an inbox."""
    return cast("type[Driver]", type(driver.__name__, (Inbox, driver), {}))
