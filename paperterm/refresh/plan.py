"""What is due: which Day to ask the feeds for, and which gap to fill from the query API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.model import Day, Status
from paperterm.refresh.mailings import evenings, newest_out, served

LONGEST_GAP = 14
"""Evenings that are looked back on unasked; `--since` and `--days` fill more."""

_FILLED = (Status.COMPLETE, Status.ESTIMATED)


class Plan(NamedTuple):
    """What a refresh will ask for.

    `today` is the Day that the feeds show now, None when it is known or there is none; `gap` are
    the Days to be filled, oldest first; `older` is the first of the Days that are missing too, but
    too old to be filled unasked.
    """

    today: Day | None
    gap: tuple[Day, ...]
    older: Day | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask."""
        return self.today is None and not self.gap


def plan(now: datetime, known: Mapping[Day, Status], since: Day | None = None) -> Plan:
    """What is due.

    Args:
        now: The time, UTC.
        known: How much of each Day was fetched, for the categories that are followed; a partial
            one is a hole to be filled.
        since: The first Day to fill, when the user asked for history.
    """
    shown = served(now)
    newest = newest_out(now)
    today = shown if shown and known.get(shown) is not Status.COMPLETE else None
    if since is not None:
        return Plan(today, _missing(since, newest, today, known))
    if not known:
        # A first run: what the feeds show or, at a weekend, the announcement before it.
        return Plan(today, () if today else (newest,))
    # Holes between days that were fetched count too: a refresh may have brought today, and not
    # the days before it.
    missing = _missing(min(known), newest, today, known)
    recent = evenings(newest - timedelta(days=60), newest)[-LONGEST_GAP:]
    last = max(known)
    away = [day for day in missing if last < day < recent[0]]
    return Plan(today, tuple(day for day in missing if day >= recent[0]), next(iter(away), None))


def _missing(
    first: Day, newest: Day, today: Day | None, known: Mapping[Day, Status]
) -> tuple[Day, ...]:
    return tuple(
        day for day in evenings(first, newest) if day != today and known.get(day) not in _FILLED
    )


def first_of(days: int, now: datetime) -> Day:
    """The first of the last `days` Days with a mailing."""
    newest = newest_out(now)
    found = evenings(newest - timedelta(days=days * 2 + 14), newest)
    return found[-days] if days <= len(found) else found[0]
