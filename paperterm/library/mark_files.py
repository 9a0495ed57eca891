"""The marks, in TinyDB files of at most 1,000 papers, `marks/YYMM/NN.json`.

Table `marks`, one document per paper, keyed by id: every field `{value, at}`, tags one entry
each, nothing ever removed (see `model.marks`); of a note, `value` is a list of texts, each
`{value, at}`, and `over` names those replaced. A refresh or an import never writes here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.errors import DamagedError, InputError
from paperterm.library.jsonfile import JsonFile, OnProblem, Stamp, Wrote, entries, stamped
from paperterm.library.schema import MARKS
from paperterm.model import Keepsake, Mark, Note, PaperId, Stamped
from paperterm.model.record import parse_time, print_time

FILES_IN_MEMORY = 64
_SHARD = attrgetter("shard")
_FIELDS = ("read", "starred", "queued", "dismissed", "note", "tags", "paper")
_YYMM = re.compile(r"[0-9]{4}")
_SHARD_FILE = re.compile(r"[0-9]{2}\.json")
_LONG_AGO = datetime(1991, 1, 1, tzinfo=UTC)
_STRAY = re.compile(r"[0-9]{2}[^0-9].*\.json~?")

Shard = tuple[str, str]
Change = Callable[[Mark], Mark]


class MarksFolder(NamedTuple):
    """The files in the folder of marks.

    `lost` are shards of which only the last generation exists; `strays` are conflict files of sync
    programs, such as `02.sync-conflict-20260212-….json`.
    """

    shards: dict[Shard, Path]
    lost: list[Shard]
    strays: list[Path]


class MarkFiles:
    """The folder of marks.

    Args:
        folder: The folder.
        report: Called for each folder that cannot be read.
        wrote: Called for each write, as by `JsonFile`.
    """

    def __init__(
        self,
        folder: Path,
        report: OnProblem = lambda _: None,
        wrote: Wrote = lambda *_: None,
    ) -> None:
        self._folder = folder
        self._report = report
        self._wrote = wrote
        self._file = lru_cache(maxsize=FILES_IN_MEMORY)(self._open)

    def path(self, shard: Shard) -> Path:
        """Return the path of a shard."""
        return self._folder / shard[0] / f"{shard[1]}.json"

    def get(self, ids: Iterable[PaperId]) -> dict[PaperId, Mark]:
        """Return the marks of these papers; an empty mark for one that has none.

        Raises:
            DiskError: A file cannot be read.
            LibraryError: A file is damaged, or was written by a newer paperterm.
        """
        marks = {}
        for shard, some in groupby(sorted(ids, key=_SHARD), key=_SHARD):
            rows = self.rows(shard)
            for id_ in some:
                row = rows.get(id_)
                marks[id_] = self.of_row(shard, id_, row) if row else Mark(id_)
        return marks

    def of_shard(self, shard: Shard) -> list[Mark]:
        """Return every mark of a shard.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        return [self.of_row(shard, *row) for row in self.rows(shard).items()]

    def look(self) -> MarksFolder:
        """List the files, in the order of the shards. Reads folders only."""
        shards: dict[Shard, Path] = {}
        lasts: set[Shard] = set()
        strays: list[Path] = []
        for yymm, entry in entries(self._folder, self._report):
            if _YYMM.fullmatch(yymm):
                shard = yymm, entry.name[:2]
                if _SHARD_FILE.fullmatch(entry.name):
                    shards[shard] = Path(entry.path)
                elif entry.name == disk.last(self.path(shard)).name:
                    lasts.add(shard)
                elif _STRAY.fullmatch(entry.name):
                    strays.append(Path(entry.path))
        return MarksFolder(
            dict(sorted(shards.items())), sorted(lasts - shards.keys()), sorted(strays)
        )

    def stamps(self) -> dict[Shard, Stamp]:
        """Return the shards with the stamps of their files. Reads folders only."""
        return dict(stamped(self.look().shards.items(), self._report))

    def rows(self, shard: Shard) -> Mapping[str, Mapping[str, Any]]:
        """Return the rows of a shard by id; do not change them.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        rows = self._file(shard).rows("marks")
        if not rows and disk.is_there(disk.last(self.path(shard))):
            raise DamagedError(self.path(shard), "it is missing")
        return rows

    def of_row(self, shard: Shard, id_: str, row: Mapping[str, Any]) -> Mark:
        """Return the mark of a row of `rows`.

        Raises:
            DamagedError: It is damaged.
        """
        try:
            return mark_of_row(id_, row)
        except (InputError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedError(self.path(shard), f"{id_}: {error}") from error

    def change(self, changes: Mapping[PaperId, Change]) -> dict[PaperId, Mark]:
        """Change marks, with one durable write per shard. The caller holds the lock of the library.

        Args:
            changes: For each paper a function that returns its new mark; an equal mark is not
                written.

        Returns:
            The new marks of those that changed.

        Raises:
            DiskError: A file cannot be read or written; it is as it was, and the shards before
                it, in the order of their names, are changed.
            LibraryError: A file is damaged, or was written by a newer paperterm; nothing is
                changed.
        """
        written: dict[Shard, dict[PaperId, Mark]] = {}
        for shard, ids in groupby(sorted(changes, key=_SHARD), key=_SHARD):
            for old in self.check(shard, ids):
                mark = changes[old.id](old)
                if mark != old:
                    written.setdefault(shard, {})[old.id] = mark
        for shard, new in written.items():
            self._write(shard, {str(id_): mark_row(mark) for id_, mark in new.items()})
        return {id_: mark for new in written.values() for id_, mark in new.items()}

    def check(self, shard: Shard, ids: Iterable[PaperId]) -> list[Mark]:
        """Return marks of a shard that can be changed: the next generation contains all of it.

        Of the other marks check the form only: parsing 1,000 marks takes 7 ms, and the index parses
        changed ones. The caller holds the lock of the library.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        self._file(shard).forget()
        rows = self.rows(shard)
        for id_, row in rows.items():
            if not isinstance(row, dict) or not all(
                isinstance(field, dict) for name in _FIELDS if (field := row.get(name))
            ):
                raise DamagedError(self.path(shard), f"{id_}: it is not a mark")
        return [self.of_row(shard, id_, rows.get(id_, {})) for id_ in ids]

    def _write(self, shard: Shard, rows: Mapping[str, Any]) -> None:
        file = self._file(shard)
        file.replace(marks={**file.rows("marks"), **rows}, about={"about": MARKS.about})

    def _open(self, shard: Shard) -> JsonFile:
        return JsonFile(self.path(shard), MARKS, self._wrote)


