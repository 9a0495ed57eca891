"""Fold text for comparison: runs of letters and digits, without case and accents.

A Greek letter is a word, its name: `α-divergence`, `alpha-divergence` and the TeX that is shown as
the former are the same, and `β` can be typed on any keyboard.

The index and the scan must find the same with any build of SQLite. Its tokenizer `unicode61` folds
accents of Latin letters, but not `ﬁ`, `x²`, `ø` or `ß`, and treats characters added to Unicode
after 2012 as letters. So text is folded here, and the index gets folded text with the tokenizer
`ascii`, which then splits only at spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from paperterm.text.typeset import typeset

TOKENIZER = "ascii"
"""The `tokenize` of an FTS5 table for folded text."""

GAP = "·"
"""Separates authors: no phrase spans it, and folded text never contains it."""

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)
_GREEK_NAMES = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi"),
    *("chi", "psi", "omega"),
)
_GREEK = str.maketrans(
    dict(zip("αβγδεζηθικλμνξοπρστυφχψω", (f" {name} " for name in _GREEK_NAMES), strict=True))
)


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
    if kind[0] == "M" or kind == "Cf":
        return ""
    plain = _without_marks(_without_marks(char).casefold()).translate(_WITHOUT_DECOMPOSITION)
    return "".join(one if category(one)[0] in "LN" else " " for one in plain).translate(_GREEK)


def _without_marks(text: str) -> str:
    return "".join(one for one in normalize("NFKD", text) if category(one)[0] != "M")


_FOLDS = _Folds()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return the tokens of a text, joined by spaces: `Schrödinger's x²` -> `schrodinger s x2`.

    The result has only letters, digits and spaces.
    """
    return " ".join(text.translate(_FOLDS).split())


def folded_beyond_ascii(text: str) -> str:
    """Return text in which `TOKENIZER` finds the tokens that `folded` gives, in half the time.

    It splits and lowers plain ASCII, nearly all text of arXiv, as `folded` does.
    """
    return text if text.isascii() else _BEYOND_ASCII.sub(_fold_found, text)


def _fold_found(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDS)


def folded_authors(authors: Iterable[str]) -> str:
    """Return the tokens of a list of authors, each between two of `GAP`."""
    return around(map(folded, authors))


def around(names: Iterable[str]) -> str:
    """Return folded names, each between two of `GAP`; empty for none."""
    some = list(names)
    return f" {GAP} ".join(["", *some, ""]).strip() if some else ""


def whole_name(name: str) -> tuple[str, ...]:
    """Return the tokens of a whole name, as in a list of authors."""
    return (GAP, *tokens(typeset(name)), GAP)


def ends_word(text: str) -> bool:
    """Return whether no further letter can continue the last word: it is a Greek letter."""
    return _FOLDS[ord(text[-1])].strip() in _GREEK_NAMES


@lru_cache(1024)
def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a text."""
    return tuple(folded(text).split())


_SCRIPT = re.compile(r"(?<=[^\W_])[_^](?:\{([^\W_]+)\}|(\d+|[^\W_](?![^\W_])))")
_GREEK_NAME = rf"\b({'|'.join(_GREEK_NAMES)})"


@lru_cache(1024)
def spellings(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the tokens of a typed text, and of other ways to write a formula in it.

    Papers have `π₀` as well as `pi0`, and people also type `pi_0`, but no `_` for that
    of `H₂O`. The first are those of the text as it is; there are none without a letter or digit.
    """
    shown = typeset(text)
    plain = folded(shown)
    found = [plain, folded(text), folded(_SCRIPT.sub(r"\1\2", shown))]
    found += [re.sub(rf"{_GREEK_NAME}(?=\d)", r"\1 ", one) for one in found]
    found += [re.sub(rf"{_GREEK_NAME} (?=\d)", r"\1", plain)]
    return tuple(dict.fromkeys(tuple(one.split()) for one in found if one))


def token_spans(text: str) -> list[TokenSpan]:
    """Return the tokens of a text in order, with their places."""
    found: list[TokenSpan] = []
    token, start, end = "", 0, 0
    for at, char in enumerate(text):
        fold = _FOLDS[ord(char)]
        if not fold:  # an accent belongs to the letter before it
            end = at + 1
            if not token and found and found[-1].end == at:
                found[-1] = found[-1]._replace(end=end)
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
