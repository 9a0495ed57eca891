"""Text as it is compared: runs of letters and digits, without case and accents.

The index and the scan must find the same, whatever SQLite was built with. Its `unicode61` reads
accents of Latin letters but neither `ﬁ`, `x²`, `ø` nor `ß`, and takes whatever Unicode had not
assigned in 2012 for letters. So text is folded here, and the index is given the folded text with
the tokenizer `ascii`, which only has to split at spaces.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

TOKENIZER = "ascii"
"""What `tokenize` of an FTS5 table must say for text that was folded here."""

GAP = "·"
"""Stands around each author: no phrase reaches over it, and folding leaves none in any text."""

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)
_SPACES = frozenset("\N{ZERO WIDTH SPACE}")


class TokenSpan(NamedTuple):
    """A token of a text, and where it stands there."""

    token: str
    start: int
    end: int


class _Folds(dict[int, str]):
    """What becomes of a character, found once for each one that is met."""

    def __missing__(self, code: int) -> str:
        fold = self[code] = _fold(chr(code))
        return fold


def _fold(char: str) -> str:
    """Letters and digits, or a space, or nothing for what only decorates what it stands with."""
    kind = category(char)
    if kind[0] == "M" or (kind == "Cf" and char not in _SPACES):
        return ""
    plain = _without_marks(_without_marks(char).casefold()).translate(_WITHOUT_DECOMPOSITION)
    return "".join(one if category(one)[0] in "LN" else " " for one in plain)


def _without_marks(text: str) -> str:
    return "".join(one for one in normalize("NFKD", text) if category(one)[0] != "M")


_FOLDS = _Folds()


def folded(text: str) -> str:
    """The tokens of a text, one space between each two: `Schrödinger's x²` -> `schrodinger s x2`.

    Never raises, and never gives anything but letters, digits and spaces.
    """
    return " ".join(text.translate(_FOLDS).split())


def folded_authors(authors: Iterable[str]) -> str:
    """The same for a list of authors, each between two of `GAP`."""
    return around(map(folded, authors))


def around(names: Iterable[str]) -> str:
    """Names that are folded, each between two of `GAP`; empty for none."""
    standing = list(names)
    return f" {GAP} ".join(["", *standing, ""]).strip() if standing else ""


def whole_name(name: str) -> tuple[str, ...]:
    """The tokens of all of an author's name, as they stand among those of others."""
    return (GAP, *tokens(name), GAP)


@lru_cache(1024)
def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text."""
    return tuple(folded(text).split())


def places(text: str) -> list[TokenSpan]:
    """The tokens of a text in their order, with their places in it."""
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
    """A tag's or topic's name as it is compared: case and accents apart, `C++` is not `C#`."""
    return " ".join(_without_marks(_without_marks(name).casefold()).split())
