"""Text that can be edited on a screen: what a terminal would act on stands there as a picture.

Cleaned, it would look as if it were not there; a picture says that there is something, and goes
only when somebody takes it out.
"""

from __future__ import annotations

import unicodedata

_ACTED_ON = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_PICTURES = 0x2400
_DELETE = "\x7f"


def with_control_pictures(text: str, kept: str = "") -> str:
    """The text with a picture for each character that steers a terminal, but for these."""
    if text.isprintable():
        return text
    return "".join(char if char in kept else _picture(char) for char in text)


def pictured_lines(text: str) -> str:
    """The same for a text of many lines, which may be indented with tabs."""
    return with_control_pictures(text, "\n\r\t")


def _picture(char: str) -> str:
    if unicodedata.category(char) not in _ACTED_ON or char in _JOINERS:
        return char
    if char < " ":
        return chr(_PICTURES + ord(char))
    return "\N{SYMBOL FOR DELETE}" if char == _DELETE else "\N{REPLACEMENT CHARACTER}"
