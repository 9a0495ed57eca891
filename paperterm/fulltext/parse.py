"""A page of arXiv's HTML as a document.

Pages are written by strangers. lxml reads what is broken and bounds the depth; scripts are never
run, entities of a page's own are not expanded, addresses are kept only of the web and of mail, and
every text is cleaned of control characters.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from paperterm.fulltext import chrome
from paperterm.fulltext.document import Block, Blocks, Document, Kind, Picture, Title, runs_text
from paperterm.fulltext.links import internal
from paperterm.fulltext.walk import Walk
from paperterm.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMES = etree.XPath(".//@id|.//a/@name", smart_strings=False)
_ADDRESSES = etree.XPath(".//a/@href", smart_strings=False)
_SPLIT = etree.XPath("//@*[contains(., '<!---->')]")
_EMPTY_COMMENT = b"<!---->"
"""Put into text that is very long; see `_bounded`."""
_ANNOTATION, _END = b"<annotation", b"</annotation"

_LONG = 4096
"""Bytes without a `>` that a page may have; an attribute takes at least three of them."""
_TAG = rb"""<[a-zA-Z][^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)"""
_MANY_VALUES = re.compile(_TAG + b"{64,}+")
_FEW_VALUES = re.compile(_TAG + b"{0,63}+")
_GAPS = tuple(bytes([one]) for one in b" \t\n\r\f\"'")
_BASE = re.compile(rb"<base\s+href=[\"']([^\"'<>]{1,300})")
_FIGURE = re.compile(rb"<figure[^>]{0,500}\bltx_figure\b")
_MOST_FIGURES = 20
_TITLE = b"ltx_title_document"
_BEGINNING = 48 * 1024
"""Bytes behind the title that fill a screen, as a rule many."""

MOST_BYTES = 32 * 1024 * 1024
"""No page is longer; the largest known has 3.5 MB."""


def parse(page: bytes) -> Document:
    """Return a page as a document; one without blocks if there is nothing to read."""
    root = _tree(page[:MOST_BYTES])
    if root is None:
        return Document("", ())
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    title = next(("".join(element.itertext()) for element in root.iter("title")), "")
    paper = chrome.paper(root)
    names = frozenset(_NAMES(paper))
    wanted = frozenset(filter(None, map(internal, _ADDRESSES(paper))))
    blocks = _named(Walk(names, wanted & names).document(paper))
    own_title = next((_title(block) for block in blocks if isinstance(block, Title)), "")
    return Document(clean(own_title or title), blocks, clean(base))


def parse_beginning(page: bytes) -> Document:
    """Return the beginning of a long page as a document, in a few milliseconds.

    Its blocks are the first ones of the whole document; links further down lead nowhere. It has no
    block if the page is not long.
    """
    at = page.find(_TITLE)
    if at < 0 or len(page) < at + 3 * _BEGINNING:
        return Document("", ())
    document = parse(page[: at + _BEGINNING])
    # The last one is cut.
    return replace(document, blocks=document.blocks[:-1])


def first_picture(page: bytes) -> tuple[Picture, str] | None:
    """Return the first picture in a figure of a page, and the base of addresses; None without one.

    Only the figures are read.
    """
    base = _BASE.search(page)
    for found in islice(_FIGURE.finditer(page), _MOST_FIGURES):
        end = page.find(b"</figure>", found.start(), found.start() + _BEGINNING)
        document = parse(page[found.start() : end]) if end >= 0 else Document("", ())
        for pictures in document.pictures.values():
            return pictures[0], clean(base[1].decode(errors="replace")) if base else ""
    return None


def _title(block: Title) -> str:
    return runs_text([run for run in block.runs if run.kind is not Kind.NOTE])


def _tree(page: bytes) -> Element | None:
    """Return the elements of a page; None if there are none."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        page = _bounded(_without_annotations(_without_comments(page.replace(b"\0", b""))))
        root = etree.fromstring(page, parser=parser)
    except etree.XMLSyntaxError:
        return None
    if root is not None and _EMPTY_COMMENT in page:
        for value in _SPLIT(root):
            with suppress(ValueError):  # a name that is none, which nobody asks for
                value.getparent().set(value.attrname, value.replace(_EMPTY_COMMENT.decode(), ""))
    return root


def _bounded(page: bytes) -> bytes:
    """Return a page in which no tag has more than a few thousand attributes.

    libxml2 compares each attribute of a tag with all before it: 100,000 of them take 40 seconds. So
    a tag with many values loses those behind the first, and what is long and without a `>` gets
    empty comments: in text they are nothing, in a tag they end it, and `_tree` takes them out of
    values.
    """
    page = _MANY_VALUES.sub(_with_few, page)
    parts: list[bytes] = []
    done = at = 0
    while at + _LONG < len(page):
        if (end := page.rfind(b">", at, at + _LONG)) >= 0:
            at = end + 1
        elif (gap := max(page.rfind(one, at, at + _LONG) for one in _GAPS)) >= 0:
            parts += (page[done : gap + 1], _EMPTY_COMMENT)
            done = at = gap + 1
        else:  # one value, such as a picture
            at += _LONG
    return b"".join([*parts, page[done:]])


def _with_few(tag: re.Match[bytes]) -> bytes:
    """Return the beginning of a tag with its first attributes."""
    few = _FEW_VALUES.match(tag[0])
    return few[0] if few else b""


def _without_comments(page: bytes) -> bytes:
    """Return a page without comments; one without an end goes to the end, as in browsers."""
    parts = []
    at = 0
    while (start := page.find(b"<!--", at)) >= 0:
        parts.append(page[at:start])
        end = page.find(b"-->", start + len(b"<!"))  # `<!-->` is a whole one
        at = end + len(b"-->") if end >= 0 else len(page)
    return b"".join([*parts, page[at:]])


def _without_annotations(page: bytes) -> bytes:
    """Return a page without what formulas say a second and a third time: most of its bytes."""
    parts = []
    at = 0
    while (start := page.find(_ANNOTATION, at)) >= 0 and (end := page.find(_END, start)) >= 0:
        parts.append(page[at:start])
        at = page.find(b">", end) + 1 or len(page)
    return b"".join([*parts, page[at:]])


def _named(blocks: Blocks) -> Blocks:
    """Return the blocks, each with an id of its own."""
    seen: Counter[str] = Counter()
    named: list[Block] = []
    for block in blocks:
        seen[block.id] += 1
        count = seen[block.id]
        named.append(block if count == 1 and block.id else replace(block, id=f"{block.id}+{count}"))
    return tuple(named)
