"""Lay out the two-dimensional parts of a formula on one line."""

import unicodedata
from collections.abc import Mapping

from paperterm.text.symbols import SUBSCRIPTS, SUPERSCRIPTS

_MARKABLE = frozenset(("Lu", "Ll", "Lo", "Nd"))
_MAX_SMALL = 6
_BREAKS = frozenset(" +-−±∓=<>≤≥≠≈/·×÷⋅,;|")


def superscript(content: str, glued: bool) -> str:
    """Return `content` raised: ``²``, or ``^max`` where Unicode has no such characters.

    `glued` means that a letter or digit follows, so that a plain ``^max`` needs parentheses.
    """
    return _script("^", SUPERSCRIPTS, content, glued)


def subscript(content: str, glued: bool) -> str:
    """Return `content` lowered: ``₂``, or ``_max``; `glued` as in `superscript`."""
    return _script("_", SUBSCRIPTS, content, glued)


def _script(sign: str, table: Mapping[str, str], content: str, glued: bool) -> str:
    content = "".join(content.split())
    is_hard_to_read = len(content) > _MAX_SMALL or (len(content) > 2 and content.isalpha())
    if not is_hard_to_read and all(char in table for char in content):
        return "".join(table[char] for char in content)
    return f"{sign}{content}" if _is_plain(content) and not glued else f"{sign}({content})"


def fraction(numerator: str, denominator: str) -> str:
    """Return a fraction with a slash, and parentheses where they are needed."""
    top, bottom = _closed(numerator), _closed(denominator)
    is_derivative = top[:1] in ("d", "∂") and bottom[:1] == top[:1]
    return f"{top}/({bottom})" if _is_product(bottom) and not is_derivative else f"{top}/{bottom}"


def root(content: str, degree: str) -> str:
    """Return the root of `content`, with parentheses unless it is one number or symbol."""
    content = content.strip()
    bare = _is_number(content) or len(unicodedata.normalize("NFC", content)) == 1
    return superscript(degree, False) + (f"√{content}" if bare else f"√({content})")


def with_combining_mark(content: str, mark: str) -> str:
    """Return `content` with the combining `mark` on every letter and digit."""
    return unicodedata.normalize(
        "NFC",
        "".join(
            char + mark if unicodedata.category(char) in _MARKABLE else char for char in content
        ),
    )


def accented(letters: str, mark: str) -> str:
    """Return `letters` with the combining `mark` on the first, composed where possible.

    A dotless i loses its dot only for a mark above it, so it becomes an i again here.
    """
    first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
    return unicodedata.normalize("NFC", first + mark) + letters[1:]


def _is_plain(content: str) -> bool:
    bare = "".join(char for char in content if not unicodedata.combining(char))
    return bare.replace(".", "").isalnum() or len(bare) == 1


def _is_number(content: str) -> bool:
    return content.replace(".", "").isdigit()


def _is_product(content: str) -> bool:
    """Return whether ``2n`` or ``LM``, unlike a number or a word, is ambiguous after a slash."""
    if not content.isalnum() or content.isdigit() or (content.isalpha() and len(content) > 2):
        return False
    return sum(unicodedata.category(char) in _MARKABLE for char in content) > 1


def _closed(content: str) -> str:
    """Return `content`, in parentheses if it has an operator or a space outside parentheses."""
    content = content.strip()
    depth = 0
    for at, char in enumerate(content):
        depth += (char in "([{⌈⌊") - (char in ")]}⌉⌋")
        if char in _BREAKS and depth <= 0 and at > 0:  # a leading minus is a sign
            return f"({content})"
    return content
