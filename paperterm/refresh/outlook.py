"""The state of the library compared with arXiv, and when to fetch again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.errors import OfflineError, PapertermError, RefusedError
from paperterm.refresh.events import Report, State
from paperterm.refresh.plan import Plan
from paperterm.sources.schedule import is_mailed, next_out, served

FAILED_AGAIN = timedelta(minutes=40)
OFFLINE_AGAIN = timedelta(minutes=10)


class Outlook(NamedTuple):
    """A state, its summary, when to fetch again (UTC), and whether days are due now."""

    state: State
    summary: str
    next: datetime
    is_due: bool = False

    def wait(self, now: datetime) -> float:
        """Return the seconds until then."""
        return max(0.0, (self.next - now).total_seconds())


def outlook(
    now: datetime,
    due: Plan,
    refusal: RefusedError | None,
    fault: PapertermError | None = None,
) -> Outlook:
    """Return the state and the time of the next fetch.

    Args:
        now: The time, UTC.
        due: The days that are due; after a refresh, those that it could not fetch.
        refusal: Why the gate is closed, if it is.
        fault: The worst error of the refresh that just ended.
    """
    refused = fault if isinstance(fault, RefusedError) else refusal
    if refused:
        return Outlook(State.REFUSED, f"refused: {refused.why}", refused.until)
    if isinstance(fault, OfflineError):
        return Outlook(State.OFFLINE, "offline", now + OFFLINE_AGAIN)
    if fault:
        return Outlook(State.FAILED, str(fault), now + FAILED_AGAIN)
    if due.due:
        source = due.due[0].source
        return Outlook(State.STALLED, source.behind, now + source.again)
    if due.later and due.later.at < next_out(now):
        return Outlook(State.STALLED, due.later.source.behind, due.later.at)
    if is_mailed(now):
        return Outlook(
            State.WAITING, "tonight's announcement is not in the feeds yet", next_out(now)
        )
    if served(now) is None or due.later:
        return Outlook(State.QUIET, "nothing new today", next_out(now))
    return Outlook(State.FRESH, "up to date", next_out(now))


def status_line(status: Outlook | Report, again: str = ", retrying at") -> str:
    """Return the state for the user, with the local time of the next fetch.

    Args:
        status: The state.
        again: The words before that time, where the last fetch failed.
    """
    if not status.next:
        return status.summary
    when = status.next.astimezone()
    if status.state in (State.FRESH, State.QUIET, State.WAITING):
        return f"{status.summary}; next {when:%a %H:%M}"
    return f"{status.summary}{again} {when:%H:%M}"
