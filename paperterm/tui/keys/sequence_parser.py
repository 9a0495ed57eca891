"""Textual's parser of what a terminal sends, for sequences that are known to be whole."""

from __future__ import annotations

from collections.abc import Iterator

from textual._xterm_parser import XTermParser
from textual.message import Message


class SequenceParser(XTermParser):
    """A parser that does not wait for what may follow a sequence.

    Textual waits after a key with alt, and takes what follows for a part of the key.
    """

    def parsed(self, sequence: str) -> Iterator[Message]:
        """Yield the events of a sequence, or of text."""
        yield from self.feed(sequence)
        if self._timeout_time is not None:
            self._timeout_time = 0.0
        yield from self.tick()
