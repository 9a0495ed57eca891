"""How many cells of a terminal a text takes, for what is laid out below the reader."""

from __future__ import annotations

import unicodedata


class _Widths(dict[str, int]):
    """The cells of each character that was asked for."""

    def __missing__(self, char: str) -> int:
        wide = unicodedata.east_asian_width(char) in "WF"
        is_mark = (
            unicodedata.category(char) in ("Mn", "Me", "Cf")
            or "\u1160" <= char <= "\u11ff"  # the second and third part of a Korean syllable
            or "\U0001f3fb" <= char <= "\U0001f3ff"  # the colour of a skin
        )
        width = self[char] = 0 if is_mark else 1 + wide
        return width


_WIDTHS = _Widths()
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"


def cell_width(text: str) -> int:
    """Return the cells that a text takes; it has no control characters."""
    if text.isascii():
        return len(text)
    if _JOINER in text or _AS_EMOJI in text:
        return sum(_width_at(text, at) for at in range(len(text)))
    return sum(map(_WIDTHS.__getitem__, text))


def fitting(text: str, start: int, width: int) -> int:
    """Return the end of the longest piece from `start` that takes at most `width` cells.

    A mark stays with its character. The piece has at least one character.
    """
    piece = text[start : start + width + 1]
    if piece.isascii():
        return start + min(len(piece), max(width, 1))
    end = start
    used = 0
    while end < len(text):
        used += _width_at(text, end)
        if used > width and end > start:
            break
        end += 1
    return end


def _width_at(text: str, at: int) -> int:
    """Return the cells of a character where it stands: joined to another, or made an emoji."""
    if text[at - 1 : at] == _JOINER:
        return 0
    width = _WIDTHS[text[at]]
    return 2 if width and text[at + 1 : at + 2] == _AS_EMOJI else width
