"""Plan a refresh: the Days that are due, and the source of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from paperterm.library.fetchlog import Tries
from paperterm.model import Day, Status
from paperterm.sources.fetched_sources import SOURCES
from paperterm.sources.schedule import evenings, newest_out
from paperterm.sources.source import Source

LONGEST_GAP = 14
"""The evenings that a refresh fills by itself; `--since` and `--days` fill more."""


_NEVER = datetime.max.replace(tzinfo=UTC)

VAIN_WAITS = (timedelta(hours=4), timedelta(hours=32))
"""How long to wait after the first and the second answer without a paper of a Day; after the third
it is not asked for any more. So an unknown holiday costs two requests for its feed and, when the
query API has settled, one more."""


class Due(NamedTuple):
    """The Days to fetch from a source for some categories, oldest first; at least one."""

    source: Source
    days: tuple[Day, ...]
    categories: tuple[str, ...]


class Later(NamedTuple):
    """A source of which Days will be due again, and when."""

    at: datetime
    source: Source


class Known(NamedTuple):
    """What was fetched.

    Attributes:
        statuses: How much of each Day was fetched, for all categories that are followed.
        lacking: The categories of which nothing, or only a part, was fetched, for the other Days of
            which something was.
        tries: The answers without a paper of a Day, for the categories to ask for.
    """

    statuses: Mapping[Day, Status]
    lacking: Mapping[Day, tuple[str, ...]] = {}
    tries: Mapping[Day, Tries] = {}


class Plan(NamedTuple):
    """The Days to fetch from each source, in the order of the sources.

    Attributes:
        due: What to fetch now.
        older: The first missing Day that is too old to be filled automatically.
        older_lacking: The first Day that lacks categories of `due`, and is too old.
        later: What will be due again first, of the Days that were asked for in vain.
    """

    due: tuple[Due, ...]
    older: Day | None = None
    older_lacking: Day | None = None
    later: Later | None = None

    @property
    def days(self) -> tuple[Day, ...]:
        """All Days that are due, oldest first."""
        return tuple(sorted(day for one in self.due for day in one.days))


def plan(
    now: datetime,
    known: Known,
    categories: tuple[str, ...],
    since: Day | None = None,
    sources: Sequence[Source] = SOURCES,
    *,
    insists: bool = False,
) -> Plan:
    """Plan a refresh.

    A Day is fetched from the first source that serves it now, if that source has more of it than is
    known. Without `since`, this applies to all Days since the first known one, as far as they are
    among the last `LONGEST_GAP` evenings; at the first run, to the newest Day. A Day that lacks
    only some categories is asked for those, if the source answers for categories alone.

    Args:
        now: The time, UTC.
        known: What was fetched.
        categories: The categories that are followed.
        since: The first Day to fill, if the user gave one.
        sources: The sources, in order of preference.
        insists: Whether to ask for Days that were just asked for in vain, too.
    """
    newest = newest_out(now)
    first = since or min([*known.statuses, *known.lacking], default=newest)
    due: dict[tuple[str, bool], list[Day]] = {}
    recent = evenings(newest - timedelta(days=60), newest)[-LONGEST_GAP]
    later: list[Later] = []
    older = older_lacking = None
    for day in evenings(min(first, newest), newest):
        source = next((one for one in sources if one.serves(day, now)), None)
        if source is None or _rank(known.statuses.get(day)) >= source.brings.rank:
            continue
        lacks = day in known.lacking and source.is_divisible
        again = None if since or insists else _again(known.tries.get(day), now)
        if not since and day < recent:
            if lacks:
                older_lacking = older_lacking or day
            elif day > max(known.statuses, default=newest):
                older = older or day
        elif again is None or again <= now:
            due.setdefault((source.name, lacks), []).append(day)
        elif again < _NEVER:
            later.append(Later(again, source))
    return Plan(
        tuple(
            Due(source, tuple(days), _asked(categories, known, days) if lacks else categories)
            for source in sources
            for lacks in (False, True)
            if (days := due.get((source.name, lacks)))
        ),
        older,
        older_lacking if any(lacks for _, lacks in due) else None,
        min(later, key=lambda one: one.at, default=None),
    )


def _asked(categories: tuple[str, ...], known: Known, days: Sequence[Day]) -> tuple[str, ...]:
    """Return the categories that any of some Days lacks, in the order of the settings."""
    lacking = {name for day in days for name in known.lacking[day]}
    return tuple(name for name in categories if name in lacking)


def _again(tries: Tries | None, now: datetime) -> datetime | None:
    """Return when a Day may be asked for again; None if it was not asked for in vain."""
    # A later time comes from a wrong clock.
    if tries is None or tries.at > now:
        return None
    return tries.at + VAIN_WAITS[tries.number - 1] if tries.number <= len(VAIN_WAITS) else _NEVER


def first_of_last(days: int, now: datetime) -> Day:
    """Return the first of the last `days` Days with a mailing; 0 gives the newest."""
    newest = newest_out(now)
    found = evenings(newest - timedelta(days=days * 2 + 14), newest)
    return found[-min(max(days, 1), len(found))]


def _rank(status: Status | None) -> int:
    return -1 if status is None else status.rank