def mark_row(mark: Mark) -> dict[str, Any]:
    """Return the row of a mark."""
    row: dict[str, Any] = {}
    for name in ("read", "starred", "queued", "dismissed"):
        if stamped := getattr(mark, name):
            row[name] = _stamped_row(stamped)
    if mark.note:
        texts = [_stamped_row(text) for text in mark.note.value]
        row["note"] = {"value": texts, "at": print_time(mark.note.at), "over": mark.note.over}
    if mark.tags:
        row["tags"] = {name: _stamped_row(tag) for name, tag in mark.tags.items()}
    if mark.keepsake:
        row["paper"] = {
            "value": mark.keepsake.value._asdict(),
            "at": print_time(mark.keepsake.at),
        }
    return row


def mark_of_row(id_: str, row: Mapping[str, Any]) -> Mark:
    """Return the mark of a row.

    Raises:
        InputError, ValueError, TypeError, KeyError, AttributeError: The row is damaged.
    """
    return Mark(
        PaperId(id_),
        read=_stamped(row.get("read"), _flag),
        starred=_stamped(row.get("starred"), _flag),
        queued=_stamped(row.get("queued"), _text),
        dismissed=_stamped(row.get("dismissed"), _flag),
        tags={name: Stamped(_flag(t["value"]), _at(t)) for name, t in row.get("tags", {}).items()},
        note=_note(row.get("note")),
        keepsake=_stamped(row.get("paper"), _keepsake),
    )


def _stamped_row(stamped: Stamped[Any]) -> dict[str, Any]:
    return {"value": stamped.value, "at": print_time(stamped.at)}


def _stamped(row: Mapping[str, Any] | None, read: Callable[[Any], Any]) -> Stamped[Any] | None:
    return Stamped(read(row["value"]), _at(row)) if row else None


def _at(row: Mapping[str, Any]) -> datetime:
    """Return when a value was set; one from a wrong clock loses to every other."""
    if row["at"] is None:
        raise KeyError("at")
    return parse_time(row, "at") or _LONG_AGO


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is not true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _list(value: object) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is not a list")
    return value


def _note(row: Mapping[str, Any] | None) -> Note | None:
    if not row:
        return None
    # In schema 1 all texts have the time of the note. It is read here, not by a step of the schema:
    # what is left of a damaged file has no schema.
    texts = [
        Stamped(text, _at(row))
        if isinstance(text, str)
        else Stamped(_text(text["value"]), _at(text))
        for text in _list(row["value"])
    ]
    note = Note(tuple(texts), _at(row), _texts(row.get("over", ())))
    return note.merged(note)


def _keepsake(row: Mapping[str, Any]) -> Keepsake:
    return Keepsake(int(row["version"]), _text(row["title"]), _texts(row["authors"]))
