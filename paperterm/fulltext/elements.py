"""Small questions about the elements of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that lxml reads, but does not write."""


def names(text: str) -> frozenset[str]:
    """Return the words of a text: how long sets of names are written."""
    return frozenset(text.split())


def tokens(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def local_name(element: Element) -> str:
    """Return the name of an element, in small letters and without a namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def first_with(element: Element, *classes: str) -> Element | None:
    """Return the first child that has one of the classes."""
    return next((child for child in element if not tokens(child).isdisjoint(classes)), None)


def detach(element: Element) -> None:
    """Remove an element from the page, but not the text behind it."""
    before, parent = element.getprevious(), element.getparent()
    tail = _REFUSED.sub("", element.tail or "")
    if before is None:
        parent.text = _REFUSED.sub("", parent.text or "") + tail
    else:
        before.tail = _REFUSED.sub("", before.tail or "") + tail
    parent.remove(element)
