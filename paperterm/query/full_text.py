"""The words of a query as an FTS5 MATCH expression.

An FTS5 table has a column for each of some texts, filled with `fold.folded` and
`fold.folded_authors`, and `tokenize = fold.TOKENIZER`. Every word is quoted and has only letters
and digits, so that no input is read as syntax.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from paperterm.query.conditions import HasAuthor, HasWords
from paperterm.query.fold import GAP
from paperterm.query.initials import initial
from paperterm.query.tree import EVERYTHING, All, Any, Not, Query, Term, TextPart, all_of

Columns: TypeAlias = tuple[TextPart, ...]

PAPER_COLUMNS: Columns = (TextPart.TITLE, TextPart.AUTHORS, TextPart.ABSTRACT)
NOTE_COLUMNS: Columns = (TextPart.NOTE,)


class MatchExpression(NamedTuple):
    """An expression for `MATCH ?`.

    A negated one matches the papers that are not wanted: FTS5 cannot express mere absence.
    """

    expression: str
    negated: bool = False


class Split(NamedTuple):
    """A query as two parts that must both match: one for FTS5, and the rest."""

    text: MatchExpression | None
    rest: Query


def split(query: Query, columns: Columns = PAPER_COLUMNS) -> Split:
    """Split a query into what FTS5 can find in a table with these columns, and the rest.

    The rest may have words: single first letters (see `initials`), and those beside other terms in
    an `or`; `match_expression` also takes a part of it.
    """
    parts = query.parts if isinstance(query, All) else (query,)
    text: list[Query] = []
    rest: list[Query] = []
    for part in parts:
        (text if _part(part, columns) else rest).append(part)
    return Split(
        match_expression(all_of(text), columns) if text else None,
        all_of(rest) if rest else EVERYTHING,
    )


def match_expression(query: Query, columns: Columns = PAPER_COLUMNS) -> MatchExpression | None:
    """Return the expression for a query, or None if it is not all words in these columns."""
    part = _part(query, columns)
    return MatchExpression(part.expression, part.negated) if part else None


def match_words(words: HasWords, columns: Columns) -> str:
    """Return the expression for words in a table with these columns."""
    where = "" if words.parts == columns else f"{{{' '.join(words.parts)}}} : "
    end = " *" if words.prefix else ""
    phrases = [f'"{" ".join(tokens)}"{end}' for tokens in words.spellings]
    return where + (phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})")


def match_author(author: HasAuthor) -> str:
    """Return an expression that finds all papers of an author, and some of others.

    The parts of a name in FTS5 are near each other, but in any order, and in any of two authors.
    """
    first, family, typed = map(_phrase, ((GAP, author.given[0]), author.family, author.typed))
    near = f"NEAR({first} {family}, {author.BETWEEN + len(author.given) - 1})"
    return f"{{{TextPart.AUTHORS}}} : ({near} OR {typed})"


def _phrase(names: tuple[str, ...]) -> str:
    """Return names in a row; only a beginning at the end can be told to FTS5."""
    words = [name.rstrip("*") for name in names]
    short = next((at for at, name in enumerate(names) if name.endswith("*")), len(names))
    return f'"{" ".join(words[: short + 1])}"{" *" if short < len(names) else ""}'


class _Part(NamedTuple):
    """An expression, how it binds, and how deep its parentheses go."""

    expression: str
    binds: int
    depth: int = 0
    negated: bool = False

    def within(self, binds: int) -> str:
        return self.expression if self.binds > binds else f"({self.expression})"


_OR, _AND, _NOT, _ALONE = range(4)


def _part(query: Query, columns: Columns) -> _Part | None:
    """Return the expression for a query, or None if it is not all words in these columns."""
    if isinstance(query, Not):
        part = _part(query.part, columns)
        return part and part._replace(negated=not part.negated)
    if isinstance(query, All | Any):
        parts = [part for one in query.parts if (part := _part(one, columns))]
        if not parts or len(parts) < len(query.parts):
            return None
        return _both(parts) if isinstance(query, All) else _either(parts)
    assert isinstance(query, Term)
    words = query.condition
    if not isinstance(words, HasWords) or not words.tokens or initial(words):
        return None
    if not set(words.parts) <= set(columns):
        return None
    return _Part(match_words(words, columns), _ALONE)


def _both(parts: list[_Part]) -> _Part:
    """Return `wanted NOT unwanted` for parts that must all match; negated if none is wanted."""
    wanted, unwanted = _sides(parts)
    if not wanted:
        return _joined(unwanted, "OR")._replace(negated=True)
    if not unwanted:
        return _joined(wanted, "AND")
    return _without(_joined(wanted, "AND"), _joined(unwanted, "OR"))


def _either(parts: list[_Part]) -> _Part:
    """Return `wanted OR wanted`; if a part is negated, negated `unwanted AND … NOT wanted`."""
    wanted, unwanted = _sides(parts)
    if not unwanted:
        return _joined(wanted, "OR")
    excluded = _joined(unwanted, "AND")
    if wanted:
        excluded = _without(excluded, _joined(wanted, "OR"))
    return excluded._replace(negated=True)


def _sides(parts: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    return [part for part in parts if not part.negated], [part for part in parts if part.negated]


def _joined(parts: list[_Part], operator: str) -> _Part:
    """Join parts with an operator, deepest first: FTS5's parser has little stack."""
    if len(parts) == 1:
        return parts[0]._replace(negated=False)
    binds = _OR if operator == "OR" else _AND
    parts = sorted(parts, key=lambda part: -part.depth)
    expression = f" {operator} ".join(part.within(binds) for part in parts)
    return _Part(expression, binds, _depth_around(parts))


def _without(wanted: _Part, unwanted: _Part) -> _Part:
    expression = f"{wanted.within(_NOT)} NOT {unwanted.within(_NOT)}"
    return _Part(expression, _NOT, _depth_around([wanted, unwanted]))


def _depth_around(parts: list[_Part]) -> int:
    return 1 + max(part.depth for part in parts)
