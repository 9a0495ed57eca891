"""The private names of Textual that paperterm overrides, all of them in this one module.

An upgrade of Textual may move them; `tests/tui/test_textual_private.py` then says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message import Message


class SequenceParser(XTermParser):
    """Textual's parser of what a terminal sends, for whole sequences.

    Textual waits for what may follow a key with alt, and takes it for a part of the key.
    """

    def parsed(self, sequence: str) -> Iterator[Message]:
        """Yield the events of a sequence, or of text."""
        yield from self.feed(sequence)
        if self._timeout_time is not None:
            self._timeout_time = 0.0
        yield from self.tick()


class CrashKeepingApp(App[None]):
    """An app that keeps an unexpected error for its caller, and prints nothing of it.

    Textual would print a traceback with the values of all variables, notes and titles included.
    """

    def __init__(self) -> None:
        super().__init__()
        self.crash: Exception | None = None

    def panic(self, *renderables: object) -> None:
        """Exit without printing anything."""
        super().panic()

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic()
