"""Text that fits: everything a row draws goes through here, measured in terminal cells."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from paperterm.text import clean, tex_to_unicode
from paperterm.tui.draw.glyphs import glyphs

ELLIPSIS = "…"


@lru_cache(maxsize=1024)
def shown(text: str) -> str:
    """Text of a paper as one line for the screen: TeX as Unicode, nothing a terminal acts on."""
    return clean(tex_to_unicode(clean(text)))


def fit(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where it was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    end = glyphs(ELLIPSIS)[:width]
    return set_cell_size(text, width - len(end)).rstrip() + end


def fill(text: str, width: int) -> str:
    """The text in exactly `width` cells."""
    return set_cell_size(fit(text, width), max(width, 0))
