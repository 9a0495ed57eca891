"""Pictures as half blocks: two pixels above each other in each cell, in two colours."""

from __future__ import annotations

from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

_UPPER = "▀"


def row(pixels: bytes, columns: int, at: int) -> list[Segment]:
    """Return a line of a picture of twice as many lines of pixels, three bytes each.

    Cells that are alike are one segment: most of a figure is white.
    """
    size = 3 * columns
    upper = pixels[2 * at * size : (2 * at + 1) * size]
    lower = pixels[(2 * at + 1) * size : (2 * at + 2) * size]
    cells = [(upper[x : x + 3], lower[x : x + 3]) for x in range(0, size, 3)]
    return [
        Segment((_UPPER if top != bottom else " ") * sum(1 for _ in same), _style(top, bottom))
        for (top, bottom), same in groupby(cells)
    ]


def _style(top: bytes, bottom: bytes) -> Style:
    if top == bottom:
        return Style(bgcolor=Color.from_rgb(*bottom))
    return Style(color=Color.from_rgb(*top), bgcolor=Color.from_rgb(*bottom))
