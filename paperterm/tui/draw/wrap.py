"""Where a text breaks into lines, measured in terminal cells.

Textual's `Content.wrap` makes a styled copy of every line at once, which was most of the time it
took to show a paper, and leaves empty lines between wide characters. This only finds the lines;
styles are applied when a line is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

_WORD = re.compile("[^ ]+")


class WrappedLine(NamedTuple):
    """The span of a line in its text."""

    start: int
    end: int


def wrapped(text: str, width: int) -> list[WrappedLine]:
    """Return the lines of a text, at most `width` cells wide; an empty text is one empty line.

    A width below 1, of a pane that has no room, is 1.

    Lines break at blanks, which are dropped. A word wider than a line starts a new line and is
    cut, never between a character and its marks. In one column, a wide character takes a line of
    its own and exceeds the width.
    """
    width = max(width, 1)
    lines = _narrow(text, width) if text.isascii() else list(_measured(text, width))
    return lines or [WrappedLine(0, 0)]


def _narrow(text: str, width: int) -> list[WrappedLine]:
    """Wrap text whose characters have one cell each: most abstracts."""
    lines = []
    start, last = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    while last - start > width:
        end = text.rfind(" ", start, start + width + 1)
        behind = end = end if end > start else start + width
        while text[end - 1] == " ":
            end -= 1
        lines.append(WrappedLine(start, end))
        start = behind
        while text[start] == " ":
            start += 1
    if start < last:
        lines.append(WrappedLine(start, last))
    return lines


def _measured(text: str, width: int) -> Iterator[WrappedLine]:
    line: WrappedLine | None = None
    used = 0
    for word in _WORD.finditer(text):
        for start, end, size in _pieces(word[0], word.start(), width):
            gap = start - line.end if line else 0
            if line and gap and used + gap + size <= width:
                line, used = WrappedLine(line.start, end), used + gap + size
                continue
            if line:
                yield line
            line, used = WrappedLine(start, end), size
    if line:
        yield line


def _pieces(word: str, at: int, width: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and cells of a word, or of its pieces if it is too wide."""
    size = cell_len(word)
    if size <= width:
        yield at, at + len(word), size
        return
    start = used = 0
    for begin, _, cells in split_graphemes(word)[0]:
        if begin > start and used + cells > width:
            yield at + start, at + begin, used
            start, used = begin, 0
        used += cells
    yield at + start, at + len(word), used
