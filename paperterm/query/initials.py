"""The first letters of the words of a text, as bits of a number.

Nearly every paper has a word with any letter. To find a single letter that is being typed, FTS5
reads the places of all words that begin with it, for up to half a second with 122,000 papers.
"""

from __future__ import annotations

import re
from string import ascii_letters, ascii_lowercase

from paperterm.query.conditions import HasWords

_BITS = {letter: 1 << at for at, letter in enumerate(ascii_lowercase)}
_CAPITALS = tuple((letter.upper(), bit) for letter, bit in _BITS.items())

_OTHER, _OTHER_BIT = ord("t"), _BITS["t"]
"""What stands for digits and all beyond ASCII. Nearly every text has a word that begins with it."""
_AS_LETTERS = bytes(
    32 if code < 128 and not chr(code).isalnum() else code if chr(code) in ascii_letters else _OTHER
    for code in range(256)
).lower()
_BEGINS_WITH_OTHER = r"(?<![0-9A-Za-z\x80-\U0010ffff])[tT]"  # not compiled at start


def initials(text: str) -> int:
    """Return a bit for each letter from a to z that begins a word as FTS5's `ascii` finds them.

    Text beyond ASCII is folded before.
    """
    # To give each word a capital, and look for those, takes half as long as to split the text.
    titled = text.encode().translate(_AS_LETTERS).title().decode()
    bits = sum([bit for capital, bit in _CAPITALS if capital in titled])
    is_other = bits & _OTHER_BIT and not re.search(_BEGINS_WITH_OTHER, text)
    return bits - _OTHER_BIT if is_other else bits


def initial(words: HasWords) -> int:
    """Return the bit of words that are one letter, with which a word may begin; else 0."""
    is_single = words.prefix and len(words.tokens) == 1 and not words.others
    return _BITS.get(words.tokens[0], 0) if is_single else 0
