"""Numbers as a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from paperterm.tui.draw.glyphs import glyphs

_BLOCKS = "▁▂▃▄▅▆▇"
"""Without the full block, which would touch the line above."""


def sparkline(numbers: Sequence[int]) -> str:
    """Draw a bar for each number, relative to the largest; none for 0.

    The mean is at half the height at most, so that equal numbers do not look like peaks.

    Args:
        numbers: From 0.
    """
    if not any(numbers):
        return " " * len(numbers)
    most = max(max(numbers), 2 * sum(numbers) / len(numbers))
    # Rounded up, so that the smallest number is visible.
    steps = [ceil(number * len(_BLOCKS) / most) for number in numbers]
    return glyphs("".join(_BLOCKS[step - 1] if step else " " for step in steps))
