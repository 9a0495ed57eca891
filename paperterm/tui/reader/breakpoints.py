"""Columns from which the panes stand otherwise, by the class that the style sheets know."""

from __future__ import annotations

BREAKPOINTS = ((0, "-narrow"), (90, "-medium"), (130, "-wide"))


def class_at(width: int) -> str:
    """The class of a screen so wide.

    Textual sets it after the first frame, which would be drawn in another layout.
    """
    return max(point for point in BREAKPOINTS if point[0] <= width)[1]
