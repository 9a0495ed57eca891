"""Days as they stand in a calendar of mailings: a week is a column, Sunday to Thursday its rows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from paperterm.model import Day

ROWS = ("Sun", "Mon", "Tue", "Wed", "Thu")


def week_of(day: date) -> date:
    """The Sunday that its week begins with."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def row_of(day: date) -> int:
    """Its place in the week, from 0; past the last row for Friday and Saturday."""
    return (day.weekday() + 1) % 7


def at(week: date, row: int) -> Day:
    """The day that stands there."""
    return _day(week + timedelta(days=row))


def evening(day: date) -> Day:
    """The day itself, Thursday for Friday and Saturday."""
    return at(week_of(day), min(row_of(day), len(ROWS) - 1))


def days_on(day: date, step: int) -> Day:
    """The day so many rows further, past the end of a column into the next."""
    weeks, row = divmod(row_of(day) + step, len(ROWS))
    return at(week_of(day) + timedelta(weeks=weeks), row)


def weeks_on(day: date, step: int) -> Day:
    """The day so many columns further."""
    return _day(day + timedelta(weeks=step))


def months_on(day: date, step: int) -> Day:
    """About the same date so many months further."""
    months = day.year * 12 + day.month - 1 + step
    year, month = months // 12, months % 12 + 1
    return evening(date(year, month, min(day.day, monthrange(year, month)[1])))


def _day(day: date) -> Day:
    return Day(day.year, day.month, day.day)
