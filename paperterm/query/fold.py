"""Fold text for comparison: runs of letters and digits, without case and accents.

The index and the scan must find the same with any build of SQLite. Its tokenizer `unicode61` folds
accents of Latin letters, but not `ﬁ`, `x²`, `ø` or `ß`, and treats characters added to Unicode
after 2012 as letters. So text is folded here, and the index gets folded text with the tokenizer
`ascii`, which then splits only at spaces.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

TOKENIZER = "ascii"
"""The `tokenize` of an FTS5 table for folded text."""

GAP = "·"
"""Separates authors: no phrase spans it, and folded text never contains it."""

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)
_SPACES = frozenset("\N{ZERO WIDTH SPACE}")


class TokenSpan(NamedTuple):
    """A token of a text, and its place there."""

    token: str
    start: int
    end: int


class _Folds(dict[int, str]):
    """The fold of each character, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        fold = self[code] = _fold(chr(code))
        return fold


def _fold(char: str) -> str:
    """Fold a character to letters and digits, to a space, or to nothing for a combining mark."""
    kind = category(char)
    if kind[0] == "M" or (kind == "Cf" and char not in _SPACES):
        return ""
    plain = _without_marks(_without_marks(char).casefold()).translate(_WITHOUT_DECOMPOSITION)
    return "".join(one if category(one)[0] in "LN" else " " for one in plain)


def _without_marks(text: str) -> str:
    return "".join(one for one in normalize("NFKD", text) if category(one)[0] != "M")


_FOLDS = _Folds()


def folded(text: str) -> str:
    """Return the tokens of a text, joined by spaces: `Schrödinger's x²` -> `schrodinger s x2`.

    The result has only letters, digits and spaces.
    """
    return " ".join(text.translate(_FOLDS).split())


def folded_authors(authors: Iterable[str]) -> str:
    """Return the tokens of a list of authors, each between two of `GAP`."""
    return around(map(folded, authors))


def around(names: Iterable[str]) -> str:
    """Return folded names, each between two of `GAP`; empty for none."""
    some = list(names)
    return f" {GAP} ".join(["", *some, ""]).strip() if some else ""


def whole_name(name: str) -> tuple[str, ...]:
    """Return the tokens of a whole name, as in a list of authors."""
    return (GAP, *tokens(name), GAP)


@lru_cache(1024)
def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a text."""
    return tuple(folded(text).split())


def token_spans(text: str) -> list[TokenSpan]:
    """Return the tokens of a text in order, with their places."""
    found: list[TokenSpan] = []
    token, start, end = "", 0, 0
    for at, char in enumerate(text):
        fold = _FOLDS[ord(char)]
        if not fold:
            end = at + 1  # an accent belongs to the letter before it
        for one in fold:
            if one == " ":
                if token:
                    found.append(TokenSpan(token, start, end))
                token = ""
            else:
                if not token:
                    start = at
                token, end = token + one, at + 1
    if token:
        found.append(TokenSpan(token, start, end))
    return found


@lru_cache(1024)
def folded_name(name: str) -> str:
    """Fold the name of a tag or topic: without case and accents, but `C++` is not `C#`."""
    return " ".join(_without_marks(_without_marks(name).casefold()).split())
