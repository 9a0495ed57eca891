"""Responses of the query API, in its layout since November 2025."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from paperterm.loopback.collection import Version
from paperterm.loopback.xml_text import element, quote
from paperterm.model.record import print_time

_OPEN = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"\
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
"""
_SCHEME = "http://arxiv.org/schemas/atom"


class FeedPage(NamedTuple):
    """One page of results, and the query as the server understood it."""

    query: str
    id_list: str
    start: int
    size: int
    total: int
    versions: Sequence[Version]


def result_feed(found: FeedPage, now: datetime) -> bytes:
    """Return the feed of a page; `itemsPerPage` is the requested number, however few there are."""
    request = f"search_query={found.query}&id_list={found.id_list}"
    request += f"&start={found.start}&max_results={found.size}"
    link = f"https://arxiv.org/api/query?search_query={found.query}"
    link += f"&start={found.start}&max_results={found.size}&id_list={found.id_list}"
    digest = base64.b64encode(hashlib.sha1(request.encode(), usedforsecurity=False).digest())
    return "".join(
        (
            _OPEN,
            element(1, "id", f"https://arxiv.org/api/{digest.decode().rstrip('=')}"),
            element(1, "title", f"arXiv Query: {request}"),
            element(1, "updated", _second(now)),
            f'  <link href={quote(link)} type="application/atom+xml"/>\n',
            _counts(found.size, found.total, found.start),
            *map(_entry, found.versions),
            "</feed>\n",
        )
    ).encode()


def error_feed(message: str, now: datetime) -> bytes:
    """Return the feed with one entry, which describes an error in a query."""
    link = f"https://arxiv.org/api/errors#{message.replace(' ', '_')}"
    return "".join(
        (
            _OPEN,
            element(1, "id", "https://arxiv.org/"),
            element(1, "title", "arXiv Search Results"),
            element(1, "updated", _second(now)),
            _counts(1, 1, 0),
            "  <entry>\n",
            element(2, "id", link),
            element(2, "title", "Error"),
            element(2, "updated", _second(now)),
            f'    <link href={quote(link)} rel="alternate" type="text/html"/>\n',
            element(2, "summary", message),
            _author("arXiv api core"),
            "  </entry>\n</feed>\n",
        )
    ).encode()


def _counts(size: int, total: int, start: int) -> str:
    return (
        element(1, "opensearch:itemsPerPage", str(size))
        + element(1, "opensearch:totalResults", str(total))
        + element(1, "opensearch:startIndex", str(start))
    )


def _entry(version: Version) -> str:
    paper = version.paper
    named = f"{paper.id}v{version.number}"
    primary = paper.primary_category or next(iter(paper.categories), "")
    doi = f"https://doi.org/{paper.doi}"
    return "".join(
        (
            "  <entry>\n",
            element(2, "id", f"http://arxiv.org/abs/{named}"),
            element(2, "title", paper.title),
            element(2, "updated", _second(version.updated)),
            f'    <link href="https://arxiv.org/abs/{named}" rel="alternate" type="text/html"/>\n',
            f'    <link href="https://arxiv.org/pdf/{named}" rel="related"'
            ' type="application/pdf" title="pdf"/>\n',
            element(2, "summary", paper.abstract),
            *(
                f'    <category term={quote(category)} scheme="{_SCHEME}"/>\n'
                for category in paper.categories or (primary,)
            ),
            element(2, "published", _second(version.published)),
            element(2, "arxiv:comment", paper.comment),
            f"    <arxiv:primary_category term={quote(primary)}/>\n",
            element(2, "arxiv:journal_ref", paper.journal_ref),
            *map(_author, paper.authors),
            element(2, "arxiv:doi", paper.doi),
            f'    <link rel="related" href={quote(doi)} title="doi"/>\n' if paper.doi else "",
            "  </entry>\n",
        )
    )


def _author(name: str) -> str:
    return f"    <author>\n{element(3, 'name', name)}    </author>\n"


def _second(time: datetime) -> str:
    return print_time(time.replace(microsecond=0)) or ""
