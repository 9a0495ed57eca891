"""Lists of authors that a source has cut: what stands for the rest of them is not an author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from paperterm.text import clean

_HINTS = (
    *("et al", "et. al", "et.al", "others", "more", "additional", "author", "member", "people"),
    *("contributor", "collab", "coll", "workers", "list", "…", "...", "otros", "outros", "autres"),
    *("altri", "andere", "u.a", "u. a", "cols", "др", "等", "ほか", "他", "외"),
)
"""One of these is in whatever stands for the rest: looking for them takes 1 µs a paper."""

_PEOPLE = (
    "(?:(?:co-?)?(?:authors?|workers)|others|people|members|contributors|collaborators|colleagues"
    "|otros|outros|autres|altri|andere)"
)
_NAME = re.compile(r"(?:[^\W_]|[ .,:'’\"()\\{}~^=`&-]){1,150}")
"""Signs of a name: what follows something else is part of a text."""


@cache
def _et_al() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[\s,;(\[])et\.?\s*al(?:ii|iae|ia)?(?![\w-])[.\s,;:)\]]*", re.IGNORECASE
    )


@cache
def _rest() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?:
            (?:^|[\s,;:(\[])
            (?:
                (?P<and>(?:and|with|plus|show|und|et|(?-i:y|e))\s+|[&+]\s*)? (?:an?\s+|the\s+)?
                (?P<count>(?:[0-9][0-9.,]*|N|many|several)\s+)?
                (?: (?:additional|more|other|further|remaining)\s+(?:[0-9]+\s+)?{_PEOPLE}
                  | (?(count)(?:{_PEOPLE}|more|additional)
                    | (?(and)(?:{_PEOPLE}|more|coll|cols?)|^others))
                )
                (?:\s+(?:(?:are|were)\s+)?(?:not\s+(?:shown|listed|displayed)|omitted))?
              | (?:the\s+)?(?:full|complete)\s+(?:author\s+)?list\b.*
              | (?-i:u\.\s?a\.) | и\s+др | 等人? | ほか | 他 | 외
            )
          | [(\[]? (?: … | \.{{3}} )
        )
        [\s.,;:)\]]* $
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def is_cut(authors: Sequence[str]) -> bool:
    """Return whether one of these stands for others: `et al.`, `C. Last and others`."""
    text = "\n".join(authors).replace("\xa0", " ").lower()
    return any(map(text.__contains__, _HINTS)) and any(
        _named(author) is not None for author in authors
    )


def known_authors(authors: Sequence[str]) -> tuple[str, ...]:
    """Return the authors of a list without what stands for the rest."""
    known: list[str] = []
    for author in authors:
        named = _named(author)
        known += [author] if named is None else named
    return tuple(known)


def abridged(authors: Sequence[str], truncated: bool) -> list[str]:
    """Return the authors of a list; if it is truncated, with `et al.` at the end."""
    return [*authors, "et al."] if truncated else [*authors]


def without_remark(line: str) -> str:
    """Return a list in a line with `et al.` for a remark in parentheses that says the same.

    Parentheses hold affiliations otherwise, which are dropped: `B. Last (25 authors not shown)`.
    """

    def marked(found: re.Match[str]) -> str:
        is_remark = is_cut([found[1]]) and not known_authors([found[1]])
        return ", et al." if is_remark else found[0]

    return re.sub(r"\(([^()]*)\)", marked, line)


def _named(author: str) -> list[str] | None:
    """Return whom an author that stands for others names too; None if it does not stand for any."""
    if not (_et_al().search(author) or _rest().search(author.strip())):
        return None
    rests = (_rest().sub("", part.strip()).strip(" ,;:") for part in _et_al().split(author))
    parts = list(filter(None, rests))
    are_names = all(_NAME.fullmatch(part) and clean(part) == part for part in parts)
    return parts if are_names and all(any(map(str.isalpha, part)) for part in parts) else None
