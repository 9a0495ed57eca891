"""A slot is one announcement as a number: sorted, slots are the order of every listing.

Newest day first, and inside a day in announcement order. So a search of the index is in the right
order by itself, and its first rows cost nothing more. Slots of a day rise, but leave gaps: a slot
is never used again for another text, because the full-text index cannot forget the first.
"""

from __future__ import annotations

from datetime import date

BITS = 20
PER_DAY = 1 << BITS
_LAST = date.max.toordinal()

HOMELESS = 0
"""The "day" of marked papers that no day holds, as an ordinal: before all days, so listed last."""

HOMELESS_SLOT = (_LAST - HOMELESS) << BITS
"""The first slot that is of no real day."""

NEVER = _LAST + 1
"""The ordinal after all days."""


def first_slot(ordinal: int) -> int:
    """Return the first slot of a day."""
    return (_LAST - ordinal) << BITS


def ordinal_of(slot: int) -> int:
    """Return the ordinal of the day of a slot; `HOMELESS` for none."""
    return _LAST - (slot >> BITS)


def bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """Return the first and last slot of a range of days, both included; None is no bound."""
    newest = last.toordinal() if last else _LAST
    oldest = first.toordinal() if first else HOMELESS + 1
    return first_slot(newest), first_slot(oldest) + PER_DAY - 1
