"""The categories that are followed, and those that were, whose papers are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from paperterm.model import Entry
from paperterm.query import Not, Query, Term, terms
from paperterm.query.tree import any_of

_KEPT = "is:starred or is:queued or tag:* or note:*"
"""Finds the papers of which `Mark.is_kept` is true."""


class Following(NamedTuple):
    """The categories followed now, and those followed before; an archive means all of its own.

    A paper is hidden if it is in a category of `before` and in none of `now`, unless the user kept
    it. Papers of categories that were never followed, which only an import brings, are shown.
    """

    now: frozenset[str]
    before: frozenset[str]

    def shows(self, entry: Entry) -> bool:
        """Return whether a paper is shown."""
        names = entry.paper.categories
        is_hidden = _is_any_in(names, self.before) and not _is_any_in(names, self.now)
        return not is_hidden or entry.mark.is_kept

    def shown(self, query: Query) -> Query:
        """Return a query for the papers that are shown where another query is searched for.

        It shows what it names: `cat:cs.RO` finds papers of a category that is hidden otherwise.
        """
        from paperterm.query.fields import Field  # the first screen needs no query
        from paperterm.query.parse import parse

        named = [
            term
            for term, is_wanted in terms(query)
            if is_wanted and term.field in (Field.CATEGORY, Field.ID)
        ]
        return any_of(
            [*_each(self.now), Not(any_of(_each(self.before))), parse(_KEPT), *dict.fromkeys(named)]
        )


def following(now: Iterable[str], ever: Iterable[str]) -> Following | None:
    """Return what is followed, and was; None if nothing was given up.

    Args:
        now: The categories of the settings.
        ever: All categories that were ever followed.
    """
    followed = frozenset(now)
    before = frozenset(ever) - followed
    return Following(followed, before) if before else None


def _is_any_in(categories: Iterable[str], names: Collection[str]) -> bool:
    return any(one in names or one.partition(".")[0] in names for one in categories)


def _each(names: Iterable[str]) -> list[Query]:
    from paperterm.query.fields import Field  # the first screen needs no query

    return [Term(Field.CATEGORY, name) for name in sorted(names)]
