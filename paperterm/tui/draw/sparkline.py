"""Numbers as a line of little bars."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from paperterm.tui.draw.glyphs import glyphs

_BLOCKS = "▁▂▃▄▅▆▇"
"""Without the whole block: those of lines one below the other would run into each other."""


def sparkline(numbers: Sequence[int]) -> str:
    """A bar for each number, as high as its share of the largest one; none for 0.

    The mean stands at half the height at most: what is as much every day is no peak.

    Args:
        numbers: From 0.
    """
    if not any(numbers):
        return " " * len(numbers)
    most = max(max(numbers), 2 * sum(numbers) / len(numbers))
    # Rounded up, so that whatever there is can be seen.
    steps = [ceil(number * len(_BLOCKS) / most) for number in numbers]
    return glyphs("".join(_BLOCKS[step - 1] if step else " " for step in steps))
