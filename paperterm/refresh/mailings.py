"""When arXiv's feeds come out, and so which Day is due. All times given and returned are UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from paperterm.model import Day, has_mailing

MAILING = time(20)
"""US Eastern: when a batch is mailed."""

FEED = time(0, 10)
"""US Eastern, the day after: when its feed can be asked for, ten minutes after it is shown."""

CUT_OFF = time(14)
"""US Eastern: what is received until then is in the evening's mailing."""

_ONE_DAY = timedelta(days=1)
_SUNDAY = 6


@cache
def eastern() -> ZoneInfo:
    """The time zone of arXiv's calendar."""
    return ZoneInfo("America/New_York")


def served(now: datetime) -> Day | None:
    """The Day whose batch the feeds show now; None at a weekend or after a holiday."""
    evening = _feed_date(now) - _ONE_DAY
    return _day(evening) if has_mailing(evening) else None


def newest_out(now: datetime) -> Day:
    """The newest Day whose feed is, or was, out."""
    evening = _feed_date(now) - _ONE_DAY
    while not has_mailing(evening):
        evening -= _ONE_DAY
    return _day(evening)


def next_out(now: datetime) -> datetime:
    """When the next feed comes out."""
    dated = _feed_date(now) + _ONE_DAY
    while not has_mailing(dated - _ONE_DAY):
        dated += _ONE_DAY
    return datetime.combine(dated, FEED, eastern()).astimezone(UTC)


def feed_out(day: Day) -> datetime:
    """When the feed of a Day comes out."""
    return datetime.combine(day.feed_date, FEED, eastern()).astimezone(UTC)


def is_mailed(now: datetime) -> bool:
    """Whether a batch was mailed this evening whose feed is not out yet."""
    there = now.astimezone(eastern())
    return has_mailing(there.date()) and there.time() >= MAILING


def cut_off(day: date) -> datetime:
    """Until when papers were received for the mailing of a Day: 14:00 Eastern, for Sunday Friday's.

    Source: https://info.arxiv.org/help/availability.html.
    """
    received = day - 2 * _ONE_DAY if day.weekday() == _SUNDAY else day
    return datetime.combine(received, CUT_OFF, eastern()).astimezone(UTC)


def before(day: date) -> Day:
    """The Day with a mailing before a day."""
    evening = day - _ONE_DAY
    while not has_mailing(evening):
        evening -= _ONE_DAY
    return _day(evening)


def evenings(first: date, last: date) -> list[Day]:
    """The Days with a mailing from `first` to `last`, both included, oldest first."""
    days = (first + _ONE_DAY * count for count in range((last - first).days + 1))
    return [_day(day) for day in days if has_mailing(day)]


def _feed_date(now: datetime) -> date:
    """The date of the feed that is shown now."""
    there = now.astimezone(eastern())
    return there.date() if there.time() >= FEED else there.date() - _ONE_DAY


def _day(evening: date) -> Day:
    return Day(evening.year, evening.month, evening.day)
