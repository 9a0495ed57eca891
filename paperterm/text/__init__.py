r"""Text of papers, made safe and readable for a terminal.

Pure functions from text to text. None of them raises, and the time of each is proportional to the
length of the text.

* `clean` returns one line without anything that could control the terminal;
* `clean_lines` cleans line by line and keeps paragraphs apart;
* `tex_to_unicode` turns the TeX that arXiv leaves in titles, names and abstracts into Unicode.

The usual order is ``clean(tex_to_unicode(text))``.
"""

from collections.abc import Sequence

from paperterm.text.clean import clean, clean_lines
from paperterm.text.typeset import tex_to_unicode

__all__ = ["clean", "clean_lines", "few", "plural", "tex_to_unicode"]

MOST_LINES = 20
"""How many messages of one kind are shown."""


def few(lines: Sequence[str]) -> list[str]:
    """Return the first lines, and how many more there are."""
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"and {more:,} more"] if more > 0 else [])]


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `2 papers`, `1,200 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
