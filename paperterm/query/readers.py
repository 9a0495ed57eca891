"""How the value of a field is read: from what is typed behind the colon to a condition."""

# ruff: noqa: D102 - overriding methods do what those of `ValueReader` say

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

from paperterm.errors import InputError
from paperterm.model import PaperRef
from paperterm.query import patterns
from paperterm.query.conditions import (
    AnnouncedLately,
    AnnouncedWithin,
    Condition,
    FitsRegex,
    HasId,
    HasTag,
    HasWords,
    InCategory,
    InTopic,
    NumberWithin,
    PaperNumber,
)
from paperterm.query.fold import folded_name, tokens, whole_name
from paperterm.query.subject import TextPart

T = TypeVar("T", date, int)

_ONE_DAY = timedelta(days=1)
_MAILINGS_A_WEEK = 5


class MatchForm(StrEnum):
    """How a value is written."""

    WORD = "word"
    PHRASE = "phrase"
    REGEX = "regex"
    NAME = "name"
    """The whole name of an author. It cannot be typed: `is:followed` becomes it."""


class Value(NamedTuple):
    """What is typed behind a colon, without the signs around it.

    With `prefix`, `diff*` or `"large lang"*`, the text may go on.
    """

    text: str
    form: MatchForm = MatchForm.WORD
    prefix: bool = False

    @property
    def is_any(self) -> bool:
        """Whether it is a mere `*`."""
        return self.prefix and not self.text


class ValueReader(ABC):
    """Reads the values of a field."""

    takes: str
    """What the field takes, for "ti: takes …"."""

    parts: tuple[TextPart, ...] = ()
    """The texts in which what is found can be highlighted."""

    numbers: tuple[PaperNumber, ...] = ()
    """The numbers that the index has to keep."""

    @abstractmethod
    def read(self, value: Value) -> Condition | None:
        """Return the condition; None for a word that is only signs.

        Raises:
            ValueError: The value is invalid; without a reason, it is not what the field takes.
        """

    def is_whole(self, text: str) -> bool:
        """Return whether a word that is still being typed cannot be meant to go on."""
        return False


class Words(ValueReader):
    """Words, phrases and regexes in some texts."""

    takes = 'a word, a "phrase" or a /regex/'

    def __init__(self, *parts: TextPart, takes_any: bool = False) -> None:
        self.parts = parts
        self._takes_any = takes_any

    def read(self, value: Value) -> Condition | None:
        if value.form is MatchForm.REGEX:
            if not value.text:
                raise ValueError("the regex is empty")
            return FitsRegex(self.parts, patterns.compiled(value.text))
        found = tokens(value.text)
        if found:
            if value.form is MatchForm.NAME:
                found = whole_name(value.text)
            return HasWords(self.parts, found, value.prefix)
        if value.is_any and self._takes_any:
            return HasWords(self.parts)
        _refuse_quotes(value)
        return None


class TextOrId(Words):
    """Words, of which one may be the id of a paper."""

    def is_whole(self, text: str) -> bool:
        return _is_id(text)


class Names(ValueReader):
    """A name, its beginning or any."""

    takes = "a name, or the beginning of one and *"

    def __init__(self, condition: type[HasId | InCategory | InTopic | HasTag]) -> None:
        self._condition = condition

    def read(self, value: Value) -> Condition | None:
        if value.form is MatchForm.REGEX:
            raise ValueError
        wanted = self._wanted(value.text)
        is_slash = value.form is MatchForm.WORD and value.text == "/"  # `/*` would begin a regex
        if (wanted or value.is_any) and not is_slash:
            return self._condition(wanted, value.prefix)
        _refuse_quotes(value)
        return None

    def _wanted(self, text: str) -> str:
        return folded_name(text)


class Ids(Names):
    """The id of a paper in any form, or the beginning of one."""

    takes = "an arXiv id, as 2602.12063, or the beginning of one and *"

    def is_whole(self, text: str) -> bool:
        return _is_id(text)

    def _wanted(self, text: str) -> str:
        try:
            return PaperRef.parse(text).id
        except InputError:
            return folded_name(text)


