"""Which papers a daily feed shows, as what, and in which order.

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


def rows(batch: Iterable[Version], categories: frozenset[str]) -> list[FeedItem]:
    """The feed of these categories: new, cross, replace, replace-cross, each by id.

    One row per paper, replacements from version 6 on left out. More than `LIMIT` are cut as the
    real server does it: at the front, so that the new papers with the lowest ids are missing.
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
    """What an announcement is to somebody who reads these categories; None: no row at all."""
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
    """What happened, whoever reads it: NEW, CROSS (an old paper cross-listed now) or REPLACE.

    The library's `cross` may be a new paper, seen from categories that do not hold its primary.
    """
    is_new = version.is_first and version.number == 1
    if version.kind in (Kind.REPLACE, Kind.REPLACE_CROSS) or (version.kind is None and not is_new):
        return Kind.REPLACE
    return Kind.CROSS if version.kind is Kind.CROSS and not is_new else Kind.NEW
