"""Every check, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from paperterm.errors import PapertermError
from paperterm.session.doctor import derived, places, precious
from paperterm.session.doctor.finding import Finding
from paperterm.session.session import Session

CHECKS = (
    places.folders,
    places.permissions,
    places.space,
    places.leftovers,
    places.locks,
    derived.config,
    precious.days,
    precious.marks,
    precious.set_aside,
    derived.fetchlog,
    derived.state,
    derived.index,
)
"""In this order: what comes later is looked at once what it rests upon was mended."""


def examine(session: Session, *, repair: bool = False) -> Iterator[Finding]:
    """Look at everything that a session keeps.

    Without `repair` nothing is written. With it each finding is mended before the next check, and
    nothing is deleted but what can be made anew.
    """
    for check in CHECKS:
        try:
            findings = list(check(session))
        except PapertermError as error:
            findings = [Finding(error.subject, error.problem, error.hint)]
        for finding in findings:
            yield finding.mended() if repair else finding
