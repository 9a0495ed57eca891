"""Check the folders of a session, and repair them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paperterm.errors import DiskError, PapertermError
from paperterm.session.doctor import days_and_marks, derived, ledgers, places
from paperterm.session.doctor.finding import Finding, Severity
from paperterm.session.session import Session

__all__ = ["Finding", "Severity", "examine"]

CHECKS = (
    places.folders,
    places.permissions,
    places.space,
    places.leftovers,
    places.locks,
    derived.config,
    days_and_marks.days,
    days_and_marks.marks,
    ledgers.ledgers,
    days_and_marks.set_aside,
    derived.fetchlog,
    derived.state,
    derived.drafts,
    derived.index,
)
"""Each check comes after those that it depends on."""


def examine(session: Session, *, repair: bool = False) -> Iterator[Finding]:
    """Check everything that a session keeps.

    Without `repair` nothing is written. With it each finding is repaired before the next check, and
    nothing is deleted that cannot be rebuilt.
    """
    for check in CHECKS:
        for finding in list(_findings(check, session)):
            yield finding.repair() if repair else finding


def _findings(check: Callable[[Session], Iterator[Finding]], session: Session) -> Iterator[Finding]:
    """Return what a check finds, and why it could not go on: files may change meanwhile."""
    try:
        yield from check(session)
    except PapertermError as error:
        yield Finding(error.subject, error.problem, error.hint)
    except OSError as error:
        fault = DiskError.of(error.filename, error, "access it")
        yield Finding(fault.subject, fault.problem, fault.hint)
