"""What a query asks for, as a tree of frozen data that prints itself back.

The functions at the end are how trees are made: they keep a tree flat, so that one meaning has
one form, and reading what was printed gives an equal tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """Where a term looks. `TEXT`, which has no name, is title, authors and abstract."""

    TEXT = ""
    TITLE = "ti"
    AUTHORS = "au"
    ABSTRACT = "abs"
    CATEGORY = "cat"
    TOPIC = "topic"
    TAG = "tag"
    NOTE = "note"
    ID = "id"
    IS = "is"
    DAY = "day"
    SINCE = "since"


class MatchForm(StrEnum):
    """How a term is written."""

    WORD = "word"
    PHRASE = "phrase"
    REGEX = "regex"
    NAME = "name"
    """All of an author's name: nobody writes it, `is:followed` becomes it."""


class Query:
    """What is asked for: a Term, or Not, All or Any of other queries."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


@dataclass(frozen=True, repr=False)
class Term(Query):
    """One thing to look for, its text as it was typed, without the signs around it.

    A prefix, `diff*` or `"large lang"*`, has text that goes on.
    """

    field: Field
    text: str
    form: MatchForm = MatchForm.WORD
    prefix: bool = False

    def __str__(self) -> str:
        name = f"{self.field}:" if self.field else ""
        return f"{name}{_written(self.form, self.text)}{'*' * self.prefix}"


@dataclass(frozen=True, repr=False)
class Not(Query):
    """Everything else."""

    part: Query

    def __str__(self) -> str:
        return f"-{self.part}" if isinstance(self.part, Term) else f"-({self.part})"


@dataclass(frozen=True, repr=False)
class All(Query):
    """What each of two or more parts matches; without parts, everything."""

    parts: tuple[Query, ...] = ()

    def __str__(self) -> str:
        return " ".join(f"({one})" if isinstance(one, Any) else str(one) for one in self.parts)


@dataclass(frozen=True, repr=False)
class Any(Query):
    """What one of two or more parts matches."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


EVERYTHING = All()


def all_of(parts: Iterable[Query]) -> Query:
    """What each of the parts matches, without an `All` in an `All`."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(parts: Iterable[Query]) -> Query:
    """What one of at least one part matches, without an `Any` in an `Any`."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Any) else (part,))]
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def negation(part: Query) -> Query:
    """What a part does not match."""
    return part.part if isinstance(part, Not) else Not(part)


def terms(query: Query, positive: bool = True) -> Iterator[tuple[Term, bool]]:
    """The terms of a query in their order, and whether each is asked for (or else left out)."""
    if isinstance(query, Term):
        yield query, positive
    elif isinstance(query, Not):
        yield from terms(query.part, not positive)
    elif isinstance(query, All | Any):
        for part in query.parts:
            yield from terms(part, positive)


def fields(query: Query) -> frozenset[Field]:
    """Where a query looks: what must be known of a paper to match it."""
    return frozenset(term.field for term, _ in terms(query))


def _written(form: MatchForm, text: str) -> str:
    if form in (MatchForm.PHRASE, MatchForm.NAME):
        return '"' + re.sub(r'\\(?=[\\"]|\Z)|"', r"\\\g<0>", text) + '"'
    if form is MatchForm.REGEX:
        return "/" + re.sub(r"(\\.)|/", _slash, text, flags=re.DOTALL) + "/"
    return text


def _slash(found: re.Match[str]) -> str:
    return found[1] or r"\/"
