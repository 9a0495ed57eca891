"""One refresh: plan → feed → sift → store; gap → query API → estimate → store; report.

One part that fails never stops the others, except that nothing more is asked when arXiv refuses
or cannot be reached. Each day is one write, so that whatever stops a refresh leaves whole days.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paperterm.errors import InputError, OfflineError, PapertermError, RefusedError
from paperterm.library import FetchLog, Library
from paperterm.model import Batch, Day, PaperId, SourcePaper, Status
from paperterm.model.record import print_time
from paperterm.refresh.decide import sift
from paperterm.refresh.events import Asking, Due, Emit, Received, Report, State, Stored
from paperterm.refresh.fill import estimated
from paperterm.refresh.mailings import before, cut_off, feed_out, newest_out, served
from paperterm.refresh.outlook import outlook
from paperterm.refresh.plan import LONGEST_GAP, Plan, plan
from paperterm.sources import api
from paperterm.sources.announcements import FeedBatch, fetch_batch
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.retry import ask

PAGE = 2000
LARGEST_OFFSET = 10_000
"""arXiv's API answers no further than this; a longer range is asked for in parts."""

OVERLAP = timedelta(days=4)
"""How much further back is asked, because moderators hold papers for days."""

SETTLED_AFTER = timedelta(hours=36)
"""When the API surely holds a batch: it trails by hours, at times by more than a day."""

EMPTY_IS_EMPTY = timedelta(hours=12)
"""After so long an empty feed is not asked for again on its day."""

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Ground:
    """What a refresh works on, and with.

    Attributes:
        library: Takes the papers.
        log: Knows what was asked for before.
        categories: Those that are followed, at least one.
        hosts: Where to ask.
        http: Makes a client; it is used once, and told how to report received bytes.
        clock: The time, UTC.
        sleep: Waits some seconds.
    """

    library: Library
    log: FetchLog
    categories: tuple[str, ...]
    hosts: Hosts
    http: Callable[[Callable[[int], None]], Http]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]


def known(ground: Ground) -> dict[Day, Status]:
    """How much of each day the library has: by the log, or, where it was lost, by the days."""
    kept = ground.library.days()
    found = ground.log.statuses(ground.categories, set(kept), served(ground.clock()))
    noted = ground.log.days()
    oldest = newest_out(ground.clock()) - RECENT
    for day in (day for day in kept if day >= oldest and day not in noted):
        if ground.library.status(day) is Status.COMPLETE:
            found[day] = Status.COMPLETE
    return found


async def refresh(ground: Ground, emit: Emit, since: Day | None = None) -> Report:
    """Bring in what is due.

    Args:
        ground: What to work on.
        emit: Told what happens.
        since: The first day of a history to fill, when the user asked for one.

    Raises:
        InputError: No category is followed.
        SourceError: The settings of the system, such as a proxy, make asking impossible.
        DiskError: The log cannot be written.
    """
    if not ground.categories:
        raise InputError("[categories]", "is empty", "add the arXiv categories to follow")
    report = Report(State.FAILED, "stopped", ground.clock())
    due = plan(ground.clock(), known(ground), since)
    try:
        fault = await _asked(ground, emit, report, due)
        now = ground.clock()
        stands = outlook(now, known(ground), None, fault)
        report.state, report.says, report.next = stands.state, stands.says, stands.next
        if due.older:
            report.notes.append(
                f"the days from {due.older} on are missing; `paperterm fetch --since {due.older}`"
                " brings them"
            )
    finally:
        ground.log.note_run(
            ground.clock(),
            {
                "state": str(report.state),
                "says": report.says,
                "next": print_time(report.next),
                "requests": report.requests,
                "days": [str(stored.day) for stored in report.days],
                "errors": report.errors,
            },
        )
    return report


async def _asked(ground: Ground, emit: Emit, report: Report, due: Plan) -> PapertermError | None:
    """Ask for all that is due, into the report; returns the fault that says most."""
    if due.is_empty:
        return None
    emit(Due((*due.gap, due.today) if due.today else due.gap))
    async with ground.http(lambda size: emit(Received(size))) as http:
        try:
            return await _Run(ground, emit, report, http).all(due)
        finally:
            report.requests = http.requests


