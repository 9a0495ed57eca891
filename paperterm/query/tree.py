"""A query as a tree of frozen data that prints itself back.

`all_of`, `any_of` and `negation` make flat trees, so that a printed query is read as an equal tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from paperterm.query.conditions import Condition
    from paperterm.query.fields import Field


class Need(Enum):
    """A part of the subject of a query that takes time to look up, which only some queries need."""

    FACTS = auto()  # of the paper, besides its texts and categories
    ANNOUNCEMENTS = auto()
    TAGS = auto()
    NOTE = auto()
    TOPICS = auto()
    INTEREST = auto()


class TextPart(StrEnum):
    """A text of a paper that words and regexes are searched in."""

    TITLE = "title"
    AUTHORS = "authors"
    ABSTRACT = "abstract"
    NOTE = "note"
    FULL = "full"


class MatchForm(StrEnum):
    """How a value is written."""

    WORD = "word"
    PHRASE = "phrase"
    REGEX = "regex"
    NAME = "name"
    """The whole name of an author, or ids: what `is:followed` and `full:` become. Not typed."""


class Value(NamedTuple):
    """The text behind a colon, without the quotes, slashes or `*` around it.

    With `prefix`, as in `diff*` or `"large lang"*`, the last word may be the beginning of one.
    """

    text: str
    form: MatchForm = MatchForm.WORD
    prefix: bool = False

    @property
    def is_any(self) -> bool:
        """Whether it is only `*`."""
        return self.prefix and not self.text


class Query:
    """A Term, or Not, All or Any of other queries."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


@dataclass(frozen=True, repr=False)
class Term(Query):
    """A value in a field; `text`, `form` and `prefix` are as in `Value`."""

    field: Field
    text: str
    form: MatchForm = MatchForm.WORD
    prefix: bool = False

    def __str__(self) -> str:
        return f"{self.field.written}{_written(self.form, self.text)}{'*' * self.prefix}"

    @cached_property
    def condition(self) -> Condition:
        """The condition of the term.

        Raises:
            ValueError: The field does not take this text. `parse` makes no such term.
        """
        condition = self.field.read(Value(self.text, self.form, self.prefix))
        if condition is None:
            raise ValueError(f"no letter or digit in {self}")
        return condition


@dataclass(frozen=True, repr=False)
class Not(Query):
    """The papers that a part does not match."""

    part: Query

    def __str__(self) -> str:
        return f"-{self.part}" if isinstance(self.part, Term) else f"-({self.part})"


@dataclass(frozen=True, repr=False)
class All(Query):
    """The papers that two or more parts all match; without parts, all papers."""

    parts: tuple[Query, ...] = ()

    def __str__(self) -> str:
        return " ".join(f"({one})" if isinstance(one, Any) else str(one) for one in self.parts)


@dataclass(frozen=True, repr=False)
class Any(Query):
    """The papers that at least one of two or more parts matches."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


EVERYTHING = All()


def all_of(parts: Iterable[Query]) -> Query:
    """Return a query that all parts must match, without an `All` inside an `All`."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(parts: Iterable[Query]) -> Query:
    """Return a query that one of the parts must match, without an `Any` inside an `Any`."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Any) else (part,))]
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def negation(part: Query) -> Query:
    """Return a query for the papers that a part does not match."""
    return part.part if isinstance(part, Not) else Not(part)


def terms(query: Query, positive: bool = True) -> Iterator[tuple[Term, bool]]:
    """Iterate over the terms in order; the flag is False for a term that is excluded."""
    if isinstance(query, Term):
        yield query, positive
    elif isinstance(query, Not):
        yield from terms(query.part, not positive)
    elif isinstance(query, All | Any):
        for part in query.parts:
            yield from terms(part, positive)


def needs(query: Query) -> frozenset[Need]:
    """Return the parts of a subject that a query needs."""
    found = {term.condition.need for term, _ in terms(query)}
    return frozenset(need for need in found if need)


def only_marked(query: Query) -> bool:
    """Return whether only papers with a mark besides "read" can match.

    Such papers are listed even when no day of the library holds them any more.
    """
    if isinstance(query, All):
        return any(map(only_marked, query.parts))
    if isinstance(query, Any):
        return all(map(only_marked, query.parts))
    return isinstance(query, Term) and query.condition.is_only_marked


def replace_terms(query: Query, change: Callable[[Term], Query]) -> Query:
    """Return the query with each term replaced by `change(term)`."""
    if isinstance(query, Not):
        return negation(replace_terms(query.part, change))
    if isinstance(query, All):
        return all_of(replace_terms(part, change) for part in query.parts)
    if isinstance(query, Any):
        return any_of(replace_terms(part, change) for part in query.parts)
    assert isinstance(query, Term)
    return change(query)


def _written(form: MatchForm, text: str) -> str:
    if form in (MatchForm.PHRASE, MatchForm.NAME):
        return '"' + re.sub(r'\\(?=[\\"]|\Z)|"', r"\\\g<0>", text) + '"'
    if form is MatchForm.REGEX:
        return "/" + re.sub(r"(\\.)|/", _slash, text, flags=re.DOTALL) + "/"
    return text


def _slash(found: re.Match[str]) -> str:
    return found[1] or r"\/"
