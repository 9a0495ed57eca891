"""Putting papers of the query API on Days: it tells when they were sent in, not announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from paperterm.model import AnnouncedPaper, Batch, Day, Kind, PaperId, SourcePaper, Status
from paperterm.sources.api import kind_among


def estimated(
    told: Iterable[SourcePaper],
    gap: Collection[Day],
    known: Mapping[PaperId, AnnouncedPaper],
    filled: Collection[Day],
    categories: Collection[str],
    settled: Day,
) -> list[Batch]:
    """Batches for the Days of a gap, oldest first.

    The Day of a paper is estimated from the time of its first version and arXiv's cut-offs. One
    whose Day was fetched already, and that no day holds, was held by moderators: it goes to the
    oldest Day of the gap, never into a day that is complete.

    A Day is estimated when the answer holds a later one too or, where it is the last that the
    answer reaches, when it is `settled`: the API trails the announcement by hours, and half a Day
    must not be taken for all of it. Any other Day is partial, and asked for again.

    Args:
        told: The papers of the API, with `published`.
        gap: The Days to fill; not empty.
        known: The papers that the library holds already.
        filled: The Days that were fetched already.
        categories: Those that are followed.
        settled: The last Day that was announced so long ago that the API holds it whole, if any.
    """
    days: dict[Day, dict[PaperId, SourcePaper]] = {day: {} for day in sorted(gap)}
    oldest = min(days)
    reached = date.min
    for one in told:
        paper = one.paper
        if paper.published is None:
            continue
        day = Day.of_submission(paper.published)
        reached = max(reached, day)
        held = known.get(paper.id)
        if held and held.announcement.day not in days:
            continue
        if day in filled and day not in days:
            day = oldest
        if day in days:
            days[day].setdefault(paper.id, SourcePaper(paper, kind_among(paper, categories)))
    return [
        _batch(day, papers, is_whole=day < reached or day == reached <= settled)
        for day, papers in days.items()
    ]


def _batch(day: Day, papers: Mapping[PaperId, SourcePaper], *, is_whole: bool) -> Batch:
    """New papers first, by id, as in a listing."""
    told = sorted(papers.values(), key=lambda one: (one.kind is not Kind.NEW, one.paper.id))
    status = Status.ESTIMATED if is_whole else Status.PARTIAL
    return Batch(day, told, [[one.paper.id for one in told]], is_listing=True, status=status)
