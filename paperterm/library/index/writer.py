"""Index one file, inside the transaction of the caller.

Only changes are written: the documents of a day keep their slots up to the first that differs; the
rest get new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import NamedTuple

import orjson

from paperterm.errors import UnusableIndexError
from paperterm.library.index import bulk, documents
from paperterm.library.index.documents import Document
from paperterm.library.index.slots import (
    HOMELESS,
    HOMELESS_SLOT,
    NEVER,
    PER_DAY,
    first_slot,
    ordinal_of,
)
from paperterm.library.index.tables import DISMISSED, QUEUED, READ, STARRED
from paperterm.library.index.texts import TextBuffer
from paperterm.library.jsonfile import Stamp
from paperterm.model import Mark
from paperterm.query.fields import NUMBERS
from paperterm.query.fold import folded
from paperterm.topics import Topic

OUTDATED = Stamp(-1, -1, -1)
"""The stamp of a file that must be read again."""


class _IndexedPaper(NamedTuple):
    number: int
    flags: int


class _IndexedLine(NamedTuple):
    slot: int
    id: str
    digest: int | None
    paper: int
    newest: int | None


def day(connection: Connection, ordinal: int, lines: Sequence[Document], texts: TextBuffer) -> None:
    """Replace a day in the index.

    Args:
        connection: The index.
        ordinal: The day.
        lines: The documents of the day, in order.
        texts: The buffer for their texts.

    Raises:
        UnusableIndexError: The day has more papers than slots.
    """
    old = _indexed(connection, ordinal)
    unchanged = _count_unchanged(old, lines)
    gone, new = old[unchanged:], lines[unchanged:]
    if not gone and not new:
        return
    _forget(connection, gone)
    begin = _last_slot(connection, ordinal) + 1
    if begin + len(new) > first_slot(ordinal) + PER_DAY:
        raise UnusableIndexError("index", "has no room left for a day", "delete it to rebuild it")
    slots = range(begin, begin + len(new))
    known = _known(connection, [str(line.id) for line in new])
    newest = {str(line.id): slot for slot, line in zip(slots, new, strict=True)}
    added = _add(connection, newest, known)
    papers = [known.get(line.id) or added[line.id] for line in new]
    _announce(connection, slots, papers, new)
    _label(connection, slots, new)
    touched = {*(one.number for one in known.values()), *(one.paper for one in gone)}
    searched = {slot: line.searched for slot, line in zip(slots, new, strict=True)}
    found = _update_newest(connection, touched, searched)
    found += [slot for slot, line in zip(slots, new, strict=True) if line.id in added]
    texts.add((slot, *searched[slot]) for slot in sorted(found))
    if new:
        connection.execute(
            "INSERT INTO shard (name, last) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET last = excluded.last",
            (day_name(ordinal), slots[-1]),
        )


def day_name(ordinal: int) -> str:
    """Return the name of a day in the index."""
    return f"day {ordinal}"


def mark_name(shard: tuple[str, str]) -> str:
    """Return the name of a shard of marks in the index."""
    return f"mark {shard[0]}/{shard[1]}"


def stamps(connection: Connection) -> dict[str, Stamp | None]:
    """Return the stamps of all files at the time they were indexed; None for a removed file."""
    rows = connection.execute("SELECT name, size, mtime_ns, inode FROM shard")
    return {name: _stamp(*stamp) for name, *stamp in rows}


def stamp_of(connection: Connection, name: str) -> Stamp | None:
    """Return the stamp of a file at the time it was indexed; None if it is not indexed."""
    row = connection.execute(
        "SELECT size, mtime_ns, inode FROM shard WHERE name = ?", (name,)
    ).fetchone()
    return _stamp(*row) if row else None


def _stamp(size: int | None, mtime_ns: int, inode: int) -> Stamp | None:
    return None if size is None else Stamp(size, mtime_ns, inode)


def store_stamp(connection: Connection, name: str, stamp: Stamp | None) -> None:
    """Store the stamp of a file that was indexed; None for a file that was removed."""
    connection.execute(
        "INSERT INTO shard (name, size, mtime_ns, inode) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, "
        "inode = excluded.inode",
        (name, *(stamp or (None, None, None))),
    )


def marks(connection: Connection, name: str, marks: Mapping[str, tuple[int, Mark]]) -> None:
    """Replace marks of a shard, each with the digest of its stored form."""
    known = _known(connection, list(marks))
    known |= _add(connection, dict.fromkeys(marks), known)
    for id_, (digest, mark) in marks.items():
        number = known[id_].number
        keepsake = mark.keepsake.value if mark.keepsake else None
        connection.execute(
            "REPLACE INTO mark (paper, shard, digest, place, note, title, authors) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                name,
                digest,
                mark.place or None,
                mark.note_text,
                keepsake.title if keepsake else None,
                orjson.dumps(keepsake.authors).decode() if keepsake else None,
            ),
        )
        _set_marks(connection, number, _flags(mark), mark.tag_names, mark.note_text)


def _flags(mark: Mark) -> int:
    flags = READ * mark.is_read | STARRED * mark.is_starred
    return flags | QUEUED * mark.is_queued | DISMISSED * mark.is_dismissed


def unmark(connection: Connection, numbers: Iterable[int]) -> None:
    """Remove the marks of papers."""
    for number in numbers:
        connection.execute("DELETE FROM mark WHERE paper = ?", (number,))
        _set_marks(connection, number, 0, (), None)


def homeless(connection: Connection, topics: Sequence[Topic]) -> None:
    """Index the marked papers that no day holds, by descending id."""
    rows = connection.execute(
        "SELECT p.id, m.title, m.authors FROM mark m CROSS JOIN paper p ON p.number = m.paper "
        "WHERE m.title IS NOT NULL AND (p.newest IS NULL OR p.newest >= ?) ORDER BY p.id DESC",
        (HOMELESS_SLOT,),
    )
    lines = [
        documents.of_mark(id_, title, tuple(orjson.loads(authors)), topics)
        for id_, title, authors in rows
    ]
    texts = TextBuffer(connection)
    day(connection, HOMELESS, lines, texts)
    texts.flush()


def _set_marks(
    connection: Connection, number: int, flags: int, tags: Sequence[str], note: str | None
) -> None:
    connection.execute("UPDATE paper SET flags = ? WHERE number = ?", (flags, number))
    connection.execute("UPDATE announced SET flags = ? WHERE paper = ?", (flags, number))
    connection.execute("DELETE FROM tag WHERE paper = ?", (number,))
    connection.executemany("INSERT INTO tag VALUES (?, ?)", ((number, tag) for tag in tags))
    connection.execute("DELETE FROM noted WHERE rowid = ?", (number,))
    if note:
        connection.execute("INSERT INTO noted (rowid, note) VALUES (?, ?)", (number, folded(note)))


def _indexed(connection: Connection, ordinal: int) -> list[_IndexedLine]:
    begin = first_slot(ordinal)
    rows = connection.execute(
        "SELECT a.slot, p.id, a.digest, a.paper, p.newest FROM announced a "
        "CROSS JOIN paper p ON p.number = a.paper WHERE a.slot BETWEEN ? AND ? ORDER BY a.slot",
        (begin, begin + PER_DAY - 1),
    )
    return [_IndexedLine(*row) for row in rows]


def _count_unchanged(old: Sequence[_IndexedLine], new: Sequence[Document]) -> int:
    """Return how many documents from the first on are unchanged."""
    count = 0
    for one, line in zip(old, new, strict=False):
        if (one.id, one.digest) != (line.id, line.digest):
            break
        count += 1
    return count


def _last_slot(connection: Connection, ordinal: int) -> int:
    row = connection.execute(
        "SELECT last FROM shard WHERE name = ?", (day_name(ordinal),)
    ).fetchone()
    return row[0] if row and row[0] is not None else first_slot(ordinal) - 1


def _forget(connection: Connection, gone: Sequence[_IndexedLine]) -> None:
    """Remove the last lines of a day."""
    if not gone:
        return
    span = (gone[0].slot, gone[-1].slot)
    connection.execute("DELETE FROM announced WHERE slot BETWEEN ? AND ?", span)
    connection.execute("DELETE FROM text WHERE slot BETWEEN ? AND ?", span)
    labels = connection.execute("SELECT number FROM label WHERE field = 'topic'").fetchall()
    connection.executemany(
        "DELETE FROM labelled WHERE label = ? AND slot BETWEEN ? AND ?",
        ((number, *span) for (number,) in labels),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO dead VALUES (?)",
        ((one.slot,) for one in gone if one.newest == one.slot),
    )


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, _IndexedPaper]:
    """Return the papers of some ids that are indexed."""
    found = bulk.fetch(
        connection,
        "SELECT id, number, flags FROM paper WHERE id IN (SELECT value FROM json_each(?))",
        "id, number, flags",
        (bulk.json_array(ids),),
    )
    return {id_: _IndexedPaper(number, flags) for id_, number, flags in found}


def _add(
    connection: Connection, newest: Mapping[str, int | None], known: Collection[str]
) -> dict[str, _IndexedPaper]:
    """Add the papers that are not known, each with its newest announcement; return them.

    Written whole at once, no row grows later, for which SQLite would have to divide pages.
    """
    (last,) = connection.execute("SELECT ifnull(max(number), 0) FROM paper").fetchone()
    rows = [
        (number, id_, newest[id_])
        for number, id_ in enumerate((id_ for id_ in newest if id_ not in known), last + 1)
    ]
    bulk.insert(connection, "INSERT INTO paper (number, id, newest)", rows)
    return {id_: _IndexedPaper(number, 0) for number, id_, _ in rows}


def _announce(
    connection: Connection,
    slots: Sequence[int],
    papers: Sequence[_IndexedPaper],
    lines: Sequence[Document],
) -> None:
    rows = list(zip(slots, papers, lines, strict=True))
    lists = _lists(connection, {line.categories for line in lines})
    columns = (
        "slot, paper, kind, categories, kinds, newer, flags, digest, "
        "title_initials, authors_initials, abstract_initials"
    )
    bulk.insert(
        connection,
        f"INSERT INTO announced ({', '.join([columns, *(number.name for number in NUMBERS)])})",
        [
            (
                *(slot, one.number, line.kind, lists[line.categories], 1 << line.kind, NEVER),
                *(one.flags, line.digest, *line.initials, *line.numbers),
            )
            for slot, one, line in rows
        ],
    )
    bulk.insert(connection, "INSERT INTO text", [(slot, *line.text) for slot, _, line in rows])


def _lists(connection: Connection, wanted: Collection[str]) -> dict[str, int]:
    """Return the numbers of lists of categories; create missing ones."""
    bulk.insert(
        connection, "INSERT OR IGNORE INTO categories (names)", [[one] for one in sorted(wanted)]
    )
    numbers = dict(
        bulk.fetch(
            connection,
            "SELECT names, number FROM categories WHERE names IN (SELECT value FROM json_each(?))",
            "names, number",
            (bulk.json_array(wanted),),
        )
    )
    names = {number: {*orjson.loads(list_)} for list_, number in numbers.items()}
    labels = _labels(connection, "cat", set().union(*names.values()))
    members = [(labels[name], number) for number, some in names.items() for name in sorted(some)]
    bulk.insert(connection, "INSERT OR IGNORE INTO member", members)
    return numbers


def _labels(connection: Connection, field: str, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of labels; create missing ones."""
    rows = [(field, name) for name in sorted(names)]
    bulk.insert(connection, "INSERT OR IGNORE INTO label (field, name)", rows)
    found = connection.execute("SELECT name, number FROM label WHERE field = ?", (field,))
    return dict(found.fetchall())


