"""arXiv's timetable: when it mails a batch, and when its feed comes out. All times are in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from paperterm.model import Day, has_mailing
from paperterm.model.days import eastern_zone

MAILING = time(20)
"""When a batch is mailed, US Eastern."""

FEED = time(0, 10)
"""When its feed is requested on the next day, US Eastern: ten minutes after it comes out."""

CUT_OFF = time(14)
"""Papers received by then, US Eastern, are in the evening's mailing."""

_ONE_DAY = timedelta(days=1)
_SUNDAY = 6


def served(now: datetime) -> Day | None:
    """Return the Day whose batch the feeds show now; None at a weekend or after a holiday."""
    evening = _feed_date(now) - _ONE_DAY
    return _day(evening) if has_mailing(evening) else None


def newest_out(now: datetime) -> Day:
    """Return the newest Day whose feed came out."""
    return mailing_before(_feed_date(now))


def next_out(now: datetime) -> datetime:
    """Return when the next feed comes out."""
    dated = _feed_date(now) + _ONE_DAY
    while not has_mailing(dated - _ONE_DAY):
        dated += _ONE_DAY
    return datetime.combine(dated, FEED, eastern_zone()).astimezone(UTC)


def is_mailed(now: datetime) -> bool:
    """Return whether a batch was mailed this evening, so that its feed is not out yet."""
    in_new_york = now.astimezone(eastern_zone())
    return has_mailing(in_new_york.date()) and in_new_york.time() >= MAILING


def cut_off(day: date) -> datetime:
    """Return when submissions for a Day closed: at 14:00 Eastern, for Sunday on Friday.

    Source: https://info.arxiv.org/help/availability.html.
    """
    received = day - 2 * _ONE_DAY if day.weekday() == _SUNDAY else day
    return datetime.combine(received, CUT_OFF, eastern_zone()).astimezone(UTC)


def mailing_before(day: date) -> Day:
    """Return the last Day with a mailing before a day."""
    evening = day - _ONE_DAY
    while not has_mailing(evening):
        evening -= _ONE_DAY
    return _day(evening)


def evenings(first: date, last: date) -> list[Day]:
    """Return the Days with a mailing from `first` to `last`, both included, oldest first."""
    days = (first + _ONE_DAY * count for count in range((last - first).days + 1))
    return [_day(day) for day in days if has_mailing(day)]


def _feed_date(now: datetime) -> date:
    """Return the date of the feed that is out now."""
    in_new_york = now.astimezone(eastern_zone())
    today = in_new_york.date()
    return today if in_new_york.time() >= FEED else today - _ONE_DAY


def _day(evening: date) -> Day:
    return Day(evening.year, evening.month, evening.day)
