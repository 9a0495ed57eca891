"""A slot is the number of an announcement; sorted slots give the order of a listing.

The newest day comes first, and inside a day the announcement order. So a search needs no sorting,
and its first rows come at once. The slots of a day rise, with gaps: a slot is never used again for
another text, because the full-text index cannot delete the first.
"""

from __future__ import annotations

from datetime import date

BITS = 20
PER_DAY = 1 << BITS
_LAST = date.max.toordinal()

HOMELESS = 0
"""The ordinal for marked papers that no day holds: before all days, so that they are last."""

HOMELESS_SLOT = (_LAST - HOMELESS) << BITS
"""The first slot of papers that no day holds."""

NEVER = _LAST + 1
"""The ordinal after all days."""


def first_slot(ordinal: int) -> int:
    """Return the first slot of a day."""
    return (_LAST - ordinal) << BITS


def ordinal_of(slot: int) -> int:
    """Return the ordinal of the day of a slot; `HOMELESS` for none."""
    return _LAST - (slot >> BITS)


def bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """Return the first and last slot of a range of days, both included; None means unbounded."""
    newest = last.toordinal() if last else _LAST
    oldest = first.toordinal() if first else HOMELESS + 1
    return first_slot(newest), first_slot(oldest) + PER_DAY - 1
