"""Read authors as sources write them: lines of names, and affiliations."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line

_AND = re.compile(r"(?:^|\s)and\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


def feed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line of a feed: `First Last, First Last (affiliation, affiliation)`.

    Affiliations are dropped; a comma inside parentheses does not separate.
    """
    return _names(_divided(one_line(line)))


def typed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line that somebody typed: `A. Last (MIT), B. Last and C. Last`."""
    bare = [_without_affiliation(part) for part in _divided(one_line(line))]
    return _names([name for part in bare for name in _AND.split(part)])


def name_of(text: str) -> str:
    """Return a name on one line and with its accents."""
    return one_line(decode_accents(text))


def affiliations(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the affiliations, each once, as an extra key of a paper; {} for none."""
    places = list(dict.fromkeys(filter(None, map(name_of, texts))))
    return {"affiliations": places} if places else {}


def _names(parts: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for part in parts:
        name = name_of(_without_affiliation(part))
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    return tuple(names)


def _divided(line: str) -> list[str]:
    """Split at commas outside parentheses; at all commas, if parentheses do not pair."""
    parts: list[list[str]] = [[]]  # pieces, because adding to a text again and again is quadratic
    depth = 0
    for piece in re.split(r"([(),])", line):
        depth += (piece == "(") - (piece == ")")
        if depth < 0:
            break
        if piece == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    return ["".join(part) for part in parts] if depth == 0 else line.split(",")


def _without_affiliation(name: str) -> str:
    """Remove what is in parentheses, unless nothing else is left."""
    bare = ""
    depth = 0
    for piece in re.split(r"([()])", name):
        depth += (piece == "(") - (piece == ")")
        if depth < 0:
            return name
        if depth == 0 and piece != ")":
            bare += piece
    return bare if depth == 0 and bare.strip() else name
