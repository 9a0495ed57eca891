"""The events of a refresh, and its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paperterm.library import Outcome
from paperterm.model import Day, Status


class State(StrEnum):
    """The state of things with arXiv."""

    FRESH = "fresh"
    WAITING = "waiting"
    QUIET = "quiet"
    STALLED = "stalled"
    REFUSED = "refused"
    OFFLINE = "offline"
    FAILED = "failed"


@dataclass(frozen=True)
class Planned:
    """These days will be asked for."""

    days: tuple[Day, ...]


@dataclass(frozen=True)
class Asking:
    """A request is running, or waits for its turn at the gate."""

    what: str


@dataclass(frozen=True)
class Received:
    """So many bytes of the answer have come."""

    size: int


@dataclass(frozen=True)
class Stored:
    """A day was written."""

    day: Day
    status: Status
    outcome: Outcome


Event = Planned | Asking | Received | Stored
Emit = Callable[[Event], None]


@dataclass
class Report:
    """The result of a refresh.

    Attributes:
        state: The state of things now.
        says: The same in words.
        next: When to ask again, UTC.
        requests: How many requests were sent.
        days: What was written.
        errors: What went wrong, one line each.
        notes: What else to tell the user, one line each.
        pruned: What was pruned, in a line.
    """

    state: State = State.FRESH
    says: str = ""
    next: datetime | None = None
    requests: int = 0
    days: list[Stored] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pruned: str = ""

    def wait(self, now: datetime) -> float:
        """Return the seconds until it may help to ask again."""
        return max(0.0, (self.next - now).total_seconds()) if self.next else 0.0

    @property
    def outcome(self) -> Outcome:
        """The sum of what was written, in papers."""
        total = Outcome()
        for stored in self.days:
            total = total.plus(stored.outcome)
        return total
