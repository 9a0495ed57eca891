"""Bringing one shard into the index, inside the transaction of the caller.

Only what changed is written: the lines of a day that stand as they stood keep their slots, from
the first that differs on all get new ones.
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
from paperterm.library.index.tables import QUEUED, READ, STARRED
from paperterm.library.index.texts import TextBuffer
from paperterm.library.jsonfile import Stamp
from paperterm.model import Mark
from paperterm.query.fold import folded
from paperterm.topics import Topic

RETELL = Stamp(-1, -1, -1)
"""The stamp of a shard that must be read again, whatever its file says."""


class _IndexedPaper(NamedTuple):
    number: int
    flags: int


class _Old(NamedTuple):
    slot: int
    id: str
    digest: int | None
    paper: int
    newest: int | None


def day(connection: Connection, ordinal: int, lines: Sequence[Document], texts: TextBuffer) -> None:
    """Make the index hold exactly these lines of a day.

    Args:
        connection: The index.
        ordinal: The day.
        lines: All that is announced on it, in order.
        texts: Takes what is to be found of them.

    Raises:
        UnusableIndexError: The day has more papers than there are slots.
    """
    old = _standing(connection, ordinal)
    kept = _kept(old, lines)
    gone, new = old[kept:], lines[kept:]
    if not gone and not new:
        return
    _forget(connection, gone)
    known = _papers(connection, [str(line.id) for line in new])
    begin = _last(connection, ordinal) + 1
    if begin + len(new) > first_slot(ordinal) + PER_DAY:
        raise UnusableIndexError("index", "has no more room for a day", "delete it")
    slots = range(begin, begin + len(new))
    papers = [known[line.id] for line in new]
    _announce(connection, slots, papers, new)
    _label(connection, slots, new)
    touched = {*(one.number for one in papers), *(one.paper for one in gone)}
    searched = {slot: line.searched for slot, line in zip(slots, new, strict=True)}
    _chain(connection, touched, searched, texts)
    if new:
        connection.execute(
            "INSERT INTO shard (name, last) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET last = excluded.last",
            (day_name(ordinal), slots[-1]),
        )


def day_name(ordinal: int) -> str:
    """How the shard of a day is called in the index."""
    return f"day {ordinal}"


def mark_name(shard: tuple[str, str]) -> str:
    """How a shard of marks is called in the index."""
    return f"mark {shard[0]}/{shard[1]}"


def stamp(connection: Connection, name: str, stamp: Stamp | None) -> None:
    """Remember which content of a file is in the index; None for a file that has gone."""
    connection.execute(
        "INSERT INTO shard (name, size, mtime_ns, inode) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, "
        "inode = excluded.inode",
        (name, *(stamp or (None, None, None))),
    )


def marks(connection: Connection, name: str, marks: Mapping[str, tuple[int, Mark]]) -> None:
    """Bring in marks of a shard that changed, each with the digest of its stored form."""
    known = _papers(connection, list(marks))
    for id_, (digest, mark) in marks.items():
        number = known[id_].number
        kept = mark.keepsake.value if mark.keepsake else None
        connection.execute(
            "REPLACE INTO mark (paper, shard, digest, place, note, title, authors) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                name,
                digest,
                mark.place or None,
                mark.note_text,
                kept.title if kept else None,
                orjson.dumps(kept.authors).decode() if kept else None,
            ),
        )
        flags = READ * mark.is_read | STARRED * mark.is_starred | QUEUED * mark.is_queued
        _say(connection, number, flags, mark.tag_names, mark.note_text)


def unmark(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the marks of papers."""
    for number in numbers:
        connection.execute("DELETE FROM mark WHERE paper = ?", (number,))
        _say(connection, number, 0, (), None)


def homeless(connection: Connection, topics: Sequence[Topic]) -> None:
    """List the marked papers that no day holds, sorted by their ids from the end."""
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