def _label(connection: Connection, slots: Sequence[int], lines: Sequence[Document]) -> None:
    """Store the topics of announcements; leave out topics that another process removed."""
    numbers = dict(
        connection.execute("SELECT name, number FROM label WHERE field = 'topic'").fetchall()
    )
    rows = [
        (numbers[name], slot)
        for slot, line in zip(slots, lines, strict=True)
        for name in line.topics
        if name in numbers
    ]
    bulk.insert(connection, "INSERT OR IGNORE INTO labelled (label, slot)", sorted(rows))


def _update_newest(
    connection: Connection,
    papers: Iterable[int],
    searched: Collection[int],
) -> list[int]:
    """Update which announcement of each paper is the newest, the one that is searched.

    Args:
        connection: The index.
        papers: The papers with added or removed announcements.
        searched: The new slots.

    Returns:
        Those of the new slots that are the newest of their paper now.
    """
    rows = bulk.fetch(
        connection,
        "SELECT p.number, p.newest, a.slot, a.newer, a.kind, a.kinds FROM json_each(?) j "
        "CROSS JOIN paper p ON p.number = j.value LEFT JOIN announced a ON a.paper = p.number "
        "ORDER BY p.number, a.slot",
        "number, newest, slot, newer, kind, kinds",
        (bulk.json_array(papers),),
    )
    changed: list[tuple[int, int, int]] = []
    newest: list[tuple[int | None, int]] = []
    for number, group in groupby(rows, key=itemgetter(0)):
        lines = list(group)
        _, was, first, *_ = lines[0]
        if was != first:
            newest.append((first, number))
        if first is not None:
            changed += _links([row[2:] for row in lines])
    connection.execute(
        "UPDATE announced SET newer = v.day, kinds = v.kinds FROM "
        "(SELECT json_extract(value, '$[0]') day, json_extract(value, '$[1]') kinds, "
        "json_extract(value, '$[2]') slot FROM json_each(?)) v WHERE announced.slot = v.slot",
        (bulk.json_array(changed),),
    )
    return _change_newest(connection, newest, searched) if newest else []


