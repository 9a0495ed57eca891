"""A page of arXiv's HTML as a document.

Pages are written by strangers. Scripts are never run, addresses are kept only of the web and of
mail, and every text is cleaned of control characters.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

from lxml import etree

from paperterm.fulltext import chrome
from paperterm.fulltext.document import Block, Blocks, Document, Kind, Picture, Title, runs_text
from paperterm.fulltext.links import internal
from paperterm.fulltext.tree import tree
from paperterm.fulltext.walk import Walk
from paperterm.text import clean

_NAMES = etree.XPath(".//@id|.//a/@name", smart_strings=False)
_ADDRESSES = etree.XPath(".//a/@href", smart_strings=False)
_BASE = re.compile(rb"<base\s+href=[\"']([^\"'<>]{1,300})")
_FIGURE = re.compile(rb"<figure[^>]{0,500}\bltx_figure\b")
_MOST_FIGURES = 20
_TITLE = b"ltx_title_document"
_BEGINNING = 48 * 1024
"""Bytes behind the title that fill a screen, as a rule many."""


def parse(page: bytes) -> Document:
    """Return a page as a document; one without blocks if there is nothing to read."""
    root = tree(page)
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


def _named(blocks: Blocks) -> Blocks:
    """Return the blocks, each with an id of its own."""
    seen: Counter[str] = Counter()
    named: list[Block] = []
    for block in blocks:
        seen[block.id] += 1
        count = seen[block.id]
        named.append(block if count == 1 and block.id else replace(block, id=f"{block.id}+{count}"))
    return tuple(named)
