"""Ledgers: files that say for good what was done with papers, such as the citation keys given.

Nobody can make them again, so they are handled as marks are: a write is durable and keeps the last
generation, a damaged file is repaired from both and set aside, and a backup has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, DiskError, NewerError, PapertermError
from paperterm.library.jsonfile import JsonFile, OnProblem
from paperterm.library.repair import WRONG, readable_rows, set_aside
from paperterm.library.schema import LOCK, Schema, Tables
from paperterm.lock import PATIENCE, acquired
from paperterm.model import PaperId
from paperterm.text import plural

Row = dict[str, Any]
Rows = dict[PaperId, Row]

_TABLE = "papers"
_COPY = re.compile(r".*conflict.*| ?[(\[].+[)\]]| [0-9]+", re.IGNORECASE)
"""What sync programs add to the name of a copy; `citation-keys-old` is a name of the user's."""


_SCHEMA = Schema(keeps_last=True)


class LedgerKind(NamedTuple):
    """A ledger.

    Attributes:
        name: The name of the file, in the data folder.
        what: What it has for a paper, for the user; with an s, several.
        check: Raises an error if it cannot be the row of a paper.
        merged: Returns our rows with those of another copy.
    """

    name: str
    what: str
    check: Callable[[Row], object]
    merged: Callable[[Rows, Rows], Rows]


class ReadLedger(NamedTuple):
    """The readable rows of a ledger, and the fault if some are not readable."""

    rows: Rows
    fault: PapertermError | None = None


class Ledger:
    """A ledger in a data folder.

    Args:
        folder: The data folder.
        kind: Which one.
        report: Called with a line when it was repaired.
    """

    def __init__(self, folder: Path, kind: LedgerKind, report: OnProblem = lambda _: None) -> None:
        self.path = folder / kind.name
        self._folder = folder
        self._kind = kind
        self._report = report

    @property
    def strays(self) -> list[Path]:
        """What a sync program left beside it, such as `citation-keys.sync-conflict-2026….json`."""
        found = self._folder.glob(f"{self.path.stem}?*{self.path.suffix}")
        return sorted(path for path in found if _COPY.fullmatch(path.stem, len(self.path.stem)))

    def read(self) -> ReadLedger:
        """Read the file; it is a fault, too, if only its last generation is there.

        Raises:
            DiskError: It cannot be read at all.
            NewerError: A newer paperterm wrote it.
        """
        if disk.is_there(self.path):
            return read_ledger(self.path, self._kind)
        is_lost = disk.is_there(disk.last(self.path))
        return ReadLedger({}, DamagedError(self.path, "it is missing") if is_lost else None)

    def copies(self) -> dict[Path, ReadLedger]:
        """Read the strays; report each that this paperterm cannot read, which stays where it is."""
        found = {}
        for path in self.strays:
            try:
                found[path] = read_ledger(path, self._kind)
            except (DiskError, NewerError) as error:
                self._report(str(error))
        return found

    def rows(self) -> Rows:
        """Return the rows; first, a damaged file is repaired, and copies are merged into it.

        Raises:
            BusyError: Another process keeps the library locked.
            DiskError: The file cannot be read, or not repaired.
            DamagedError: Nothing of it could be recovered; it was set aside.
            NewerError: A newer paperterm wrote it.
        """
        found = self.read()
        is_whole = not (found.fault or self.copies())
        return found.rows if is_whole else self.change(lambda rows: rows)

    def change(self, new: Callable[[Rows], Rows]) -> Rows:
        """Write the rows that a function makes of those on disk, if they differ; return them.

        Raises:
            BusyError: Another process keeps the library locked.
            DiskError: The file cannot be read or written; it is as it was.
            DamagedError: Nothing of it could be recovered; it was set aside.
            NewerError: A newer paperterm wrote it.
        """
        lock = acquired(self._folder / LOCK, PATIENCE)
        try:
            old = rows = self._repaired()
            copies = self.copies()
            for one in copies.values():
                rows = self._kind.merged(rows, one.rows)
            rows = new(rows)
            if rows != old:
                JsonFile(self.path, _SCHEMA).replace(**self._tables(rows))
            for path, one in copies.items():
                what = one.fault.problem if one.fault else "is a copy from another machine"
                aside = set_aside(path, self._folder)
                self._report(f"{path}: {what}; merged it and moved it to {aside}")
            return rows
        finally:
            lock.release()

    def _tables(self, rows: Rows) -> Tables:
        papers: dict[str, Any] = {str(id_): row for id_, row in rows.items()}
        return {_TABLE: papers, "about": {"about": _SCHEMA.about}}

    def _repaired(self) -> Rows:
        """Return the rows, after a repair if one is needed."""
        rows, fault = self.read()
        if not fault:
            return rows
        last = disk.last(self.path)
        kept = read_ledger(last, self._kind)
        rows = self._kind.merged(rows, kept.rows)
        is_last_bad = bool(kept.fault) or not rows
        damaged = filter(disk.is_there, [self.path, *([last] if is_last_bad else [])])
        moved = [set_aside(path, self._folder, leave=bool(rows)) for path in damaged]
        aside = f"moved it to {moved[0]}" if moved else ""
        if not rows:  # to go on would give other keys, or send papers again
            fault.problem += f"; nothing could be recovered; {aside}"
            fault.hint = "put an older copy in its place, or run this again to start a new one"
            raise fault
        JsonFile(self.path, _SCHEMA).restart(**self._tables(rows))
        what = f"recovered {plural(len(rows), self._kind.what)} from it and its backup file"
        self._report(f"{self.path}: {fault.problem}; {' and '.join(filter(None, [what, aside]))}")
        return rows


