"""The user's programs that run when something happened, with JSON about it on standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from paperterm.model import PaperId
from paperterm.model.record import mark_record, record
from paperterm.session.marking import marked_paper
from paperterm.session.programs import feed
from paperterm.session.session import ChangedMarks, Session

if TYPE_CHECKING:
    from paperterm.refresh.events import Report

PATIENCE = 60.0
"""The seconds a hook may take."""


class Hook(NamedTuple):
    """A program of the settings, and what it is told."""

    name: str
    command: tuple[str, ...]
    event: dict[str, Any]

    def run(self, patience: float | None = None) -> None:
        """Run the program to its end; its output is discarded.

        Args:
            patience: The seconds it may take; `PATIENCE` by default.

        Raises:
            InputError: It could not be started, failed, or took too long.
        """
        content = orjson.dumps({"event": self.name, **self.event})
        feed(self.command, content, patience or PATIENCE, f"fix [hooks] {self.name}")


def after_fetch(session: Session, report: Report) -> Hook | None:
    """Return the hook for a refresh; None if there is none, or nothing was written."""
    command = session.settings.after_fetch
    if not command or not report.days:
        return None
    total = report.outcome
    days = [
        {"day": str(one.day), "new": one.outcome.new, "changed": one.outcome.changed}
        for one in report.days
    ]
    return Hook("after_fetch", command, {"new": total.new, "changed": total.changed, "days": days})


def after_star(session: Session, marks: ChangedMarks) -> Hook | None:
    """Return the hook for a change of marks; None if there is none, or no star was added.

    Raises:
        DiskError, LibraryError: The papers cannot be read.
    """
    command, starred = session.settings.after_star, newly_starred(marks)
    if not command or not starred:
        return None
    newest = session.newest(starred)
    papers = []
    for id_ in starred:
        mark = marks.changed[id_]
        paper, announcement = newest.get(id_, (marked_paper(mark), None))
        if paper:
            papers.append({**record(paper, announcement), **mark_record(mark)})
    return Hook("after_star", command, {"papers": papers})


def newly_starred(marks: ChangedMarks) -> list[PaperId]:
    """Return the papers that a change starred."""
    return [
        id_
        for id_, mark in marks.changed.items()
        if mark.is_starred and not marks.before[id_].is_starred
    ]
