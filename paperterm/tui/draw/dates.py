"""Days as the screen names them."""

from __future__ import annotations

from paperterm.model import Day


def name_of_day(day: Day) -> str:
    """A day as the lines and lists call it."""
    return f"{day:%a} {day.day} {day:%b %Y}"
