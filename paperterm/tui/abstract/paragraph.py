"""Paragraphs of the abstract pane, and how the text of a paper becomes one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperterm.query import EVERYTHING, Query
from paperterm.query.tree import TextPart
from paperterm.text import clean, clean_lines
from paperterm.text.links import Label, Link, links
from paperterm.text.typeset import typeset_lines
from paperterm.topics import Topic
from paperterm.tui.draw.cells import typeset

_PLACEHOLDER = re.compile("this https? URL")


class AuthorSpan(NamedTuple):
    """The span of an author, and the name as the paper has it."""

    start: int
    end: int
    author: str


class Paragraph(NamedTuple):
    """Text of one style, wrapped as a whole, with spans of other styles.

    It is drawn beside its label, if it has one; an empty label leaves the column free. `links` has
    the targets of the spans of style "link", `names` the authors.
    """

    text: str
    style: str = ""
    spans: Sequence[tuple[int, int, str]] = ()
    label: str | None = None
    links: Sequence[Link] = ()
    names: Sequence[AuthorSpan] = ()


class Highlighter(NamedTuple):
    """How the text of a paper is shown: what is highlighted, and whether TeX stays TeX.

    `page` is the target of a link that arXiv's listing left out.
    """

    topics: Sequence[Topic] = ()
    query: Query = EVERYTHING
    is_raw: bool = False
    page: str = ""

    def line(self, text: str) -> str:
        """Return text of a paper as one line."""
        return clean(text) if self.is_raw else typeset(text)

    def lines(self, text: str) -> str:
        """Return text of a paper, one line for each paragraph."""
        return clean_lines(text) if self.is_raw else typeset_lines(text)

    def matches(self, text: str, part: TextPart) -> list[tuple[int, int, str]]:
        """Return the spans that the query matches in a text of a paper."""
        if self.query is EVERYTHING:
            return []
        from paperterm.query.highlight import highlights

        return [(start, end, "found") for start, end in highlights(self.query, text, part)]

    def paragraph(self, text: str, style: str, part: TextPart) -> Paragraph:
        """Make a paragraph with links, keywords of topics and matches of the query."""
        led = linked(text, style)
        if "this http" in text:
            placed = [
                Link(*found.span(), self.page, Label.PAPER) for found in _PLACEHOLDER.finditer(text)
            ]
            led = _with_links(led, sorted([*led.links, *placed]))
        hits = [(start, end, "hit") for topic in self.topics for start, end in topic.hits(text)]
        return led._replace(spans=[*led.spans, *hits, *self.matches(text, part)])


def linked(text: str, style: str = "", label: str | None = None) -> Paragraph:
    """Make a paragraph with its links."""
    return _with_links(Paragraph(text, style, label=label), links(text))


def link_row(url: str, label: str, name: Label) -> Paragraph:
    """Make a paragraph that is one link."""
    return _with_links(Paragraph(url, label=label), [Link(0, len(url), url, name)])


def _with_links(paragraph: Paragraph, led: Sequence[Link]) -> Paragraph:
    return paragraph._replace(spans=[(link.start, link.end, "link") for link in led], links=led)
