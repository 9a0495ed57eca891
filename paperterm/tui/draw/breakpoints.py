"""Widths of the screen from which the layout changes, with the class in the style sheets."""

from __future__ import annotations

BREAKPOINTS = ((0, "-narrow"), (90, "-medium"), (130, "-wide"))


def class_at(width: int) -> str:
    """Return the class of a screen of some width.

    Textual sets it after the first frame, which would be drawn in another layout.
    """
    return max(point for point in BREAKPOINTS if point[0] <= width)[1]
