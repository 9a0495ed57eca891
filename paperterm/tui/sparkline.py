"""Numbers as a line of little bars."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇"
"""Without the whole block: those of lines one below the other would run into each other."""

_PLAIN = ".:-="


def sparkline(numbers: Sequence[int], *, plain: bool = False) -> str:
    """A bar for each number, as high as its share of the largest one; none for 0.

    Args:
        numbers: From 0.
        plain: Draw with ASCII only.
    """
    levels = _PLAIN if plain else _BLOCKS
    most = max(numbers, default=0)
    # Rounded up, so that whatever there is can be seen.
    steps = [-(-number * len(levels) // most) if most else 0 for number in numbers]
    return "".join(levels[step - 1] if step else " " for step in steps)
