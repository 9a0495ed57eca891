"""How things stand with arXiv, and when it is worth to ask again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.errors import OfflineError, PapertermError, RefusedError
from paperterm.model import Day, Status
from paperterm.refresh.events import State
from paperterm.refresh.mailings import is_mailed, next_out, served
from paperterm.refresh.plan import plan

STALLED_AGAIN = timedelta(minutes=40)
GAP_AGAIN = timedelta(hours=3)
OFFLINE_AGAIN = timedelta(minutes=10)


class Outlook(NamedTuple):
    """A state, the same in a sentence, when to ask again (UTC), and whether now is the time."""

    state: State
    says: str
    next: datetime
    is_due: bool = False

    def wait(self, now: datetime) -> float:
        """Seconds until it is worth to ask again."""
        return max(0.0, (self.next - now).total_seconds())


def outlook(
    now: datetime,
    known: Mapping[Day, Status],
    refusal: RefusedError | None,
    fault: PapertermError | None = None,
) -> Outlook:
    """How things stand.

    Args:
        now: The time, UTC.
        known: How much of each day was fetched.
        refusal: Why the gate is closed, if it is.
        fault: What went wrong in the refresh that just ended.
    """
    refused = fault if isinstance(fault, RefusedError) else refusal
    if refused:
        return Outlook(State.REFUSED, refused.why, refused.until)
    if isinstance(fault, OfflineError):
        return Outlook(State.OFFLINE, f"{fault.subject} {fault.problem}", now + OFFLINE_AGAIN)
    if fault:
        return Outlook(State.FAILED, str(fault), now + STALLED_AGAIN)
    due = plan(now, known)
    if due.today:
        return Outlook(
            State.STALLED, "arXiv does not show the new announcement yet", now + STALLED_AGAIN
        )
    if due.gap:
        missed = "arXiv's search does not hold all missed days yet"
        return Outlook(State.STALLED, missed, now + GAP_AGAIN)
    if is_mailed(now):
        return Outlook(
            State.WAITING, "tonight's announcement is not in the feeds yet", next_out(now)
        )
    if served(now) is None:
        return Outlook(State.QUIET, "no announcement today", next_out(now))
    return Outlook(State.FRESH, "up to date", next_out(now))
