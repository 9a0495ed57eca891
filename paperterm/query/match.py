"""Whether a paper is what a query asks for, without an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from paperterm.errors import InputError, QueryError
from paperterm.model import Kind, PaperRef
from paperterm.query import patterns, value_readers
from paperterm.query.fold import GAP, folded, folded_authors, folded_name, tokens, whole_name
from paperterm.query.tree import All, Any, Field, MatchForm, Not, Query, Term

_NEVER = date.min


class Subject(NamedTuple):
    """What is known of one paper. `tree.fields` says what a query needs; the rest may be left out.

    `announcements` are the days and kinds of all of them; `newest_day` is that of the library.
    """

    id: str
    title: str
    authors: Sequence[str] = ()
    abstract: str | None = None
    categories: Sequence[str] = ()
    announcements: Sequence[tuple[date, Kind | None]] = ()
    newest_day: date = _NEVER
    read: bool = False
    starred: bool = False
    queued: bool = False
    tags: Sequence[str] = ()
    note: str | None = None
    topics: Sequence[str] = ()
    followed: bool = False


class _Texts:
    """The texts of a paper as they are compared, each folded once and only when looked at."""

    __slots__ = ("_folded", "paper")

    def __init__(self, paper: Subject) -> None:
        self.paper = paper
        self._folded: dict[Field, str] = {}

    def folded(self, field: Field) -> str:
        text = self._folded.get(field)
        if text is None:
            text = self._folded[field] = self._fold(field)
        return text

    def written(self, field: Field) -> Sequence[str]:
        paper = self.paper
        if field is Field.TITLE:
            return (paper.title,)
        if field is Field.AUTHORS:
            return (", ".join(paper.authors),)
        if field is Field.ABSTRACT:
            return (paper.abstract or "",)
        if field is Field.NOTE:
            return (paper.note,) if paper.note else ()
        return (paper.title, ", ".join(paper.authors), paper.abstract or "")

    def _fold(self, field: Field) -> str:
        """With a space around each token, and a line for each of several fields."""
        if field is Field.AUTHORS:
            return f" {folded_authors(self.paper.authors)} "
        if field is Field.TEXT:
            parts = (Field.TITLE, Field.AUTHORS, Field.ABSTRACT)
            return "\n".join(map(self.folded, parts))
        return f" {folded(''.join(self.written(field)))} "


_Test = Callable[[_Texts], bool]


def matches(query: Query, paper: Subject, *, deadline: float | None = None) -> bool:
    """Whether a paper is what a query asks for; `matcher` for many papers.

    Raises:
        QueryError: A regex takes too long.
    """
    return matcher(query, deadline=deadline)(paper)


def matcher(query: Query, *, deadline: float | None = None) -> Callable[[Subject], bool]:
    """What tells whether a paper is what a query asks for.

    Args:
        query: Is understood once, for all papers.
        deadline: The time (`time.monotonic`) after which no regex is looked for any more.

    Returns:
        The test. It raises QueryError when a regex takes too long for one text
        (`patterns.TEXT_SECONDS`), or is looked for after the deadline.
    """
    test = _test(query, query, deadline)
    return lambda paper: test(_Texts(paper))


def name_matches(term: Term, name: str) -> bool:
    """Whether a `tag:`, `topic:`, `cat:` or `id:` term means this tag, topic, category or id."""
    wanted = _wanted(term)
    name = folded_name(name)
    if term.prefix:
        return name.startswith(wanted)
    is_archive = term.field is Field.CATEGORY and name.startswith(f"{wanted}.")
    return name == wanted or is_archive


def state_matches(state: str, paper: Subject) -> bool:
    """Whether a paper is in one of the `value_readers.STATES`."""
    if state == "unread":
        return not paper.read
    kinds = value_readers.KINDS.get(state)
    if kinds is None:
        return bool(getattr(paper, state))
    return any(kind in kinds for _, kind in paper.announcements)


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
    if query.form is MatchForm.REGEX:
        return _regex(query, whole, deadline)
    return _TESTS.get(query.field, _words)(query)


def _words(term: Term) -> _Test:
    said = tokens(term.text)
    if not said:
        return lambda texts: bool(texts.folded(term.field).replace(GAP, "").strip())
    if term.form is MatchForm.NAME:
        said = whole_name(term.text)
    needle = f" {' '.join(said)}{'' if term.prefix else ' '}"
    return lambda texts: needle in texts.folded(term.field)


def _regex(term: Term, whole: Query, deadline: float | None) -> _Test:
    pattern = patterns.compiled(term.text)

    def test(texts: _Texts) -> bool:
        try:
            return any(
                patterns.occurs(pattern, text, deadline) for text in texts.written(term.field)
            )
        except TimeoutError:
            written = str(whole)
            at = written.find(str(term))
            raise QueryError(written, at, "the regex takes too long", "make it simpler") from None

    return test


@lru_cache(256)
def _wanted(term: Term) -> str:
    """The name that a term means, in the form of `folded_name`."""
    if term.field is Field.ID:
        try:
            return PaperRef.parse(term.text).id
        except InputError:
            pass
    return folded_name(term.text)


def _category(term: Term) -> _Test:
    return lambda texts: any(name_matches(term, name) for name in texts.paper.categories)


def _topic(term: Term) -> _Test:
    return lambda texts: any(name_matches(term, name) for name in texts.paper.topics)


def _tag(term: Term) -> _Test:
    return lambda texts: any(name_matches(term, name) for name in texts.paper.tags)


def _id(term: Term) -> _Test:
    return lambda texts: name_matches(term, texts.paper.id)


def _state(term: Term) -> _Test:
    state = value_readers.state(term.text)
    return lambda texts: state_matches(state, texts.paper)


def _day(term: Term) -> _Test:
    first, last = value_readers.days(term.text)
    return lambda texts: any(first <= day <= last for day, _ in texts.paper.announcements)


def _since(term: Term) -> _Test:
    def test(texts: _Texts) -> bool:
        first = value_readers.first_day(term.text, texts.paper.newest_day)
        return any(day >= first for day, _ in texts.paper.announcements)

    return test


_TESTS: dict[Field, Callable[[Term], _Test]] = {
    Field.CATEGORY: _category,
    Field.TOPIC: _topic,
    Field.TAG: _tag,
    Field.ID: _id,
    Field.IS: _state,
    Field.DAY: _day,
    Field.SINCE: _since,
}
