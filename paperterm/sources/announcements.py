"""The daily announcement: one combined feed of all categories, one request a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import NamedTuple

from paperterm.errors import SourceError
from paperterm.model import Kind, PaperId, SourcePaper
from paperterm.sources import rss
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.retry import ask

LARGEST_FEED = 2000
"""arXiv's feeds hold no more items; what does not fit is left out, new papers first."""

_BEST_FIRST = (Kind.NEW, Kind.CROSS, Kind.REPLACE, Kind.REPLACE_CROSS, None)


class FeedBatch(NamedTuple):
    """A batch as the feeds tell it: its date, its papers in order, and how to ask for it again.

    `told` is None when arXiv says that nothing changed since `etag`.
    """

    dated: date | None
    told: tuple[SourcePaper, ...] | None
    etag: str | None
    warnings: tuple[str, ...] = ()


async def fetch_batch(
    http: Http,
    hosts: Hosts,
    categories: Sequence[str],
    etag: str | None,
    sleep: Callable[[float], Awaitable[None]],
) -> FeedBatch:
    """The batch that is out now.

    One request; with 2,000 items or more the feed was cut, and each category is asked for itself.

    Raises:
        RefusedError: arXiv does not want to be asked now.
        SourceError: It gave no whole answer.
    """
    headers = {"If-None-Match": etag} if etag else None
    answer, feed = await ask(http, _url(hosts, categories), _readable, sleep, headers=headers)
    if feed is None:
        return FeedBatch(None, None, etag)
    told, warnings = feed.told, feed.warnings
    if len(told) >= LARGEST_FEED and len(categories) > 1:
        feeds = [feed]
        for category in categories:
            _, one = await ask(http, _url(hosts, [category]), _readable, sleep)
            feeds += [one] if one else []
        told = merged([one.told for one in feeds])
        warnings = tuple(dict.fromkeys(said for one in feeds for said in one.warnings))
    return FeedBatch(feed.dated, told, answer.headers.get("etag"), warnings)


def _readable(content: bytes) -> rss.Feed:
    """A feed of which at least something can be read, or which is empty."""
    feed = rss.parse(content)
    if feed.warnings and not feed.told:
        raise SourceError("the feed", f"holds no paper that can be read ({feed.warnings[0]})")
    return feed


def merged(feeds: Sequence[Sequence[SourcePaper]]) -> tuple[SourcePaper, ...]:
    """Several feeds of one batch as one: each paper once, as the best it is in any of them.

    A paper that is cross-listed in one category and new in another that was asked for is new.
    The order is that of a feed: by kind, and inside a kind as first told.
    """
    best: dict[PaperId, SourcePaper] = {}
    for feed in feeds:
        for told in feed:
            old = best.get(told.paper.id)
            if old is None or _rank(told) < _rank(old):
                best[told.paper.id] = told
    return tuple(sorted(best.values(), key=_rank))


def _rank(told: SourcePaper) -> int:
    return _BEST_FIRST.index(told.kind)


def _url(hosts: Hosts, categories: Sequence[str]) -> str:
    return f"{hosts.rss}/{'+'.join(categories)}"
