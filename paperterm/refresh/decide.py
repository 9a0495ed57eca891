"""Decide which fetched papers are new, and which Days they belong to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from paperterm.model import (
    AnnouncedPaper,
    Batch,
    Day,
    Kind,
    Paper,
    PaperId,
    SourcePaper,
    Status,
)
from paperterm.sources.source import FetchedSubmissions


class Decision(StrEnum):
    """A fetched paper, compared with the library."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"


def decide(old: Paper | None, new: Paper) -> Decision:
    """Compare a paper with its newest version in the library.

    A higher version is a revision. If a version is unknown, a different text is one.
    """
    if old is None:
        return Decision.NEW
    if old.version and new.version:
        return Decision.REVISED if new.version > old.version else Decision.SAME
    differs = (old.title, old.abstract) != (new.title, new.abstract)
    return Decision.REVISED if differs else Decision.SAME


class Sifted(NamedTuple):
    """A listing, split into papers that are fresh and papers that an earlier day announced.

    `lagging` has the categories of which the source served only an older listing.
    """

    fresh: tuple[SourcePaper, ...]
    stale: tuple[SourcePaper, ...]
    lagging: frozenset[str]

    @property
    def is_stale(self) -> bool:
        """Whether all papers were announced before: the source served an old listing again."""
        return bool(self.stale) and not self.fresh


def sift(
    papers: Sequence[SourcePaper], before: Mapping[PaperId, AnnouncedPaper], day: Day
) -> Sifted:
    """Split a listing that has the date of `day`.

    Sometimes feeds serve yesterday's listing with today's date, for all categories or for one. So a
    category lags if an earlier day announced all of its new papers, and these are stale. A
    cross-list or replacement is stale if an earlier day announced it in the same way.

    Args:
        papers: The listing.
        before: The newest announcement of each paper in the library.
        day: The day of the listing, by its date.
    """
    repeated = {
        one.paper.id
        for one in papers
        if (old := before.get(one.paper.id)) and old.announcement.day < day and _repeats(one, old)
    }
    new = [one for one in papers if one.kind is Kind.NEW]
    lagging = {_category(one) for one in new} - {
        _category(one) for one in new if one.paper.id not in repeated
    }
    fresh: list[SourcePaper] = []
    stale: list[SourcePaper] = []
    for one in papers:
        lags = one.kind is not Kind.NEW or _category(one) in lagging
        (stale if lags and one.paper.id in repeated else fresh).append(one)
    return Sifted(tuple(fresh), tuple(stale), frozenset(lagging))


def of_listing(
    day: Day, papers: Sequence[SourcePaper], before: Mapping[PaperId, AnnouncedPaper]
) -> Batch:
    """Return the batch of a listing of `day`; it is partial if papers are missing.

    An empty listing is partial: it may be a day without papers in these categories, a holiday that
    is not in the table, or an outage.
    """
    sifted = sift(papers, before, day)
    is_partial = not papers or sifted.is_stale or sifted.lagging
    status = Status.PARTIAL if is_partial else Status.COMPLETE
    ids = [one.paper.id for one in sifted.fresh]
    return Batch(day, sifted.fresh, [ids], is_listing=True, status=status)


def of_submissions(
    fetched: FetchedSubmissions,
    known: Mapping[PaperId, AnnouncedPaper],
    filled: Collection[Day],
) -> list[Batch]:
    """Return batches for the days of submissions, oldest first.

    The Day of a paper is estimated from the time of its first version and arXiv's cut-offs. If that
    Day was fetched before without the paper, moderators held it: it goes to the oldest of the days,
    never into a day that is complete.

    A Day is estimated if the answer has papers of a later one, or if it is the last one and
    settled: the source lags by hours, so the last Day may lack papers. Other Days are partial, and
    due again.

    Args:
        fetched: The papers, with `published`.
        known: The papers in the library.
        filled: The Days that were fetched before.
    """
    days: dict[Day, dict[PaperId, SourcePaper]] = {day: {} for day in sorted(fetched.days)}
    oldest = min(days)
    reached = date.min
    for one in fetched.papers:
        if one.paper.published is None:
            continue
        day = Day.of_submission(one.paper.published)
        reached = max(reached, day)
        old = known.get(one.paper.id)
        if old and old.announcement.day not in days:
            continue
        if day in filled and day not in days:
            day = oldest
        if day in days:
            days[day].setdefault(one.paper.id, one)
    return [
        _estimated(day, papers, is_whole=day < reached or day == reached <= fetched.settled)
        for day, papers in days.items()
    ]


def _estimated(day: Day, papers: Mapping[PaperId, SourcePaper], *, is_whole: bool) -> Batch:
    """Return a batch with new papers first, by id, as in a listing."""
    ordered = sorted(papers.values(), key=lambda one: (one.kind is not Kind.NEW, one.paper.id))
    status = Status.ESTIMATED if is_whole else Status.PARTIAL
    return Batch(day, ordered, [[one.paper.id for one in ordered]], is_listing=True, status=status)


def _category(one: SourcePaper) -> str:
    return one.paper.primary_category or ""


def _repeats(new: SourcePaper, old: AnnouncedPaper) -> bool:
    if new.kind is Kind.NEW:
        return True
    if new.kind is Kind.CROSS:
        return old.announcement.kind is Kind.CROSS
    return decide(old.paper, new.paper) is Decision.SAME and old.announcement.kind == new.kind
