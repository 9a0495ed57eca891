"""The conditions that terms of a query set.

A condition is plain data: `holds` tests a paper, and `paperterm.library.index.where` gives the same
test in SQL. mypy checks that it has one for each class in `Condition`.
"""

# ruff: noqa: D102 - overriding methods are described in `_Base` and `Named`

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from paperterm.model import Kind, Paper, has_mailing
from paperterm.query import patterns
from paperterm.query.fold import GAP, folded_name
from paperterm.query.subject import SubjectTexts
from paperterm.query.tree import Need, TextPart

if TYPE_CHECKING:
    from regex import Pattern

_ONE_DAY = timedelta(days=1)


class _Base(ABC):
    """A condition."""

    @property
    def need(self) -> Need | None:
        """What must be looked up about a paper."""
        return None

    @property
    def is_only_marked(self) -> bool:
        """Whether only papers with a mark besides "read" can meet the condition."""
        return False

    @abstractmethod
    def holds(self, texts: SubjectTexts) -> bool:
        """Return whether a paper meets the condition."""


class _OfTexts(_Base):
    """A condition on texts of a paper."""

    parts: tuple[TextPart, ...]

    @property
    def need(self) -> Need | None:
        return Need.NOTE if TextPart.NOTE in self.parts else None

    @property
    def is_only_marked(self) -> bool:
        return self.parts == (TextPart.NOTE,)


