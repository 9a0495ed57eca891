"""Find what a terminal showed after each piece of a program's output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pyte

# Private modes and queries of newer terminals, which the emulator would print.
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?u|\x1bP[^\x1b]*\x1b\\"
)
# A sequence that continues in the next piece.
_BEGUN = re.compile(rb"\x1b(\[[0-?]*[ -/]*|[PX^_\]][^\x1b]*)?\Z")


class Region(NamedTuple):
    """A part of the screen; ends are not included."""

    left: int
    right: int
    top: int
    bottom: int


class Replay:
    """Feeds recorded output to an emulator, piece by piece."""

    def __init__(self, pieces: Sequence[tuple[float, bytes]], size: tuple[int, int]) -> None:
        self.done = 0
        self._pieces = pieces
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def step(self) -> float:
        """Show the next piece; return the time it came."""
        moment, content = self._pieces[self.done]
        self.done += 1
        content = self._rest + content
        begun = _BEGUN.search(content, max(0, len(content) - 64))
        self._rest = content[begun.start() :] if begun else b""
        self._stream.feed(_UNKNOWN.sub(b"", content[: begun.start()] if begun else content))
        return moment

    def to(self, number: int) -> None:
        """Show all pieces before the one with this number."""
        while self.done < number:
            self.step()

    def text(self, region: Region | None = None) -> str:
        """Return the text of a region, or of the whole screen."""
        if region is None:
            return "\n".join(self._screen.display)
        left, right, top, bottom = region
        rows = (self._screen.buffer[line] for line in range(top, bottom))
        return "\n".join("".join([row[at].data for at in range(left, right)]) for row in rows)

    def grounds(self, region: Region) -> tuple[object, ...]:
        """Return the background colours of a region's lines, which show where the cursor is."""
        cells = [self._screen.buffer[line][region.left + 6] for line in range(*region[2:])]
        return tuple((cell.bg, cell.reverse) for cell in cells)

    def last_changes(self, end: int, regions: Sequence[Region]) -> list[float | None]:
        """Return when regions last changed, in the pieces before this number.

        None is for a region that did not change.
        """
        changed: list[float | None] = [None] * len(regions)
        before = [self.text(region) for region in regions]
        while self.done < end:
            moment = self.step()
            for at, region in enumerate(regions):
                if (now := self.text(region)) != before[at]:
                    changed[at], before[at] = moment, now
        return changed

    def first_change(self, end: int, region: Region) -> float | None:
        """Return when a region first changed; None if it did not."""
        before = self.text(region)
        changed = None
        while self.done < end:
            moment = self.step()
            if changed is None and self.text(region) != before:
                changed = moment
        return changed
