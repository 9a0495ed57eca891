"""Papers for the loopback arXiv, and requests to it without a socket."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from paperterm.loopback.replies import Reply, Request
from paperterm.loopback.site import Site
from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, Paper
from tests.building import paper

DAY = Day(2026, 2, 12)  # a Thursday; the feed has Friday's date
FRIDAY = datetime(2026, 2, 13, 15, tzinfo=UTC)
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def announced(
    one: Paper | int, kind: Kind | None = Kind.NEW, day: Day = DAY, position: int = 0, **known: Any
) -> AnnouncedPaper:
    """Return an announcement; a number is a paper of cs.AI."""
    if isinstance(one, int):
        one = paper(one, **{"categories": ("cs.AI",), **known})
    return AnnouncedPaper(one, Announcement(day, kind, position))


def many(count: int, **known: Any) -> list[AnnouncedPaper]:
    """Return a number of papers of one day, numbered from 1."""
    return [announced(n, position=n, **known) for n in range(1, count + 1)]


def get(papers: Sequence[AnnouncedPaper], path: str, now: datetime = FRIDAY, **query: Any) -> Reply:
    """Return the answer of a server with these papers."""
    return Site(papers).answer(Request(0.0, "GET", path, query, {}, path), now)


def root(answer: Reply) -> Element:
    """Return the XML of an answer."""
    return ElementTree.fromstring(answer.body)


def found(papers: Sequence[AnnouncedPaper], now: datetime = FRIDAY, **query: str) -> list[str]:
    """Return what the query API finds: ids with versions."""
    answer = get(papers, "/api/query", now, max_results="2000", **query)
    assert answer.status == 200, answer.body
    ids = [one.text or "" for one in root(answer).iterfind("atom:entry/atom:id", NAMES)]
    return [id_.removeprefix("http://arxiv.org/abs/") for id_ in ids]


def rows(papers: Sequence[AnnouncedPaper], subjects: str, now: datetime = FRIDAY) -> list[str]:
    """Return what a daily feed shows: `ID kind`, without versions."""
    answer = get(papers, f"/rss/{subjects}", now)
    assert answer.status == 200, answer.body
    return list(_rows(root(answer)))


def _rows(feed: Element) -> Iterator[str]:
    for item in feed.iterfind("channel/item"):
        link = item.findtext("link") or ""
        kind = item.findtext("arxiv:announce_type", None, NAMES)
        yield f"{link.removeprefix('https://arxiv.org/abs/')} {kind}"
