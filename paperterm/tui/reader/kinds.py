"""Which kinds of announcements a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.model import Entry, Kind
from paperterm.text import plural


class KindsShown(NamedTuple):
    """A choice: the kinds, None for all, and what it is called."""

    kinds: frozenset[Kind] | None
    name: str
    says: str


_ALSO = "; unknown kinds too"
"""What is not known to be of another kind is always shown, see `Selection`."""

KINDS_SHOWN = (
    KindsShown(None, "all", "new papers, cross-lists and replacements"),
    KindsShown(frozenset({Kind.NEW, Kind.CROSS}), "new and cross-lists", f"no replacements{_ALSO}"),
    KindsShown(frozenset({Kind.NEW}), "new", f"only what is new in arXiv{_ALSO}"),
    KindsShown(
        frozenset({Kind.REPLACE, Kind.REPLACE_CROSS}),
        "replacements",
        f"only what was changed{_ALSO}",
    ),
)


def told_of_unknown(kinds: frozenset[Kind] | None, entries: Iterable[Entry]) -> str:
    """What to say where some kinds are chosen and papers are listed of which it is not known."""
    unknown = sum(entry.kind is None for entry in entries)
    if kinds is None or not unknown:
        return ""
    return f"the kind of {plural(unknown, 'paper')} is not known: listed all the same"


def shown_kinds(kinds: frozenset[Kind]) -> frozenset[Kind] | None:
    """The kinds of the settings as a choice: all of them are None."""
    return None if kinds == frozenset(Kind) else kinds


def name_of_kinds(kinds: frozenset[Kind] | None) -> str:
    """What some kinds are called."""
    named = [one.name for one in KINDS_SHOWN if one.kinds == kinds]
    return named[0] if named else ", ".join(sorted(kinds or ()))
