"""The rows of a listing as far as they are loaded: all of a day, of a year only what is near."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperterm.model import Entry, Mark, PaperId

if TYPE_CHECKING:
    from paperterm.library.index import Listing

PAGE = 64
"""Rows loaded at a time: more than a screen, few enough to take less than a frame."""
_PAGES_KEPT = 64
_NEAR = PAGE // 2
"""Rows loaded above and below those on the screen."""


class PickedRows(NamedTuple):
    """Rows of a list to act on.

    Without a source, `entries` are their whole papers. With one, these are the papers as listed,
    without abstracts, and empty unless all of the rows are loaded.
    """

    entries: Sequence[Entry] = ()
    source: Listing | None = None
    rows: range = range(0)

    def ids(self) -> list[PaperId]:
        """Return the ids of the papers; read the rows that are not loaded.

        Raises:
            DiskError, LibraryError: The rows cannot be read.
        """
        if self.entries or self.source is None:
            return [entry.id for entry in self.entries]
        return [row.id for row in self.source.rows(self.rows.start, self.rows.stop) if row]

    def toggled(self, is_set: Callable[[Mark], bool]) -> bool | None:
        """Return what toggling makes of a mark: the same for all rows of several.

        None for a single row: the opposite of what it is then.
        """
        if len(self.rows) <= 1:
            return None
        return not (self.entries and all(is_set(entry.mark) for entry in self.entries))

    @property
    def lacking(self) -> str:
        """Why `entries` is empty, for the user."""
        if not self.rows:
            return "no papers listed here"
        if len(self.rows) == 1:
            return "still loading this paper"
        says = f"still loading some of these {len(self.rows):,} papers"
        return f"{says}; pick fewer, or export the list"


class RowPages:
    """Rows of papers, loaded or not.

    Args:
        length: The number of rows.
        source: Where to load them from; None when all are loaded.
    """

    def __init__(self, length: int = 0, source: Listing | None = None) -> None:
        self.source = source
        self._length = length
        self._entries: dict[int, Entry] = {}
        self._rows: dict[PaperId, int] = {}
        self._loaded: dict[int, None] = {}
        self._asked: set[int] = set()
        self._will_be_read: set[PaperId] = set()

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> RowPages:
        """Make rows that are all loaded."""
        pages = cls(len(entries))
        pages._entries = dict(enumerate(entries))
        pages._rows = {entry.id: row for row, entry in enumerate(entries)}
        return pages

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over the papers that are loaded."""
        return iter(self._entries.values())

    @property
    def ids(self) -> list[PaperId]:
        """The ids of the papers that are loaded."""
        return list(self._rows)

    @property
    def is_whole(self) -> bool:
        """Whether all rows are loaded."""
        return self.source is None

    def entry(self, row: int) -> Entry | None:
        """Return the paper of a row; None if it is not loaded, or has gone."""
        return self._entries.get(row)

    def is_to_read(self, row: int) -> bool:
        """Return whether the paper of a row is loaded and unread."""
        entry = self.entry(row)
        return entry is not None and entry.is_to_read and entry.id not in self._will_be_read

    def will_be_read(self, ids: Iterable[PaperId]) -> None:
        """Take papers for read that the user marked, until their marks are on disk."""
        self._will_be_read.update(ids)

    def nothing_will_be_read(self) -> None:
        """Forget `will_be_read`: the marks could not be saved."""
        self._will_be_read.clear()

    def row_of(self, id_: PaperId) -> int | None:
        """Return the row of a paper, if it is loaded."""
        return self._rows.get(id_)

    def picked(self, rows: range) -> PickedRows:
        """Return some rows, to act on."""
        entries = [self._entries[row] for row in rows if row in self._entries]
        return PickedRows(entries if len(entries) == len(rows) else (), self.source, rows)

    def lacks(self, mark: Mark, *, by_queue: bool) -> bool:
        """Return whether a newer mark moves a paper, or is of one that is not loaded.

        Args:
            mark: The newer mark.
            by_queue: The rows are in the order of the queue.
        """
        row = self._rows.get(mark.id)
        if row is None or not by_queue:
            return row is None
        return self._entries[row].mark.place != mark.place or not self._is_between(row, mark)

    def _is_between(self, row: int, mark: Mark) -> bool:
        """Return whether a place in the queue is between those of the rows around it.

        Rows may be older than the marks loaded for them: the paper moved in between.
        """
        before, after = self._entries.get(row - 1), self._entries.get(row + 1)
        is_behind = before is None or before.mark.place <= mark.place
        return is_behind and (after is None or not "" < after.mark.place < mark.place)

    def mark(self, mark: Mark) -> Entry | None:
        """Merge a newer mark into a paper that is loaded; return the paper as it was."""
        row = self._rows.get(mark.id)
        if row is None:
            return None
        self._will_be_read.discard(mark.id)
        entry = self._entries[row]
        self._entries[row] = entry._replace(mark=entry.mark.merged(mark))
        return entry

    def replace(self, entry: Entry) -> None:
        """Replace a paper that is loaded by one of which more is known."""
        if (row := self._rows.get(entry.id)) is not None:
            self._entries[row] = entry

    def lacking(self, first: int, last: int) -> list[int]:
        """Return the pages to load for some rows and those near them, each only once."""
        if self.source is None or not self._length:
            return []
        end = min(last, self._length - 1) + _NEAR
        wanted = range(max(0, first - _NEAR) // PAGE, end // PAGE + 1)
        pages = [
            page
            for page in wanted
            if page * PAGE < self._length and page not in self._loaded and page not in self._asked
        ]
        self._asked.update(pages)
        return pages

    def fill(self, page: int, entries: Sequence[Entry | None]) -> None:
        """Store a page; drop the oldest when there are too many."""
        self._asked.discard(page)
        self._loaded[page] = None
        for row, entry in enumerate(entries, page * PAGE):
            if entry:
                self._entries[row] = entry
                self._rows[entry.id] = row
        if len(self._loaded) > _PAGES_KEPT:
            self._forget(next(iter(self._loaded)))

    def _forget(self, page: int) -> None:
        del self._loaded[page]
        for row in range(page * PAGE, (page + 1) * PAGE):
            if entry := self._entries.pop(row, None):
                self._rows.pop(entry.id, None)
