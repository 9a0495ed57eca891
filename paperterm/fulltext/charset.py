"""Pages that authors wrote may be in any charset; everything here reads UTF-8."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_USUAL = "cp1252"
"""What browsers read as ISO 8859-1, too."""
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
)
"""Codecs of Python that browsers do not have; some fail whatever they are given, or are slow."""


def as_utf8(page: bytes) -> bytes:
    """Return a page in UTF-8, whatever it says it is in."""
    try:
        page.decode()
    except UnicodeDecodeError:
        found = _DECLARED.search(page)
        name = found[1].decode("ascii", "replace") if found else _USUAL
        return _decoded(page, name).encode("utf-8", "replace")
    return page


def _decoded(page: bytes, name: str) -> str:
    name = _USUAL if name.lower() in ("iso-8859-1", "us-ascii", "utf-8") else name
    try:
        is_charset = codecs.lookup(name).name.replace("_", "-") not in _NO_CHARSETS
        return page.decode(name if is_charset else _USUAL, "replace")
    except (LookupError, UnicodeError):
        return page.decode(_USUAL, "replace")
