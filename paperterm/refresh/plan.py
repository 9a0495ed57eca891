"""Plan a refresh: the Days that are due, and the source of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.model import Day, Status
from paperterm.sources.fetched_sources import SOURCES
from paperterm.sources.schedule import evenings, newest_out
from paperterm.sources.source import Source

LONGEST_GAP = 14
"""The evenings that a refresh fills by itself; `--since` and `--days` fill more."""


class Due(NamedTuple):
    """The Days to fetch from a source, oldest first; at least one."""

    source: Source
    days: tuple[Day, ...]


class Plan(NamedTuple):
    """The Days to fetch from each source, in the order of the sources.

    `older` is the first missing Day that is too old to be filled automatically.
    """

    due: tuple[Due, ...]
    older: Day | None = None

    @property
    def days(self) -> tuple[Day, ...]:
        """All Days that are due, oldest first."""
        return tuple(sorted(day for one in self.due for day in one.days))


def plan(
    now: datetime,
    known: Mapping[Day, Status],
    since: Day | None = None,
    sources: Sequence[Source] = SOURCES,
) -> Plan:
    """Plan a refresh.

    A Day is fetched from the first source that serves it now, if that source has more of it than is
    known. Without `since`, this applies to all Days since the first known one, as far as they are
    among the last `LONGEST_GAP` evenings; at the first run, to the newest Day.

    Args:
        now: The time, UTC.
        known: How much of each Day was fetched, for the categories that are followed.
        since: The first Day to fill, if the user gave one.
        sources: The sources, in order of preference.
    """
    newest = newest_out(now)
    first = since or min(known, default=newest)
    due: dict[str, list[Day]] = {source.name: [] for source in sources}
    recent = evenings(newest - timedelta(days=60), newest)[-LONGEST_GAP]
    older = None
    for day in evenings(min(first, newest), newest):
        source = next((one for one in sources if one.serves(day, now)), None)
        if source is None or _rank(known.get(day)) >= source.brings.rank:
            continue
        if since or day >= recent:
            due[source.name].append(day)
        elif day > max(known):
            older = older or day
    return Plan(
        tuple(Due(source, tuple(due[source.name])) for source in sources if due[source.name]),
        older,
    )


def first_of_last(days: int, now: datetime) -> Day:
    """Return the first of the last `days` Days with a mailing; 0 gives the newest."""
    newest = newest_out(now)
    found = evenings(newest - timedelta(days=days * 2 + 14), newest)
    return found[-min(max(days, 1), len(found))]


def _rank(status: Status | None) -> int:
    return -1 if status is None else status.rank
