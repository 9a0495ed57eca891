r"""The daily feed of rss.arxiv.org: one request a day for all categories, as RSS 2.0 or Atom.

Both formats have the same content under different names. In a description, a line precedes the
abstract:

    arXiv:2602.12063v1 Announce Type: new
    Abstract: …

Text is as its authors typed it, with TeX accents. The feed of a weekend or holiday is empty.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from paperterm.errors import InputError, SourceError
from paperterm.model import Batch, Day, Kind, Paper, PaperId, PaperRef, SourcePaper
from paperterm.model.days import eastern
from paperterm.sources.fields import abstract_of, categories_of, feed_names, line_of, time_of
from paperterm.sources.headers import validator
from paperterm.sources.markup import (
    ANSWER,
    XmlDocument,
    child_text,
    child_texts,
    open_document,
    root_name,
)
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.schedule import served
from paperterm.sources.source import FetchContext, FetchedDay
from paperterm.text import few
from paperterm.text.lines import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST = 2000
"""arXiv cuts a feed to this many items."""

_ROOTS = ("rss", "feed")
_ITEMS = ("item", "entry")
_FEED_WORDS = (b"rss.arxiv.org", b"oai:arXiv.org:", b"announce_type")
_HEAD = 8192
_FIRST_YEAR = 1991
_LEAD = re.compile(
    r"(?:arXiv:(?P<ref>\S+)\s*)?(?:Announce Type:\s*(?P<kind>[a-z-]+)\s*)?(?:Abstract:\s*)?"
)


class Feed(NamedTuple):
    """A feed: its date, its papers in order, and why other items could not be read."""

    dated: date | None
    papers: tuple[SourcePaper, ...]
    warnings: tuple[str, ...]


def serves(day: Day, now: datetime) -> bool:
    """Return whether the feeds have the batch of a day."""
    return day == served(now)


async def fetch(context: FetchContext, days: tuple[Day, ...]) -> AsyncGenerator[FetchedDay, None]:
    """Request the current batch; it is empty if it still has the known etag.

    This takes one request. A feed that was cut is requested again for each category alone.

    Raises:
        RefusedError: arXiv wants no requests now.
        SourceError: No answer was whole.
    """
    context.report("today's announcement")
    known = validator(context.etag)
    headers = {"If-None-Match": known} if known else None
    url = _url(context, context.categories)
    answer, feed = await context.ask(url, _parse_some, headers=headers)
    if feed is None:
        yield FetchedDay(None, (), known)
        return
    papers, warnings = feed.papers, feed.warnings
    if len(papers) >= LARGEST and len(context.categories) > 1:
        feeds = [feed]
        for category in context.categories:
            _, one = await context.ask(_url(context, [category]), _parse_some)
            feeds += [one] if one else []
        papers = merged([one.papers for one in feeds])
        warnings = tuple(dict.fromkeys(warning for one in feeds for warning in one.warnings))
    for warning in few(warnings):
        context.warn(warning)
    day = Day.of_feed(feed.dated) if feed.dated else None
    yield FetchedDay(day, papers, validator(answer.headers.get("etag")))


def merged(feeds: Sequence[Sequence[SourcePaper]]) -> tuple[SourcePaper, ...]:
    """Merge several feeds of one batch: each paper once, as the best kind it has in any of them.

    A paper that is cross-listed in one category and new in another is new. The order is that of a
    feed: by kind, then by first occurrence.
    """
    return tuple(sorted(_each_once(chain(*feeds)), key=attrgetter("rank")))


def _each_once(papers: Iterable[SourcePaper]) -> tuple[SourcePaper, ...]:
    """Return each paper once, in the place where it has its best kind."""
    best: dict[PaperId, SourcePaper] = {}
    for one in papers:
        old = best.get(one.paper.id)
        if old is None or one.rank < old.rank:
            best.pop(one.paper.id, None)
            best[one.paper.id] = one
    return tuple(best.values())


def _url(context: FetchContext, categories: Sequence[str]) -> str:
    return f"{context.hosts.rss}/{'+'.join(categories)}"


def _parse_some(content: bytes) -> Feed:
    """Parse a feed as `parse` does; raise SourceError if none of its papers can be read."""
    feed = parse(content)
    if feed.warnings and not feed.papers:
        raise SourceError("the feed", f"has no readable papers ({feed.warnings[0]})")
    return feed


def parse(content: bytes) -> Feed:
    """Parse a feed that was fetched.

    Raises:
        SourceError: It is an error, not a feed, cut off or damaged.
    """
    document = _open(content)
    papers, warnings = document.all_papers(_paper)
    return Feed(_dated(document), _each_once(papers), warnings)


def looks_like_it(content: bytes) -> bool:
    """Return whether a file is RSS, or Atom of the feeds and not of the query API."""
    root = root_name(content)
    return root == "rss" or (
        root == "feed" and any(word in content[:_HEAD] for word in _FEED_WORDS)
    )


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """Read the day of a feed, as far as the file is whole."""
    try:
        document = _open(content)
    except SourceError as error:
        reading.fail(0, error.problem, error.hint)
        return []
    dated = _dated(document)
    its_day = Day.of_feed(dated) if dated else day
    for entry, one in document.papers(_paper):
        reading.take(entry.sourceline, one, its_day)
    if document.fault:
        reading.stop(document.fault)
    elif not document.entries:
        reading.notes.append(
            f"{reading.file}: no papers in this feed{f' of {dated:%A} {dated}' if dated else ''}"
        )
    return reading.listings()


def _open(content: bytes) -> XmlDocument:
    document = open_document(content, _ROOTS, _ITEMS)
    channel = _channel(document)
    if (child_text(channel, "title") or "").startswith("Feed error"):
        why = child_text(channel, "description") or child_text(channel, "subtitle") or "no reason"
        raise SourceError(ANSWER, f"is an error: {one_line(why)}")
    return document


def _channel(document: XmlDocument) -> Element:
    """Return the element that describes the feed: the channel of RSS, the root of Atom."""
    channel = document.root.find("{*}channel")
    return document.root if channel is None else channel


def _paper(entry: Element) -> SourcePaper:
    item = child_texts(entry)
    lead = _LEAD.match(text := (item.get("description") or item.get("summary") or [""])[0])
    assert lead  # all parts of the pattern are optional
    ref = _ref([*item.get("guid", []), *item.get("id", []), *item.get("link", [])])
    if "title" not in item:
        raise InputError(str(ref), "paper without title")
    categories = categories_of(item.get("category", []))
    return SourcePaper(
        Paper(
            id=ref.id,
            version=ref.version or _version(lead["ref"]),
            title=line_of(item["title"][0]),
            authors=_authors(item),
            abstract=abstract_of(text[lead.end() :]),
            categories=categories,
            primary_category=categories[0] if categories else None,
            doi=_text(item, "DOI"),
            journal_ref=_text(item, "journal_reference"),
        ),
        _kind((item.get("announce_type") or [lead["kind"] or ""])[0]),
    )


def _ref(names: list[str]) -> PaperRef:
    for name in names:
        with suppress(InputError):
            return PaperRef.parse(name)
    raise InputError("", f"paper without an arXiv id{f', but {names[0]!r}' if names else ''}")


def _version(ref: str | None) -> int | None:
    with suppress(InputError):
        return PaperRef.parse(ref).version if ref else None
    return None


def _authors(item: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the names in the line `creator`, or in Atom's own `author` elements."""
    lines = item.get("creator") or item.get("author", [])
    return tuple(name for line in lines for name in feed_names(line))


def _kind(name: str) -> Kind | None:
    try:
        return Kind(name.strip().lower())
    except ValueError:
        return None


def _text(item: dict[str, list[str]], name: str) -> str | None:
    return one_line(item[name][0]) if name in item else None


def _dated(document: XmlDocument) -> date | None:
    """Return the date of the feed or its first item, else the time of the last build."""
    channel = _channel(document)
    first = document.entries[:1]
    texts = [
        child_text(channel, "pubDate"),
        *(child_text(item, name) for item in first for name in ("pubDate", "published")),
        child_text(channel, "lastBuildDate"),
        child_text(channel, "updated"),
    ]
    for text in texts:
        if time := time_of(text):
            return _date_of(time)
    return None


def _date_of(time: datetime) -> date | None:
    """Return the US Eastern date; midnight, or a time with an offset, is already Eastern."""
    if time.year < _FIRST_YEAR:
        return None
    if time.utcoffset() or not (time.hour or time.minute or time.second):
        return time.date()
    with suppress(OverflowError):
        return eastern(time).date()
    return None
