"""Pictures by kitty's graphics protocol, as cells of text: its Unicode placeholders.

https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders. The terminal gets the
pixels once, under a number. Cells with a certain character then show parts of them: row and column
are combining characters, the number is the colour. So they scroll, and are covered, like any
text.
"""

from __future__ import annotations

from base64 import standard_b64encode
from functools import cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from paperterm.fulltext.raster import Raster

_PLACEHOLDER = "\U0010eeee"
_CHUNK = 4096
"""Bytes of base64 that one command may have."""
_RANGES = """
305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1
5a8-5a9 5ab-5ac 5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733
735-736 73a 73d 73f-741 743 745 747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954
f82-f83 f86-f87 135d-135f 17dd 193a 1a17 1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1
1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1
2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 aab7-aab8 aabe-aabf aac1 fe20-fe26 10a0f
10a38 1d185-1d189 1d1aa-1d1ad 1d242-1d244
"""
"""The combining characters that stand for 0, 1, 2…: kitty's rowcolumn-diacritics.txt."""
MOST_CELLS = 297
"""Rows, and columns, that they can count."""


@cache
def _numerals() -> str:
    ends = ([int(end, 16) for end in one.split("-")] for one in _RANGES.split())
    return "".join(chr(code) for one in ends for code in range(one[0], one[-1] + 1))


def sent(number: int, raster: Raster, columns: int, rows: int) -> list[str]:
    """Return the commands that give the terminal a picture, to be shown in so many cells.

    Args:
        number: The number of the picture, below 2**24.
        raster: Its pixels, packed.
        columns: The cells that it takes, in which it is fitted.
        rows: The same.
    """
    head = (
        f"a=T,U=1,q=2,f=24,o=z,s={raster.width},v={raster.height},i={number},c={columns},r={rows}"
    )
    content = standard_b64encode(raster.content).decode()
    chunks = [content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)]
    last = len(chunks) - 1
    return [
        f"\x1b_G{head if not at else 'q=2'},m={int(at < last)};{chunk}\x1b\\"
        for at, chunk in enumerate(chunks)
    ]


def deleted(number: int) -> str:
    """Return the command that makes the terminal forget a picture."""
    return f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\"


def through_tmux(command: str) -> str:
    """Return a command that tmux hands to the terminal around it."""
    return "\x1bPtmux;" + command.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def row(number: int, columns: int, at: int) -> list[Segment]:
    """Return a line of a picture."""
    numerals = _numerals()
    cells = (f"{_PLACEHOLDER}{numerals[at]}{numerals[column]}" for column in range(columns))
    colour = Color.from_rgb(number >> 16 & 255, number >> 8 & 255, number & 255)
    return [Segment("".join(cells), Style(color=colour))]
