"""Papers by the followed authors of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from paperterm.model import Paper
from paperterm.query.fold import folded, tokens
from paperterm.query.tree import MatchForm, Query, Term, any_of, replace_terms
from paperterm.text.typeset import typeset


def folded_names(authors: Iterable[str]) -> frozenset[str]:
    """Return names in the form that `is_by` takes."""
    return frozenset(filter(None, map(_folded, authors)))


def is_by(paper: Paper, names: frozenset[str]) -> bool:
    """Return whether one of these names, from `folded_names`, is an author of a paper."""
    return any(_folded(author) in names for author in paper.authors)


def with_followed(query: Query, authors: Sequence[str]) -> Query:
    """Return the query with `is:followed` replaced by the names of the followed authors."""
    from paperterm.query.fields import Field  # the first screen needs no query

    names = [Term(Field.AUTHORS, name, MatchForm.NAME) for name in authors if tokens(name)]
    wanted = Term(Field.IS, "followed")
    by_them = any_of(names) if names else wanted  # which matches nothing
    return replace_terms(query, lambda term: by_them if term == wanted else term)


@lru_cache(4096)
def _folded(name: str) -> str:
    return folded(typeset(name))
