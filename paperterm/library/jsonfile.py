"""A TinyDB file that is replaced in one durable step, and parsed once.

Why not TinyDB's own storage: it writes in place, so a kill in the middle of a write loses the
file, and it parses the whole file at every call.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from paperterm import disk
from paperterm.errors import DamagedError, DiskError, NewerError
from paperterm.library.schema import Schema, Tables

T = TypeVar("T")
OnProblem = Callable[[str], None]


class Stamp(NamedTuple):
    """Size, time and inode of a file, which differ after each `disk.write`.

    Other programs, and file systems that keep no times, may change a file without a new stamp. So
    what is written is never based on a stamp: see `JsonFile.forget`.
    """

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path | str) -> Stamp | None:
        """Return the stamp of a file; None if there is no file.

        Raises:
            DiskError: The system refused.
        """
        try:
            found = os.stat(path)  # noqa: PTH116 - of thousands of files, paths take half the time
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiskError.of(Path(path), error, "access it") from error
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


Wrote = Callable[[Path, Stamp | None, Stamp | None], object]


def entries(folder: Path, report: OnProblem) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Iterate over the entries two levels down, with their folder names. Reads folders only.

    Args:
        folder: The outer folder; it may be missing.
        report: Called for each folder that cannot be read; the others are.
    """
    try:
        inner = [one for one in os.scandir(folder) if one.is_dir()] if folder.is_dir() else []
    except OSError as error:
        report(str(DiskError.of(folder, error, "read this folder")))
        return
    for one in inner:
        try:
            yield from ((one.name, entry) for entry in list(os.scandir(one.path)))
        except OSError as error:
            report(str(DiskError.of(one.path, error, "read this folder")))


def stamped(files: Iterable[tuple[T, Path | str]], report: OnProblem) -> Iterator[tuple[T, Stamp]]:
    """Iterate over keys of files with their stamps, without missing files.

    Args:
        files: A key and the path for each file.
        report: Called for each file that the system refuses.
    """
    for key, path in files:
        try:
            # Not the entry's own: on Windows that knows no inode.
            if stamp := Stamp.of(path):
                yield key, stamp
        except DiskError as error:
            report(str(error))


class AtomicStorage(Storage):
    """A storage that caches the content by the stamp of the file, and writes with `disk.write`.

    `read` returns the cached content itself, which callers must not change. TinyDB does, and passes
    it to `write`; so a failed write clears the cache.

    A file of an older schema is upgraded when it is read. The first write keeps the old file
    beside it, under its name with `~` and its schema.
    """

    def __init__(self, path: Path, form: Schema, wrote: Wrote = lambda *_: None) -> None:
        super().__init__()
        self._path = path
        self._form = form
        self._wrote = wrote
        self._stamp: Stamp | None = None
        self._cached: Tables | None = None
        self._schema = form.schema

    def read(self) -> Tables | None:
        """Return all tables; None if there is no file.

        Raises:
            DiskError: The file cannot be read.
            DamagedError: It is not a TinyDB file.
            NewerError: A newer paperterm wrote it.
        """
        stamp = Stamp.of(self._path)
        if stamp is None:
            self._cached = None
        elif stamp != self._stamp:
            self._cached = self._parse()
        self._stamp = stamp
        return self._cached

    def forget(self) -> None:
        """Forget the content, so that it is read again."""
        self._stamp = None

    def write(self, data: Tables) -> None:
        """Replace all tables, durably.

        Raises:
            DiskError: The file could not be written; it is as it was.
        """
        # Keep only a file that was read without error.
        before = Stamp.of(self._path)
        is_good = self._cached is not None and before == self._stamp
        self._stamp, self._cached = None, None
        if is_good and self._schema != self._form.schema:
            disk.keep(self._path, older(self._path, self._schema))
        keep_last = is_good and self._form.keeps_last
        disk.write(self._path, orjson.dumps(data), keep_last=keep_last)
        self._stamp, self._cached = Stamp.of(self._path), data
        self._schema = self._form.schema
        self._wrote(self._path, before, self._stamp)

    def _parse(self) -> Tables:
        if self._path.is_dir():
            raise DamagedError(self._path, "it is a folder")
        try:
            tables: Tables = orjson.loads(disk.read(self._path))
        except orjson.JSONDecodeError as error:
            raise DamagedError(self._path, error) from error
        if not isinstance(tables, dict):
            raise DamagedError(self._path, "it is not a library file")
        try:
            self._schema = self._form.schema_of(tables)
            if self._schema > self._form.schema:
                raise NewerError(self._path)
            if self._schema < self._form.schema:
                tables = self._form.upgraded(tables, self._schema)
        except ValueError as error:
            raise DamagedError(self._path, error) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise DamagedError(self._path, "it is not a library file") from error
        if not all(isinstance(table, dict) for table in tables.values()):
            raise DamagedError(self._path, "it is not a library file")
        if self._form.holds and not tables.get(self._form.holds):
            raise DamagedError(self._path, f"it has no {self._form.holds}")
        return tables


def older(path: Path, schema: int) -> Path:
    """Return where a file of an older schema is kept."""
    return path.with_name(f"{path.name}~{schema}")


class _TextIdTable(Table):
    """A table whose documents are keyed by text: the arXiv id."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's annotation says type[int]


class JsonFile(TinyDB):
    """One TinyDB file of the library, its documents keyed by text.

    Args:
        path: The file; it may be missing.
        form: The schema.
        wrote: Called for each write with the file, and its stamps before and after.
    """

    table_class = _TextIdTable

    def __init__(
        self,
        path: Path,
        form: Schema = Schema(),  # noqa: B008 - frozen
        wrote: Wrote = lambda *_: None,
    ) -> None:
        super().__init__(path, form, wrote, storage=AtomicStorage)

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """Return the documents of a table by id, in the order of the file; do not change them.

        Raises:
            DiskError: The file cannot be read.
            LibraryError: It is damaged, or was written by a newer paperterm.
        """
        return (self.storage.read() or {}).get(table, {})

    def forget(self) -> None:
        """Read the file again, whatever its stamp says: each change under a lock begins so."""
        cast("AtomicStorage", self.storage).forget()
        self.clear_queries()

    def replace(self, **tables: dict[str, Any]) -> None:
        """Replace these tables in one step, and keep the others.

        Raises:
            DiskError: The file could not be written; it is as it was.
            LibraryError: It is damaged, or was written by a newer paperterm, and left alone.
        """
        self.storage.write({**(self.storage.read() or {}), **tables})
        self.clear_queries()

    def restart(self, **tables: dict[str, Any]) -> None:
        """Write these tables and nothing else, in one step, whatever is in the file.

        Raises:
            DiskError: The file could not be written; it is as it was.
        """
        self.storage.write(dict(tables))
        self.clear_queries()

    def clear_queries(self) -> None:
        """Clear the query cache of TinyDB."""
        for table in self._tables.values():
            table.clear_cache()
