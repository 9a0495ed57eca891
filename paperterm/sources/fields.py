"""Read the fields of a paper as sources write them: text, categories, authors and times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import takewhile

from paperterm.model.author_lists import without_remark
from paperterm.model.name_words import is_suffix
from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line, paragraphs

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}(?:[A-Za-z-]*[A-Za-z])?)?")
_AND = re.compile(r"(?:^|\s)and\s+")
_GROUPS = re.compile(r"\S+ and .*\b(?:collaborations|consortia|groups|teams)", re.IGNORECASE)
_LEGEND = re.compile(r"\((?:[0-9]{1,2}|[a-z*†‡])\)\s*\S")


def line_of(text: str) -> str:
    """Return a title or a name on one line, with its accents decoded."""
    return one_line(decode_accents(text))


def abstract_of(text: str) -> str | None:
    """Return an abstract with one line for each paragraph; None if it is empty."""
    return decode_accents(paragraphs(text)) or None


def categories_of(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the arXiv categories among some terms, in order, each once.

    Answers of the query API before November 2025 also list classes of MSC and ACM, such as
    `68T50` and `I.2.7`.
    """
    return tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term)))


def time_of(text: str | None) -> datetime | None:
    """Parse a time in ISO 8601 or as in a mail, by default in UTC; None if it is invalid."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            time = parse(text or "")
            return time if time.tzinfo else time.replace(tzinfo=UTC)
    return None


def utc_time_of(text: str | None) -> datetime | None:
    """Parse a time as `time_of` does, and return it in UTC."""
    with suppress(OverflowError):
        time = time_of(text)
        return time and time.astimezone(UTC)
    return None


def feed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line of a feed: `First Last, First Last (affiliation, affiliation)`.

    Affiliations are dropped, with the commas in their parentheses.
    """
    return _names(_divided(line))


def typed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line as its authors typed it: `A. Last (MIT), B. Last and C. Last`."""
    bare = [_without_affiliation(part) for part in _divided(line)]
    return _names(
        [
            name
            for part in bare
            for name in ([part] if _GROUPS.fullmatch(part.strip()) else _AND.split(part))
        ]
    )


def affiliations(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the affiliations, each once, as an extra key of a paper, if there are any."""
    places = list(dict.fromkeys(filter(None, map(line_of, texts))))
    return {"affiliations": places} if places else {}


def _names(parts: list[str]) -> tuple[str, ...]:
    """Return the names of the parts of a line; an e-mail address is not one.

    A suffix belongs to the name before it. A collaboration and its first member are two names.
    """
    names: list[str] = []
    for part in parts:
        name = line_of(_without_affiliation(part)).removeprefix("and ")
        if names and is_suffix(name):
            names[-1] += f" {name}"
        elif "@" not in name:
            names += filter(None, map(str.strip, name.split(": ")))
    return tuple(names)


def _divided(line: str) -> list[str]:
    """Split at commas outside parentheses; at all commas if parentheses do not pair.

    A legend of affiliations at the end is dropped: `A. Last (1), (1) MIT, Cambridge`.
    """
    line = without_remark(one_line(line))
    parts: list[list[str]] = [[]]  # lists of pieces: adding to strings is quadratic
    depth = 0
    for piece in re.split(r"([(),])", line):
        depth += (piece == "(") - (piece == ")")
        if depth < 0:
            break
        if piece == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    names = ["".join(part) for part in parts] if depth == 0 else line.split(",")
    return list(takewhile(lambda name: not _LEGEND.match(name.strip()), names))


def _without_affiliation(name: str) -> str:
    """Remove text in parentheses, unless there is no other text."""
    bare = ""
    depth = 0
    for piece in re.split(r"([()])", name):
        depth += (piece == "(") - (piece == ")")
        if depth < 0:
            return name
        if depth == 0 and piece != ")":
            bare += piece
    return bare if depth == 0 and bare.strip() else name
