"""Recognize answers without papers: web pages, and refusals in plain words."""

from __future__ import annotations

import re

from paperterm.errors import SourceError

_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_LISTING = re.compile(rb"(?:New|Cross) submissions|/list/|/catchup/", re.IGNORECASE)
_RATE = b"rate exceeded"
_FEEDS = "take the feed of the day (rss.arxiv.org) or an answer of the query API instead"
_LATER = "ask again in a quarter of an hour"

ANSWER = "arXiv's answer"
"""The subject of errors about an answer; for a file, its name replaces it."""


def refusal(content: bytes) -> SourceError | None:
    """Return the error of an answer without papers; None if it may have some."""
    begun = content.lstrip()
    if not begun:
        return SourceError(ANSWER, "is empty")
    if _PAGE.match(begun):
        kind = "listing" if _LISTING.search(begun) else "web"
        return SourceError(ANSWER, f"is a {kind} page (HTML); such pages are not read", _FEEDS)
    if begun[:100].lower().startswith(_RATE):
        return SourceError(ANSWER, "is a refusal (“Rate exceeded.”)", _LATER)
    return None
