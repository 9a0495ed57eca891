"""The tables of `index.sqlite`, and how it is opened.

Everything in it comes from the files of the library, so it is never repaired: a damaged index, or
one of an older paperterm, is deleted and rebuilt. One that a newer paperterm wrote is left alone.

Choices, measured with 122,000 papers on two cores:

- Write-ahead log, `synchronous = NORMAL`: readers never wait for the writer, a killed writer loses
  only its current batch, and no commit waits for the disk. With a rollback journal, a search during
  the first build waited for each batch.
- Pages of 8,192 bytes, and FTS5 leaves to match: with 4,096, 11 bytes a paper more.
- FTS5 merges 16 parts at a time, not 4: a build takes 16 s, not 19, and leaves 24 parts, not
  13, which no search notices.
- FTS5 collects up to 8 MB before it writes a part, not 1 MB: see `texts`.
- `secure_delete = FAST`: where SQLite overwrites what is deleted, as Debian's does, it does so
  only in pages that are written anyway; that spares a tenth of a build.
- `prefix = '2 3'`, for letters that are typed: `"in con` takes 13 ms over everything, not 46, and
  `co` 15, not 50. The 3 costs 0.6 kB a paper.
- An announcement has the first letters of its words as bits, 15 bytes a paper: a letter takes
  25 ms, two letters up to 16; FTS5 took 166. With `prefix = '1 2 3'` it would take twice as long as
  two letters, and 330 bytes a paper.
- An announcement has the number of its list of categories, so `cat:` tests one column of each row:
  `cat:cs`, nearly all papers, takes 23 ms. With a row for each paper and category it took 75.
- Indexes are rebuilt after a build: filled from the end, newest days first, they are half empty.
- Contentless: FTS5 stores no text, since the files have it. SQLite 3.40 cannot delete from such a
  table, so a changed paper gets a new slot and the old one goes to `dead`.
- `tokenize = 'ascii'` over text that `query.fold` folded: the same words as in a scan.
- Titles are folded when a list is sorted by them, 0.4 s for everything; stored, they would take 80
  bytes a paper.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paperterm import disk
from paperterm.errors import BusyError, DiskError, UnusableIndexError
from paperterm.library.index.documents import fits_authors, title_key
from paperterm.lock import PATIENCE, acquired, unstoppable
from paperterm.query.fields import NUMBERS
from paperterm.query.fold import TOKENIZER

FILE = "index.sqlite"
VERSION = 11 + len(NUMBERS)
"""Each number of `query.fields` is a column, so a new number makes a new version."""

READ, STARRED, QUEUED, DISMISSED = 1, 2, 4, 8
"""Bits of `flags`."""

FULL_TEXT_OPTIONS = (("automerge", 16), ("hashsize", 8 << 20), ("pgsz", 8100))
"""How FTS5 collects, merges and writes."""

_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

_TABLES = f"""
CREATE TABLE shard (       -- the files that are in here: a day, or YYMM/NN of the marks
    name TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, inode INTEGER,
    last INTEGER           -- the last slot of the day that was ever used
) WITHOUT ROWID;
CREATE TABLE paper (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    newest INTEGER,        -- slot of its newest announcement, the one that is searched
    flags INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE announced (
    slot INTEGER PRIMARY KEY, paper INTEGER NOT NULL, kind INTEGER NOT NULL,
    categories INTEGER NOT NULL,
    kinds INTEGER NOT NULL,  -- bits: of all announcements of the paper
    newer INTEGER NOT NULL,  -- day of the paper's next announcement, or NEVER
    flags INTEGER NOT NULL,  -- those of the paper, where a listing needs them
    digest INTEGER,        -- of the content; NULL is to be read again
    title_initials INTEGER NOT NULL,  -- bits: the letters that begin its words, see query.initials
    authors_initials INTEGER NOT NULL,
    abstract_initials INTEGER NOT NULL
    {"".join(f", {number.name} INTEGER NOT NULL" for number in NUMBERS)}
);
CREATE INDEX announced_paper ON announced (paper);
CREATE INDEX announced_kept ON announced (slot) WHERE flags > {READ};
CREATE TABLE text (
    slot INTEGER PRIMARY KEY, title TEXT NOT NULL, authors TEXT NOT NULL,
    first_author TEXT NOT NULL, published INTEGER
);
CREATE TABLE label (       -- a category, or a topic as it is defined
    number INTEGER PRIMARY KEY, field TEXT NOT NULL, name TEXT NOT NULL, definition TEXT,
    reached INTEGER NOT NULL DEFAULT 0,  -- the library is matched down to this day
    UNIQUE (field, name)
);
CREATE TABLE labelled (    -- the announcements of a topic
    label INTEGER, slot INTEGER, PRIMARY KEY (label, slot)
) WITHOUT ROWID;
CREATE TABLE categories (  -- lists of categories, of which there are few, as JSON
    number INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE
);
CREATE TABLE member (label INTEGER, categories INTEGER, PRIMARY KEY (label, categories))
WITHOUT ROWID;
CREATE TABLE mark (
    paper INTEGER PRIMARY KEY, shard TEXT NOT NULL, digest INTEGER NOT NULL,
    place TEXT,            -- in the queue; NULL for none
    note TEXT, title TEXT, authors TEXT
);
CREATE INDEX mark_shard ON mark (shard);
CREATE TABLE tag (paper INTEGER, name TEXT, PRIMARY KEY (paper, name)) WITHOUT ROWID;
CREATE TABLE model (       -- the one that made the scores
    stamp TEXT
);
CREATE TABLE interest (paper INTEGER PRIMARY KEY, digest INTEGER, score REAL NOT NULL);
CREATE TABLE words (       -- of the papers that the order of interest is made of
    paper INTEGER PRIMARY KEY, digest INTEGER, title TEXT NOT NULL, abstract TEXT NOT NULL
);
CREATE TABLE dead (slot INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE found USING fts5 (
    title, authors, abstract, content = '', columnsize = 0, prefix = '2 3',
    tokenize = '{TOKENIZER}'
);
CREATE VIRTUAL TABLE noted USING fts5 (note, tokenize = '{TOKENIZER}');
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open an index with the tables of this version; create it if necessary.

    Raises:
        UnusableIndexError: It cannot be opened or created, or a newer paperterm wrote it.
    """
    with sqlite_errors():
        if path.exists():
            connection = _open(path)
            if _is_ours(connection, path):
                return connection
            connection.close()
        return _made(path)


def reset(connection: sqlite3.Connection) -> None:
    """Empty the index, in the transaction that is open."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for (name,) in rows.fetchall():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    create(connection)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables, in the transaction that is open."""
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.executemany("INSERT INTO found (found, rank) VALUES (?, ?)", FULL_TEXT_OPTIONS)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def tidy(connection: sqlite3.Connection) -> None:
    """Free the space that is no longer needed, as far as no other process reads."""
    connection.execute("REINDEX")
    connection.executescript("PRAGMA incremental_vacuum")  # `execute` gives back one page
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def remove(path: Path) -> None:
    """Delete an index; the next use rebuilds it.

    Raises:
        UnusableIndexError: The system refused.
    """
    with _alone(path):
        _unlink(path)


@contextmanager
def batch(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a transaction, rolled back on any error."""
    with unstoppable("index"):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def sqlite_errors() -> Iterator[None]:
    """Turn errors of SQLite into one of ours.

    Raises:
        UnusableIndexError: SQLite failed; `is_broken` of the cause: the file is damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise UnusableIndexError("index", f"cannot be used ({error})") from error


def is_broken(error: BaseException | None) -> bool:
    """Return whether an error means that the file itself is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from creating or removing the file meanwhile."""
    try:
        lock = acquired(path.with_suffix(".lock"), PATIENCE)
    except (BusyError, DiskError) as error:
        raise UnusableIndexError("index", f"{error.subject}: {error.problem}") from error
    try:
        yield
    except OSError as error:
        raise UnusableIndexError("index", DiskError.of(path, error, "make it").problem) from error
    finally:
        lock.release()


def _open(path: Path) -> sqlite3.Connection:
    # It holds notes, and SQLite would make it readable for all users. If creating it fails here,
    # SQLite explains it better.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, disk.PRIVATE_FILE))
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


def _tune(connection: sqlite3.Connection) -> None:
    """Apply settings that the file does not keep: 1 MB of memory for each connection.

    The system caches the file: with 4 MB nothing was faster by more than a tenth.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -1000")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = FAST")
    connection.create_function("title_key", 1, title_key, deterministic=True)
    connection.create_function("fits_authors", 2, fits_authors, deterministic=True)


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether it is an index of this version; raise for a newer one."""
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            connection.execute("SELECT 1 FROM shard LIMIT 1").fetchone()
            _tune(connection)
    except sqlite3.Error as error:
        connection.close()
        missing = error.sqlite_errorcode == sqlite3.SQLITE_ERROR  # such as no such table
        if is_broken(error) or missing:
            return False
        raise
    if version > VERSION:
        connection.close()
        raise UnusableIndexError(
            "index", "was written by a newer paperterm", f"use that one, or delete {path}"
        )
    return bool(version == VERSION)


def _made(path: Path) -> sqlite3.Connection:
    """Create an index in the place of what is there, unless another process was quicker."""
    with _alone(path):
        connection = _open(path)
        if _is_ours(connection, path):
            return connection
        connection.close()
        _unlink(path)
        connection = _open(path)
        try:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            _tune(connection)
            connection.execute("BEGIN IMMEDIATE")
            create(connection)
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.close()
            with suppress(OSError):
                _unlink(path)
            raise
        return connection


def _unlink(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
