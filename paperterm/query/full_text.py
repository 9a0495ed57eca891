"""The text part of a query as an FTS5 MATCH expression.

The table has the columns `title`, `authors` and `abstract`, and no other, filled with
`fold.folded` and `fold.folded_authors` and made with `tokenize = fold.TOKENIZER`; notes have a
table of their own with the column `note`. Every word is quoted and holds only letters and digits,
so nothing that a user types is syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from paperterm.query.fold import tokens, whole_name
from paperterm.query.tree import EVERYTHING, All, Any, Field, MatchForm, Not, Query, Term, all_of

TEXT_COLUMNS: Mapping[Field, str] = {
    Field.TEXT: "",
    Field.TITLE: "title : ",
    Field.AUTHORS: "authors : ",
    Field.ABSTRACT: "abstract : ",
}
NOTE_COLUMNS: Mapping[Field, str] = {Field.NOTE: "note : "}


class MatchExpression(NamedTuple):
    """What FTS5 is told.

    Args:
        expression: For `MATCH ?`.
        negated: It tells what is not wanted, since FTS5 cannot be asked for a mere absence: take
            all papers but these.
        is_short: Some prefix is a single letter, which no prefix index of two helps with.
    """

    expression: str
    negated: bool = False
    is_short: bool = False


class Split(NamedTuple):
    """A query in two parts that must both match: what FTS5 can say, and the rest."""

    text: MatchExpression | None
    rest: Query


def split(query: Query, columns: Mapping[Field, str] = TEXT_COLUMNS) -> Split:
    """Take out of a query what FTS5 can say of the given columns.

    The rest may hold text still, beside other terms in an `or`: `said` gives the expression of
    any part of it.
    """
    parts = query.parts if isinstance(query, All) else (query,)
    text: list[Query] = []
    rest: list[Query] = []
    for part in parts:
        (text if _is_text(part, columns) else rest).append(part)
    return Split(
        said(all_of(text), columns) if text else None, all_of(rest) if rest else EVERYTHING
    )


def said(query: Query, columns: Mapping[Field, str] = TEXT_COLUMNS) -> MatchExpression | None:
    """A query as FTS5 is told it, or None if it holds anything but words in these columns."""
    if query == EVERYTHING or not _is_text(query, columns):
        return None
    found = _said(query, columns)
    return MatchExpression(found.expression, found.negated, found.is_short)


class _Part(NamedTuple):
    """An expression, how it binds, and how deep its parentheses go."""

    expression: str
    negated: bool
    is_short: bool
    binds: int
    depth: int = 0

    def within(self, binds: int) -> str:
        return self.expression if self.binds > binds else f"({self.expression})"


_OR, _AND, _NOT, _ALONE = range(4)


def _is_text(query: Query, columns: Mapping[Field, str]) -> bool:
    if isinstance(query, Not):
        return _is_text(query.part, columns)
    if isinstance(query, All | Any):
        return all(_is_text(part, columns) for part in query.parts)
    assert isinstance(query, Term)
    return query.field in columns and query.form is not MatchForm.REGEX and bool(tokens(query.text))


def _said(query: Query, columns: Mapping[Field, str]) -> _Part:
    if isinstance(query, Not):
        part = _said(query.part, columns)
        return part._replace(negated=not part.negated)
    if isinstance(query, All | Any):
        parts = [_said(part, columns) for part in query.parts]
        return _both(parts) if isinstance(query, All) else _either(parts)
    assert isinstance(query, Term)
    words = whole_name(query.text) if query.form is MatchForm.NAME else tokens(query.text)
    star = " *" if query.prefix else ""
    is_short = query.prefix and len(words[-1]) == 1
    expression = f'{columns[query.field]}"{" ".join(words)}"{star}'
    return _Part(expression, negated=False, is_short=is_short, binds=_ALONE)


def _both(parts: list[_Part]) -> _Part:
    """What all parts match: `wanted NOT unwanted`, or only what is unwanted, negated."""
    wanted, unwanted = _sides(parts)
    if not wanted:
        return _joined(unwanted, "OR")._replace(negated=True)
    if not unwanted:
        return _joined(wanted, "AND")
    return _without(_joined(wanted, "AND"), _joined(unwanted, "OR"))


def _either(parts: list[_Part]) -> _Part:
    """What one part matches; if one is an absence, negated: all that is absent, and none wanted."""
    wanted, unwanted = _sides(parts)
    if not unwanted:
        return _joined(wanted, "OR")
    missed = _joined(unwanted, "AND")
    if wanted:
        missed = _without(missed, _joined(wanted, "OR"))
    return missed._replace(negated=True)


def _sides(parts: Iterable[_Part]) -> tuple[list[_Part], list[_Part]]:
    parts = list(parts)
    return [part for part in parts if not part.negated], [part for part in parts if part.negated]


def _joined(parts: list[_Part], operator: str) -> _Part:
    """Parts with an operator between; the deepest first, which keeps FTS5's parser stack low."""
    if len(parts) == 1:
        return parts[0]._replace(negated=False)
    binds = _OR if operator == "OR" else _AND
    parts = sorted(parts, key=lambda part: -part.depth)
    expression = f" {operator} ".join(part.within(binds) for part in parts)
    return _Part(expression, False, any(part.is_short for part in parts), binds, _deeper(parts))


def _without(wanted: _Part, unwanted: _Part) -> _Part:
    expression = f"{wanted.within(_NOT)} NOT {unwanted.within(_NOT)}"
    is_short = wanted.is_short or unwanted.is_short
    return _Part(expression, False, is_short, _NOT, _deeper([wanted, unwanted]))


def _deeper(parts: list[_Part]) -> int:
    return 1 + max(part.depth for part in parts)
