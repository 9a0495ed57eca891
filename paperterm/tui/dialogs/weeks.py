"""The layout of a calendar of mailings: a column for each week, rows from Sunday to Thursday."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from paperterm.model import Day

ROWS = ("Sun", "Mon", "Tue", "Wed", "Thu")


def week_of(day: date) -> date:
    """Return the Sunday of a day's week."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def row_of(day: date) -> int:
    """Return the row of a day, from 0; Friday and Saturday are past the last row."""
    return (day.weekday() + 1) % 7


def at(week: date, row: int) -> Day:
    """Return the day in a row of a week."""
    return _day(week + timedelta(days=row))


def evening(day: date) -> Day:
    """Return the day itself, or Thursday for Friday and Saturday."""
    return at(week_of(day), min(row_of(day), len(ROWS) - 1))


def days_on(day: date, step: int) -> Day:
    """Return the day some rows further; a column continues in the next."""
    weeks, row = divmod(row_of(day) + step, len(ROWS))
    return at(week_of(day) + timedelta(weeks=weeks), row)


def weeks_on(day: date, step: int) -> Day:
    """Return the day some columns further."""
    return _day(day + timedelta(weeks=step))


def months_on(day: date, step: int) -> Day:
    """Return about the same date some months further."""
    months = day.year * 12 + day.month - 1 + step
    year, month = months // 12, months % 12 + 1
    return evening(date(year, month, min(day.day, monthrange(year, month)[1])))


def _day(day: date) -> Day:
    return Day(day.year, day.month, day.day)
