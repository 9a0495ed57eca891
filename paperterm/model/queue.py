"""Places in the queue: keys that sort as text, so that a paper moves without touching the rest.

A key is a fractional index: between any two there is room for another. A new paper gets one made
from the clock, behind everything queued before it; one that is moved gets a key between those of
its neighbours. Only where two of these are alike, since papers were queued in one step, those
behind it get new keys too.

The package `fractional-indexing` (0.1.3) has no keys from a clock, which queueing a paper without
reading the queue needs, fails on keys that somebody wrote by hand, and asks for setuptools.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

_TICK = timedelta(microseconds=1)
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def queue_key(now: datetime) -> str:
    """A place behind everything that was queued before `now`, known without looking at the rest.

    The key is an integer in the form of the fractional-indexing scheme (a head letter for the
    number of digits, then base 62):
    https://observablehq.com/@dgreensp/implementing-fractional-indexing.
    """
    ticks = (now - datetime(1970, 1, 1, tzinfo=UTC)) // _TICK
    digits = ""
    while ticks:
        ticks, digit = divmod(ticks, 62)
        digits = _BASE62[digit] + digits
    return chr(ord("a") + len(digits) - 1) + digits


def moved(keys: Sequence[str], at: int, to: int, now: datetime) -> dict[int, str]:
    """The new keys when one paper of a queue is moved to another place in it.

    Args:
        keys: Those of the queue, in its order.
        at: Which one is moved.
        to: Where it stands then, counted without it.
        now: The time, for keys that no other can be put between: all are made anew then.

    Returns:
        The keys of the papers that need another one, by their old places; that of the one that
        is moved comes first.
    """
    places = [place for place in range(len(keys)) if place != at]
    places.insert(to, at)
    low = keys[places[to - 1]] if to else ""
    end = to + 1
    while end < len(places) and keys[places[end]] <= low:
        end += 1
    high = keys[places[end]] if end < len(places) else ""
    new = _between(low, high, end - to)
    if new:
        return dict(zip(places[to:end], new, strict=True))
    anew = {place: queue_key(now + nth * _TICK) for nth, place in enumerate(places)}
    return {at: anew[at], **anew}


def _between(low: str, high: str, count: int) -> list[str]:
    """So many keys behind `low` and before `high`, rising; an empty `high` is no bound.

    None are found where somebody wrote a key by hand that no other can be put beside.
    """
    shortest = max(len(low), len(high), 1)
    for width in range(shortest, shortest + 2 + count.bit_length()):
        first = _number(low, width)
        # What is put last must stay before what will be queued later.
        end = _number(high, width) if high else min(first + 2 * count + 2, 62**width)
        step = (end - first) // (count + 1)
        if step > 0:
            found = [_text(first + nth * step, width) for nth in range(1, count + 1)]
            ends = [*found, high] if high else found
            return found if all(one < other for one, other in pairwise([low, *ends])) else []
    return []


def _number(key: str, width: int) -> int:
    number = 0
    for digit in key.ljust(width, "0"):
        number = number * 62 + max(_BASE62.find(digit), 0)
    return number


def _text(number: int, width: int) -> str:
    """A number as a key."""
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits
