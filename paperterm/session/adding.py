"""Add papers that no day holds: ask arXiv for them, and store them on their estimated days."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from paperterm.library import Outcome
from paperterm.model import Day, Kind, Paper, PaperId, SourcePaper, Status
from paperterm.session.refresh_run import gate
from paperterm.session.session import Session
from paperterm.sources.api import IDS_AT_ONCE, id_query, kind_among, parse_ids
from paperterm.sources.hosts import hosts
from paperterm.sources.http import Http
from paperterm.sources.limits import Budget
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.source import ask


@dataclass
class AddedPapers:
    """The result of adding papers.

    Attributes:
        outcome: How many were stored; `unchanged` counts those that a day holds already.
        days: The days of the stored papers.
        unknown: The ids that arXiv does not know.
        errors: What is wrong with its answer, a line each.
    """

    outcome: Outcome = field(default_factory=Outcome)
    days: dict[PaperId, Day] = field(default_factory=dict)
    unknown: tuple[PaperId, ...] = ()
    errors: list[str] = field(default_factory=list)


def add_papers(session: Session, ids: Iterable[PaperId]) -> AddedPapers:
    """Add papers to the library, with one request for up to `IDS_AT_ONCE` that no day holds.

    Raises:
        RefusedError, OfflineError, SourceError: arXiv could not be asked.
        DiskError, LibraryError: A day cannot be written.
    """
    wanted = list(dict.fromkeys(ids))
    held = session.newest(wanted)
    missing = [id_ for id_ in wanted if id_ not in held]
    added = AddedPapers(Outcome(unchanged=len(held)))
    if missing:
        found = asyncio.run(_asked(session, missing, added))
        added.unknown = tuple(id_ for id_ in missing if id_ not in {one.paper.id for one in found})
        _store(session, found, added)
        added.days = {id_: added.days[id_] for id_ in missing if id_ in added.days}
    return added


async def _asked(session: Session, ids: Sequence[PaperId], added: AddedPapers) -> list[SourcePaper]:
    """Ask arXiv for papers; only those that were asked for are returned."""
    where, contact = hosts(), session.settings.contact
    budget = Budget.of(0, len(ids))
    found: list[SourcePaper] = []
    async with Http(gate(session), where, contact, clock=session.now) as http:
        for start in range(0, len(ids), IDS_AT_ONCE):
            query = id_query(ids[start : start + IDS_AT_ONCE])
            _, page = await ask(http, budget, asyncio.sleep, where.api, parse_ids, query)
            if page:
                found += page.papers
                added.errors += page.warnings
    return [one for one in found if one.paper.id in set(ids)]


def _store(session: Session, found: Iterable[SourcePaper], added: AddedPapers) -> None:
    reading = ParsedFile("arXiv")
    for one in found:
        paper = one.paper
        reading.take(0, SourcePaper(paper, _kind(paper, session.settings.categories)), None)
    added.errors += map(str, reading.errors)
    for batch in reading.sets(Status.PARTIAL):
        added.outcome = added.outcome.plus(session.library.store(batch))
        added.days |= {one.paper.id: batch.day for one in batch.papers}


def _kind(paper: Paper, followed: Iterable[str]) -> Kind | None:
    """Return the kind of a paper; None if no category of it is followed."""
    names = set(followed)
    return kind_among(paper, names) if names.intersection(paper.categories) else None
