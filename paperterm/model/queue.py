"""Queue keys, which sort as text, so that a paper moves without touching the rest.

A key is a fractional index: between any two there is room for another. A new paper gets one made
from the clock, after everything queued before; one that is moved gets a key between those of its
neighbours. Only where these are equal, because papers were queued in one step, the papers after it
get new keys, too.

The package `fractional-indexing` (0.1.3) has no keys from a clock, needed to queue a paper without
reading the queue, fails on keys written by hand, and requires setuptools.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

_TICK = timedelta(microseconds=1)
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def queue_key(now: datetime) -> str:
    """Return a key after everything queued before `now`, without reading the rest.

    The key is an integer in the form of the fractional-indexing scheme (a head letter for the
    number of digits, then base 62):
    https://observablehq.com/@dgreensp/implementing-fractional-indexing.
    """
    ticks = max((now - datetime(1970, 1, 1, tzinfo=UTC)) // _TICK, 1)
    digits = ""
    while ticks:
        ticks, digit = divmod(ticks, 62)
        digits = _BASE62[digit] + digits
    return chr(ord("a") + len(digits) - 1) + digits


def new_keys(keys: Sequence[str], at: int, to: int, now: datetime) -> dict[int, str]:
    """Return the new keys when one paper of a queue moves.

    Args:
        keys: The keys of the queue, in order.
        at: The position of the paper.
        to: Its new position, counted without it.
        now: The time, from which all keys are made anew if two have no room between them.

    Returns:
        The new keys by old position, the one of the moved paper first.
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
    """Return `count` rising keys between `low` and `high`; an empty `high` sets no bound.

    The list is empty if a key that was written by hand leaves no room beside it.
    """
    shortest = max(len(low), len(high), 1)
    for width in range(shortest, shortest + 2 + count.bit_length()):
        first = _number(low, width)
        # The last key must stay before those of papers that are queued later.
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
    """Format a number as a key."""
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits
