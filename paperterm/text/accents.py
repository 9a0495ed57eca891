r"""Decode only TeX's accents and letters: `Rodr\'iguez` -> `Rodríguez`.

arXiv's feeds, mailings and raw records have names and text as typed; its API and pages have these
few commands decoded. So a paper gets the same text from every source. Formulas and other commands
stay; `tex_to_unicode` makes them readable on screen.
"""

from __future__ import annotations

import re

_ACCENT = re.compile(
    r"""
    (?P<group>\{\s*)? \\
    (?:
        (?P<letter>o|O|l|L|ss|SS|ae|AE|oe|OE|aa|AA|i|j|dh|DH|dj|DJ|th|TH|ng|NG)
            (?![A-Za-z]) (?:\{\}|[ \t]++)?
    |
        (?: (?P<sign>['`^"~=.])\s* | (?P<word>[uvHcdbkr])(?:[ \t]+|(?=[{\\])) )
        (?P<open>\{\s*)?
        (?: (?P<plain>[A-Za-z]) | \\(?P<dotless>[ij])(?![A-Za-z])(?:\{\}|[ \t]++)? )
        (?(open)\s*\})
    )
    (?(group)\s*\})
    """,
    re.VERBOSE,
)


def decode_accents(text: str) -> str:
    r"""Return `text` with TeX's accents and letters as Unicode; formulas stay as they are.

    An accent stays too if Unicode has no such character (`\v{q}`, `\b{eta}`). Never raises.
    """
    if "\\" not in text:
        return text
    decoded = []
    at = 0
    for start, end in _formulas(text):
        decoded += [_decoded(text[at:start]), text[start:end]]
        at = end
    return "".join([*decoded, _decoded(text[at:])])


def _formulas(text: str) -> list[tuple[int, int]]:
    """Return where formulas begin and end, in order; none is inside another."""
    from paperterm.text.pairs import find_pairs

    pairs = find_pairs(text)
    found: list[tuple[int, int]] = []
    for start in sorted(at for at in pairs if text[at] != "{"):
        if not found or start >= found[-1][1]:
            end = pairs[start] + (2 if text.startswith(("$$", "\\"), pairs[start]) else 1)
            found.append((start, end))
    return found


def _decoded(text: str) -> str:
    return _ACCENT.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    from paperterm.text.shapes import accented
    from paperterm.text.symbols import ACCENTS, LETTERS

    if letter := found["letter"]:
        return LETTERS[letter]
    character = accented(
        found["plain"] or found["dotless"], ACCENTS[found["sign"] or found["word"]]
    )
    return character if len(character) == 1 else found[0]
