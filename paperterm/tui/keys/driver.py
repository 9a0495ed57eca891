"""Input from the terminal, delivered to the app in batches.

Textual makes a task of each key. A text that is pasted key by key makes a million of them, at a
kilobyte each, and nothing else runs until they are done.
"""

from __future__ import annotations

import os
from asyncio import get_running_loop
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from paperterm.tui.jobs.messages import DataMessage

ACCESSIBLE = "-accessible"
"""The class of the app of a user with a screen reader, which follows the terminal's cursor."""
ASKING = "-asking"
"""The class of the app that wants to know what the terminal can do."""
PROBE = "\x1b[>q\x1b[c"
"""Asks a terminal for its name (XTVERSION) and its abilities (DA1)."""


class InputReceived(DataMessage):
    """Keys and pasted text, in the order in which they came."""

    events: list[events.Key | events.Paste]


class StopRequested(Message):
    """Another process asked this one to stop, as ctrl+z does."""


def is_remote(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal is on another machine, whose answers may come late."""
    return any(map(environment.get, ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")))


def is_paint(data: str) -> bool:
    """Return whether what Textual writes paints cells: it then begins with a place."""
    return data[:2] == "\x1b[" and data[2:3].isdigit()


class BatchingDriver(Driver):
    """The part of a driver that delivers messages to the app."""

    @property
    def answers(self) -> Sequence[str]:
        """What the terminal said of itself so far, without the escape in front."""
        return ()

    def reveal(self) -> bool:
        """Paint from now on; return whether nothing was painted so far."""
        return False

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


class TerminalReport(NamedTuple):
    """What is known of a terminal: what it said of itself, and whether it is elsewhere."""

    answers: Sequence[str]
    is_remote: bool


def report_of(terminal: Driver) -> TerminalReport:
    """Return what is known so far of the terminal of a driver."""
    answers = terminal.answers if isinstance(terminal, BatchingDriver) else ()
    return TerminalReport(answers, is_remote(os.environ))


def batching(driver: type[Driver]) -> type[Driver]:
    """Return a driver class of Textual that delivers input in batches."""
    return cast("type[Driver]", type(driver.__name__, (BatchingDriver, driver), {}))
