"""Test whether a paper matches a query, without an index."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from paperterm.errors import QueryError
from paperterm.query.conditions import FitsRegex
from paperterm.query.subject import Subject, SubjectTexts
from paperterm.query.tree import All, Any, Not, Query, Term

_Test: TypeAlias = Callable[[SubjectTexts], bool]


def matcher(query: Query, *, deadline: float | None = None) -> Callable[[Subject], bool]:
    """Return a function that tests papers.

    Args:
        query: The query.
        deadline: The time (`time.monotonic`) after which no regex is searched for.

    Returns:
        The test. It raises QueryError when a regex takes too long for one text
        (`patterns.TEXT_SECONDS`), or after the deadline.
    """
    test = _test(query, query, deadline)
    return lambda subject: test(SubjectTexts(subject))


def _test(query: Query, whole: Query, deadline: float | None) -> _Test:
    if isinstance(query, Not):
        part = _test(query.part, whole, deadline)
        return lambda texts: not part(texts)
    if isinstance(query, All | Any):
        parts = [_test(part, whole, deadline) for part in query.parts]
        if isinstance(query, All):
            return lambda texts: all(part(texts) for part in parts)
        return lambda texts: any(part(texts) for part in parts)
    assert isinstance(query, Term)
    condition = query.condition
    if isinstance(condition, FitsRegex):
        return _timed(condition.until(deadline), query, whole)
    return condition.holds


def _timed(condition: FitsRegex, term: Term, whole: Query) -> _Test:
    def test(texts: SubjectTexts) -> bool:
        try:
            return condition.holds(texts)
        except TimeoutError:
            written = str(whole)
            at = written.find(str(term))
            raise QueryError(
                written, at, "the regex takes too long", "write a simpler one"
            ) from None

    return test
