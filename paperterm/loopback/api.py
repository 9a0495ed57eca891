"""The query API: what its parameters ask for, in which order, and which slice of it.

Source: https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paperterm.errors import InputError
from paperterm.loopback import query as language
from paperterm.loopback.atom import FeedPage
from paperterm.loopback.collection import Collection, Version
from paperterm.model import Day

LONGEST_PAGE = 2_000
REACH = 10_000
"""How far into a list of results one can page; the real server fails behind it."""

_ID = re.compile(
    r"(?P<new>[0-9]{4}\.[0-9]{4,5}|(?P<archive>[a-z-]+)(?:\.[A-Z]{2})?/(?P<old>[0-9]{7}))"
    r"(?:v(?P<version>[1-9][0-9]{0,3}))?",
    re.ASCII,
)
_KEYS: Mapping[str, Callable[[Version], Any] | None] = {
    "relevance": None,
    "lastUpdatedDate": lambda version: (version.updated, version.paper.id),
    "submittedDate": lambda version: (version.published, version.paper.id),
}
_ORDERS = ("ascending", "descending")


def answer(collection: Collection, newest: Day | None, asked: Mapping[str, str]) -> FeedPage:
    """The page of results that the parameters ask for.

    Relevance means nothing here: the order is that of the id_list, or of the announcements.

    Args:
        collection: What to search.
        newest: The last day whose papers are known; None: no day is.
        asked: The parameters of the request.

    Raises:
        InputError: A parameter is wrong; the text is what the error entry says.
    """
    start, size = _count(asked, "start", 0), _count(asked, "max_results", 10)
    by = _choice(asked, "sortBy", tuple(_KEYS), "relevance")
    order = _choice(asked, "sortOrder", _ORDERS, "descending")
    searched = asked.get("search_query", "").strip()
    listed = asked.get("id_list", "")
    if not searched and not listed:
        raise InputError("", "Either a search_query or id_list must be specified")
    query = language.parse(searched) if searched else None
    found = _named(collection, newest, listed) if listed else collection.current(newest)
    if query is not None:
        found = [version for version in found if language.matches(query, version)]
    if key := _KEYS[by]:
        found = sorted(found, key=key, reverse=order == "descending")
    elif order == "ascending":
        found = found[::-1]
    return FeedPage(
        language.echo(query) if query is not None else "",
        listed,
        start,
        size,
        len(found),
        found[start : start + min(size, LONGEST_PAGE)],
    )


def _named(collection: Collection, newest: Day | None, listed: str) -> list[Version]:
    """The papers of an id_list, each in the version it names; unknown ones are left out."""
    found: dict[tuple[str, int], Version] = {}
    for written in listed.split(","):
        form = _ID.fullmatch(written.strip())
        if form is None:
            raise InputError("", f"incorrect id format for {written}")
        id_ = f"{form['archive']}/{form['old']}" if form["old"] else form["new"]
        history: Sequence[Version] = collection.history(id_, newest)
        if form["version"]:
            history = [one for one in history if one.number == int(form["version"])]
        if history:
            found.setdefault((id_, history[-1].number), history[-1])
    return list(found.values())


def _count(asked: Mapping[str, str], name: str, default: int) -> int:
    try:
        number = int(asked.get(name, default))
    except ValueError:
        raise InputError("", f"{name} must be an integer") from None
    if number < 0:
        raise InputError("", f"{name} must be non-negative")
    return number


def _choice(asked: Mapping[str, str], name: str, choices: Sequence[str], default: str) -> str:
    chosen = asked.get(name, default)
    if chosen not in choices:
        raise InputError("", f"{name} must be in: {', '.join(choices)}")
    return chosen
