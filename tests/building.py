"""Make papers, batches, entries and views for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from paperterm.export import View
from paperterm.model import Announcement, Batch, Day, Entry, Kind, Mark, Paper, PaperId, SourcePaper
from paperterm.topics import Topic

DAY = Day(2026, 2, 12)
NOON = datetime(2026, 2, 13, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    """Return the moment this many seconds after noon; before it, if negative."""
    return NOON + timedelta(seconds=seconds)


def name(number: int | str) -> PaperId:
    """Return an id: 7 is 2602.00007."""
    return PaperId(number if isinstance(number, str) else f"2602.{number:05}")


def paper(number: int | str = 1, title: str | None = None, **known: Any) -> Paper:
    """Return a paper with an id, a title, and any other fields."""
    return Paper(name(number), title or f"Paper {number}", **known)


def listing(*papers: Paper | int, day: Day = DAY, **told: Any) -> Batch:
    """Return a batch in the order of the day."""
    batch = _told(papers)
    return Batch(day, batch, [[one.paper.id for one in batch]], is_listing=True, **told)


def digest(*runs: Sequence[Paper | int], day: Day = DAY) -> Batch:
    """Return a batch as a digest gives it: several runs, each in the order of the day."""
    batch = [_told(run) for run in runs]
    ids = [[one.paper.id for one in run] for run in batch]
    return Batch(day, [one for run in batch for one in run], ids, is_listing=False)


def _told(papers: Sequence[Paper | int]) -> list[SourcePaper]:
    return [SourcePaper(paper(one) if isinstance(one, int) else one) for one in papers]


def entry(
    one: Paper, mark: Mark | None = None, *, day: Day | None = DAY, kind: Kind | None = None
) -> Entry:
    """Return a row of a listing."""
    announcement = Announcement(day, kind, 0) if day else None
    return Entry(one, announcement, mark or Mark(one.id))


def view(*papers: Paper | Entry, topic: Topic | None = None, **chosen: Any) -> View:
    """Return a view to export, limited to a topic and a day if given."""
    entries = tuple(one if isinstance(one, Entry) else entry(one) for one in papers)
    return View(entries, topic=topic, **chosen)
