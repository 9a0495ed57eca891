"""The common parts of citation formats: the year and the DOI."""

from __future__ import annotations

import re

from paperterm.model import Paper

_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:<>A-Za-z0-9]*[-_()/<>A-Za-z0-9]", re.ASCII)
_BEFORE_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def year(paper: Paper) -> str:
    """Return the year of the first version; an empty string for a paper of the demo."""
    if paper.published:
        return f"{paper.published.year:04}"
    return "" if paper.id.yymm == "0000" else str(paper.id.year)


def doi(paper: Paper) -> str:
    """Return the first valid DOI of the published paper; an empty string if there is none.

    It may be written as an address or after `doi:`, and several are separated by blanks or commas.
    """
    texts = _BEFORE_DOI.sub(" ", paper.doi or "").replace(",", " ").split()
    return next(filter(_DOI.fullmatch, (text.rstrip(".;") for text in texts)), "")
