"""Update the index from the files of the library.

Only files whose stamp differs from the one in the index are read, newest day first. A transaction
covers some thousand papers with the stamps of their files, so that the next run continues one that
was stopped or killed. Other processes may reconcile at the same time: what they did is skipped.
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
"""Changed files after which the index is tidied; a refresh or a star changes one or two."""

_ROUNDS = 4
"""How often to look for changed files. Removed days need a second round, in which older days are
read again, and repaired files a third; without a bound, a search waits while others mark papers."""

_TURN = 0.0001
"""Seconds between two switches of Python's lock, for which a return from SQLite waits. A build of
122,000 papers takes 16 s with this, 20 s with the usual 0.005."""

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
    """A file of the library: its stamp now, its stamp when it was indexed, its day or shard."""

    name: str
    stamp: Stamp | None
    indexed: Stamp | None
    key: Day | Shard


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
        The result; unreadable files are indexed as empty.
    """
    if _is_mostly_dead(connection):
        with batch(connection):
            tables.reset(connection)
    topics.follow(connection, followed)
    result = Reconciled()
    for _ in range(_ROUNDS):
        if stop() or not (files := _changed(connection, library, result.unread)):
            break
        _index_files(connection, library, followed, files, result, stop, tell)
    result.is_complete = not stop() and topics.catch_up(connection, library, followed, stop)
    if result.changed > _MANY:
        tables.tidy(connection)
    return result


def index_files(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    wrote: Sequence[Day | Shard],
) -> Reconciled:
    """Index some files at once, which this process just wrote."""
    indexed = writer.stamps(connection)
    files = []
    for key in wrote:
        name = _name(key)
        now = library.day_stamp(key) if isinstance(key, Day) else library.mark_stamp(key)
        files.append(File(name, now, indexed.get(name), key))
    result = Reconciled()
    _index_files(connection, library, followed, files, result, go_on, keep_quiet)
    return result


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
    result: Reconciled,
    stop: Stop,
    tell: Tell,
) -> None:
    limit = 1  # shows the newest day at once
    is_more = True
    before = result.changed
    with closing(_ahead(lambda file: _read(library, file, followed), files)) as ready:
        while is_more and not stop():
            with batch(connection):
                is_more = _write_batch(connection, library, ready, result, limit, stop)
            tell(Progress(result.changed - before, len(files)))
            limit = BATCH
    with batch(connection):
        writer.homeless(connection, followed)


def _write_batch(
    connection: Connection,
    library: Library,
    ready: Iterator[_Ready],
    result: Reconciled,
    limit: int,
    stop: Stop,
) -> bool:
    """Write files until a transaction is full; return whether there may be more."""
    size = 0
    texts = TextBuffer(connection)
    is_more = False
    for one in ready:
        result.changed += 1
        if writer.stamp_of(connection, one.file.name) != one.file.indexed:
            continue  # another process indexed it
        if one.error:
            _add_error(one.file, one.error, result)
        if isinstance(one.file.key, Day):
            writer.day(connection, one.file.key.toordinal(), one.lines, texts)
            size += len(one.lines)
        else:
            size += _write_marks(connection, library, one.file, one.file.key, result)
        is_read = one.file.name not in result.unread
        writer.store_stamp(
            connection, one.file.name, one.file.stamp if is_read else writer.OUTDATED
        )
        if is_more := size >= limit or stop():
            break
    texts.flush()
    return is_more


def _add_error(file: File, error: PapertermError, result: Reconciled) -> None:
    """Note that a file cannot be read; it counts as changed only the first time."""
    result.damaged.append(error)
    result.unread.add(file.name)
    result.changed -= file.indexed == writer.OUTDATED


def _read(library: Library, file: File, followed: Sequence[Topic]) -> _Ready:
    """Read a day; marks are read later, since most have not changed."""
    if not isinstance(file.key, Day) or file.stamp is None:
        return _Ready(file)
    try:
        record = library.read_day(file.key)
    except (LibraryError, DiskError) as error:
        return _Ready(file, error=error)
    return _Ready(file, documents.of_day(record, followed) if record else ())


def _write_marks(
    connection: Connection, library: Library, file: File, shard: Shard, result: Reconciled
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
                    continue  # moved here by hand, where the library does not look for it
                changed[id_] = (digest, mark)
            rows.add(id_)
    except (LibraryError, DiskError) as error:
        if library.mark_stamp(shard) != file.stamp:
            return 0  # it was repaired, and the next round reads it
        _add_error(file, error, result)
        changed, rows = {}, set()
    writer.unmark(connection, [number for id_, (_, number) in known.items() if id_ not in rows])
    writer.marks(connection, file.name, changed)
    return len(changed)


def _changed(connection: Connection, library: Library, unread: Set[str]) -> list[File]:
    """Return the files to read: marks, which are few and affect every list, then days."""
    indexed = writer.stamps(connection)
    now: list[tuple[Day | Shard, Stamp]] = [
        *sorted(library.mark_stamps().items(), reverse=True),
        *sorted(library.day_stamps().items(), reverse=True),
    ]
    files = [
        File(name, stamp, indexed.pop(name, None), key)
        for key, stamp in now
        for name in [_name(key)]
    ]
    gone = [File(name, None, before, _key(name)) for name, before in indexed.items() if before]
    return [
        file for file in (*gone, *files) if file.stamp != file.indexed and file.name not in unread
    ]


def _name(key: Day | Shard) -> str:
    """Return the name of a file in the index."""
    return writer.day_name(key.toordinal()) if isinstance(key, Day) else writer.mark_name(key)


def _key(name: str) -> Day | Shard:
    """Return the day or shard with this name."""
    kind, _, rest = name.partition(" ")
    if kind == "day":
        return Day.fromordinal(int(rest))
    yymm, _, number = rest.partition("/")
    return yymm, number


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
