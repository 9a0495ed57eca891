"""The categories that are followed, and those that were, whose papers are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from paperterm.query import Field, Not, Query, Term
from paperterm.query.tree import any_of


class Following(NamedTuple):
    """The categories followed now, and those followed before; an archive means all of its own.

    A paper is hidden if it is in a category of `before` and in none of `now`. Papers of categories
    that were never followed, which only an import brings, are shown.
    """

    now: frozenset[str]
    before: frozenset[str]

    def shows(self, categories: Iterable[str]) -> bool:
        """Return whether a paper of these categories is shown."""
        names = list(categories)
        return _is_any_in(names, self.now) or not _is_any_in(names, self.before)

    @property
    def query(self) -> Query:
        """A query that finds the papers that are shown."""
        return any_of([*_each(self.now), Not(any_of(_each(self.before)))])


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
    return [Term(Field.CATEGORY, name) for name in sorted(names)]
