"""Count papers by the index: of views, of topics, of each day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import NamedTuple

from paperterm.config.views import ALL, UNREAD
from paperterm.errors import (
    DiskError,
    InputError,
    LibraryError,
    StoppedError,
    UnusableIndexError,
)
from paperterm.library.fetchlog import FetchLog
from paperterm.library.index import DayCount, Index
from paperterm.library.index.sql import Scope
from paperterm.model import Day, Status
from paperterm.query import EVERYTHING, Query
from paperterm.session.day_counts import Tally, ViewCounts, members, tally
from paperterm.session.following import Following
from paperterm.session.search import scope_of, whole_query
from paperterm.session.selection import Selection
from paperterm.session.session import Session

TREND_DAYS = 14
"""Days of a trend: the last that were announced."""

_PAUSE_SECONDS = 0.2
"""Between two results of counting files."""


def counts_at(
    session: Session, index: Index, new: Selection, kept: Selection, stop: Callable[[], bool]
) -> Iterator[ViewCounts]:
    """Count the papers of views and topics, quick counts first.

    Args:
        session: The session with the topics and views.
        index: The index that counts.
        new: The days and kinds for views and topics of new papers; a single day is left to
            `tally_day`.
        kept: The days for views of starred, queued or searched papers.
        stop: Whether to stop.

    Raises:
        UnusableIndexError: The index cannot be read.
        StoppedError: `stop` returned true.
        DiskError: The library cannot be read.
    """
    days = session.library.days()[:TREND_DAYS][::-1]
    trends = index.topic_days(days, _shown(new.following), stop)
    yield ViewCounts(trends=trends)
    if new.day is None:
        yield _range_counts(index, new, stop)
    for view in session.views:
        if view.query or (view.marked_only and kept.first):
            here = kept._replace(view=view)
            try:
                asked = whole_query(session, EVERYTHING, here)
            except InputError:
                continue  # the error is shown when the view is chosen
            papers = index.how_many(asked, scope_of(here), stop)
            if papers is not None:
                yield ViewCounts({view.name: papers})


def _range_counts(index: Index, new: Selection, stop: Callable[[], bool]) -> ViewCounts:
    scope = scope_of(new._replace(view=ALL, topic=None))
    if new.following:
        return _shown_counts(index, _shown(new.following), scope, stop)
    listed = index.count(scope, stop)
    topics = index.topic_counts(scope, stop)
    return ViewCounts(
        {ALL.name: listed.papers, UNREAD.name: listed.unread},
        {name: count.unread for name, count in topics.items() if count.papers},
    )


def _shown_counts(index: Index, shown: Query, scope: Scope, stop: Callable[[], bool]) -> ViewCounts:
    """Count only the papers that a query finds, which takes a query for each topic."""
    unread = scope._replace(state=UNREAD.state)
    topics = {
        name: index.how_many(shown, unread._replace(topic=name), stop) or 0
        for name, count in index.topic_counts(scope, stop).items()
        if count.papers
    }
    whole, rest = (index.how_many(shown, one, stop) or 0 for one in (scope, unread))
    return ViewCounts({ALL.name: whole, UNREAD.name: rest}, topics)


def tally_day(
    session: Session, opened: Callable[[], Index], day: Selection, stop: Callable[[], bool]
) -> Iterator[Tally]:
    """Tally the papers of a day, first without topics: many of them take longer.

    Raises:
        StoppedError: `stop` returned true.
        DiskError, LibraryError: The day cannot be read.
    """
    entries = session.entries(day)
    found = tally(entries)
    yield found
    known = None
    with suppress(UnusableIndexError):
        known = opened().topic_papers(day.day, stop) if day.day else None
    if known is None:
        known = members(entries, session.settings.topics, stop)
    yield found.with_topics(known)


class DayCounts(NamedTuple):
    """The papers of each day, None for a day that is not counted yet.

    If the index cannot be used, `problem` is the reason.
    """

    days: Mapping[Day, DayCount | None]
    problem: str = ""


def counts_by_day(
    session: Session,
    opened: Callable[[], Index],
    hides: Following | None,
    stop: Callable[[], bool],
) -> Iterator[DayCounts]:
    """Count the papers of each day by the index, then by the files of the days that it lacks.

    Yields the counts so far now and then, and all of them at the end. Papers that `hides` hides are
    left out.

    Raises:
        StoppedError: `stop` returned true.
        DiskError: The library cannot be read.
    """
    days: dict[Day, DayCount | None] = {}
    problem = ""
    try:
        days.update(opened().per_day(_shown(hides), stop))
    except UnusableIndexError as error:
        problem = f"{error}; counting the files instead, which takes longer"
    missing = _lacking(session, days)
    days = {day: days.get(day) for day in session.library.days()}
    yield DayCounts(dict(days), problem)
    last = monotonic()
    for day in missing:
        if stop():
            raise StoppedError("count", "was stopped")
        days[day] = _day_count(session, Selection.of_day(day)._replace(following=hides))
        if monotonic() - last > _PAUSE_SECONDS or day == missing[-1]:
            last = monotonic()
            yield DayCounts(dict(days), problem)


def _shown(hides: Following | None) -> Query:
    return hides.shown(EVERYTHING) if hides else EVERYTHING


def _day_count(session: Session, day: Selection) -> DayCount | None:
    """Count the papers of a day by its file; None if that cannot be read."""
    try:
        entries = session.entries(day)
    except (DiskError, LibraryError):
        return None
    new = [entry for entry in entries if not entry.is_replacement]
    return DayCount(len(entries), len(new), sum(entry.is_unread for entry in new))


def _lacking(session: Session, known: Collection[Day]) -> list[Day]:
    """Return the fetched days that the index lacks: first those without papers, then the others."""
    return [day for day in (*_empty_days(session), *session.library.days()) if day not in known]


def _empty_days(session: Session) -> list[Day]:
    """Return the days that were fetched and had no papers; none if the log cannot be read.

    A partial day may still have papers.
    """
    log = FetchLog(session.folders.data, session.library.report)
    stored = {*session.library.days()}
    try:
        known = log.statuses(session.settings.categories, stored)
    except DiskError:
        return []
    return [
        day for day, status in known.items() if day not in stored and status is not Status.PARTIAL
    ]
