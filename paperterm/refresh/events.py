"""The events of a refresh, and its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paperterm.library import Outcome
from paperterm.model import Day, Status


class State(StrEnum):
    """How the library compares with what arXiv has announced."""

    FRESH = "fresh"
    WAITING = "waiting"
    QUIET = "quiet"
    STALLED = "stalled"
    REFUSED = "refused"
    OFFLINE = "offline"
    FAILED = "failed"


@dataclass(frozen=True)
class Planned:
    """The days that a refresh will fetch."""

    days: tuple[Day, ...]


@dataclass(frozen=True)
class Asking:
    """A request has begun, or waits for its turn at the gate."""

    what: str


@dataclass(frozen=True)
class Received:
    """The number of bytes received so far."""

    size: int


@dataclass(frozen=True)
class Stored:
    """A day that was written."""

    day: Day
    status: Status
    outcome: Outcome


Event = Planned | Asking | Received | Stored
Emit = Callable[[Event], None]


@dataclass
class Report:
    """The result of a refresh.

    Attributes:
        state: The state after it.
        summary: The state for the user.
        next: When to fetch again, UTC.
        requests: How many requests were sent.
        days: The days that were written.
        errors: The errors, one line each.
        advice: What the user should know or do, one line each.
        notes: Other messages for the user, one line each.
        pruned: A line about the days that were pruned; may be empty.
    """

    state: State = State.FRESH
    summary: str = ""
    next: datetime | None = None
    requests: int = 0
    days: list[Stored] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pruned: str = ""

    def wait(self, now: datetime) -> float:
        """Return the seconds until the next fetch."""
        return max(0.0, (self.next - now).total_seconds()) if self.next else 0.0

    @property
    def outcome(self) -> Outcome:
        """The number of papers that were written, as a sum over all days."""
        total = Outcome()
        for stored in self.days:
            total = total.plus(stored.outcome)
        return total
