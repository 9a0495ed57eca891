"""The Day of an announcement, and the calendar of arXiv's mailings.

Source: https://info.arxiv.org/help/availability.html. Papers are announced on Sunday to Thursday
at 20:00 US Eastern. A Day is the date of that evening in US Eastern, whatever the local time.
arXiv's feeds and listings of the same batch carry the next weekday. What is received by 14:00 on a
weekday goes out that evening, Friday's on Sunday.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from paperterm.errors import InputError

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1991, 2099
"""arXiv began in 1991. What is outside comes from a wrong clock or a damaged file, and the calendar
of Python ends near it: all times and days that come from outside are checked here, once."""

_FRIDAY, _SATURDAY = 4, 5
_MONTH = timedelta(days=31)
_CUT_OFF, _MAILING = 14, 20  # o'clock, US Eastern

# Evenings without a mailing, as arXiv published them; a new year is one more row.
HOLIDAYS = frozenset(
    date.fromisoformat(evening)
    for evening in (
        *("2026-01-01", "2026-01-19", "2026-06-19", "2026-07-03", "2026-09-07"),
        *("2026-11-26", "2026-12-25", "2026-12-29", "2026-12-31"),
    )
)


HOLIDAYS_UNTIL = date(max(HOLIDAYS).year, 12, 31)
"""The last evening that the table covers; an unknown holiday costs a few requests."""


class Day(date):
    """The US Eastern date of the evening on which a batch was mailed. Prints as `2026-02-12`."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The day as the screen names it, such as Mon 2 Feb 2026."""
        return f"{self:%a} {self.day} {self:%b %Y}"

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read `YYYY-MM-DD`.

        Raises:
            InputError: The text has another form, or the day does not exist, or it is not one of
                arXiv's.
        """
        day = None
        if _ISO.fullmatch(text):
            with suppress(ValueError):
                day = cls.fromisoformat(text)
        if day is None:
            raise InputError(repr(text[:40]), "is not a day", "write it as 2026-02-12")
        # The evening of a plausible time may be in the year before or after it.
        if not _FIRST_YEAR - 1 <= day.year <= _LAST_YEAR + 1:
            years = f"{_FIRST_YEAR} to {_LAST_YEAR}"
            raise InputError(repr(text), "is not a day of arXiv", f"use one from {years}")
        return day

    @classmethod
    def of_feed(cls, dated: date) -> Day:
        """Return the Day of a batch with this date in feeds and listings: the mailing before it.

        The feed of Monday 2026-04-20 was mailed on Sunday 2026-04-19. A weekend's feed, which is
        empty or repeats the last batch, belongs to Thursday.
        """
        evening = dated - timedelta(days=1)
        while not has_mailing(evening):
            evening -= timedelta(days=1)
        return cls(evening.year, evening.month, evening.day)

    @classmethod
    def of_submission(cls, received: datetime) -> Day:
        """Return the Day that announces a paper received then, unless a moderator holds it.

        Args:
            received: The time; UTC if it has no time zone.

        Raises:
            InputError: The time is at the end of the calendar.
        """
        try:
            local = eastern(received)
            evening = local.date() + timedelta(days=local.hour >= _CUT_OFF)
            while evening.weekday() > _FRIDAY:  # the cut-off after Friday's is Monday's
                evening += timedelta(days=1)
            while not has_mailing(evening):
                evening += timedelta(days=1)
        except OverflowError:
            raise InputError(repr(str(received)), "is not the time of a submission") from None
        return cls(evening.year, evening.month, evening.day)

    @property
    def mailed(self) -> datetime:
        """When the batch was mailed."""
        return datetime(self.year, self.month, self.day, _MAILING, tzinfo=eastern_zone())

    @property
    def feed_date(self) -> date:
        """The date that feeds and listings give this batch: the next weekday after the evening."""
        dated = date(self.year, self.month, self.day) + timedelta(days=1)
        while dated.weekday() > _FRIDAY:
            dated += timedelta(days=1)
        return dated


def is_plausible(time: datetime) -> bool:
    """Return whether a time is within the years of arXiv."""
    return _FIRST_YEAR <= time.year <= _LAST_YEAR


def plausible(time: datetime) -> datetime:
    """Return the time of a clock; of one that is wrong by years, the nearest plausible time."""
    first = datetime(_FIRST_YEAR, 1, 2, tzinfo=UTC)
    return min(max(time, first), datetime(_LAST_YEAR, 12, 30, tzinfo=UTC))


def eastern(time: datetime) -> datetime:
    """Convert a time to US Eastern; one without a zone is UTC."""
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(eastern_zone())


@cache
def eastern_zone() -> tzinfo:
    """Return the time zone of arXiv's calendar, of this system or else of the package tzdata."""
    from zoneinfo import ZoneInfo  # 3 ms that a start without a refresh saves

    return ZoneInfo("America/New_York")


def holidays_end(today: date) -> bool:
    """Return whether the table of holidays ends within a month, or has ended."""
    return today > HOLIDAYS_UNTIL - _MONTH


def has_mailing(evening: date) -> bool:
    """Return whether arXiv announces papers on this evening, US Eastern."""
    return evening.weekday() not in (_FRIDAY, _SATURDAY) and evening not in HOLIDAYS
