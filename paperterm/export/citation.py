"""The common parts of citation formats: plain text, the year and the DOI."""

from __future__ import annotations

import re

from paperterm.model import Paper
from paperterm.text import clean, tex_to_unicode

_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:<>A-Za-z0-9]*[-_()/<>A-Za-z0-9]", re.ASCII)
_BEFORE_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def year(paper: Paper) -> str:
    """Return the year of the first version; an empty string for a paper of the demo."""
    if paper.published:
        return f"{paper.published.year:04}"
    yymm = paper.id.yymm
    if yymm == "0000":
        return ""
    return f"{'19' if yymm > '9100' else '20'}{yymm[:2]}"


def doi(paper: Paper) -> str:
    """Return the first valid DOI of the published paper; an empty string if there is none.

    It may be written as an address or after `doi:`, and several are separated by blanks or commas.
    """
    texts = _BEFORE_DOI.sub(" ", paper.doi or "").replace(",", " ").split()
    return next(filter(_DOI.fullmatch, (text.rstrip(".;") for text in texts)), "")


def plain_text(text: str) -> str:
    """Return text on one clean line, its TeX as Unicode."""
    return clean(tex_to_unicode(clean(text)))