class _Run:
    """The parts of one refresh, which share a client and a report."""

    def __init__(self, ground: Ground, emit: Emit, report: Report, http: Http) -> None:
        self._ground = ground
        self._emit = emit
        self._report = report
        self._http = http

    async def all(self, due: Plan) -> PapertermError | None:
        """Every part that is due; returns the fault that says most about how things stand."""
        worst: PapertermError | None = None
        parts = [self._today] if due.today else []
        if due.gap:
            parts.append(self._gap)
        for part in parts:
            try:
                await part(due)
            except (RefusedError, OfflineError) as error:
                self._report.errors.append(str(error))
                return error
            except PapertermError as error:
                self._report.errors.append(str(error))
                worst = worst or error
        return worst

    async def _today(self, due: Plan) -> None:
        """The batch that the feeds show."""
        ground = self._ground
        self._emit(Asking("today's announcement"))
        etag = ground.log.etag(ground.categories)
        batch = await fetch_batch(self._http, ground.hosts, ground.categories, etag, ground.sleep)
        self._report.errors += [f"the feed: {said}" for said in batch.warnings]
        if batch.told is not None and due.today:
            await _finished(self._store_today, batch, batch.told, self._day_of(batch, due))

    def _store_today(self, batch: FeedBatch, told: tuple[SourcePaper, ...], day: Day) -> None:
        """Store what the batch brings; what an earlier day brought already is left out."""
        ground = self._ground
        sifted = sift(told, ground.library.announced_since(_before(day, RECENT)), day)
        status = Status.COMPLETE
        if sifted.is_stale or sifted.lagging:
            status = Status.PARTIAL
        elif not told and ground.clock() < feed_out(day) + EMPTY_IS_EMPTY:
            # Nothing in these categories, a holiday, or an outage: only time tells.
            status = Status.PARTIAL
        ids = [one.paper.id for one in sifted.fresh]
        whole = Batch(day, sifted.fresh, [ids], is_listing=True, status=status)
        self._store(whole, "feed", batch.etag)

    def _day_of(self, batch: FeedBatch, due: Plan) -> Day:
        """The feed's own date says which Day it is, if that is one of those that are due.

        Feeds are dated wrongly now and then. A batch that an earlier day brought already is found
        by its papers, and one that is new is of the Day that is due.
        """
        told = Day.of_feed(batch.dated) if batch.dated else None
        if told and (told == due.today or told in due.gap):
            return told
        return due.today or newest_out(self._ground.clock())

    async def _gap(self, due: Plan) -> None:
        """The Days that were missed, newest first, some at a time so that each part is kept."""
        has = known(self._ground)
        gap = [day for day in due.gap if has.get(day) is not Status.COMPLETE]
        until = self._ground.clock()
        for end in range(len(gap), 0, -LONGEST_GAP):
            days = gap[max(0, end - LONGEST_GAP) : end]
            since = cut_off(before(days[0])) - OVERLAP
            await self._part(days, since, until)
            # The next part is asked for up to a Day that is in this one, to be seen to be whole.
            until = cut_off(days[0])

    async def _part(self, days: Sequence[Day], since: datetime, until: datetime) -> None:
        ground = self._ground
        held = ground.library.announced_since(_before(days[0], RECENT))
        found: dict[PaperId, SourcePaper] = {}
        reached: datetime | None = until
        while reached and reached > since:
            until, reached = reached, await self._pages(days[0], since, reached, found, held)
            if reached and reached >= until:
                break
        filled = [day for day, status in known(ground).items() if status is not Status.PARTIAL]
        settled = newest_out(ground.clock() - SETTLED_AFTER)
        for batch in estimated(found.values(), days, held, filled, ground.categories, settled):
            await _finished(self._store, batch, "api", None)

    async def _pages(
        self,
        first: Day,
        since: datetime,
        until: datetime,
        found: dict[PaperId, SourcePaper],
        held: Mapping[PaperId, object],
    ) -> datetime | None:
        """Every page of a range, newest first; what is older than `first` and known ends it.

        Returns:
            The oldest time reached when the range is longer than the API answers, else None.
        """
        ground = self._ground
        start, total = 0, 1
        oldest = until
        while start < total:
            if start >= LARGEST_OFFSET:
                return oldest
            self._emit(Asking(f"missed days, {start:,} of {total:,}" if start else "missed days"))
            query = api.query(ground.categories, since, until, start, PAGE)
            _, page = await ask(self._http, ground.hosts.api, api.parse, ground.sleep, query=query)
            if page is None or not page.told:
                break
            self._report.errors += [f"the query API: {said}" for said in page.warnings]
            for told in page.told:
                found.setdefault(told.paper.id, told)
                oldest = min(oldest, told.paper.published or oldest)
            if all(told.paper.id in held and _is_before(told, first) for told in page.told):
                break
            start, total = start + len(page.told), page.total
        return None

    def _store(self, batch: Batch, source: str, etag: str | None) -> None:
        """One day, in one write, and a line in the log."""
        ground = self._ground
        if batch.told:
            outcome = ground.library.store(batch)
            stored = Stored(batch.day, batch.status, outcome)
            self._report.days.append(stored)
            self._report.notes += [
                f"another {' and '.join(told.fields)} of {told.id} for {told.day}; the first stays"
                for told in outcome.conflicts
            ]
            self._emit(stored)
        now = ground.clock()
        papers = len(batch.told)
        ground.log.note_day(batch.day, source, ground.categories, batch.status, papers, now, etag)


def _before(day: Day, span: timedelta) -> Day:
    earlier = day - span
    return Day(earlier.year, earlier.month, earlier.day)


def _is_before(told: SourcePaper, first: Day) -> bool:
    published = told.paper.published
    return published is not None and Day.of_submission(published) < first


async def _finished(job: Callable[..., None], *words: object) -> None:
    """Run a job in a thread, to its end: a refresh that is stopped must not leave one behind."""
    running = asyncio.ensure_future(asyncio.to_thread(job, *words))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await running
        raise
