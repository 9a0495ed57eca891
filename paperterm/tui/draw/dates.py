"""The names of days."""

from __future__ import annotations

from paperterm.model import Day


def name_of_day(day: Day) -> str:
    """Return the name of a day, such as Mon 2 Feb 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"
