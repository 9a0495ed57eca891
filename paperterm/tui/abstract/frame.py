"""How the columns of the abstract pane are given to its parts."""

from __future__ import annotations

from typing import NamedTuple

_LABEL = 11
_WIDEST = 100
"""No line of text is longer: eyes lose the way back."""


class Frame(NamedTuple):
    """The columns of a pane: from the left an edge, the room for text, and the bar on the right.

    `label` is how much of the room the labels take; 0 where they stand on lines of their own.
    """

    width: int
    left: int
    room: int
    bar: int
    label: int

    @classmethod
    def of(cls, width: int) -> Frame:
        """Give the columns of a pane of some width: edges only where there is room for them."""
        bar = int(width >= 6)
        edge = int(width >= 24)
        room = max(1, width - bar - 2 * edge)
        left = edge + max(0, room - _WIDEST) // 2
        room = min(room, _WIDEST)
        return cls(width, left, room, bar, _LABEL if room >= 3 * _LABEL else 0)
