"""Fit text into terminal cells."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from paperterm.text.typeset import typeset as _typeset
from paperterm.tui.draw.glyphs import glyphs

ELLIPSIS = "…"


typeset = lru_cache(maxsize=1024)(_typeset)


def fit(text: str, width: int) -> str:
    """Return text cut to at most `width` cells, with an ellipsis if it was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    end = glyphs(ELLIPSIS)[:width]
    return set_cell_size(text, width - len(end)).rstrip() + end


def fill(text: str, width: int) -> str:
    """Return text cut or padded to exactly `width` cells."""
    return set_cell_size(fit(text, width), max(width, 0))