class PlainValue(ValueReader):
    """A plain word of a certain form."""

    def read(self, value: Value) -> Condition | None:
        if value.form is not MatchForm.WORD or value.prefix:
            raise ValueError
        return self.read_word(value.text)

    @abstractmethod
    def read_word(self, text: str) -> Condition:
        """Return the condition.

        Raises:
            ValueError: As for `read`.
        """

    def is_whole(self, text: str) -> bool:
        return True


class Choice(NamedTuple):
    """A value of a field that takes one of a few: the condition, and what it finds, for help."""

    name: str
    condition: Condition
    finds: str


class OneOf(PlainValue):
    """One of a few values, in any case."""

    def __init__(self, *choices: Choice) -> None:
        self.choices = choices
        self.takes = ", ".join(choice.name for choice in choices)
        self.numbers = tuple(
            one.condition.number for one in choices if isinstance(one.condition, NumberWithin)
        )
        self._conditions = {choice.name: choice.condition for choice in choices}

    def read_word(self, text: str) -> Condition:
        if condition := self._conditions.get(text.lower()):
            return condition
        raise ValueError


class Days(PlainValue):
    """A day, month or year of announcement, or a range of these."""

    takes = "2026-02-12, 2026-02, 2026, or a range such as 2026-02..2026-03"

    def read_word(self, text: str) -> Condition:
        return AnnouncedWithin(*_days(text))


class LastDays(PlainValue):
    """So many announcement days, or weeks of five."""

    takes = "days or weeks, as in 7d or 2w"

    def read_word(self, text: str) -> Condition:
        number, unit = text[:-1], text[-1:].lower()
        if unit not in ("d", "w") or not _is_number(number) or not 1 <= int(number) <= 9999:
            raise ValueError
        return AnnouncedLately(int(number) * (_MAILINGS_A_WEEK if unit == "w" else 1))


class Years(PlainValue):
    """A year, or a range of years."""

    takes = "a year or a range, as in 2026 or 2024..2026"

    def __init__(self, number: PaperNumber) -> None:
        self.numbers = (number,)

    def read_word(self, text: str) -> Condition:
        return NumberWithin(self.numbers[0], *_range(text, _year, 0, 9999))


def _refuse_quotes(value: Value) -> None:
    """Raise ValueError unless it is a word, which may be only signs."""
    if value.form is not MatchForm.WORD:
        raise ValueError("no letter or digit between the quotes")


def _is_id(text: str) -> bool:
    try:
        PaperRef.parse(text)
    except InputError:
        return False
    return True


@lru_cache(64)
def _days(text: str) -> tuple[date, date]:
    """Read `2026-02-12`, `2026-02`, `2026`, or `A..B` of these; one end may be missing."""
    return _range(text, _first_and_last, date.min, date.max)


def _range(text: str, read: Callable[[str], tuple[T, T]], least: T, most: T) -> tuple[T, T]:
    """Read `A`, `A..B`, `A..` or `..B`, where `read` gives the first and last that A means."""
    begin, dots, end = text.partition("..")
    if not dots:
        return read(text)
    if not begin and not end:
        raise ValueError
    first = read(begin)[0] if begin else least
    last = read(end)[1] if end else most
    if last < first:
        raise ValueError("the range ends before it begins")
    return first, last


def _year(text: str) -> tuple[int, int]:
    if len(text) != 4 or not _is_number(text):
        raise ValueError
    return int(text), int(text)


def _first_and_last(text: str) -> tuple[date, date]:
    numbers = text.split("-")
    lengths = [len(number) for number in numbers]
    if lengths != [4, 2, 2][: len(lengths)] or not all(map(_is_number, numbers)):
        raise ValueError
    try:
        return _bounds([int(number) for number in numbers])
    except ValueError:
        raise ValueError(f"no {text} in the calendar") from None


def _bounds(numbers: Sequence[int]) -> tuple[date, date]:
    first = date(*[*numbers, 1, 1][:3])
    if len(numbers) == 3:
        return first, first
    if len(numbers) == 1 or first.month == 12:
        return first, date(first.year, 12, 31)
    return first, date(first.year, first.month + 1, 1) - _ONE_DAY


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
