"""The state of things with arXiv, and when to ask again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.errors import OfflineError, PapertermError, RefusedError
from paperterm.refresh.events import State
from paperterm.refresh.plan import Plan
from paperterm.sources.schedule import is_mailed, next_out, served

FAILED_AGAIN = timedelta(minutes=40)
OFFLINE_AGAIN = timedelta(minutes=10)


class Outlook(NamedTuple):
    """A state, the same in words, when to ask again (UTC), and whether something is due now."""

    state: State
    says: str
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
    """Return the outlook.

    Args:
        now: The time, UTC.
        due: What is due; after a refresh, what it could not bring.
        refusal: Why the gate is closed, if it is.
        fault: What went wrong in the refresh that just ended.
    """
    refused = fault if isinstance(fault, RefusedError) else refusal
    if refused:
        return Outlook(State.REFUSED, refused.why, refused.until)
    if isinstance(fault, OfflineError):
        return Outlook(State.OFFLINE, f"{fault.subject} {fault.problem}", now + OFFLINE_AGAIN)
    if fault:
        return Outlook(State.FAILED, str(fault), now + FAILED_AGAIN)
    if due.due:
        source = due.due[0].source
        return Outlook(State.STALLED, source.behind, now + source.again)
    if is_mailed(now):
        return Outlook(
            State.WAITING, "tonight's announcement is not in the feeds yet", next_out(now)
        )
    if served(now) is None:
        return Outlook(State.QUIET, "nothing new today", next_out(now))
    return Outlook(State.FRESH, "up to date", next_out(now))
