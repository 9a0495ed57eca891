"""Read the value of a field, the text behind the colon, as a condition."""

# ruff: noqa: D102 - overriding methods are described in `ValueReader`

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from itertools import takewhile
from typing import NamedTuple, TypeVar

from paperterm.model import PaperRef
from paperterm.model.taxonomy import begins_category, hint_for
from paperterm.query import patterns
from paperterm.query.conditions import (
    AnnouncedLately,
    AnnouncedWithin,
    Condition,
    FitsRegex,
    HasAuthor,
    HasId,
    HasTag,
    HasWords,
    InCategory,
    InTopic,
    IsOneOf,
    NumberWithin,
    PaperNumber,
)
from paperterm.query.fold import ends_word, folded_name, spellings, tokens, whole_name
from paperterm.query.tree import MatchForm, TextPart, Value
from paperterm.text.typeset import typeset

T = TypeVar("T", date, int)

_MAILINGS_A_WEEK = 5
_ARXIV_NAME = re.compile(r"[A-Za-z]{2}[A-Za-z-]*(?:\.[A-Za-z-]*)?")


class ValueReader(ABC):
    """Reads the values of a field."""

    takes: str
    """The values that the field takes, for the message "ti: takes …"."""

    parts: tuple[TextPart, ...] = ()
    """The texts in which hits can be highlighted."""

    numbers: tuple[PaperNumber, ...] = ()
    """The numbers that the index has to keep."""

    @abstractmethod
    def read(self, value: Value) -> Condition | None:
        """Return the condition; None for a word without letters and digits.

        Raises:
            ValueError: The value is invalid. If the error has no text, the message is `takes`.
        """

    def is_whole(self, text: str) -> bool:
        """Return whether a word that is being typed is complete, such as an id."""
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
        if spelled := spellings(value.text):
            if value.form is MatchForm.NAME:
                return HasWords(self.parts, whole_name(value.text))
            prefix = value.prefix and not ends_word(value.text)
            return HasWords(self.parts, spelled[0], prefix, spelled[1:])
        if value.is_any and self._takes_any:
            return HasWords(self.parts)
        _refuse_quotes(value)
        return None


class FullWords(Words):
    """Words and phrases in whole papers: a regex would have to read all of them."""

    takes = 'a word or a "phrase", or * for any paper saved in full'

    def __init__(self) -> None:
        super().__init__(TextPart.FULL, takes_any=True)

    def read(self, value: Value) -> Condition | None:
        if value.form is MatchForm.REGEX:
            raise ValueError
        return super().read(value)


class AuthorNames(Words):
    """Words of the name of an author; a phrase with a comma or initials is a whole name."""

    def read(self, value: Value) -> Condition | None:
        if value.form in (MatchForm.WORD, MatchForm.PHRASE) and (name := _author(value)):
            return name
        return super().read(value)


class TextOrId(Words):
    """Words, of which one may be the id of a paper."""

    def is_whole(self, text: str) -> bool:
        return PaperRef.find(text) is not None


class NameValue(ValueReader):
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


class Ids(NameValue):
    """The id of a paper in any form, or the beginning of one."""

    takes = "an arXiv id, as 2602.12063, or the beginning of one and *"

    def read(self, value: Value) -> Condition | None:
        if value.form is MatchForm.NAME:
            return IsOneOf(frozenset(value.text.split()))
        return super().read(value)

    def is_whole(self, text: str) -> bool:
        return PaperRef.find(text) is not None

    def _wanted(self, text: str) -> str:
        ref = PaperRef.find(text)
        return ref.id if ref else folded_name(text)


class CategoryNames(NameValue):
    """A category or archive, or the beginning of one.

    Papers also have classes of the ACM and the MSC, such as `I.2.7` and `68T07`.
    """

    def read(self, value: Value) -> Condition | None:
        condition = super().read(value)
        name = value.text
        if condition and _ARXIV_NAME.fullmatch(name) and not begins_category(name, value.prefix):
            raise ValueError(f"unknown category; {hint_for(name)}")
        return condition


