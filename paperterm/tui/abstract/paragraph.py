"""Paragraphs of the abstract pane, and how the text of a paper becomes one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperterm.query import EVERYTHING, Field, Query
from paperterm.text import clean, clean_lines, tex_to_unicode, unglued
from paperterm.text.links import Label, Link, links
from paperterm.topics import Topic
from paperterm.tui.draw.cells import shown

_PLACEHOLDER = re.compile("this https? URL")


class Name(NamedTuple):
    """Where the name of an author stands, and how the paper writes it."""

    start: int
    end: int
    author: str


class Paragraph(NamedTuple):
    """Text of one style, wrapped as a whole, and the spans in it that are styled otherwise.

    A paragraph with a label stands beside it; an empty label leaves its place free. `links` say
    where the spans of style "link" lead; `names` are those of authors.
    """

    text: str
    style: str = ""
    spans: Sequence[tuple[int, int, str]] = ()
    label: str | None = None
    links: Sequence[Link] = ()
    names: Sequence[Name] = ()


class Lens(NamedTuple):
    """How a paper is looked at: what stands out in its text, and whether TeX stays TeX.

    `page` is where a link leads that arXiv's listing left out.
    """

    topics: Sequence[Topic] = ()
    query: Query = EVERYTHING
    is_raw: bool = False
    page: str = ""

    def line(self, text: str) -> str:
        """Text of a paper on one line."""
        return clean(text) if self.is_raw else shown(text)

    def lines(self, text: str) -> str:
        """Text of a paper, a line for each paragraph."""
        text = clean_lines(text)
        return text if self.is_raw else clean_lines(tex_to_unicode(unglued(text)))

    def found(self, text: str, field: Field) -> list[tuple[int, int, str]]:
        """What the query asks for in a field of the paper, as spans."""
        if self.query is EVERYTHING:
            return []
        from paperterm.query.highlight import highlights

        return [(start, end, "found") for start, end in highlights(self.query, text, field)]

    def marked(self, text: str, style: str, field: Field) -> Paragraph:
        """A paragraph in which links, the topics' keywords and what was found stand out."""
        led = linked(text, style)
        if "this http" in text:
            placed = [
                Link(*found.span(), self.page, Label.PAPER) for found in _PLACEHOLDER.finditer(text)
            ]
            led = _with_links(led, sorted([*led.links, *placed]))
        hits = [(start, end, "hit") for topic in self.topics for start, end in topic.hits(text)]
        return led._replace(spans=[*led.spans, *hits, *self.found(text, field)])


def linked(text: str, style: str = "", label: str | None = None) -> Paragraph:
    """A paragraph in which links stand out."""
    return _with_links(Paragraph(text, style, label=label), links(text))


def link(url: str, label: str, name: Label, said: str = "") -> Paragraph:
    """A paragraph that is a link as a whole."""
    text = said or url
    return _with_links(Paragraph(text, label=label), [Link(0, len(text), url, name)])


def _with_links(paragraph: Paragraph, led: Sequence[Link]) -> Paragraph:
    return paragraph._replace(spans=[(one.start, one.end, "link") for one in led], links=led)