def read_ledger(path: Path, kind: LedgerKind) -> ReadLedger:
    """Read as much as possible of a ledger, whatever its file is called.

    Raises:
        DiskError: It cannot be read at all.
        NewerError: A newer paperterm wrote it.
    """
    found, _, fault = readable_rows(JsonFile(path, _SCHEMA), path, _TABLE)
    rows: Rows = {}
    others: Rows = {}  # of the other side of a git conflict
    for id_, row in found:
        try:
            kind.check(row)
            (others if id_ in rows else rows)[PaperId(id_)] = row
        except WRONG as error:
            fault = fault or DamagedError(path, f"{id_}: {error}")
    return ReadLedger(kind.merged(rows, others), fault)


def _are_texts(row: Row) -> None:
    if not all(isinstance(value, str) for value in row.values()):
        raise TypeError("it has a value that is not text")


def _merged_keys(ours: Rows, theirs: Rows) -> Rows:
    """Keep our keys, and add those of the others that no paper of ours has by that template."""
    taken = {(of, key.casefold()) for row in ours.values() for of, key in row.items()}
    rows = dict(ours)
    for id_, row in theirs.items():
        if new := {of: key for of, key in row.items() if (of, key.casefold()) not in taken}:
            rows[id_] = {**new, **rows.get(id_, {})}
    return rows


def _merged_sent(ours: Rows, theirs: Rows) -> Rows:
    return {**theirs, **ours}


def _has_text_and_time(row: Row) -> None:
    _are_texts({"text": row["text"]})
    if _at(row).tzinfo is None:
        raise ValueError("its time has no zone")


def _merged_texts(ours: Rows, theirs: Rows) -> Rows:
    newer = {id_: row for id_, row in theirs.items() if _at(row) > _at(ours.get(id_, row))}
    return {**theirs, **ours, **newer}


def _at(row: Row) -> datetime:
    return datetime.fromisoformat(row["at"])


CITATION_KEYS = LedgerKind(
    "citation-keys.json",
    "citation key",
    _are_texts,
    _merged_keys,
)
"""The key of each paper by the template that made it: `{template: key}`."""

SENT_TO_ZOTERO = LedgerKind(
    "sent-to-zotero.json",
    "sent paper",
    _are_texts,
    _merged_sent,
)
"""The papers that were sent to Zotero, or were there."""

PULLED_NOTES = LedgerKind(
    "pulled-notes.json",
    "pulled note",
    _has_text_and_time,
    _merged_texts,
)
"""The text that came last from the note of each paper: `{"text": …, "at": …}`."""

LEDGERS = (CITATION_KEYS, SENT_TO_ZOTERO, PULLED_NOTES)