def _say(
    connection: Connection, number: int, flags: int, tags: Sequence[str], note: str | None
) -> None:
    connection.execute("UPDATE paper SET flags = ? WHERE number = ?", (flags, number))
    connection.execute("UPDATE announced SET flags = ? WHERE paper = ?", (flags, number))
    connection.execute("DELETE FROM tag WHERE paper = ?", (number,))
    connection.executemany("INSERT INTO tag VALUES (?, ?)", ((number, tag) for tag in tags))
    connection.execute("DELETE FROM noted WHERE rowid = ?", (number,))
    if note:
        connection.execute("INSERT INTO noted (rowid, note) VALUES (?, ?)", (number, folded(note)))


def _standing(connection: Connection, ordinal: int) -> list[_Old]:
    begin = first_slot(ordinal)
    rows = connection.execute(
        "SELECT a.slot, p.id, a.digest, a.paper, p.newest FROM announced a "
        "CROSS JOIN paper p ON p.number = a.paper WHERE a.slot BETWEEN ? AND ? ORDER BY a.slot",
        (begin, begin + PER_DAY - 1),
    )
    return [_Old(*row) for row in rows]


def _kept(old: Sequence[_Old], new: Sequence[Document]) -> int:
    """How many lines from the first one stand as they stood."""
    count = 0
    for one, line in zip(old, new, strict=False):
        if (one.id, one.digest) != (line.id, line.digest):
            break
        count += 1
    return count


def _last(connection: Connection, ordinal: int) -> int:
    row = connection.execute(
        "SELECT last FROM shard WHERE name = ?", (day_name(ordinal),)
    ).fetchone()
    return row[0] if row and row[0] is not None else first_slot(ordinal) - 1


def _forget(connection: Connection, gone: Sequence[_Old]) -> None:
    """Take out lines of a day, which are all from some slot of it on."""
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


def _papers(connection: Connection, ids: Sequence[str]) -> dict[str, _IndexedPaper]:
    """The papers of some ids, made where there are none."""
    bulk.insert(connection, "INSERT OR IGNORE INTO paper (id)", [(id_,) for id_ in ids])
    found = bulk.rows(
        connection,
        "SELECT id, number, flags FROM paper WHERE id IN (SELECT value FROM json_each(?))",
        "id, number, flags",
        (bulk.told(ids),),
    )
    return {id_: _IndexedPaper(number, flags) for id_, number, flags in found}


def _announce(
    connection: Connection,
    slots: Sequence[int],
    papers: Sequence[_IndexedPaper],
    lines: Sequence[Document],
) -> None:
    rows = list(zip(slots, papers, lines, strict=True))
    lists = _lists(connection, {line.categories for line in lines})
    bulk.insert(
        connection,
        "INSERT INTO announced (slot, paper, kind, categories, kinds, newer, flags, digest)",
        [
            (slot, one.number, line.kind, lists[line.categories], 0, 0, one.flags, line.digest)
            for slot, one, line in rows
        ],
    )
    bulk.insert(connection, "INSERT INTO text", [(slot, *line.text) for slot, _, line in rows])


def _lists(connection: Connection, wanted: Collection[str]) -> dict[str, int]:
    """The numbers of lists of categories, made where there are none."""
    bulk.insert(
        connection, "INSERT OR IGNORE INTO categories (names)", [[one] for one in sorted(wanted)]
    )
    numbers = dict(
        bulk.rows(
            connection,
            "SELECT names, number FROM categories WHERE names IN (SELECT value FROM json_each(?))",
            "names, number",
            (bulk.told(wanted),),
        )
    )
    names = {number: {*orjson.loads(told)} for told, number in numbers.items()}
    labels = _labels(connection, "cat", set().union(*names.values()))
    members = [(labels[name], number) for number, some in names.items() for name in sorted(some)]
    bulk.insert(connection, "INSERT OR IGNORE INTO member", members)
    return numbers


