"""The result of a search, whose rows are read when they are needed.

Measured: to fetch the slots of 122,000 papers takes 36 ms and 1 MB; a million would take 8 MB.
Paging by key would make the first page free, but the length, a jump to the end and the position of
a paper would cost as much each time. A limit gives only the first rows.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from paperterm.errors import StoppedError
from paperterm.library.index.slots import PER_DAY, first_slot, ordinal_of
from paperterm.model import Day, Kind, PaperId

_CHUNK = 5000


class IndexRow(NamedTuple):
    """A row of a list: the text of the listed day, and the marks of the paper.

    The day is None for a marked paper that no day holds.
    """

    id: PaperId
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    day: Day | None
    kind: Kind | None
    read: bool
    starred: bool
    queued: bool


class DayGroup(NamedTuple):
    """The papers of a day in a list: the first row, and the number of papers.

    The day is None for marked papers that no day holds.
    """

    row: int
    day: Day | None
    papers: int


class RowSource(Protocol):
    """What a listing needs of the index; each raises UnusableIndexError when it cannot be read."""

    def rows(self, slots: Sequence[int]) -> list[IndexRow | None]:
        """Return the rows of some slots; None for one that no longer exists."""

    def slots_of(self, id_: PaperId) -> list[int]:
        """Return the slots of a paper, newest first."""

    def unread_among(self, slots: Sequence[int]) -> int:
        """Count the unread among these; a replacement never is."""

    def first_unread(self, slots: Sequence[int]) -> int | None:
        """Return the position of the first unread among these."""


class Listing:
    """Papers in the order of a list, each once.

    Args:
        slots: The found announcements.
        index: Reads their rows.
        is_sorted: Whether the slots rise, so that the list is by day.
    """

    def __init__(self, slots: array[int], index: RowSource, *, is_sorted: bool) -> None:
        self._slots = slots
        self._index = index
        self._is_sorted = is_sorted

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def slots(self) -> Sequence[int]:
        """The found announcements."""
        return self._slots

    def rows(self, start: int, stop: int) -> list[IndexRow | None]:
        """Return some rows; None for one that no longer exists, which a new search leaves out.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        return self._index.rows(self._slots[max(0, start) : max(0, stop)])

    def position(self, id_: PaperId) -> int | None:
        """Return the row of a paper; None if it is not in the list.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        for slot in self._index.slots_of(id_):
            if self._is_sorted:
                at = bisect_left(self._slots, slot)
                if at < len(self._slots) and self._slots[at] == slot:
                    return at
            else:
                try:
                    return self._slots.index(slot)
                except ValueError:
                    continue
        return None

    def groups(self) -> list[DayGroup]:
        """Return the days of the list in its order; none when the list is not by day."""
        found: list[DayGroup] = []
        at = 0
        while self._is_sorted and at < len(self._slots):
            ordinal = ordinal_of(self._slots[at])
            end = bisect_left(self._slots, first_slot(ordinal) + PER_DAY, at)
            found.append(DayGroup(at, Day.fromordinal(ordinal) if ordinal else None, end - at))
            at = end
        return found

    def unread(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Count the unread papers of the list; a replacement never is.

        Raises:
            StoppedError: `stop`, called every few milliseconds, returned True.
            UnusableIndexError: The index cannot be read.
        """
        unread = 0
        for _, some in self._chunks(0):
            if stop():
                raise StoppedError("count", "was stopped")
            unread += self._index.unread_among(some)
        return unread

    def next_unread(self, row: int) -> int | None:
        """Return the first unread row from `row` on.

        Raises:
            UnusableIndexError: The index cannot be read.
        """
        for start, some in self._chunks(row):
            if (at := self._index.first_unread(some)) is not None:
                return start + at
        return None

    def _chunks(self, row: int) -> Iterator[tuple[int, array[int]]]:
        for start in range(row, len(self._slots), _CHUNK):
            yield start, self._slots[start : start + _CHUNK]
