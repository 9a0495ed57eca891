"""The query API: filter, sort and page the papers as the parameters of a request say.

Source: https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paperterm.errors import InputError
from paperterm.loopback.api_query import format_api_query, matches_api_query, parse_api_query
from paperterm.loopback.atom import FeedPage
from paperterm.loopback.collection import Collection, Version
from paperterm.model import Day

LONGEST_PAGE = 2_000
REACH = 10_000
"""The number of results that can be paged through; beyond it the real server fails."""

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


def result_page(
    collection: Collection, newest: Day | None, parameters: Mapping[str, str]
) -> FeedPage:
    """Return a page of results.

    Sorting by relevance keeps the order of the id_list, or of the announcements.

    Args:
        collection: The papers to search.
        newest: The last day that was announced; None before the first.
        parameters: The parameters of the request.

    Raises:
        InputError: A parameter is invalid; the message is the text of the error entry.
    """
    start, size = _count(parameters, "start", 0), _count(parameters, "max_results", 10)
    by = _choice(parameters, "sortBy", tuple(_KEYS), "relevance")
    order = _choice(parameters, "sortOrder", _ORDERS, "descending")
    search_query = parameters.get("search_query", "").strip()
    id_list = parameters.get("id_list", "")
    if not search_query and not id_list:
        raise InputError("", "Either a search_query or id_list must be specified")
    query = parse_api_query(search_query) if search_query else None
    found = _versions_of(collection, newest, id_list) if id_list else collection.current(newest)
    if query is not None:
        found = [version for version in found if matches_api_query(query, version)]
    if key := _KEYS[by]:
        found = sorted(found, key=key, reverse=order == "descending")
    elif order == "ascending":
        found = found[::-1]
    return FeedPage(
        format_api_query(query) if query is not None else "",
        id_list,
        start,
        size,
        len(found),
        found[start : start + min(size, LONGEST_PAGE)],
    )


def _versions_of(collection: Collection, newest: Day | None, id_list: str) -> list[Version]:
    """Return the papers of an id_list, each in the version it names, without unknown ones."""
    found: dict[tuple[str, int], Version] = {}
    for name in id_list.split(","):
        form = _ID.fullmatch(name.strip())
        if form is None:
            raise InputError("", f"incorrect id format for {name}")
        id_ = f"{form['archive']}/{form['old']}" if form["old"] else form["new"]
        history: Sequence[Version] = collection.history(id_, newest)
        if form["version"]:
            history = [one for one in history if one.number == int(form["version"])]
        if history:
            found.setdefault((id_, history[-1].number), history[-1])
    return list(found.values())


def _count(parameters: Mapping[str, str], name: str, default: int) -> int:
    try:
        number = int(parameters.get(name, default))
    except ValueError:
        raise InputError("", f"{name} must be an integer") from None
    if number < 0:
        raise InputError("", f"{name} must be non-negative")
    return number


def _choice(parameters: Mapping[str, str], name: str, choices: Sequence[str], default: str) -> str:
    chosen = parameters.get(name, default)
    if chosen not in choices:
        raise InputError("", f"{name} must be in: {', '.join(choices)}")
    return chosen
