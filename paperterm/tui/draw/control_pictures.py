"""Text to edit on the screen: a picture for each control character.

A removed character would go unnoticed. A picture shows it until the user deletes it.
"""

from __future__ import annotations

import unicodedata

_ACTED_ON = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_PICTURES = 0x2400
_DELETE = "\x7f"


def with_control_pictures(text: str, allowed: str = "") -> str:
    """Return text with a picture for each control character except those in `allowed`."""
    if text.isprintable():
        return text
    return "".join(char if char in allowed else _picture(char) for char in text)


def pictured_lines(text: str) -> str:
    """Return text of several lines, perhaps indented with tabs, with pictures."""
    return with_control_pictures(text, "\n\r\t")


def _picture(char: str) -> str:
    if unicodedata.category(char) not in _ACTED_ON or char in _JOINERS:
        return char
    if char < " ":
        return chr(_PICTURES + ord(char))
    return "\N{SYMBOL FOR DELETE}" if char == _DELETE else "\N{REPLACEMENT CHARACTER}"
