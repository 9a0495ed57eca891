"""Which kinds of announcements a list shows."""

from __future__ import annotations

from typing import NamedTuple

from paperterm.model import Kind


class KindsShown(NamedTuple):
    """A choice: the kinds, None for all, and what it is called."""

    kinds: frozenset[Kind] | None
    name: str
    says: str


KINDS_SHOWN = (
    KindsShown(None, "all", "new papers, cross-lists and replacements"),
    KindsShown(frozenset({Kind.NEW, Kind.CROSS}), "new and cross-lists", "no replacements"),
    KindsShown(frozenset({Kind.NEW}), "new", "only what is new in arXiv"),
    KindsShown(
        frozenset({Kind.REPLACE, Kind.REPLACE_CROSS}), "replacements", "only what was changed"
    ),
)


def shown_kinds(kinds: frozenset[Kind]) -> frozenset[Kind] | None:
    """The kinds of the settings as a choice: all of them are None."""
    return None if kinds == frozenset(Kind) else kinds


def said(kinds: frozenset[Kind] | None) -> str:
    """What some kinds are called."""
    named = [one.name for one in KINDS_SHOWN if one.kinds == kinds]
    return named[0] if named else ", ".join(sorted(kinds or ()))