def _labels(connection: Connection, field: str, names: Iterable[str]) -> dict[str, int]:
    """The numbers of labels, made where there are none."""
    rows = [(field, name) for name in sorted(names)]
    bulk.insert(connection, "INSERT OR IGNORE INTO label (field, name)", rows)
    found = connection.execute("SELECT name, number FROM label WHERE field = ?", (field,))
    return dict(found.fetchall())


def _label(connection: Connection, slots: Sequence[int], lines: Sequence[Document]) -> None:
    """Note the topics of announcements; one that another process took away is left out."""
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


def _chain(
    connection: Connection,
    papers: Iterable[int],
    searched: Mapping[int, tuple[str, str, str]],
    texts: TextBuffer,
) -> None:
    """Set anew which announcement of each paper is the newest, and let that one be found.

    Args:
        connection: The index.
        papers: Those of which announcements came or went.
        searched: What the new slots say.
        texts: Takes what is to be found of them.
    """
    rows = bulk.rows(
        connection,
        "SELECT p.number, p.newest, a.slot, a.newer, a.kind, a.kinds FROM json_each(?) j "
        "CROSS JOIN paper p ON p.number = j.value LEFT JOIN announced a ON a.paper = p.number "
        "ORDER BY p.number, a.slot",
        "number, newest, slot, newer, kind, kinds",
        (bulk.told(papers),),
    )
    changed: list[tuple[int, int, int]] = []
    newest: list[tuple[int | None, int]] = []
    for number, group in groupby(rows, key=itemgetter(0)):
        told = list(group)
        _, was, first, *_ = told[0]
        if was != first:
            newest.append((first, number))
        if first is not None:
            changed += _links([row[2:] for row in told])
    connection.execute(
        "UPDATE announced SET newer = v.day, kinds = v.kinds FROM "
        "(SELECT json_extract(value, '$[0]') day, json_extract(value, '$[1]') kinds, "
        "json_extract(value, '$[2]') slot FROM json_each(?)) v WHERE announced.slot = v.slot",
        (bulk.told(changed),),
    )
    if newest:
        _find(connection, newest, searched, texts)


def _links(told: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """What the announcements of one paper, newest first, are to say of each other.

    Gives the day of the next one, the kinds of all, and the slot, of those that say otherwise.
    """
    kinds = 0
    for _, _, kind, _ in told:
        kinds |= 1 << kind
    day = NEVER
    for slot, says_day, _, says_kinds in told:
        if says_day != day or says_kinds != kinds:
            yield day, kinds, slot
        day = ordinal_of(slot)


def _find(
    connection: Connection,
    newest: Sequence[tuple[int | None, int]],
    searched: Mapping[int, tuple[str, str, str]],
    texts: TextBuffer,
) -> None:
    """Let other announcements of papers be found than those that were."""
    # A former newest that is still announced keeps its text, but is not to be found any more.
    connection.execute(
        "INSERT OR IGNORE INTO dead SELECT newest FROM paper "
        "WHERE number IN (SELECT value FROM json_each(?)) "
        "AND newest IN (SELECT slot FROM announced)",
        (bulk.told(number for _, number in newest),),
    )
    connection.execute(
        "UPDATE paper SET newest = v.slot FROM "
        "(SELECT json_extract(value, '$[0]') slot, json_extract(value, '$[1]') number "
        "FROM json_each(?)) v WHERE paper.number = v.number",
        (bulk.told(newest),),
    )
    slots = sorted(slot for slot, _ in newest if slot is not None)
    texts.add((slot, *searched[slot]) for slot in slots if slot in searched)
    # An older announcement is the newest again, because a day was deleted. If it was found once,
    # it only has to be revived; else its day is to be told again, as if its line had changed.
    for slot in (slot for slot in slots if slot not in searched):
        if connection.execute("DELETE FROM dead WHERE slot = ?", (slot,)).rowcount == 0:
            connection.execute("UPDATE announced SET digest = NULL WHERE slot = ?", (slot,))
            stamp(connection, day_name(ordinal_of(slot)), RETELL)