class PlainWord(ValueReader):
    """A plain word of a certain form.

    Args:
        takes: As in `ValueReader`.
        condition: Returns the condition of a word; raises ValueError as `read` does.
        numbers: As in `ValueReader`.
    """

    def __init__(
        self, takes: str, condition: Callable[[str], Condition], *numbers: PaperNumber
    ) -> None:
        self.takes = takes
        self.numbers = numbers
        self._condition = condition

    def read(self, value: Value) -> Condition | None:
        if value.form is not MatchForm.WORD or value.prefix:
            raise ValueError
        return self._condition(value.text)

    def is_whole(self, text: str) -> bool:
        return True


class NamedValue(NamedTuple):
    """A value of a field that takes one of a few: its condition, and the help on it."""

    name: str
    condition: Condition
    finds: str


class OneOf(PlainWord):
    """One of a few words, in any case."""

    def __init__(self, *choices: NamedValue) -> None:
        self.choices = choices
        conditions = {choice.name: choice.condition for choice in choices}

        def condition(text: str) -> Condition:
            if found := conditions.get(text.lower()):
                return found
            raise ValueError

        numbers = [one.number for one in conditions.values() if isinstance(one, NumberWithin)]
        super().__init__(", ".join(conditions), condition, *numbers)


def within_days(text: str) -> Condition:
    """Read a day, month or year of announcement, or a range of these."""
    return AnnouncedWithin(*_range(text, _first_and_last, date.min, date.max))


def within_last_days(text: str) -> Condition:
    """Read a number of announcement days, or of weeks, which have five."""
    number, unit = text[:-1], text[-1:].lower()
    if unit not in ("d", "w") or not _is_number(number) or not 1 <= int(number) <= 9999:
        raise ValueError
    return AnnouncedLately(int(number) * (_MAILINGS_A_WEEK if unit == "w" else 1))


def within_years(number: PaperNumber, text: str) -> Condition:
    """Read a year, or a range of years, of a number of the paper."""
    return NumberWithin(number, *_range(text, _year, 0, 9999))


def _refuse_quotes(value: Value) -> None:
    """Raise ValueError for quotes without letters and digits; a plain word may have none."""
    if value.form is not MatchForm.WORD:
        raise ValueError("no letter or digit between the quotes")


def _author(value: Value) -> HasAuthor | None:
    """Read `Last, First`, `F. Last` or `Last F.`; return None for a name without such signs."""
    last, comma, first = typeset(value.text).partition(",")
    names = tokens(f"{last} {first}")
    typed = (*names[:-1], f"{names[-1]}*") if value.prefix and names else names
    count = len(tokens(last)) if comma else len(names)
    given, family = typed[count:], typed[:count]
    if not comma:
        initials = sum(1 for _ in takewhile(_is_initial, names))
        given, family = typed[:initials], typed[initials:]
    if not given and not value.prefix:
        initials = sum(1 for _ in takewhile(_is_initial, reversed(names)))
        given, family = typed[count - initials :], typed[: count - initials]
    if not given or not family:
        return None
    return HasAuthor(tuple(f"{one}*" if _is_initial(one) else one for one in given), family, typed)


def _is_initial(name: str) -> bool:
    return len(name) == 1


def _range(text: str, read: Callable[[str], tuple[T, T]], least: T, most: T) -> tuple[T, T]:
    """Read `A`, `A..B`, `A..` or `..B`; `read` returns the first and last value that `A` means."""
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
    from calendar import monthrange  # 3 ms that a start saves

    try:
        first = date(*[*map(int, numbers), 1, 1][:3])
    except ValueError:
        raise ValueError(f"no {text} in the calendar") from None
    month = first.month if len(numbers) > 1 else 12
    last = first.day if len(numbers) > 2 else monthrange(first.year, month)[1]
    return first, date(first.year, month, last)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
