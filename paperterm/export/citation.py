"""The common parts of citation formats: plain text, the year, the DOI and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperterm.model import Paper
from paperterm.text import clean, tex_to_unicode

_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:<>A-Za-z0-9]+", re.ASCII)
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|group|initiative|team)\b", re.IGNORECASE | re.ASCII
)
_PERSON = re.compile(
    r"(?P<given>[^,]+?) (?P<particle>(?:[a-z]+ )*)(?P<family>[^ ,]+)"
    r"(?: (?P<suffix>(?:Jr|Sr)\.?|II|III|IV))?"
)


class AuthorName(NamedTuple):
    """A name in its parts: Given von Family Jr.; only `family` is never empty."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""


def author_names(paper: Paper) -> Iterator[AuthorName]:
    """Yield the authors; a name without a letter is left out."""
    for author in paper.authors:
        name = plain_text(author)
        if any(map(str.isalpha, name)):
            yield _split(name)


def _split(name: str) -> AuthorName:
    """Split the name of a person; a group, a single word and a name with a comma stay whole."""
    person = None if is_group(name) else _PERSON.fullmatch(name)
    if person is None:
        return AuthorName(name)
    particle, suffix = person["particle"].strip(), person["suffix"] or ""
    return AuthorName(person["family"], person["given"], particle, suffix)


def is_group(name: str) -> bool:
    """Return whether an author is a group, judged by the name."""
    return bool(_GROUP.search(name))


def year(paper: Paper) -> str:
    """Return the year of the first version; an empty string for a paper of the demo."""
    if paper.published:
        return f"{paper.published.year:04}"
    yymm = paper.id.yymm
    if yymm == "0000":
        return ""
    return f"{'19' if yymm > '9100' else '20'}{yymm[:2]}"


def doi(paper: Paper) -> str:
    """Return the first valid DOI of the published paper; an empty string if there is none."""
    return next(filter(_DOI.fullmatch, (paper.doi or "").split()), "")


def plain_text(text: str) -> str:
    """Return text on one clean line, its TeX as Unicode."""
    return clean(tex_to_unicode(clean(text)))
