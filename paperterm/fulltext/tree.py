"""The elements of a page, in bounded time whatever the page is.

lxml reads what is broken and bounds the depth; entities of a page's own are not expanded.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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

MOST_BYTES = 32 * 1024 * 1024
"""No page is longer; the largest known has 3.5 MB."""


def tree(page: bytes) -> Element | None:
    """Return the elements of a page, without comments; None if there are none."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        page = page[:MOST_BYTES].replace(b"\0", b"")
        page = _bounded(_without_annotations(_without_comments(page)))
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
    empty comments: in text they are nothing, in a tag they end it, and `tree` takes them out of
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
