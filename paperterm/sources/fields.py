"""Read the fields of a paper as sources write them: text, categories, authors and times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from paperterm.model.days import is_plausible
from paperterm.text.accents import decode_accents
from paperterm.text.lines import one_line, paragraphs

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}(?:[A-Za-z-]*[A-Za-z])?)?")
_AND = re.compile(r"(?:^|\s)and\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


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
    """Parse a time in ISO 8601 or as in a mail, by default in UTC.

    Returns:
        The time; None if it is invalid, or outside arXiv's years.
    """
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            time = parse(text or "")
            if is_plausible(time):
                return time if time.tzinfo else time.replace(tzinfo=UTC)
    return None


def utc_time_of(text: str | None) -> datetime | None:
    """Parse a time as `time_of` does, and return it in UTC."""
    time = time_of(text)
    return time and time.astimezone(UTC)


def feed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line of a feed: `First Last, First Last (affiliation, affiliation)`.

    Affiliations are dropped, with the commas in their parentheses.
    """
    return _names(_divided(one_line(line)))


def typed_names(line: str) -> tuple[str, ...]:
    """Return the names in a line as its authors typed it: `A. Last (MIT), B. Last and C. Last`."""
    bare = [_without_affiliation(part) for part in _divided(one_line(line))]
    return _names([name for part in bare for name in _AND.split(part)])


def affiliations(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the affiliations, each once, as an extra key of a paper, if there are any."""
    places = list(dict.fromkeys(filter(None, map(line_of, texts))))
    return {"affiliations": places} if places else {}


def _names(parts: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for part in parts:
        name = line_of(_without_affiliation(part))
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    return tuple(names)


def _divided(line: str) -> list[str]:
    """Split at commas outside parentheses; at all commas if parentheses do not pair."""
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
    return ["".join(part) for part in parts] if depth == 0 else line.split(",")


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
