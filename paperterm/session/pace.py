"""How long a paper takes a reader, from the times of the marks; nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from statistics import median

from paperterm.config.setting import ReadingBudget
from paperterm.model import Mark

USUAL = 30.0
"""Seconds a paper takes, until enough are marked as read to measure it."""
_FEWEST = 20
_NEWEST = 1000
_AT_ONCE = 0.2
"""Papers read within fewer seconds were marked together."""
_PAUSE = 300.0
"""A longer time than this is a pause, not a paper."""


def places(budget: ReadingBudget, marks: Iterable[Mark]) -> int:
    """Return how many papers a budget is good for, given all marks if it is in minutes."""
    if budget.papers:
        return budget.papers
    seconds = seconds_a_paper(mark.read.at for mark in marks if mark.read and mark.read.value)
    return max(1, round(60 * budget.minutes / seconds))


def seconds_a_paper(read_at: Iterable[datetime]) -> float:
    """Return the median time between two papers that were read one after the other."""
    times = sorted(read_at)[-_NEWEST:]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    gaps = [gap for gap in gaps if _AT_ONCE <= gap <= _PAUSE]
    return median(gaps) if len(gaps) >= _FEWEST else USUAL
