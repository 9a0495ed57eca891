"""Making the index say what the shards say.

Only files whose stamp is another than the one noted are read, newest day first, and some thousand
papers make one transaction with their stamps: a run that is stopped or killed is continued by the
next one. Other processes may reconcile at the same time: what one of them did meanwhile is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import NamedTuple

from paperterm.errors import DiskError, LibraryError, PapertermError
from paperterm.library.index import documents, tables, topics, writer
from paperterm.library.index.documents import Document
from paperterm.library.index.prefetch import ahead
from paperterm.library.index.tables import batch
from paperterm.library.index.texts import TextBuffer
from paperterm.library.jsonfile import Stamp
from paperterm.library.library import Library
from paperterm.library.mark_files import Shard
from paperterm.model import Day, Mark
from paperterm.topics import Topic

BATCH = 4000
"""Papers a transaction: half a second."""

_MAY_BE_DEAD = 4
"""The index is made anew when one text in so many belongs to nothing."""

_MANY = 10
"""Files after which the file is worth tidying; a refresh or a star changes one or two."""

Stop = Callable[[], bool]


class Progress(NamedTuple):
    """How far a run is: files done, and files to do in all."""

    done: int
    total: int


Tell = Callable[[Progress], None]


@dataclass
class Reconciled:
    """What a run did: files that were brought in, and what is wrong with those that cannot be read.

    It is not complete when it was stopped. `unread` are the files that the next run tries again.
    """

    changed: int = 0
    damaged: list[PapertermError] = field(default_factory=list)
    is_complete: bool = True
    unread: set[str] = field(default_factory=set)


class File(NamedTuple):
    """A file of the library: its stamp now, the one that the index has, and what it holds."""

    name: str
    stamp: Stamp | None
    noted: Stamp | None
    of: Day | Shard


def go_on() -> bool:
    """Never stop."""
    return False


def keep_quiet(_: Progress) -> None:
    """Tell nobody."""


def reconcile(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    stop: Stop = go_on,
    tell: Tell = keep_quiet,
) -> Reconciled:
    """Bring in whatever changed, and match topics that changed.

    Args:
        connection: The index, which no other thread writes through.
        library: The shards.
        followed: The topics to match.
        stop: Asked between two files; once it says so, the rest is left to the next run.
        tell: Told after each batch how far it is.

    Returns:
        What was done; files that cannot be read count as empty, until they can.
    """
    if _is_mostly_dead(connection):
        with batch(connection):
            tables.reset(connection)
    topics.follow(connection, followed)
    did = Reconciled()
    # Days that went away may make another round: then older days are to be told again.
    while not stop() and (files := _changed(connection, library, did.unread)):
        _bring_in(connection, library, followed, files, did, stop, tell)
    did.is_complete = not stop() and topics.catch_up(connection, library, followed, stop)
    if did.changed > _MANY:
        tables.tidy(connection)
    return did


def bring_in(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    wrote: Sequence[Day | Shard],
) -> Reconciled:
    """Bring in some files at once, those that this process just wrote."""
    noted = _noted(connection)
    files = []
    for of in wrote:
        name = _name(of)
        now = library.day_stamp(of) if isinstance(of, Day) else library.mark_stamp(of)
        files.append(File(name, now, noted.get(name), of))
    did = Reconciled()
    _bring_in(connection, library, followed, files, did, go_on, keep_quiet)
    return did


class _Ready(NamedTuple):
    """A file that was read, a day with its lines."""

    file: File
    lines: Sequence[Document] = ()
    error: PapertermError | None = None


def _bring_in(
    connection: Connection,
    library: Library,
    followed: Sequence[Topic],
    files: Sequence[File],
    did: Reconciled,
    stop: Stop,
    tell: Tell,
) -> None:
    limit = 1  # the newest day is to be seen at once
    is_more = True
    before = did.changed
    with closing(ahead(lambda file: _read(library, file, followed), files)) as ready:
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
    """Write files until there are enough for a transaction; whether there may be more."""
    size = 0
    texts = TextBuffer(connection)
    is_more = False
    for one in ready:
        did.changed += 1
        if _noted_of(connection, one.file.name) != one.file.noted:
            continue  # another process was here
        if one.error:
            _miss(one.file, one.error, did)
        if isinstance(one.file.of, Day):
            writer.day(connection, one.file.of.toordinal(), one.lines, texts)
            size += len(one.lines)
        else:
            size += _write_marks(connection, library, one.file, one.file.of, did)
        is_read = one.file.name not in did.unread
        writer.stamp(connection, one.file.name, one.file.stamp if is_read else writer.RETELL)
        if is_more := size >= limit or stop():
            break
    texts.flush()
    return is_more


def _miss(file: File, error: PapertermError, did: Reconciled) -> None:
    """A file cannot be read; that is news only the first time."""
    did.damaged.append(error)
    did.unread.add(file.name)
    did.changed -= file.noted == writer.RETELL


def _read(library: Library, file: File, followed: Sequence[Topic]) -> _Ready:
    """Read a day; marks are compared with the index first, most have not changed."""
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
    """Bring in the marks of a shard that changed; returns how many."""
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
                    continue  # put there by hand; nothing looks for it there
                changed[id_] = (digest, mark)
            rows.add(id_)
    except (LibraryError, DiskError) as error:
        if library.mark_stamp(shard) != file.stamp:
            return 0  # it was mended, and the next round reads it
        _miss(file, error, did)
        changed, rows = {}, set()
    writer.unmark(connection, [number for id_, (_, number) in known.items() if id_ not in rows])
    writer.marks(connection, file.name, changed)
    return len(changed)


def _changed(connection: Connection, library: Library, unread: Set[str]) -> list[File]:
    """The files to be read: marks, which are few and count for every list, then days."""
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
    """What a file is called in the index."""
    return writer.day_name(of.toordinal()) if isinstance(of, Day) else writer.mark_name(of)


def _of(name: str) -> Day | Shard:
    """What is called so."""
    what, _, rest = name.partition(" ")
    if what == "day":
        return Day.fromordinal(int(rest))
    yymm, _, number = rest.partition("/")
    return yymm, number


def _noted(connection: Connection) -> dict[str, Stamp | None]:
    rows = connection.execute("SELECT name, size, mtime_ns, inode FROM shard")
    return {name: _stamp(*stamp) for name, *stamp in rows}


def _noted_of(connection: Connection, name: str) -> Stamp | None:
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
