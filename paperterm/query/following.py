"""`is:followed` in terms of authors: who is followed stands in the settings, not in a paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from paperterm.model import Paper
from paperterm.query.fold import folded, tokens
from paperterm.query.rewrite import rewritten
from paperterm.query.tree import Field, MatchForm, Query, Term, any_of


def folded_names(authors: Iterable[str]) -> frozenset[str]:
    """Names for `is_by`."""
    return frozenset(filter(None, map(_folded, authors)))


def is_by(paper: Paper, names: frozenset[str]) -> bool:
    """Whether one of these, as `folded_names` gives them, wrote a paper."""
    return any(_folded(author) in names for author in paper.authors)


def with_followed(query: Query, authors: Sequence[str]) -> Query:
    """A query that asks for the names of authors wherever it asked for those that are followed.

    Args:
        query: What is asked for.
        authors: The authors the user follows.
    """
    names = [Term(Field.AUTHORS, name, MatchForm.NAME) for name in authors if tokens(name)]
    followed = any_of(names) if names else _FOLLOWED  # which finds nothing
    return rewritten(query, lambda term: followed if term == _FOLLOWED else term)


@lru_cache(4096)
def _folded(name: str) -> str:
    return folded(name).strip()


_FOLLOWED = Term(Field.IS, "followed")
