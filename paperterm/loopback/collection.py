"""The announcements of the loopback arXiv, and when each becomes visible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from paperterm.model import AnnouncedPaper, Day, Kind, Paper
from paperterm.model.days import eastern_zone

EASTERN = eastern_zone()
_MAILING = time(20)
_AFTERNOON = time(13)
_FRIDAY = 4


class Version(NamedTuple):
    """A paper as it was announced on one day, with every date that a response needs.

    `is_first` means that the collection did not announce the paper on an earlier day.
    """

    paper: Paper
    day: Day
    kind: Kind | None
    number: int
    published: datetime
    updated: datetime
    is_first: bool


class Collection:
    """All announcements, in the order of their days.

    A paper without a submission time was submitted before the cut-off of its day; one without a
    version is version 1.
    """

    def __init__(self, papers: Iterable[AnnouncedPaper]) -> None:
        self._histories: dict[str, list[Version]] = {}
        self._batches: dict[date, list[Version]] = {}
        announced: dict[str, list[AnnouncedPaper]] = {}
        for one in sorted(papers, key=_announcement_order):
            announced.setdefault(str(one.paper.id), []).append(one)
        for id_, days in announced.items():
            self._histories[id_] = _history(days)
        for history in self._histories.values():
            for version in history:
                self._batches.setdefault(version.day.feed_date, []).append(version)
        self._days = sorted({one.announcement.day for days in announced.values() for one in days})

    def newest_day(self, now: datetime, *, stale: bool) -> Day | None:
        """Return the last day that was mailed by `now`; a stale server lacks it."""
        mailed = [day for day in self._days if mailed_at(day) <= now]
        mailed = mailed[:-1] if stale else mailed
        return mailed[-1] if mailed else None

    def current(self, newest: Day | None) -> list[Version]:
        """Return the version of each paper that was current on the day `newest`."""
        if newest is None:
            return []
        seen = ([v for v in history if v.day <= newest] for history in self._histories.values())
        return [versions[-1] for versions in seen if versions]

    def history(self, id_: str, newest: Day | None) -> list[Version]:
        """Return the versions of a paper up to that day, oldest first."""
        if newest is None:
            return []
        return [version for version in self._histories.get(id_, ()) if version.day <= newest]

    def batch(self, dated: date) -> Sequence[Version]:
        """Return the batch in the feed of that date."""
        return self._batches.get(dated, ())

    def batch_before(self, dated: date) -> Sequence[Version]:
        """Return the batch in the last feed before that date."""
        earlier = [other for other in self._batches if other < dated]
        return self._batches[max(earlier)] if earlier else ()


def mailed_at(day: Day) -> datetime:
    """Return when a day's papers are announced."""
    return datetime.combine(day, _MAILING, EASTERN).astimezone(UTC)


def _submitted(day: Day) -> datetime:
    """Return a time before the day's cut-off: in the afternoon, on Friday for Sunday's mailing."""
    weekday = date(day.year, day.month, day.day)
    while weekday.weekday() > _FRIDAY:
        weekday -= timedelta(days=1)
    return datetime.combine(weekday, _AFTERNOON, EASTERN).astimezone(UTC)


def _announcement_order(one: AnnouncedPaper) -> tuple[Day, int]:
    return one.announcement.day, one.announcement.position


def _history(announced: Sequence[AnnouncedPaper]) -> list[Version]:
    known = [one.paper.published for one in announced if one.paper.published]
    first = announced[0].announcement.day
    published = min(known) if known else _submitted(first)
    return [
        Version(
            paper,
            announcement.day,
            announcement.kind,
            number := paper.version or 1,
            published,
            paper.updated or (published if number == 1 else _submitted(announcement.day)),
            announcement.day == first,
        )
        for paper, announcement in announced
    ]
