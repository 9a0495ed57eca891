"""What a refresh tells while it runs, and at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paperterm.library import Outcome
from paperterm.model import Day, Status


class State(StrEnum):
    """How things stand with arXiv."""

    FRESH = "fresh"
    WAITING = "waiting"
    QUIET = "quiet"
    STALLED = "stalled"
    REFUSED = "refused"
    OFFLINE = "offline"
    FAILED = "failed"


@dataclass(frozen=True)
class Due:
    """These days will be asked for."""

    days: tuple[Day, ...]


@dataclass(frozen=True)
class Asking:
    """A request is on its way, or waits for its turn at the gate."""

    what: str


@dataclass(frozen=True)
class Received:
    """So many bytes of the answer are there."""

    size: int


@dataclass(frozen=True)
class Stored:
    """A day was written; `first` are the papers announced for the first time."""

    day: Day
    status: Status
    outcome: Outcome


Event = Due | Asking | Received | Stored
Emit = Callable[[Event], None]


@dataclass
class Report:
    """How a refresh went.

    Attributes:
        state: How things stand now.
        says: The same in a sentence, with what to do.
        next: When it is worth to ask again, UTC.
        requests: How many requests were sent.
        days: What was written.
        errors: What went wrong, one line each.
        notes: What else there is to know, one line each.
        let_go: What became of days that the library need not keep, in a line.
    """

    state: State = State.FRESH
    says: str = ""
    next: datetime | None = None
    requests: int = 0
    days: list[Stored] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    let_go: str = ""

    def wait(self, now: datetime) -> float:
        """Seconds until it is worth to ask again."""
        return max(0.0, (self.next - now).total_seconds()) if self.next else 0.0

    @property
    def outcome(self) -> Outcome:
        """All that was written, in papers."""
        total = Outcome()
        for stored in self.days:
            total = total.plus(stored.outcome)
        return total
