"""One day told by two sources: field by field, a richer value is never lost to a poorer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import NamedTuple

from paperterm.model import Paper

_TEXTS = ("title", "abstract")
_NOTHING: tuple[object, ...] = (None, "", [], {})
_BY_OWN_RULE = {"id", "authors", "authors_truncated", "categories", "extra"}
_ONLY_IF_UNKNOWN = tuple(field.name for field in fields(Paper) if field.name not in _BY_OWN_RULE)


class MergedPaper(NamedTuple):
    """The paper of both sources, and the texts in which they differ (the first one stayed)."""

    paper: Paper
    conflicts: tuple[str, ...]


def merge(old: Paper, new: Paper) -> MergedPaper:
    """What two sources of the same day know of a paper; `old` came first.

    Known values replace unknown ones, the whole list of authors a cut one, more categories
    fewer; longer lists replace shorter ones under keys that paperterm does not know, too. Two
    different titles or abstracts of one day: the first stays.
    """
    known = {
        name: value
        for name in _ONLY_IF_UNKNOWN
        if getattr(old, name) in (None, "") and (value := getattr(new, name)) not in (None, "")
    }
    authors, truncated = max(
        (old.authors, old.authors_truncated),
        (new.authors, new.authors_truncated),
        key=lambda told: (bool(told[0]) and not told[1], len(told[0]) if told[1] else 0),
    )
    paper = replace(
        old,
        **known,
        authors=authors,
        authors_truncated=truncated,
        categories=max(old.categories, new.categories, key=len),
        extra={**new.extra, **old.extra, **_richer(old.extra, new.extra)},
    )
    conflicts = tuple(
        name for name in _TEXTS if getattr(new, name) and getattr(paper, name) != getattr(new, name)
    )
    return MergedPaper(paper, conflicts)


def _richer(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    """What `new` knows better under a key that both have."""
    return {key: new[key] for key in old.keys() & new.keys() if _is_richer(new[key], old[key])}


def _is_richer(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) > len(other)
    return other in _NOTHING and one not in _NOTHING
