"""Bringing the index up to date with the shards.

Only files whose stamp differs from the noted one are read, newest day first. A transaction covers
some thousand papers with their stamps, so that the next run continues one that was stopped or
killed. Other processes may reconcile at the same time: what one of them did is skipped.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from sqlite3 import Connection
from typing import NamedTuple, TypeVar

from paperterm.errors import DiskError, LibraryError, PapertermError
from paperterm.library.index import documents, tables, topics, writer
from paperterm.library.index.documents import Document
from paperterm.library.index.tables import batch
from paperterm.library.index.texts import TextBuffer
from paperterm.library.jsonfile import Stamp
from paperterm.library.library import Library
from paperterm.library.mark_files import Shard
from paperterm.model import Day, Mark
from paperterm.topics import Topic

BATCH = 4000
"""Papers in a transaction: half a second."""

_MAY_BE_DEAD = 4
"""The index is rebuilt when one text in so many is dead."""

_MANY = 10
"""Files after which tidying pays; a refresh or a star changes one or two."""

_TURN = 0.0001
"""Seconds until Python's lock changes hands: coming back from SQLite waits for it. A build of
122,000 papers takes 16 s with these, 20 s with the usual 0.005."""

_DEPTH = 3
"""Results that wait, a day each: a few megabytes."""

T = TypeVar("T")
R = TypeVar("R")

Stop = Callable[[], bool]


class Progress(NamedTuple):
    """The progress of a run: files done, and files in all."""

    done: int
    total: int


Tell = Callable[[Progress], None]


@dataclass
class Reconciled:
    """The result of a run: the number of indexed files, and the errors of unreadable ones.

    A run that was stopped is not complete. The next run tries the files in `unread` again.
    """

    changed: int = 0
    damaged: list[PapertermError] = field(default_factory=list)
    is_complete: bool = True
    unread: set[str] = field(default_factory=set)


class File(NamedTuple):
    """A file of the library: its stamp, the stamp that the index noted, and its day or shard."""

    name: str
    stamp: Stamp | None
    noted: Stamp | None
    of: Day | Shard


def go_on() -> bool:
    """Return False: never stop."""
    return False


def keep_quiet(_: Progress) -> None:
    """Ignore the progress."""


def reconcile(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    stop: Stop = go_on,
    tell: Tell = keep_quiet,
) -> Reconciled:
    """Index what changed, and match topics that changed.

    Args:
        connection: The index; no other thread writes through this connection.
        library: The library.
        followed: The topics to match.
        stop: Called between two files; when it returns True, the rest is left to the next run.
        tell: Called with the progress after each batch.

    Returns:
        What was done; unreadable files are indexed as empty.
    """
    if _is_mostly_dead(connection):
        with batch(connection):
            tables.reset(connection)
    topics.follow(connection, followed)
    did = Reconciled()
    # Removed days may take another round: older days are then read again.
    while not stop() and (files := _changed(connection, library, did.unread)):
        _index_files(connection, library, followed, files, did, stop, tell)
    did.is_complete = not stop() and topics.catch_up(connection, library, followed, stop)
    if did.changed > _MANY:
        tables.tidy(connection)
    return did


def index_files(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    wrote: Sequence[Day | Shard],
) -> Reconciled:
    """Index some files at once, which this process just wrote."""
    noted = _noted(connection)
    files = []
    for of in wrote:
        name = _name(of)
        now = library.day_stamp(of) if isinstance(of, Day) else library.mark_stamp(of)
        files.append(File(name, now, noted.get(name), of))
    did = Reconciled()
    _index_files(connection, library, followed, files, did, go_on, keep_quiet)
    return did


class _Ready(NamedTuple):
    """A file that was read; a day has documents."""

    file: File
    lines: Sequence[Document] = ()
    error: PapertermError | None = None


def _index_files(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    files: Sequence[File],
    did: Reconciled,
    stop: Stop,
    tell: Tell,
) -> None:
    limit = 1  # shows the newest day at once
    is_more = True
    before = did.changed
    with closing(_ahead(lambda file: _read(library, file, followed), files)) as ready:
        while is_more and not stop():
            with batch(connection):
                is_more = _some(connection, library, ready, did, limit, stop)
            tell(Progress(did.changed - before, len(files)))
            limit = BATCH
    with batch(connection):
        writer.homeless(connection, followed)


def _some(
    connection: Connection,
    library: Library,
    ready: Iterator[_Ready],
    did: Reconciled,
    limit: int,
    stop: Stop,
) -> bool:
    """Write files until a transaction is full; return whether there may be more."""
    size = 0
    texts = TextBuffer(connection)
    is_more = False
    for one in ready:
        did.changed += 1
        if _stamp_of(connection, one.file.name) != one.file.noted:
            continue  # another process was here
        if one.error:
            _miss(one.file, one.error, did)
        if isinstance(one.file.of, Day):
            writer.day(connection, one.file.of.toordinal(), one.lines, texts)
            size += len(one.lines)
        else:
            size += _write_marks(connection, library, one.file, one.file.of, did)
        is_read = one.file.name not in did.unread
        writer.store_stamp(
            connection, one.file.name, one.file.stamp if is_read else writer.OUTDATED
        )
        if is_more := size >= limit or stop():
            break
    texts.flush()
    return is_more


def _miss(file: File, error: PapertermError, did: Reconciled) -> None:
    """Note that a file cannot be read; it counts as changed only the first time."""
    did.damaged.append(error)
    did.unread.add(file.name)
    did.changed -= file.noted == writer.OUTDATED


def _read(library: Library, file: File, followed: Sequence[Topic]) -> _Ready:
    """Read a day; marks are read later, since most have not changed."""
    if not isinstance(file.of, Day) or file.stamp is None:
        return _Ready(file)
    try:
        record = library.read_day(file.of)
    except (LibraryError, DiskError) as error:
        return _Ready(file, error=error)
    return _Ready(file, documents.of_day(record, followed) if record else ())


def _write_marks(
    connection: Connection, library: Library, file: File, shard: Shard, did: Reconciled
) -> int:
    """Index the marks of a shard that changed; return how many."""
    known = {
        id_: (digest, number)
        for id_, digest, number in connection.execute(
            "SELECT p.id, m.digest, m.paper FROM mark m CROSS JOIN paper p ON p.number = m.paper "
            "WHERE m.shard = ?",
            (file.name,),
        )
    }
    changed: dict[str, tuple[int, Mark]] = {}
    rows: set[str] = set()
    try:
        for id_, row in (library.mark_rows(shard) if file.stamp else {}).items():
            digest = documents.digest(row)
            if known.get(id_, (None, 0))[0] != digest:
                mark = library.mark_of_row(shard, id_, row)
                if mark.id.shard != shard:
                    continue  # moved here by hand; it is not looked up here
                changed[id_] = (digest, mark)
            rows.add(id_)
    except (LibraryError, DiskError) as error:
        if library.mark_stamp(shard) != file.stamp:
            return 0  # it was repaired, and the next round reads it
        _miss(file, error, did)
        changed, rows = {}, set()
    writer.unmark(connection, [number for id_, (_, number) in known.items() if id_ not in rows])
    writer.marks(connection, file.name, changed)
    return len(changed)


def _changed(connection: Connection, library: Library, unread: Set[str]) -> list[File]:
    """Return the files to read: marks, which are few and affect every list, then days."""
    noted = _noted(connection)
    now: list[tuple[Day | Shard, Stamp]] = [
        *sorted(library.mark_stamps().items(), reverse=True),
        *sorted(library.day_stamps().items(), reverse=True),
    ]
    files = [
        File(name, stamp, noted.pop(name, None), of) for of, stamp in now for name in [_name(of)]
    ]
    gone = [File(name, None, before, _of(name)) for name, before in noted.items() if before]
    return [
        file for file in (*gone, *files) if file.stamp != file.noted and file.name not in unread
    ]


def _name(of: Day | Shard) -> str:
    """Return the name of a file in the index."""
    return writer.day_name(of.toordinal()) if isinstance(of, Day) else writer.mark_name(of)


def _of(name: str) -> Day | Shard:
    """Return the day or shard with this name."""
    what, _, rest = name.partition(" ")
    if what == "day":
        return Day.fromordinal(int(rest))
    yymm, _, number = rest.partition("/")
    return yymm, number


def _noted(connection: Connection) -> dict[str, Stamp | None]:
    rows = connection.execute("SELECT name, size, mtime_ns, inode FROM shard")
    return {name: _stamp(*stamp) for name, *stamp in rows}


def _stamp_of(connection: Connection, name: str) -> Stamp | None:
    row = connection.execute(
        "SELECT size, mtime_ns, inode FROM shard WHERE name = ?", (name,)
    ).fetchone()
    return _stamp(*row) if row else None


def _stamp(size: int | None, mtime_ns: int, inode: int) -> Stamp | None:
    return None if size is None else Stamp(size, mtime_ns, inode)


def _is_mostly_dead(connection: Connection) -> bool:
    (dead,) = connection.execute("SELECT count(*) FROM dead").fetchone()
    if dead < 1000:
        return False
    (all_,) = connection.execute("SELECT count(*) FROM paper").fetchone()
    return bool(dead * _MAY_BE_DEAD > all_)


def _ahead(work: Callable[[T], R], items: Sequence[T]) -> Generator[R, None, None]:
    """Yield the results of some work in order, while a thread prepares the next ones.

    Reading and SQLite then have a core each. Errors of the work are raised here; closing the
    generator ends the thread.
    """
    if len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ThreadPoolExecutor  # 8 ms, not needed when nothing changed

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
