"""The query language of the API, as far as paperterm and `arxiv.Client` use it.

Source: https://info.arxiv.org/help/api/user-manual.html#query_details. Operators bind equally,
from left to right; no operator is OR; NOT is ANDNOT; a term without a field is `all:`; a field
before parentheses is meant for all that is in them. Unlike the real one this finds whole words,
without stemming.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeAlias

from paperterm.errors import InputError
from paperterm.loopback.collection import Version
from paperterm.model import Paper

_TOKEN = re.compile(
    r"\s*(?:(?:(?P<prefix>[A-Za-z]+):)?(?P<open>\()"
    r"|(?P<close>\))"
    r"|(?P<operator>ANDNOT|AND|OR|NOT)(?=[\s()]|$)"
    r'|(?:(?P<field>[A-Za-z]+):)?(?P<value>"[^"]*"|\[[^\]"]*\]|[^\s()":]+))'
)
_WORD = re.compile(r"[^\W_]+\*?")
_DATES = re.compile(r"\[\s*([0-9]{4,14})\s+TO\s+([0-9]{4,14})\s*\]", re.ASCII)
_TIMES = {4: "%Y", 6: "%Y%m", 8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_UNITS = {
    8: timedelta(days=1),
    10: timedelta(hours=1),
    12: timedelta(minutes=1),
    14: timedelta(seconds=1),
}
_OPERATORS = {"AND": "AND", "OR": "OR", "ANDNOT": "ANDNOT", "NOT": "ANDNOT"}
_DEEPEST = 50


class ApiTerm(NamedTuple):
    """A word or a phrase in a field."""

    field: str
    phrase: str


class ApiDates(NamedTuple):
    """Submitted at `first` or later, and before `after`."""

    written: str
    first: datetime
    after: datetime


class ApiGroup(NamedTuple):
    """Parts, each with the operator before it; that of the first is OR."""

    parts: tuple[tuple[str, Query], ...]


Query: TypeAlias = ApiTerm | ApiDates | ApiGroup


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        InputError: It is unbalanced, or has a field, a date or an operator where none can be.
    """
    query, end = _group(text, 0, "all", 0)
    if end < len(text):
        raise InputError("", f"Parenthesis is closed but not opened: {text[end:]}")
    return query


def matches(query: Query, version: Version) -> bool:
    """Whether a paper is what the query asks for."""
    if isinstance(query, ApiTerm):
        return _FIELDS[query.field](query.phrase, version.paper)
    if isinstance(query, ApiDates):
        return query.first <= version.published < query.after
    found = False
    for operator, part in query.parts:
        if operator == "OR":
            found = found or matches(part, version)
        else:
            found = found and matches(part, version) is (operator == "AND")
    return found


def echo(query: Query) -> str:
    """The query as it was understood."""
    if isinstance(query, ApiTerm):
        quoted = '"' if re.search(r"[\s()]", query.phrase) else ""
        return f"{query.field}:{quoted}{query.phrase}{quoted}"
    if isinstance(query, ApiDates):
        return f"submittedDate:{query.written}"
    parts = (
        f"{operator} ({echo(part)})" if isinstance(part, ApiGroup) else f"{operator} {echo(part)}"
        for operator, part in query.parts
    )
    return " ".join(parts).removeprefix("OR ")


def _group(text: str, at: int, field: str, depth: int) -> tuple[Query, int]:
    """What stands between `at` and the closing parenthesis or the end, and where that is."""
    if depth > _DEEPEST:
        raise InputError("", "Query is nested too deeply")
    parts: list[tuple[str, Query]] = []
    operator = ""
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            raise InputError("", f"Cannot parse fragment: {text[at:].strip()}")
        if token["close"]:
            break
        at = token.end()
        if token["operator"]:
            if operator or not parts:
                raise InputError("", f"Operator without a term before it: {token['operator']}")
            operator = _OPERATORS[token["operator"]]
            continue
        if token["open"]:
            part, at = _group(text, at, _known(token["prefix"] or field), depth + 1)
            if text[at : at + 1] != ")":
                raise InputError("", "Parenthesis does not close")
            at += 1
        else:
            part = _leaf(_known(token["field"] or field), token["value"])
        parts.append((operator or "OR", part))
        operator = ""
    if operator or not parts:
        raise InputError("", f"Query ends where a term is missing: {text}")
    at += len(text[at:]) - len(text[at:].lstrip())
    return (parts[0][1] if len(parts) == 1 else ApiGroup(tuple(parts))), at


def _known(field: str) -> str:
    if field not in _FIELDS and field not in ("submittedDate", "lastUpdatedDate"):
        raise InputError("", f"Invalid field: {field}")
    return field


def _leaf(field: str, value: str) -> Query:
    if field in _FIELDS:
        return ApiTerm(field, value.strip('"').strip())
    dates = _DATES.fullmatch(value)
    if dates is None:
        raise InputError("", f"Invalid date range: {value}")
    return ApiDates(value, _moment(dates[1])[0], _moment(dates[2])[1])


def _moment(digits: str) -> tuple[datetime, datetime]:
    """The first moment of a year, month, day, hour, minute or second, and the first after it."""
    try:
        first = datetime.strptime(digits, _TIMES[len(digits)]).replace(tzinfo=UTC)
        if len(digits) == 4:
            return first, first.replace(year=first.year + 1)
        if len(digits) == 6:
            return first, (first + timedelta(days=31)).replace(day=1)
        return first, first + _UNITS[len(digits)]
    except (KeyError, ValueError, OverflowError):
        raise InputError("", f"Invalid date: {digits}") from None


def _says(phrase: str, *texts: str | None) -> bool:
    """Whether one of the texts has the words of the phrase, side by side; `word*` is a start."""
    wanted = _WORD.findall(phrase.lower())
    return bool(wanted) and any(_has(wanted, text) for text in texts if text)


def _has(wanted: list[str], text: str) -> bool:
    lower = text.lower()
    if not all(word.removesuffix("*") in lower for word in wanted):
        return False
    words = [word.removesuffix("*") for word in _WORD.findall(lower)]
    return any(
        all(map(_is_word, wanted, words[at : at + len(wanted)]))
        for at in range(len(words) - len(wanted) + 1)
    )


def _is_word(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _is_in(category: str, paper: Paper) -> bool:
    listed = (*paper.categories, paper.primary_category or "")
    return any(_is_word(category.lower(), name.lower()) for name in listed if name)


def _everywhere(phrase: str, paper: Paper) -> bool:
    texts = (paper.title, paper.abstract, *paper.authors, paper.comment, paper.journal_ref)
    return _says(phrase, *texts) or _is_in(phrase, paper) or phrase == paper.id


_FIELDS: Mapping[str, Callable[[str, Paper], bool]] = {
    "all": _everywhere,
    "ti": lambda phrase, paper: _says(phrase, paper.title),
    "abs": lambda phrase, paper: _says(phrase, paper.abstract),
    "au": lambda phrase, paper: _says(phrase, *paper.authors),
    "co": lambda phrase, paper: _says(phrase, paper.comment),
    "jr": lambda phrase, paper: _says(phrase, paper.journal_ref),
    "rn": lambda _phrase, _paper: False,
    "cat": _is_in,
    "id": lambda phrase, paper: re.sub(r"v[0-9]+$", "", phrase) == paper.id,
}
