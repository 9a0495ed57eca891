"""Merge the papers of two sources for one day: a richer value is never replaced by a poorer one."""

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
    """The paper of both sources, and the texts in which they differ (the first stays)."""

    paper: Paper
    conflicts: tuple[str, ...]


def merge(old: Paper, new: Paper) -> MergedPaper:
    """Merge a paper of two sources of the same day; `old` came first.

    Known values replace unknown ones, a whole list of authors replaces a truncated one, and more
    categories replace fewer. Under keys that paperterm does not know, longer lists replace shorter
    ones. Of two different titles or abstracts, the first stays.
    """
    known = {
        name: value
        for name in _ONLY_IF_UNKNOWN
        if getattr(old, name) in (None, "") and (value := getattr(new, name)) not in (None, "")
    }
    authors, truncated = max(
        (old.authors, old.authors_truncated),
        (new.authors, new.authors_truncated),
        key=lambda known: (bool(known[0]) and not known[1], len(known[0]) if known[1] else 0),
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
    """Return the richer values of `new` under keys that both have."""
    return {key: new[key] for key in old.keys() & new.keys() if _is_richer(new[key], old[key])}


def _is_richer(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) > len(other)
    return other in _NOTHING and one not in _NOTHING
