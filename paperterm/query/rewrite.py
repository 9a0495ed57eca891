"""A query in other terms."""

from __future__ import annotations

import re
from collections.abc import Callable

from paperterm.query.tree import (
    All,
    Any,
    Field,
    MatchForm,
    Not,
    Query,
    Term,
    all_of,
    any_of,
    negation,
)

_ID = r"(?P<id>\d{4}\.\d{4,5})(v\d+)?"


def rewritten(query: Query, change: Callable[[Term], Query]) -> Query:
    """A query with each of its terms put in other words.

    Args:
        query: What is asked for.
        change: Gives what to ask for in the place of a term.
    """
    if isinstance(query, Not):
        return negation(rewritten(query.part, change))
    if isinstance(query, All):
        return all_of(rewritten(part, change) for part in query.parts)
    if isinstance(query, Any):
        return any_of(rewritten(part, change) for part in query.parts)
    assert isinstance(query, Term)
    return change(query)


def with_ids(query: Query) -> Query:
    """A query in which an arXiv id means the paper too, and not only where it is written."""
    return rewritten(query, _or_id)


def _or_id(term: Term) -> Query:
    found = re.fullmatch(_ID, term.text, re.ASCII)
    if term.field is not Field.TEXT or term.form is MatchForm.REGEX or not found:
        return term
    return any_of([term, Term(Field.ID, found["id"])])
