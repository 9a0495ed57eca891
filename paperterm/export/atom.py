"""An Atom feed (RFC 4287) with the elements of arXiv's API.

It has no marks, because a feed is meant to be shared. Its date is that of its newest paper, so
the same papers give the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

from paperterm.export.view import View
from paperterm.model import Entry, PaperRef
from paperterm.model.record import print_time
from paperterm.text import clean, clean_lines

_ATOM = "http://www.w3.org/2005/Atom"
_ARXIV = "http://arxiv.org/schemas/atom"
_FIRST_DAY = datetime(1991, 8, 14, tzinfo=UTC)  # of arXiv
_NOT_XML = re.compile("[\ufffe\uffff]")


def render(view: View) -> str:
    """Return the view as a feed."""
    feed = ET.Element("feed", {"xmlns": _ATOM, "xmlns:arxiv": _ARXIV})
    parts = [clean(view.topic.name) if view.topic else "", clean(view.name), str(view.day or "")]
    times = [_time(entry) for entry in view.entries]
    _add(feed, "title", " · ".join(["arXiv", *filter(None, parts)]))
    _add(feed, "id", f"urn:paperterm:{':'.join(quote(part, '') for part in parts)}")
    _add(feed, "updated", print_time(max(times, default=_FIRST_DAY)))
    _add(ET.SubElement(feed, "author"), "name", "arXiv")
    for entry, time in zip(view.entries, times, strict=True):
        _add_entry(ET.SubElement(feed, "entry"), entry, time)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, "unicode")}\n'


def _add_entry(into: ET.Element, entry: Entry, time: datetime) -> None:
    paper = entry.paper
    _add(into, "id", f"http://arxiv.org/abs/{PaperRef(paper.id, paper.version)}")
    _add(into, "title", clean(paper.title))
    _add(into, "updated", print_time(time))
    _add(into, "published", print_time(paper.published))
    # In arXiv's API, a line that begins with two spaces begins a paragraph.
    _add(into, "summary", clean_lines(paper.abstract or "").replace("\n", "\n  "))
    for author in filter(None, map(clean, paper.authors)):
        _add(ET.SubElement(into, "author"), "name", author)
    for category in paper.categories:
        ET.SubElement(into, "category", {"term": _xml(category)})
    if paper.primary_category:
        ET.SubElement(into, "arxiv:primary_category", {"term": _xml(paper.primary_category)})
    ET.SubElement(into, "link", {"href": paper.id.abs_url, "rel": "alternate"})
    for name in ("comment", "journal_ref", "doi"):
        _add(into, f"arxiv:{name}", clean(getattr(paper, name) or ""))


def _time(entry: Entry) -> datetime:
    day = entry.announcement.day if entry.announcement else _FIRST_DAY
    return entry.paper.updated or datetime(day.year, day.month, day.day, tzinfo=UTC)


def _add(into: ET.Element, name: str, text: str | None) -> None:
    """Add an element with this text, or nothing if there is none."""
    if text:
        ET.SubElement(into, name).text = _NOT_XML.sub("", text)


def _xml(text: str) -> str:
    return _NOT_XML.sub("", clean(text))
