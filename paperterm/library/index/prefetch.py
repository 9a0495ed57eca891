"""Working ahead in a thread, so that reading and SQLite have a core each.

Whoever comes back from SQLite waits for Python's lock, 5 ms by itself: as long as a statement.
Meanwhile it is handed over sooner.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_TURN = 0.0001
"""Seconds: a build of 122,000 papers takes 16 s with these, 20 s with the usual 0.005."""

_DEPTH = 3
"""Items that wait, a day each: a few megabytes."""


def ahead(work: Callable[[T], R], items: Sequence[T]) -> Generator[R, None, None]:
    """The results of some work in the order of the items, the next ones always in the making.

    What the work raises is raised here. Closing the generator ends the thread.
    """
    if len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ThreadPoolExecutor  # 8 ms, which a quiet start need not spend

    rest = iter(items)
    pool = ThreadPoolExecutor(1, thread_name_prefix="paperterm-index")
    try:
        with _short_turns():
            waiting = deque(pool.submit(work, item) for item in islice(rest, _DEPTH))
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(work, item) for item in islice(rest, 1))
                yield result
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
