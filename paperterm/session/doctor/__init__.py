"""Check the folders of a session, and repair them."""

from __future__ import annotations

from collections.abc import Iterator

from paperterm.errors import PapertermError
from paperterm.session.doctor import days_and_marks, derived, places
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
        try:
            findings = list(check(session))
        except PapertermError as error:
            findings = [Finding(error.subject, error.problem, error.hint)]
        for finding in findings:
            yield finding.repair() if repair else finding