def _links(lines: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Iterate over the announcements of one paper, newest first, whose links are outdated.

    Yields the day of the next newer one, the kinds of all, and the slot.
    """
    kinds = 0
    for _, _, kind, _ in lines:
        kinds |= 1 << kind
    day = NEVER
    for slot, stored_day, _, stored_kinds in lines:
        if stored_day != day or stored_kinds != kinds:
            yield day, kinds, slot
        day = ordinal_of(slot)


def _change_newest(
    connection: Connection,
    newest: Sequence[tuple[int | None, int]],
    searched: Collection[int],
) -> list[int]:
    """Store the new newest announcements of papers; return those whose text is to be added."""
    # The previous newest announcement keeps its text, but is no longer searched.
    connection.execute(
        "INSERT OR IGNORE INTO dead SELECT newest FROM paper "
        "WHERE number IN (SELECT value FROM json_each(?)) "
        "AND newest IN (SELECT slot FROM announced)",
        (bulk.json_array(number for _, number in newest),),
    )
    connection.execute(
        "UPDATE paper SET newest = v.slot FROM "
        "(SELECT json_extract(value, '$[0]') slot, json_extract(value, '$[1]') number "
        "FROM json_each(?)) v WHERE paper.number = v.number",
        (bulk.json_array(newest),),
    )
    slots = [slot for slot, _ in newest if slot is not None]
    # An older announcement is the newest again, because a day was removed. If the full-text index
    # has its text, search it again; otherwise read its day again, as if it had changed.
    for slot in (slot for slot in slots if slot not in searched):
        if connection.execute("DELETE FROM dead WHERE slot = ?", (slot,)).rowcount == 0:
            connection.execute("UPDATE announced SET digest = NULL WHERE slot = ?", (slot,))
            store_stamp(connection, day_name(ordinal_of(slot)), OUTDATED)
    return [slot for slot in slots if slot in searched]
