"""The choice of kinds of announcements to list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.model import Entry, Kind
from paperterm.text import plural


class KindChoice(NamedTuple):
    """A choice of kinds, None for all, with its name and description."""

    kinds: frozenset[Kind] | None
    name: str
    description: str


_ALSO = "; also unknown kinds"
"""Papers of an unknown kind are always listed, see `Selection`."""

KIND_CHOICES = (
    KindChoice(None, "all", "new papers, cross-lists and replacements"),
    KindChoice(frozenset({Kind.NEW, Kind.CROSS}), "new and cross-lists", f"no replacements{_ALSO}"),
    KindChoice(frozenset({Kind.NEW}), "new", f"only papers new in arXiv{_ALSO}"),
    KindChoice(
        frozenset({Kind.REPLACE, Kind.REPLACE_CROSS}), "replacements", f"only new versions{_ALSO}"
    ),
)


def unknown_kinds_notice(kinds: frozenset[Kind] | None, entries: Iterable[Entry]) -> str:
    """Return a message if kinds are chosen and papers of an unknown kind are listed."""
    unknown = sum(entry.kind is None for entry in entries)
    if kinds is None or not unknown:
        return ""
    return f"also lists {plural(unknown, 'paper')} of unknown kind"


def chosen_kinds(kinds: Iterable[Kind]) -> frozenset[Kind] | None:
    """Return the kinds of the settings as a choice, where None is all kinds."""
    chosen = frozenset(kinds)
    return None if chosen == frozenset(Kind) else chosen


def name_of_kinds(kinds: frozenset[Kind] | None) -> str:
    """Return the name of some kinds."""
    named = [choice.name for choice in KIND_CHOICES if choice.kinds == kinds]
    return named[0] if named else ", ".join(sorted(kinds or ()))
