"""The note of a paper as paragraphs: Markdown is styled, its signs stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperterm.query.tree import TextPart
from paperterm.text import clean
from paperterm.tui.abstract.paragraph import Highlighter, Paragraph, linked

# Emphasis is limited in length, so that no note takes long.
_EMPHASIS = re.compile(
    r"(?<![\w*])\*\*(?=\S)(?P<strong>[^*]{1,300})(?<=\S)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=\S)(?P<em>[^*]{1,300})(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<em_>[^_]{1,300})(?<=\S)_(?!\w)"
    r"|`(?P<code>[^`]{1,300})`"
)
_HEADING = re.compile("#{1,6} ")
_STYLES = {"strong": "strong", "em": "emphasis", "em_": "emphasis", "code": "code"}


def note_paragraphs(note: str, highlighter: Highlighter) -> Iterator[Paragraph]:
    """Yield the lines of a note, with headings, emphasis and code styled."""
    for line in map(clean, note.split("\n")):
        paragraph = linked(line, "strong" if _HEADING.match(line) else "")
        emphasis = [
            (*found.span(), _STYLES[found.lastgroup or "em"]) for found in _EMPHASIS.finditer(line)
        ]
        spans = [*emphasis, *paragraph.spans, *highlighter.matches(line, TextPart.NOTE)]
        yield paragraph._replace(spans=spans)
