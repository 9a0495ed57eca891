"""The rows of a listing as far as they are read: all of a day, of a year only what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperterm.model import Entry, Mark, PaperId

if TYPE_CHECKING:
    from paperterm.library.index import Listing

PAGE = 64
"""Rows that are read at a time: more than a screen, little enough to be there in one frame."""
_PAGES_KEPT = 64
_NEAR = PAGE // 2
"""Rows above and below what is shown that are read before one comes there."""


class PickedRows(NamedTuple):
    """Papers of a list that something is to be done to.

    All of it is in `entries`, if there is no source. Else these are the papers as they are listed,
    without their abstracts; where some were not read, there are none, and the rows say which.
    """

    entries: Sequence[Entry] = ()
    source: Listing | None = None
    rows: range = range(0)

    def ids(self) -> list[PaperId]:
        """Which papers these are; reads the rows where that is not known.

        Raises:
            DiskError, LibraryError: The rows cannot be read.
        """
        if self.entries or self.source is None:
            return [entry.id for entry in self.entries]
        return [row.id for row in self.source.rows(self.rows.start, self.rows.stop) if row]


class RowPages:
    """Rows of papers, read or not.

    Args:
        length: How many rows there are.
        source: Where they are read; None when they all are.
    """

    def __init__(self, length: int = 0, source: Listing | None = None) -> None:
        self.source = source
        self._length = length
        self._entries: dict[int, Entry] = {}
        self._rows: dict[PaperId, int] = {}
        self._read: dict[int, None] = {}
        self._asked: set[int] = set()
        self._will_be_read: set[PaperId] = set()

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> RowPages:
        """Rows that are all there."""
        pages = cls(len(entries))
        pages._entries = dict(enumerate(entries))
        pages._rows = {entry.id: row for row, entry in enumerate(entries)}
        return pages

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Entry]:
        """The papers that are read."""
        return iter(self._entries.values())

    @property
    def ids(self) -> list[PaperId]:
        """The papers that are read, by id."""
        return list(self._rows)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be read."""
        return self.source is None

    def entry(self, row: int) -> Entry | None:
        """The paper of a row, None while it is not read or when it has gone."""
        return self._entries.get(row)

    def is_to_read(self, row: int) -> bool:
        """Whether the paper of a row is to be read, as far as it is known."""
        entry = self.entry(row)
        return entry is not None and entry.is_to_read and entry.id not in self._will_be_read

    def will_be_read(self, ids: Iterable[PaperId]) -> None:
        """The user marked these as read; until their marks come, nobody needs to look at them."""
        self._will_be_read.update(ids)

    def nothing_will_be_read(self) -> None:
        """What was marked as read, and could not be saved, was taken back."""
        self._will_be_read.clear()

    def row_of(self, id_: PaperId) -> int | None:
        """The row of a paper that is read."""
        return self._rows.get(id_)

    def picked(self, rows: range) -> PickedRows:
        """The papers of some rows."""
        entries = [self._entries[row] for row in rows if row in self._entries]
        if self.source is not None:
            # What stands in a row of the index may be another paper by now.
            return PickedRows(entries if len(entries) == len(rows) else (), self.source, rows)
        return PickedRows(entries)

    def lacks(self, mark: Mark, *, by_queue: bool) -> bool:
        """Whether a paper with such a mark belongs elsewhere, or is not among those that are read.

        Args:
            mark: The newer mark.
            by_queue: The rows are in the order of the queue.
        """
        row = self._rows.get(mark.id)
        if row is None or not by_queue:
            return row is None
        return self._entries[row].mark.place != mark.place or not self._is_between(row, mark)

    def _is_between(self, row: int, mark: Mark) -> bool:
        """Whether a paper of the queue stands behind the one before it, and before the next.

        Rows may be older than the marks that were read for them: the paper moved in between.
        """
        before, after = self._entries.get(row - 1), self._entries.get(row + 1)
        is_behind = before is None or before.mark.place <= mark.place
        return is_behind and (after is None or not "" < after.mark.place < mark.place)

    def mark(self, mark: Mark) -> Entry | None:
        """Take a newer mark of a paper that is read; gives it back as it was."""
        row = self._rows.get(mark.id)
        if row is None:
            return None
        self._will_be_read.discard(mark.id)
        entry = self._entries[row]
        self._entries[row] = entry._replace(mark=entry.mark.merged(mark))
        return entry

    def replace(self, entry: Entry) -> None:
        """Take what else became known of a paper that is read."""
        if (row := self._rows.get(entry.id)) is not None:
            self._entries[row] = entry

    def lacking(self, first: int, last: int) -> list[int]:
        """The pages of some rows, and of those near them, that nobody asked for; now one did."""
        if self.source is None or not self._length:
            return []
        end = min(last, self._length - 1) + _NEAR
        wanted = range(max(0, first - _NEAR) // PAGE, end // PAGE + 1)
        pages = [
            page
            for page in wanted
            if page * PAGE < self._length and page not in self._read and page not in self._asked
        ]
        self._asked.update(pages)
        return pages

    def fill(self, page: int, entries: Sequence[Entry | None]) -> None:
        """Take a page; the one that was read first gives way when there are too many."""
        self._asked.discard(page)
        self._read[page] = None
        for row, entry in enumerate(entries, page * PAGE):
            if entry:
                self._entries[row] = entry
                self._rows[entry.id] = row
        if len(self._read) > _PAGES_KEPT:
            self._forget(next(iter(self._read)))

    def _forget(self, page: int) -> None:
        del self._read[page]
        for row in range(page * PAGE, (page + 1) * PAGE):
            if entry := self._entries.pop(row, None):
                self._rows.pop(entry.id, None)
