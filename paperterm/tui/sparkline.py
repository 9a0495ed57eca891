"""Numbers as a line of little bars."""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.tui.glyphs import glyphs

_BLOCKS = "▁▂▃▄▅▆▇"
"""Without the whole block: those of lines one below the other would run into each other."""


def sparkline(numbers: Sequence[int]) -> str:
    """A bar for each number, as high as its share of the largest one; none for 0.

    Args:
        numbers: From 0.
    """
    most = max(numbers, default=0)
    # Rounded up, so that whatever there is can be seen.
    steps = [-(-number * len(_BLOCKS) // most) if most else 0 for number in numbers]
    return glyphs("".join(_BLOCKS[step - 1] if step else " " for step in steps))
