"""Text in XML, escaped as arXiv's serializer escapes it."""

from __future__ import annotations

import html
import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return text escaped for an element, without the characters that XML forbids."""
    return html.escape(_NOT_XML.sub("", text), quote=False).replace("\r", "&#13;")


def quote(text: str) -> str:
    """Return text as the value of an attribute, with its quotes."""
    return '"' + escape(text).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def element(depth: int, name: str, text: str | None) -> str:
    """Return an element on its own line, or an empty string if it has no text."""
    return f"{'  ' * depth}<{name}>{escape(text)}</{name}>\n" if text else ""
