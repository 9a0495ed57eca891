"""Refresh a session with its gate, lock, settings and clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from paperterm import logs
from paperterm.errors import BusyError, PapertermError
from paperterm.library.fetchlog import FetchLog
from paperterm.lock import WhenStopped, acquired
from paperterm.model import Day
from paperterm.refresh.events import Emit, Event, Planned, Report, State, Stored
from paperterm.refresh.outlook import Outlook, outlook
from paperterm.refresh.run import Means, planned, refresh
from paperterm.session.session import Session
from paperterm.sources.gate import ARXIV_INTERVAL, Gate, Group
from paperterm.sources.hosts import hosts
from paperterm.sources.http import Http

_POLL_SECONDS = 0.25
_LONGEST_WAIT = timedelta(days=1)
_NOT_DONE = (State.STALLED, State.OFFLINE, State.FAILED)


async def refresh_session(
    session: Session,
    emit: Emit,
    *,
    since: Day | None = None,
    wait: bool = False,
    insists: bool = False,
) -> Report:
    """Fetch what is due, then prune old days if the settings say so.

    Args:
        session: The session to refresh.
        emit: Called with events, in any thread.
        since: The first day of a history to fill.
        wait: Whether to wait for another paperterm that is refreshing.
        insists: Whether to ask for days that were just asked for in vain, too.

    Raises:
        BusyError: Another paperterm is refreshing.
        InputError: No category is followed, or `PAPERTERM_ARXIV_URL` is invalid.
        DiskError: A file cannot be written.
    """
    async with _alone(session.folders.state / "refresh.lock", wait=wait):
        await asyncio.to_thread(session.remember_followed)
        report = await refresh(_means(session), _logged(emit), since, insists=insists)
        logs.note("refresh", report.state, report.requests, "requests, next", report.next)
        if report.days and session.settings.keep:
            await asyncio.to_thread(_prune, session, report)
        return report


def session_outlook(session: Session) -> Outlook:
    """Return the outlook without asking arXiv.

    The result of the last refresh applies until its next try; after that, whatever is due is due
    now.

    Raises:
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
    """
    means = _means(session)
    now = session.now()
    last = means.log.last_run()
    if last and now < last.next < now + _LONGEST_WAIT and last.state in _NOT_DONE:
        return Outlook(State(last.state), last.says, last.next)
    refusal = gate(session).refusal()
    due = planned(means)
    return outlook(now, due, refusal)._replace(is_due=refusal is None and bool(due.due))


def is_due(session: Session, day: Day) -> bool:
    """Return whether a refresh fetches a day.

    Raises:
        InputError: `PAPERTERM_ARXIV_URL` is invalid.
        DiskError: The fetch log cannot be read.
    """
    return day in planned(_means(session)).days


def _prune(session: Session, report: Report) -> None:
    from paperterm.session.backup import prune_old_days  # few refreshes need archives

    try:
        report.pruned = prune_old_days(session)
    except PapertermError as error:
        report.errors.append(str(error))
    logs.note("prune", report.pruned or "nothing")


def _logged(emit: Emit) -> Emit:
    """Return an `emit` that also logs the due days and the stored ones."""

    def emit_logged(event: Event) -> None:
        if isinstance(event, Planned):
            logs.note("due", *event.days)
        elif isinstance(event, Stored):
            logs.note("stored", event.day, event.status, event.outcome.new, "new")
        emit(event)

    return emit_logged


def _means(session: Session) -> Means:
    where = hosts()

    def http(received: Callable[[int], None]) -> Http:
        way, contact = gate(session), session.settings.contact
        return Http(way, where, contact, received, clock=session.now)

    return Means(
        library=session.library,
        log=FetchLog(session.folders.data, session.library.report),
        categories=tuple(session.settings.categories),
        hosts=where,
        http=http,
        clock=session.now,
        sleep=asyncio.sleep,
    )


def gate(
    session: Session,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    group: Group | None = None,
) -> Gate:
    """Return the gate to arXiv, which all processes of a user share.

    A shorter interval, which only a loopback address allows, shortens that of the group, too.
    """
    interval = session.settings.interval
    if not hosts().is_loopback:
        interval = max(interval, ARXIV_INTERVAL)
    elif group:
        share = min(interval / ARXIV_INTERVAL, 1.0)
        group = group._replace(interval=group.interval * share)
    return Gate(session.folders.state, interval, session.now, sleep, group=group)


@asynccontextmanager
async def _alone(file: Path, *, wait: bool) -> AsyncIterator[None]:
    """Keep other refreshes from running: they would ask for the same again."""
    while True:
        try:
            lock = acquired(file, when_stopped=WhenStopped.FREE)
            break
        except BusyError as error:
            if not wait:
                raise BusyError("", "another paperterm is fetching") from error
            await asyncio.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()
