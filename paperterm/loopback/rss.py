"""The daily feed as RSS and as Atom, and the feed that describes an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple

from paperterm.loopback.feed import FeedItem
from paperterm.loopback.xml_text import element, quote

_LICENCE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
_NAMESPACES = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_RSS = f"""<?xml version='1.0' encoding='UTF-8'?>
<rss {_NAMESPACES} xmlns:atom="http://www.w3.org/2005/Atom"\
 xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
"""
_ATOM = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed {_NAMESPACES} xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
"""
_SKIPPED = """    <skipDays>
      <day>Saturday</day>
      <day>Sunday</day>
    </skipDays>
"""


class Channel(NamedTuple):
    """The head of a feed. `midnight` is that of its date in US Eastern time."""

    title: str
    subtitle: str
    path: str
    midnight: datetime
    is_error: bool = False

    @property
    def link(self) -> str:
        """The address of the feed at arXiv."""
        return f"http://rss.arxiv.org{self.path}"


def subjects_channel(names: Sequence[str], folder: str, midnight: datetime) -> Channel:
    """Return the head of a feed of archives and categories; `folder` is `/rss` or `/atom`."""
    title = f"{', '.join(names)} updates on"
    return Channel(
        f"{title} arXiv.org",
        f"{title} the arXiv.org e-print archive.",
        f"{folder}/{'+'.join(names)}",
        midnight,
    )


def error_channel(problem: str, path: str, midnight: datetime) -> Channel:
    """Return the head of an empty feed that describes an error."""
    title = f"Feed error for query: http://rss.arxiv.org{path}"
    return Channel(title, problem, path, midnight, is_error=True)


def rss_feed(channel: Channel, rows: Sequence[FeedItem]) -> bytes:
    """Return a feed in RSS 2.0."""
    itself = f'<atom:link href={quote(channel.link)} rel="self" type="application/rss+xml"/>'
    editor = "rss-help.arxiv.org" if channel.is_error else "rss-help@arxiv.org"
    return "".join(
        (
            _RSS,
            element(2, "title", channel.title),
            element(2, "link", channel.link),
            element(2, "description", channel.subtitle),
            f"    {itself}\n",
            element(2, "docs", "http://www.rssboard.org/rss-specification"),
            element(2, "language", "en-us"),
            element(2, "lastBuildDate", format_datetime(channel.midnight.astimezone(UTC))),
            element(2, "managingEditor", editor),
            element(2, "pubDate", format_datetime(channel.midnight)),
            "" if channel.is_error else _SKIPPED,
            *(_item(row, channel) for row in rows),
            "  </channel>\n</rss>\n",
        )
    ).encode()


def atom_feed(channel: Channel, rows: Sequence[FeedItem]) -> bytes:
    """Return a feed in Atom 1.0."""
    return "".join(
        (
            _ATOM,
            element(1, "id", channel.link),
            element(1, "title", channel.title),
            element(1, "updated", channel.midnight.astimezone(UTC).isoformat()),
            f'  <link href={quote(channel.link)} rel="self" type="application/atom+xml"/>\n',
            element(1, "subtitle", channel.subtitle),
            *(_entry(row, channel) for row in rows),
            "</feed>\n",
        )
    ).encode()


def _item(row: FeedItem, channel: Channel) -> str:
    paper = row.version.paper
    return "".join(
        (
            "    <item>\n",
            element(3, "title", paper.title),
            element(3, "link", paper.id.abs_url),
            element(3, "description", _description(row)),
            f'      <guid isPermaLink="false">{_name(row)}</guid>\n',
            *(element(3, "category", category) for category in paper.categories),
            element(3, "pubDate", format_datetime(channel.midnight)),
            _extensions(3, row),
            "    </item>\n",
        )
    )


def _entry(row: FeedItem, channel: Channel) -> str:
    paper = row.version.paper
    return "".join(
        (
            "  <entry>\n",
            element(2, "id", _name(row)),
            element(2, "title", paper.title),
            element(2, "updated", channel.midnight.astimezone(UTC).isoformat()),
            f'    <link href="{paper.id.abs_url}" rel="alternate" type="text/html"/>\n',
            element(2, "summary", _description(row)),
            *(f"    <category term={quote(category)}/>\n" for category in paper.categories),
            element(2, "published", channel.midnight.isoformat()),
            _extensions(2, row),
            "  </entry>\n",
        )
    )


def _extensions(depth: int, row: FeedItem) -> str:
    paper = row.version.paper
    return "".join(
        (
            element(depth, "arxiv:announce_type", row.kind),
            element(depth, "dc:rights", _LICENCE),
            element(depth, "arxiv:DOI", paper.doi),
            element(depth, "arxiv:journal_reference", paper.journal_ref),
            element(depth, "dc:creator", ", ".join(paper.authors)),
        )
    )


def _name(row: FeedItem) -> str:
    return f"oai:arXiv.org:{row.version.paper.id}v{row.version.number}"


def _description(row: FeedItem) -> str:
    paper = row.version.paper
    announced = f"arXiv:{paper.id}v{row.version.number} Announce Type: {row.kind}"
    return f"{announced} \nAbstract: {paper.abstract or ''}"