@dataclass(frozen=True)
class HasWords(_OfTexts):
    """Tokens in a row in one of some texts; without tokens, any text at all.

    With `prefix`, the last token may be the beginning of a word. `others` are more spellings, of
    which one is enough.
    """

    parts: tuple[TextPart, ...]
    tokens: tuple[str, ...] = ()
    prefix: bool = False
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The tokens, and those of other spellings."""
        return (self.tokens, *self.others)

    @property
    def needles(self) -> list[str]:
        """The texts of which a folded text, with a space around it, must have one."""
        end = "" if self.prefix else " "
        return [f" {' '.join(tokens)}{end}" for tokens in self.spellings]

    def holds(self, texts: SubjectTexts) -> bool:
        if not self.tokens:
            return any(map(texts.written, self.parts))
        return any(needle in texts.folded(part) for part in self.parts for needle in self.needles)


@dataclass(frozen=True)
class HasAuthor(_OfTexts):
    """An author by given and family names: `J. Müller` and `Müller, Jörg` are Jörg P. Müller.

    A name that ends in `*` is the beginning of one. The family name comes at most `BETWEEN` names
    after the given ones. An author with the names `typed`, in a row, is found, too.
    """

    BETWEEN = 3

    given: tuple[str, ...]
    family: tuple[str, ...]
    typed: tuple[str, ...]
    parts: tuple[TextPart, ...] = (TextPart.AUTHORS,)

    @cached_property
    def pattern(self) -> str:
        """A regex for folded authors, with a space around them."""
        given, family, typed = (
            " ".join(name.replace("*", r"\w*") for name in names)
            for names in (self.given, self.family, self.typed)
        )
        return rf" (?:{GAP} {given}(?: \w+){{0,{self.BETWEEN}}} {family}|{typed}) "

    def holds(self, texts: SubjectTexts) -> bool:
        return re.search(self.pattern, texts.folded(TextPart.AUTHORS)) is not None


@dataclass(frozen=True)
class FitsRegex(_OfTexts):
    """A regex found in one of some texts, which no index can test.

    `holds` raises TimeoutError when the search takes too long (`patterns.TEXT_SECONDS`), or
    after the deadline (`time.monotonic`).
    """

    parts: tuple[TextPart, ...]
    pattern: Pattern[str]
    deadline: float | None = None

    @cached_property
    def needed(self) -> str:
        """Letters and digits in a row that every match has."""
        return patterns.needed(self.pattern.pattern)

    def until(self, deadline: float | None) -> FitsRegex:
        """Return the same condition with a deadline."""
        return replace(self, deadline=deadline)

    def holds(self, texts: SubjectTexts) -> bool:
        return any(
            patterns.occurs(self.pattern, written, self.deadline)
            for part in self.parts
            if not (self.needed and texts.lacks(part, self.needed))
            if (written := texts.written(part)) or part is not TextPart.NOTE  # no note: no match
        )


@dataclass(frozen=True)
class Named(_Base):
    """A name, compared by `fold.folded_name`; with `prefix`, the beginning of one."""

    wanted: str
    prefix: bool = False

    @abstractmethod
    def names(self, texts: SubjectTexts) -> Sequence[str]:
        """Return the names that a paper has."""

    def accepts(self, name: str) -> bool:
        """Return whether a name is the wanted one."""
        name = folded_name(name)
        return name.startswith(self.wanted) if self.prefix else name == self.wanted

    def holds(self, texts: SubjectTexts) -> bool:
        return any(map(self.accepts, self.names(texts)))


class HasId(Named):
    """The id of the paper."""

    def names(self, texts: SubjectTexts) -> Sequence[str]:
        return (texts.subject.paper.id,)


@dataclass(frozen=True)
class IsOneOf(_Base):
    """One of some papers, by their ids."""

    ids: frozenset[str]

    def holds(self, texts: SubjectTexts) -> bool:
        return texts.subject.paper.id in self.ids


class InCategory(Named):
    """A category, or an archive, which means all of its categories."""

    def names(self, texts: SubjectTexts) -> Sequence[str]:
        return texts.subject.paper.categories

    def accepts(self, name: str) -> bool:
        return super().accepts(name) or folded_name(name).startswith(f"{self.wanted}.")


class InTopic(Named):
    """A topic of the user."""

    need = Need.TOPICS

    def names(self, texts: SubjectTexts) -> Sequence[str]:
        return texts.subject.topics


class HasTag(Named):
    """A tag."""

    need = Need.TAGS
    is_only_marked = True

    def names(self, texts: SubjectTexts) -> Sequence[str]:
        return texts.subject.tags


@dataclass(frozen=True)
class HasFlag(_Base):
    """A mark of the paper, that it is unread (see `Entry.is_unread`), or by a followed author.

    `following.with_followed` replaces "followed" by the names of authors.
    """

    flag: Literal["read", "unread", "starred", "queued", "dismissed", "followed"]

    @property
    def is_only_marked(self) -> bool:
        return self.flag in ("starred", "queued", "dismissed")

    def holds(self, texts: SubjectTexts) -> bool:
        if self.flag == "unread":
            return not (texts.subject.read or texts.subject.is_replacement)
        return bool(getattr(texts.subject, self.flag))


@dataclass(frozen=True)
class AnnouncedAs(_Base):
    """One of the announcements is of one of these kinds."""

    kinds: tuple[Kind, ...]

    need = Need.ANNOUNCEMENTS

    def holds(self, texts: SubjectTexts) -> bool:
        return any(kind in self.kinds for _, kind in texts.subject.announcements)


@dataclass(frozen=True)
class AnnouncedWithin(_Base):
    """One of the announcements is of a day from the first to the last, both included."""

    first: date
    last: date

    need = Need.ANNOUNCEMENTS

    def holds(self, texts: SubjectTexts) -> bool:
        return any(self.first <= day <= self.last for day, _ in texts.subject.announcements)


@dataclass(frozen=True)
class AnnouncedLately(_Base):
    """One of the announcements is of the last announcement days, the newest included."""

    days: int

    need = Need.ANNOUNCEMENTS

    def holds(self, texts: SubjectTexts) -> bool:
        first = self.first(texts.subject.newest_day)
        return any(day >= first for day, _ in texts.subject.announcements)

    def first(self, newest: date) -> date:
        """Return the first of these days, given the newest day of the library."""
        return _first_of_last(self.days, newest)


@lru_cache(64)
def _first_of_last(days: int, newest: date) -> date:
    day = newest
    for _ in range(days - 1):
        if day <= date.min + 8 * _ONE_DAY:
            return date.min
        day -= _ONE_DAY
        while not has_mailing(day):
            day -= _ONE_DAY
    return day


class PaperNumber(NamedTuple):
    """A number computed from the paper alone; the index keeps it in a column.

    If the function changes, increase `tables.VERSION`.
    """

    name: str
    compute: Callable[[Paper], int]


@dataclass(frozen=True)
class NumberWithin(_Base):
    """A number of the paper from the first to the last, both included."""

    number: PaperNumber
    first: int
    last: int

    need = Need.FACTS

    def holds(self, texts: SubjectTexts) -> bool:
        assert isinstance(texts.subject.paper, Paper)
        return self.first <= self.number.compute(texts.subject.paper) <= self.last


@dataclass(frozen=True)
class ScoredWithin(_Base):
    """A score in the order of interest, from the least on and below another."""

    least: float
    below: float

    need = Need.INTEREST

    def holds(self, texts: SubjectTexts) -> bool:
        score = texts.subject.interest
        return score is not None and self.least <= score < self.below


def fact(name: str, is_true: Callable[[Paper], bool]) -> NumberWithin:
    """Return the condition that something is true, which the paper alone tells."""
    return NumberWithin(PaperNumber(name, lambda paper: int(is_true(paper))), 1, 1)


Condition: TypeAlias = (
    HasWords
    | HasAuthor
    | FitsRegex
    | HasId
    | IsOneOf
    | InCategory
    | InTopic
    | HasTag
    | HasFlag
    | AnnouncedAs
    | AnnouncedWithin
    | AnnouncedLately
    | NumberWithin
    | ScoredWithin
)
