"""The query language of the API, as far as paperterm and `arxiv.Client` use it.

Source: https://info.arxiv.org/help/api/user-manual.html#query_details. All operators have the same
precedence and associate to the left; a missing operator is OR; NOT is ANDNOT; a term without a
field is `all:`; a field before parentheses applies to everything in them. Unlike the real server,
this one finds whole words, without stemming.
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
    """A range of submission times: from `first` until before `after`."""

    text: str
    first: datetime
    after: datetime


class ApiGroup(NamedTuple):
    """Parts, each with the operator before it; the first operator is OR."""

    parts: tuple[tuple[str, ApiQuery], ...]


ApiQuery: TypeAlias = ApiTerm | ApiDates | ApiGroup


def parse_api_query(text: str) -> ApiQuery:
    """Parse a query.

    Raises:
        InputError: The query is invalid.
    """
    query, end = _group(text, 0, "all", 0)
    if end < len(text):
        raise InputError("", f"Parenthesis is closed but not opened: {text[end:]}")
    return query


def matches_api_query(query: ApiQuery, version: Version) -> bool:
    """Return whether a paper matches the query."""
    if isinstance(query, ApiTerm):
        return _FIELDS[query.field](query.phrase, version.paper)
    if isinstance(query, ApiDates):
        return query.first <= version.published < query.after
    found = False
    for operator, part in query.parts:
        if operator == "OR":
            found = found or matches_api_query(part, version)
        else:
            found = found and matches_api_query(part, version) is (operator == "AND")
    return found


def format_api_query(query: ApiQuery) -> str:
    """Return the query as the server understood it."""
    if isinstance(query, ApiTerm):
        quoted = '"' if re.search(r"[\s()]", query.phrase) else ""
        return f"{query.field}:{quoted}{query.phrase}{quoted}"
    if isinstance(query, ApiDates):
        return f"submittedDate:{query.text}"
    parts = (
        f"{operator} ({format_api_query(part)})"
        if isinstance(part, ApiGroup)
        else f"{operator} {format_api_query(part)}"
        for operator, part in query.parts
    )
    return " ".join(parts).removeprefix("OR ")


def _group(text: str, at: int, field: str, depth: int) -> tuple[ApiQuery, int]:
    """Parse up to the closing parenthesis or the end; return the query and where it ends."""
    if depth > _DEEPEST:
        raise InputError("", "Query is nested too deeply")
    parts: list[tuple[str, ApiQuery]] = []
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
            part, at = _group(text, at, _valid_field(token["prefix"] or field), depth + 1)
            if text[at : at + 1] != ")":
                raise InputError("", "Parenthesis does not close")
            at += 1
        else:
            part = _leaf(_valid_field(token["field"] or field), token["value"])
        parts.append((operator or "OR", part))
        operator = ""
    if operator or not parts:
        raise InputError("", f"Query ends where a term is missing: {text}")
    at += len(text[at:]) - len(text[at:].lstrip())
    return (parts[0][1] if len(parts) == 1 else ApiGroup(tuple(parts))), at


def _valid_field(field: str) -> str:
    if field not in _FIELDS and field not in ("submittedDate", "lastUpdatedDate"):
        raise InputError("", f"Invalid field: {field}")
    return field


def _leaf(field: str, value: str) -> ApiQuery:
    if field in _FIELDS:
        return ApiTerm(field, value.strip('"').strip())
    dates = _DATES.fullmatch(value)
    if dates is None:
        raise InputError("", f"Invalid date range: {value}")
    return ApiDates(value, _moment(dates[1])[0], _moment(dates[2])[1])


def _moment(digits: str) -> tuple[datetime, datetime]:
    """Return when a year, month, day, hour, minute or second begins, and when the next does."""
    try:
        first = datetime.strptime(digits, _TIMES[len(digits)]).replace(tzinfo=UTC)
        if len(digits) == 4:
            return first, first.replace(year=first.year + 1)
        if len(digits) == 6:
            return first, (first + timedelta(days=31)).replace(day=1)
        return first, first + _UNITS[len(digits)]
    except (KeyError, ValueError, OverflowError):
        raise InputError("", f"Invalid date: {digits}") from None


def _contains(phrase: str, *texts: str | None) -> bool:
    """Return whether a text has the words of the phrase in a row; `word*` matches a prefix."""
    wanted = _WORD.findall(phrase.lower())
    return bool(wanted) and any(_has_phrase(wanted, text) for text in texts if text)


def _has_phrase(wanted: list[str], text: str) -> bool:
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


def _has_category(category: str, paper: Paper) -> bool:
    names = (*paper.categories, paper.primary_category or "")
    return any(_is_word(category.lower(), name.lower()) for name in names if name)


def _matches_anywhere(phrase: str, paper: Paper) -> bool:
    texts = (paper.title, paper.abstract, *paper.authors, paper.comment, paper.journal_ref)
    return _contains(phrase, *texts) or _has_category(phrase, paper) or phrase == paper.id


_FIELDS: Mapping[str, Callable[[str, Paper], bool]] = {
    "all": _matches_anywhere,
    "ti": lambda phrase, paper: _contains(phrase, paper.title),
    "abs": lambda phrase, paper: _contains(phrase, paper.abstract),
    "au": lambda phrase, paper: _contains(phrase, *paper.authors),
    "co": lambda phrase, paper: _contains(phrase, paper.comment),
    "jr": lambda phrase, paper: _contains(phrase, paper.journal_ref),
    "rn": lambda _phrase, _paper: False,
    "cat": _has_category,
    "id": lambda phrase, paper: re.sub(r"v[0-9]+$", "", phrase) == paper.id,
}
