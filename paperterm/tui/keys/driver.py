"""Input from the terminal, delivered to the app in batches.

Textual makes a task of each key. A text that is pasted key by key makes a million of them, at a
kilobyte each, and nothing else runs until they are done.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections import deque
from typing import Any, cast

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from paperterm.tui.jobs.messages import DataMessage


class InputReceived(DataMessage):
    """Keys and pasted text, in the order in which they came."""

    events: list[events.Key | events.Paste]


class BatchingDriver(Driver):
    """The part of a driver that delivers messages to the app."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._post = app.post_message
        self._app_loop = get_running_loop()
        self._received: deque[Message] = deque()
        self._is_scheduled = False

    def send_message(self, message: Message) -> None:
        """Queue a message for the app. Called from any thread."""
        self._received.append(message)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._app_loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        # Reset this first: a message that arrives from now on may miss this batch.
        self._is_scheduled = False
        batch: list[events.Key | events.Paste] = []
        while self._received:
            message = self._received.popleft()
            if isinstance(message, events.Key | events.Paste):
                batch.append(message)
                continue
            self._post_batch(batch)
            batch = []
            self._post(message)
        self._post_batch(batch)

    def _post_batch(self, batch: list[events.Key | events.Paste]) -> None:
        if batch:
            self._post(InputReceived(batch))


def batching(driver: type[Driver]) -> type[Driver]:
    """Return a driver class of Textual that delivers input in batches."""
    return cast("type[Driver]", type(driver.__name__, (BatchingDriver, driver), {}))
