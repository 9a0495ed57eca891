"""Which queries only what the user keeps can match."""

from __future__ import annotations

from paperterm.query import value_readers
from paperterm.query.tree import All, Any, Field, Query, Term


def only_marked(query: Query) -> bool:
    """Whether every match must be starred, queued, tagged or noted.

    Such papers are the user's own, and listed even when no day holds them any more.
    """
    if isinstance(query, All):
        return any(map(only_marked, query.parts))
    if isinstance(query, Any):
        return all(map(only_marked, query.parts))
    return isinstance(query, Term) and _is_kept(query)


def _is_kept(term: Term) -> bool:
    if term.field is Field.IS:
        return value_readers.state(term.text) in ("starred", "queued")
    return term.field in (Field.TAG, Field.NOTE)
