"""What stands behind `is:`, `day:` and `since:`. Each function raises ValueError with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from paperterm.model import Kind, has_mailing

STATES = ("unread", "read", "starred", "queued", "new", "replaced", "cross", "followed")

KINDS = {
    "new": (Kind.NEW,),
    "cross": (Kind.CROSS, Kind.REPLACE_CROSS),
    "replaced": (Kind.REPLACE, Kind.REPLACE_CROSS),
}
"""The states that say as what a paper was announced."""

_DAY_FORMS = "write a day as 2026-02-12, 2026-02 or 2026, a range as 2026-02..2026-03"
_MAILINGS_A_WEEK = 5
_ONE = timedelta(days=1)


class DayRange(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date


def state(text: str) -> str:
    """One of `STATES`, whatever the case."""
    if text.lower() in STATES:
        return text.lower()
    raise ValueError("is: takes " + ", ".join(STATES))


@lru_cache(64)
def days(text: str) -> DayRange:
    """Read `2026-02-12`, `2026-02`, `2026`, or `A..B` of these; one end may be missing."""
    begin, dots, end = text.partition("..")
    if not dots:
        return _one(text)
    if not begin and not end:
        raise ValueError(_DAY_FORMS)
    first = _one(begin).first if begin else date.min
    last = _one(end).last if end else date.max
    if last < first:
        raise ValueError("the range ends before it begins")
    return DayRange(first, last)


def _one(text: str) -> DayRange:
    numbers = text.split("-")
    lengths = [len(number) for number in numbers]
    if lengths != [4, 2, 2][: len(lengths)] or not all(map(_is_number, numbers)):
        raise ValueError(_DAY_FORMS)
    try:
        first = date(*[*map(int, numbers), 1, 1][:3])
        if len(numbers) == 1:
            last = date(first.year, 12, 31)
        elif len(numbers) == 2:
            last = date(first.year, 12, 31) if first.month == 12 else _month_end(first)
        else:
            last = first
    except ValueError:
        raise ValueError(f"there is no {text} in the calendar") from None
    return DayRange(first, last)


def _month_end(first: date) -> date:
    return date(first.year, first.month + 1, 1) - _ONE


def since(text: str) -> int:
    """Read `7d`, or `2w` for ten: so many announcement days, the newest included."""
    number, unit = text[:-1], text[-1:].lower()
    if unit not in ("d", "w") or not _is_number(number) or not 1 <= int(number) <= 9999:
        raise ValueError("since: takes days or weeks, as in 7d or 2w")
    return int(number) * (_MAILINGS_A_WEEK if unit == "w" else 1)


@lru_cache(64)
def first_day(text: str, newest: date) -> date:
    """The first announcement day that `since:` with this text means, from the newest back."""
    day = newest
    for _ in range(since(text) - 1):
        if day <= date.min + 8 * _ONE:
            return date.min
        day -= _ONE
        while not has_mailing(day):
            day -= _ONE
    return day


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
