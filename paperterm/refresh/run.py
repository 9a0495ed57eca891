"""One refresh: plan → fetch from each source → decide → store → report.

A source that fails does not stop the others, unless arXiv refuses requests or cannot be reached.
Each day is one write, so that a refresh that is stopped leaves whole days.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from paperterm.errors import InputError, OfflineError, PapertermError, RefusedError
from paperterm.library import Library
from paperterm.library.fetchlog import FetchLog, Tries
from paperterm.model import AnnouncedPaper, Batch, Day, PaperId, Status
from paperterm.model.days import HOLIDAYS_UNTIL, eastern, holidays_end
from paperterm.model.record import print_time
from paperterm.refresh.decide import of_listing, of_submissions
from paperterm.refresh.events import Asking, Emit, Planned, Received, Report, State, Stored
from paperterm.refresh.outlook import outlook
from paperterm.refresh.plan import Due, Known, Plan, plan
from paperterm.sources.fetched_sources import SOURCES
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.limits import Budget
from paperterm.sources.schedule import newest_out
from paperterm.sources.source import FetchContext, Fetched, FetchedDay, Source
from paperterm.text import few

T = TypeVar("T")

RECENT = timedelta(days=30)
"""How far back to search for earlier announcements of a paper."""


@dataclass(frozen=True)
class Means:
    """The library that a refresh writes, and its means.

    Attributes:
        library: Stores the papers.
        log: The log of earlier fetches.
        categories: The categories that are followed, at least one.
        hosts: The addresses of arXiv's services.
        http: Returns a client; takes a function to call with the number of bytes received.
        clock: The time, UTC.
        sleep: Waits some seconds.
        sources: The sources, in order of preference.
    """

    library: Library
    log: FetchLog
    categories: tuple[str, ...]
    hosts: Hosts
    http: Callable[[Callable[[int], None]], Http]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    sources: tuple[Source, ...] = SOURCES


def known(means: Means) -> Known:
    """Return what was fetched, by the log or, if that was lost, by the library."""
    log, stored = means.log, means.library.days()
    fetched = log.by_category(set(stored))
    statuses = log.statuses(means.categories, set(stored))
    oldest, logged = newest_out(means.clock()) - RECENT, log.days()
    for day in (day for day in stored if day >= oldest and day not in logged):
        if means.library.status(day) is Status.COMPLETE:
            statuses[day] = Status.COMPLETE
    lacking = {}
    for day, found in fetched.items():
        names = tuple(name for name in means.categories if _lacks(found.get(name)))
        if names and len(names) < len(means.categories):
            lacking[day] = names
    tries: dict[Day, Tries] = {}
    for (day, asked), one in log.tries().items():
        if asked >= {*lacking.get(day, means.categories)}:
            tries[day] = max(tries.get(day, one), one)
    return Known(statuses, lacking, tries)


def _lacks(status: Status | None) -> bool:
    return status is None or status is Status.PARTIAL


def planned(means: Means, since: Day | None = None, *, insists: bool = False) -> Plan:
    """Plan a refresh."""
    what = known(means)
    return plan(means.clock(), what, means.categories, since, means.sources, insists=insists)


async def refresh(
    means: Means, emit: Emit, since: Day | None = None, *, insists: bool = False
) -> Report:
    """Fetch and store what is due.

    Args:
        means: The library and the means.
        emit: Called with each event.
        since: The first day to fill, if the user gave one.
        insists: Whether to ask for days that were just asked for in vain, too.

    Raises:
        InputError: No category is followed.
        SourceError: The network settings, such as a proxy, are invalid.
        DiskError: The log cannot be written.
    """
    if not means.categories:
        raise InputError("[categories]", "is empty", "add the arXiv categories to follow")
    report = Report(State.FAILED, "stopped", means.clock())
    due = planned(means, since, insists=insists)
    try:
        fault = await _fetch_all(means, emit, report, due)
        after = outlook(means.clock(), planned(means), None, fault)
        report.state, report.summary, report.next = after.state, after.summary, after.next
        report.advice += _advice(due, means.clock(), report)
    finally:
        report.errors, report.notes = few(report.errors), few(report.notes)
        means.log.add_run(
            means.clock(),
            {
                "state": str(report.state),
                "says": report.summary,
                "next": print_time(report.next),
                "requests": report.requests,
                "days": [str(stored.day) for stored in report.days],
                "errors": report.errors,
            },
        )
    return report


def _advice(due: Plan, now: datetime, report: Report) -> Iterator[str]:
    """Yield what the user should know or do."""
    if due.older:
        yield (
            f"the days since {due.older} are missing; "
            f"`paperterm fetch --since {due.older}` fetches them"
        )
    if due.older_lacking:
        names = " and ".join(due.due[-1].categories)
        yield (
            f"{names}: days before {due.due[-1].days[0]} are missing; "
            f"`paperterm fetch --since {due.older_lacking}` fetches them"
        )
    if report.days and holidays_end(eastern(now).date()):
        yield (
            f"this version knows arXiv's holidays until {HOLIDAYS_UNTIL}; "
            "update paperterm to avoid useless requests"
        )


async def _fetch_all(means: Means, emit: Emit, report: Report, due: Plan) -> PapertermError | None:
    """Fetch from each source that is due; return the worst error."""
    if not due.due:
        return None
    emit(Planned(due.days))
    worst: PapertermError | None = None
    async with means.http(lambda size: emit(Received(size))) as http:
        budget = Budget.of(len(due.days), len(means.categories))
        run = _Run(means, emit, report, http, budget, frozenset(due.days))
        try:
            for one in due.due:
                try:
                    await run.fetch(one)
                except (RefusedError, OfflineError) as error:
                    report.errors.append(str(error))
                    return error
                except PapertermError as error:
                    report.errors.append(str(error))
                    worst = worst or error
        finally:
            report.requests = http.requests
    return worst


class _Run:
    """A run over the sources, with one client and one report."""

    def __init__(
        self,
        means: Means,
        emit: Emit,
        report: Report,
        http: Http,
        budget: Budget,
        days: frozenset[Day],
    ) -> None:
        self._means = means
        self._emit = emit
        self._report = report
        self._http = http
        self._budget = budget
        self._days = days

    async def fetch(self, due: Due) -> None:
        """Fetch days from a source, except those that another source has completed meanwhile."""
        has = known(self._means).statuses
        days = tuple(day for day in due.days if has.get(day) is not Status.COMPLETE)
        if not days:
            return
        source, context = due.source, self._context(due.source, due.categories)
        async with aclosing(source.fetch(context, days)) as answers:
            async for fetched in answers:
                for batch in await _finished(self._decided, fetched, days, context.announced):
                    etag = fetched.etag if isinstance(fetched, FetchedDay) else None
                    await _finished(self._store, batch, source.name, due.categories, etag)

    def _context(self, source: Source, categories: tuple[str, ...]) -> FetchContext:
        means = self._means

        @lru_cache(1)
        def announced(day: Day) -> Mapping[PaperId, AnnouncedPaper]:
            return means.library.announced_since(_before(day, RECENT))

        return FetchContext(
            http=self._http,
            budget=self._budget,
            hosts=means.hosts,
            categories=categories,
            followed=means.categories,
            etag=means.log.etag(source.name, categories),
            announced=announced,
            clock=means.clock,
            sleep=means.sleep,
            report=lambda what: self._emit(Asking(what)),
            warn=lambda problem: self._report.errors.append(f"{source.title}: {problem}"),
        )

    def _decided(
        self,
        fetched: Fetched,
        days: tuple[Day, ...],
        announced: Callable[[Day], Mapping[PaperId, AnnouncedPaper]],
    ) -> list[Batch]:
        if isinstance(fetched, FetchedDay):
            # A listing may have a wrong date. An old one is recognized by its papers; a new one
            # belongs to the requested day.
            day = fetched.day if fetched.day in self._days else None
            day = day or days[-1]
            return [of_listing(day, fetched.papers, announced(day))]
        has = known(self._means).statuses
        filled = [day for day, status in has.items() if status is not Status.PARTIAL]
        return of_submissions(fetched, announced(fetched.days[0]), filled)

    def _store(
        self, batch: Batch, source: str, categories: tuple[str, ...], etag: str | None
    ) -> None:
        """Write one day, and add it to the log."""
        means = self._means
        if batch.papers:
            outcome = means.library.store(batch)
            stored = Stored(batch.day, batch.status, outcome)
            self._report.days.append(stored)
            self._report.notes += [
                f"another {' and '.join(conflict.fields)} of {conflict.id} on {conflict.day}; "
                "kept the first"
                for conflict in outcome.conflicts
            ]
            self._emit(stored)
        now = means.clock()
        papers = len(batch.papers)
        means.log.add_day(batch.day, source, categories, batch.status, papers, now, etag)


def _before(day: Day, span: timedelta) -> Day:
    earlier = day - span
    return Day(earlier.year, earlier.month, earlier.day)


async def _finished(job: Callable[..., T], *arguments: object) -> T:
    """Run a function in a thread, to its end even if the refresh is stopped."""
    running = asyncio.ensure_future(asyncio.to_thread(job, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await running
        raise
