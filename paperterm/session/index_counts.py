"""Counting by the index: what a day alone does not tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from paperterm.errors import DiskError, InputError, LibraryError, UnusableIndexError
from paperterm.library import FetchLog
from paperterm.library.index import DayCount, Index
from paperterm.model import Day, Status
from paperterm.query import EVERYTHING
from paperterm.session.day_counts import Tally, ViewCounts, members, tally
from paperterm.session.search import asked_of, scope_of
from paperterm.session.selection import ALL, Selection
from paperterm.session.session import Session

TREND_DAYS = 14
"""Days of a trend: the last that were announced."""


def counts_at(
    session: Session, index: Index, new: Selection, kept: Selection, stop: Callable[[], bool]
) -> Iterator[ViewCounts]:
    """What is known of a place, what comes quickly first.

    Args:
        session: Has the topics and views.
        index: Counts.
        new: The days, and kinds, of which views and topics show what came in; a single day is
            left to whoever read it.
        kept: The days of which views show what was kept or is found.
        stop: Asked whether this is still wanted.

    Raises:
        UnusableIndexError: The index cannot be read.
        StoppedError: It was stopped.
        DiskError: The library cannot be read.
    """
    days = session.library.days()[:TREND_DAYS][::-1]
    trends = index.topic_days(days, stop)
    yield ViewCounts(trends=trends)
    if new.day is None:
        yield _of_range(index, new, stop)
    for view in session.views:
        if view.query or (view.marked_only and kept.first):
            here = replace(kept, view=view)
            try:
                asked = asked_of(session, EVERYTHING, here)
            except InputError:
                continue  # who chooses it is told what is wrong
            papers = index.how_many(asked, scope_of(here), stop)
            if papers is not None:
                yield ViewCounts({view.name: papers})


def _of_range(index: Index, new: Selection, stop: Callable[[], bool]) -> ViewCounts:
    scope = scope_of(replace(new, view=ALL, topic=None))
    listed = index.count(scope, stop)
    topics = index.topic_counts(scope, stop)
    return ViewCounts(
        {"all": listed.papers, "unread": listed.unread},
        {name: count.unread for name, count in topics.items() if count.papers},
    )


def tally_day(
    session: Session, opened: Callable[[], Index], day: Selection, stop: Callable[[], bool]
) -> Iterator[Tally]:
    """The papers of a day; then the same by topic, which takes reading them with many topics.

    Args:
        session: Has the day and the topics.
        opened: Gives the index, which tells of each topic at once as far as it knows the day.
        day: The selection of the day.
        stop: Asked whether this is still wanted.

    Raises:
        StoppedError: It was stopped.
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
    yield found.sorted_out(known)


def day_count(session: Session, day: Day) -> DayCount | None:
    """The papers of a day as its file has them, for days that the index lacks.

    Returns:
        None where the file cannot be read.
    """
    try:
        entries = session.entries(Selection.of_day(day))
    except (DiskError, LibraryError):
        return None
    new = [entry for entry in entries if not entry.is_replacement]
    return DayCount(len(entries), len(new), sum(entry.is_to_read for entry in new))


def lacking(session: Session, known: Collection[Day]) -> list[Day]:
    """The days that were fetched, of which the index knows nothing yet.

    First those without papers, which it never will; then those of the library, newest first.
    """
    return [day for day in (*_empty(session), *session.library.days()) if day not in known]


def _empty(session: Session) -> list[Day]:
    """The days that were fetched and had no papers; none where the log cannot be read.

    A day of which only a part is known may have papers: it is asked for again.
    """
    from paperterm.refresh.mailings import served  # time zones, which the start does without

    log = FetchLog(session.folders.data, session.library.report)
    kept, shown = {*session.library.days()}, served(session.now())
    try:
        known = log.statuses(session.settings.categories, kept, shown)
    except DiskError:
        return []
    return [
        day for day, status in known.items() if day not in kept and status is not Status.PARTIAL
    ]
