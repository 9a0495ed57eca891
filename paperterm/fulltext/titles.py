"""Tell whether two titles are those of one paper, which seldom agree to the letter.

A page has footnotes and formulas in its title, or another wording than the library, where authors
shorten it or correct it; another paper shares a few common words at most.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from paperterm.query.fold import folded
from paperterm.text.typeset import typeset

_SHORT = 3
"""Letters of the words that say little: the, of, and."""
_SHARE = 0.5
"""The share of the words of the shorter title that the longer one has, if they are alike."""
_LETTERS = 0.75
"""How alike the letters are otherwise: of titles with formulas, or words that are joined."""
_LONGEST = 400


def are_alike(one: str, other: str, *, is_part: bool = False) -> bool:
    """Return whether two titles are alike, or whether a text has the words of a title.

    Args:
        one: A title.
        other: The other one, or the text.
        is_part: Whether `other` is a text.
    """
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    fewest = len(words) if is_part else min(len(words), len(others))
    if len(words & others) > _SHARE * fewest or words == others:
        return True
    return not is_part and _letters(one, other) >= _LETTERS


def _words(text: str) -> set[str]:
    all_ = folded(typeset(text)).split()
    return {word for word in all_ if len(word) > _SHORT} or set(all_)


def _letters(one: str, other: str) -> float:
    first, second = (folded(typeset(text)).replace(" ", "")[:_LONGEST] for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
