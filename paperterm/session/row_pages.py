"""The rows of a listing that are read: all of a day, but only some of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperterm.model import Entry, Mark, PaperId

if TYPE_CHECKING:
    from paperterm.library import Library
    from paperterm.library.index import Listing

PAGE = 64
"""Rows that are read at a time: more than a screen, and few enough for one frame."""
_PAGES_KEPT = 64
_NEAR = PAGE // 2
"""Rows above and below the screen that are read ahead."""


_TRY = 6
"""The step after the five of interest: of a paper that is a try."""


class PickedRows(NamedTuple):
    """Papers picked from a list, for a key to act on.

    Without a source, `entries` are the whole papers of the rows. With one, they are the papers as
    listed, without abstracts; empty unless all of the rows are loaded.
    """

    entries: Sequence[Entry] = ()
    source: Listing | None = None
    rows: range = range(0)

    def ids(self) -> list[PaperId]:
        """Return their ids; read the rows where these are not known.

        Raises:
            DiskError, LibraryError: The rows cannot be read.
        """
        if self.entries or self.source is None:
            return [entry.id for entry in self.entries]
        return [row.id for row in self.source.rows(self.rows.start, self.rows.stop) if row]

    @property
    def lacking(self) -> str:
        """Why `entries` is empty, for the user."""
        if not self.rows:
            return "no papers listed here"
        if len(self.rows) == 1:
            return "still loading this paper"
        return (
            f"still loading some of these {len(self.rows):,} papers; pick fewer, or export the list"
        )

    def whole_entries(self, library: Library) -> Sequence[Entry]:
        """Return the papers with their abstracts, as far as their days can be read.

        Raises:
            DiskError, LibraryError: The rows or a day cannot be read.
        """
        if self.source is None:
            return self.entries
        from paperterm.session.search import days_of, whole_entries  # SQLite

        rows = [(one.id, one.announcement and one.announcement.day) for one in self.entries]
        rows = rows or days_of(self.source.rows(self.rows.start, self.rows.stop))
        whole = {entry.id: entry for entry in whole_entries(library, rows)}
        # A paper can still be marked when its day was removed.
        entries = [whole.pop(entry.id, entry) for entry in self.entries]
        return [*entries, *whole.values()]


class RowPages:
    """Rows of papers, read from a listing page by page; without a source, all are read.

    Attributes:
        tries: Papers that are listed because the order of interest knows little about them.
        is_guess: Whether the steps of interest are of too few kept papers.
    """

    def __init__(self, length: int = 0, source: Listing | None = None) -> None:
        self.source = source
        self.tries: frozenset[PaperId] = frozenset()
        self.is_guess = False
        self._length = length
        self._entries: dict[int, Entry] = {}
        self._rows: dict[PaperId, int] = {}
        self._steps: dict[PaperId, int] = {}
        self._read: dict[int, None] = {}
        self._asked: set[int] = set()
        self._expected: set[PaperId] = set()

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> RowPages:
        """Return rows that are all read."""
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
        """Whether all rows are read."""
        return self.source is None

    def entry(self, row: int) -> Entry | None:
        """Return the paper of a row; None if it is not read, or no longer there."""
        return self._entries.get(row)

    def step(self, id_: PaperId) -> int | None:
        """Return the step of interest of a paper; None if the list is in another order."""
        return _TRY if id_ in self.tries else self._steps.get(id_)

    def is_unread(self, row: int) -> bool:
        """Return whether the paper of a row is known to be unread."""
        entry = self.entry(row)
        return entry is not None and entry.is_unread and entry.id not in self._expected

    def next_unread(self, current: int) -> tuple[int | None, bool]:
        """Return the next unread row, below the current one or else from the top; None without one.

        Also return whether this is known: the rows on the way are read.
        """
        if self.source is None:
            rows = (*range(current + 1, len(self)), *range(current))
            return next(filter(self.is_unread, rows), None), True
        row = current + 1
        while self.entry(row) and not self.is_unread(row):
            row += 1
        return (row, True) if self.is_unread(row) else (None, False)

    @property
    def expected(self) -> frozenset[PaperId]:
        """The papers to treat as read, whose marks are not written yet."""
        return frozenset(self._expected)

    def is_read(self, entry: Entry) -> bool:
        """Whether a paper is marked as read, or about to be."""
        return entry.mark.is_read or entry.id in self._expected

    def expect_read(self, ids: Iterable[PaperId]) -> None:
        """Treat these papers as read until their marks are written."""
        self._expected.update(ids)

    def clear_expected(self) -> None:
        """Treat no unread paper as read: the user undid what could not be saved."""
        self._expected.clear()

    def row_of(self, id_: PaperId) -> int | None:
        """Return the row of a paper, if it is read from the source."""
        return self._rows.get(id_)

    def picked(self, rows: range) -> PickedRows:
        """Return the papers of some rows."""
        entries = [self._entries[row] for row in rows if row in self._entries]
        # If one is missing, pass none: a row of the index may hold another paper by then.
        return PickedRows(entries if len(entries) == len(rows) else (), self.source, rows)

    def lacks(self, mark: Mark, *, by_queue: bool) -> bool:
        """Return whether a paper is not in these rows, or belongs in another row by its new mark.

        Args:
            mark: The newer mark.
            by_queue: The rows are in the order of the queue.
        """
        row = self._rows.get(mark.id)
        if row is None or not by_queue:
            return row is None
        return self._entries[row].mark.place != mark.place or not self._is_between(row, mark)

    def _is_between(self, row: int, mark: Mark) -> bool:
        """Return whether a paper of the queue belongs between its neighbours.

        Rows may be older than their marks, if the paper moved in between.
        """
        before, after = self._entries.get(row - 1), self._entries.get(row + 1)
        is_behind = before is None or before.mark.place <= mark.place
        return is_behind and (after is None or not "" < after.mark.place < mark.place)

    def mark(self, mark: Mark) -> Entry | None:
        """Replace the mark of a paper in these rows by a newer one; return the paper as it was."""
        row = self._rows.get(mark.id)
        if row is None:
            return None
        self._expected.discard(mark.id)
        entry = self._entries[row]
        self._entries[row] = entry._replace(mark=entry.mark.merged(mark))
        return entry

    def replace(self, entry: Entry) -> None:
        """Replace a paper in these rows by one with more detail."""
        if (row := self._rows.get(entry.id)) is not None:
            self._entries[row] = entry

    def lacking(self, first: int, last: int) -> list[int]:
        """Return the pages to read for some rows and those near them, each only once."""
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

    def fill(
        self,
        page: int,
        entries: Sequence[Entry | None],
        steps: Mapping[PaperId, int] | None = None,
    ) -> None:
        """Add a page, and the steps of its papers; drop the first one read if there are many."""
        self._asked.discard(page)
        self._steps |= steps or {}
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
                self._steps.pop(entry.id, None)
