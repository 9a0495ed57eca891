"""The papers in a daily feed, their announcement type and their order.

Source: https://info.arxiv.org/help/rss.html, and the code of the real one, arXiv/arxiv-feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.loopback.collection import Version
from paperterm.model import Kind

LIMIT = 2_000
_ORDER = tuple(Kind)
_LAST_REPLACEMENT = 5


class FeedItem(NamedTuple):
    """A paper in a feed."""

    version: Version
    kind: Kind


def feed_items(batch: Iterable[Version], categories: frozenset[str]) -> list[FeedItem]:
    """Return the feed of these categories: new, cross, replace, replace-cross, each by id.

    Each paper is there once; replacements from version 6 on are left out. A feed of more than
    `LIMIT` items is cut as the real server cuts it: at the front, so that the new papers with the
    lowest ids are missing.
    """
    found: dict[str, FeedItem] = {}
    for version in batch:
        kind = _kind(version, categories)
        if kind is None:
            continue
        known = found.get(version.paper.id)
        if known is None or _ORDER.index(kind) < _ORDER.index(known.kind):
            found[version.paper.id] = FeedItem(version, kind)
    ordered = sorted(found.values(), key=lambda row: (_ORDER.index(row.kind), row.version.paper.id))
    return ordered[-LIMIT:]


def _kind(version: Version, categories: frozenset[str]) -> Kind | None:
    """Return the announcement type in a feed of these categories; None if it is not in the feed."""
    paper = version.paper
    primary = paper.primary_category or next(iter(paper.categories), None)
    if categories.isdisjoint((*paper.categories, primary or "")):
        return None
    action = _action(version)
    if action is Kind.NEW:
        return Kind.NEW if primary in categories else Kind.CROSS
    if action is Kind.REPLACE:
        if version.number > _LAST_REPLACEMENT:
            return None
        return Kind.REPLACE if primary in categories else Kind.REPLACE_CROSS
    return Kind.CROSS


def _action(version: Version) -> Kind:
    """Return what happened to a paper: NEW, CROSS (an old paper was cross-listed) or REPLACE.

    A `cross` in the library may be a new paper whose primary category is not among the user's.
    """
    is_new = version.is_first and version.number == 1
    if version.kind in (Kind.REPLACE, Kind.REPLACE_CROSS) or (version.kind is None and not is_new):
        return Kind.REPLACE
    return Kind.CROSS if version.kind is Kind.CROSS and not is_new else Kind.NEW
