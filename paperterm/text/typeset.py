"""The text of a paper as the screen shows it, which is also the text that a search looks in."""

from __future__ import annotations

from paperterm.text.clean import clean, clean_lines
from paperterm.text.links import unglued
from paperterm.text.tex import tex_to_unicode


def typeset(text: str) -> str:
    """Return text of a paper as one line: TeX as Unicode, without control characters."""
    text = clean(text)
    shown = tex_to_unicode(text)
    return text if shown == text else clean(shown)


def typeset_lines(text: str) -> str:
    """Return text of a paper as `typeset` does, but with one line for each paragraph."""
    text = clean_lines(text)
    shown = tex_to_unicode(unglued(text))
    return text if shown == text else clean_lines(shown)
