"""Regular expressions with a time limit.

The `regex` package, because the standard library's `re` cannot be stopped: `/(a+)+$/` on an
abstract would hang the reader. `regex` takes a time limit, is as fast or faster on real abstracts
(5 to 13 µs each, `re` 13 to 45), and has wheels wherever Python runs. `google-re2` needs no limit,
but has no wheel for musl and builds only with RE2 and Abseil installed. Importing `regex` takes
12 ms, so it is imported only when a query has a regex.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from math import prod
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

MAX_LENGTH = 500
"""Characters of a pattern."""

TEXT_SECONDS = 0.25
"""Time limit for one text: ten thousand times the time of a usual pattern."""

MAX_TIMES = 10_000
"""Repeats of a part, multiplied when nested: `regex` compiles each into 300 bytes, so that
`a{99999999}` would take all memory."""

MAX_HITS = 1000
"""Highlighted places of a pattern in a text."""

_TIMES = re.compile(r"\{(?:\s|#.*\n)*([0-9]+)")


@lru_cache(64)
def compiled(pattern: str) -> Pattern[str]:
    """Compile a pattern that ignores case.

    Raises:
        ValueError: The pattern is too long or invalid; with the reason.
    """
    import regex

    if len(pattern) > MAX_LENGTH:
        raise ValueError(f"the regex is longer than {MAX_LENGTH} characters")
    if prod(max(int(times), 1) for times in _TIMES.findall(pattern)) > MAX_TIMES:
        raise ValueError(f"the regex repeats something more than {MAX_TIMES:,} times")
    try:
        with warnings.catch_warnings(action="ignore"):
            return regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        raise ValueError(f"the regex is invalid: {error.msg}") from None
    except (RecursionError, OverflowError, MemoryError):
        raise ValueError("the regex is too big") from None


_PIECE = re.compile(
    r"""
    (?P<one>[0-9A-Za-z])
    | (?P<maybe>[*?]|\{[^{}]*\})
    | (?P<opens>\((?:\?(?::|<?[=!]))?(?![?*]))
    | (?P<other>\\[^0-9A-Za-z] | \\[bBdDsSwWAZ]
      | \[\^?(?:[^][\\]|\\[^0-9A-Za-z]|\\[dDsSwW])+\] | [^][\\{}(])
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(64)
def needed(pattern: str) -> str:
    """Return letters and digits in a row, in lower case, that every match of a pattern has.

    Most texts lack them, which is seen ten times faster than the pattern fails. Empty if there are
    none, as in `a|b`, or if the pattern has what is not understood here.
    """
    longest = run = ""
    at = depth = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if not piece or (piece[0] == "|" and not depth):
            return ""
        at = piece.end()
        if piece["opens"]:
            depth += 1
        elif piece[0] == ")":
            depth -= 1
        if piece["one"] and not depth:
            run += piece[0].lower()
            continue
        longest = max(longest, run[:-1] if piece["maybe"] else run, key=len)
        run = ""
    return max(longest, run, key=len)


def occurs(pattern: Pattern[str], text: str, deadline: float | None) -> bool:
    """Return whether a pattern occurs in a text.

    Raises:
        TimeoutError: The search goes beyond `TEXT_SECONDS`, or the deadline (`monotonic`).
    """
    limit = TEXT_SECONDS if deadline is None else min(TEXT_SECONDS, deadline - monotonic())
    if limit <= 0:
        raise TimeoutError
    return pattern.search(text, timeout=limit, concurrent=True) is not None


def spans(pattern: Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Iterate over the places of a pattern in a text, until the time limit."""
    try:
        for count, found in enumerate(pattern.finditer(text, timeout=TEXT_SECONDS)):
            if count == MAX_HITS:
                return
            if found.end() > found.start():
                yield found.span()
    except TimeoutError:
        return
