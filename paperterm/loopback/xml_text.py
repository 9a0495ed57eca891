"""Text inside XML, written as arXiv's own serializer writes it."""

from __future__ import annotations

import html
import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Text that may stand between tags; what XML forbids is left out."""
    return html.escape(_NOT_XML.sub("", text), quote=False).replace("\r", "&#13;")


def quote(text: str) -> str:
    """Text as the value of an attribute, with its quotes."""
    return '"' + escape(text).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def element(depth: int, name: str, text: str | None) -> str:
    """An element on a line of its own, or nothing where there is no text."""
    return f"{'  ' * depth}<{name}>{escape(text)}</{name}>\n" if text else ""
