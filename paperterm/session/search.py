"""Searching the library: by the index, or by reading everything where there can be none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from paperterm.errors import UnusableIndexError
from paperterm.library import Library
from paperterm.library.index import Index, IndexRow, Progress, Scope
from paperterm.library.index.reconcile import Tell, keep_quiet
from paperterm.model import (
    AnnouncedPaper,
    Announcement,
    Day,
    Entry,
    Kind,
    Mark,
    Order,
    Paper,
    PaperId,
)
from paperterm.query import EVERYTHING, Field, Query, Term, all_of, fields, parse
from paperterm.query.following import with_followed
from paperterm.query.mark_only import only_marked
from paperterm.query.match import Subject, matcher
from paperterm.query.rewrite import with_ids
from paperterm.session.marking import remembered
from paperterm.session.selection import ALL, UNREAD, Selection
from paperterm.session.session import Session
from paperterm.session.sort import in_order
from paperterm.topics import matching

__all__ = [
    "Progress",
    "Tell",
    "asked_of",
    "entries_of",
    "find",
    "history",
    "older_unread",
    "scan",
    "scope_of",
    "whole_entries",
]

Complain = Callable[[str], None]

_FEW_DAYS = 2
"""So many are read for a screen: each takes 3 ms, and a key in the filter waits for them."""


def find(
    session: Session,
    query: Query,
    selection: Selection,
    limit: int | None = None,
    complain: Complain = lambda _: None,
    tell: Tell = keep_quiet,
) -> list[Entry]:
    """The papers of a selection that a query finds, as `Session.entries` lists them.

    Words are looked for in the newest text of a paper.

    Args:
        session: Whose library.
        query: What to look for.
        selection: Where to look.
        limit: At most so many papers.
        complain: Told, in one line each, what is wrong with the index or a day of the library.
        tell: Told how far the library is read into the index.

    Raises:
        InputError: There is no such topic.
        QueryError: A regex takes too long.
        DiskError: The library cannot be read.
    """
    if selection.topic is not None:
        session.topic(selection.topic)
    index = Index(session.folders.cache, session.library, session.settings.topics)
    try:
        for error in index.reconcile(tell=tell).damaged:
            complain(str(error))
        listing = index.search(asked_of(session, query, selection), scope_of(selection), limit)
        return list(whole_entries(session.library, listing.rows(0, len(listing))))
    except UnusableIndexError as error:
        complain(f"{error}; searching without it takes longer")
    finally:
        index.close()
    return list(islice(scan(session, query, selection), limit))


def scope_of(selection: Selection) -> Scope:
    """A selection as the index is asked for it, its query aside."""
    view = ALL if selection.view.query else selection.view
    first, last = selection.first, selection.last
    return Scope(view.name, selection.topic, first, last, selection.order, selection.kinds)


def asked_of(session: Session, query: Query, selection: Selection) -> Query:
    """A query and that of the view in one, in terms of papers alone.

    Raises:
        QueryError: That of the view cannot be read.
    """
    if selection.view.query:
        query = all_of([parse(selection.view.query), query])
    return with_ids(with_followed(query, session.settings.followed))


def scan(session: Session, query: Query, selection: Selection) -> Iterator[Entry]:
    """The same as `find`, by reading the whole library.

    Raises:
        InputError: There is no such topic.
        QueryError: A regex takes too long, or the query of the view cannot be read.
        DiskError, LibraryError: The library cannot be read.
    """
    query = asked_of(session, query, selection)
    test = matcher(query)
    matched = {subject.id for subject in _subjects(session, fields(query)) if test(subject)}
    if only_marked(query):
        selection = replace(selection, view=selection.view._replace(marked_only=True))
    entries = (entry for entry in session.entries(selection) if entry.id in matched)
    return iter(in_order(entries, selection.order))


def whole_entries(library: Library, rows: Iterable[IndexRow | None]) -> Iterator[Entry]:
    """Rows with the whole text of their days, and marks; without those that have gone.

    Raises:
        DiskError, LibraryError: A day cannot be read.
    """
    listed = [row for row in rows if row]
    marks = library.marks([row.id for row in listed])
    wanted: dict[Day, set[PaperId]] = defaultdict(set)
    for row in listed:
        if row.day:
            wanted[row.day].add(row.id)
    texts = {
        (one.announcement.day, one.paper.id): one
        for day, ids in wanted.items()
        for one in _announced(library, day, ids)
    }
    for row in listed:
        mark = marks[row.id]
        if row.day is None:
            yield Entry(Paper(row.id, row.title, row.authors, version=_version(mark)), None, mark)
        elif told := texts.get((row.day, row.id)):
            yield Entry(told.paper, told.announcement, mark)


def entries_of(library: Library, rows: Sequence[IndexRow | None]) -> list[Entry | None]:
    """Some rows of a listing as entries, None for those that have gone.

    Rows of many days lack the text that the index does not keep: to read many days for one screen
    takes too long. Their marks are whole.

    Raises:
        DiskError, LibraryError: A day cannot be read.
    """
    if len({row.day for row in rows if row}) <= _FEW_DAYS:
        find = {entry.id: entry for entry in whole_entries(library, rows)}
        return [find.get(row.id) if row else None for row in rows]
    marks = library.marks([row.id for row in rows if row])
    return [_entry(row, marks[row.id]) if row else None for row in rows]


def row_of(entry: Entry) -> IndexRow:
    """The row of an entry as `entries_of` gave it."""
    paper, announcement, mark = entry
    day, kind = (announcement.day, announcement.kind) if announcement else (None, None)
    texts = paper.id, paper.title, paper.authors, paper.categories
    return IndexRow(*texts, day, kind, mark.is_read, mark.is_starred, mark.is_queued)


def older_unread(session: Session, index: Index, selection: Selection) -> IndexRow | None:
    """The first paper to read on the newest day before those of a selection that has any.

    Raises:
        UnusableIndexError: The index cannot be read.
    """
    if selection.first is None:
        return None
    before = Day.fromordinal(selection.first.toordinal() - 1)
    kinds = (selection.kinds or frozenset(Kind)) - _REPLACEMENTS
    view = UNREAD if selection.view in (ALL, UNREAD) else selection.view
    wanted = replace(selection, view=view, first=None, last=before, order=Order.ANNOUNCED)
    query = all_of([asked_of(session, EVERYTHING, selection), Term(Field.IS, "unread")])
    find = index.search(query, scope_of(replace(wanted, kinds=kinds)), limit=1)
    return next((row for row in find.rows(0, 1) if row), None)


_REPLACEMENTS = frozenset(kind for kind in Kind if kind.is_replacement)


def history(library: Library, index: Index, id_: PaperId) -> list[AnnouncedPaper]:
    """Every announcement of a paper that the index knows, oldest first.

    Raises:
        UnusableIndexError: The index cannot be read.
        DiskError, LibraryError: A day cannot be read.
    """
    days = [row.day for row in index.rows(index.slots_of(id_)) if row and row.day]
    return [one for day in reversed(days) for one in _announced(library, day, {id_})]


def _entry(row: IndexRow, mark: Mark) -> Entry:
    primary = row.categories[0] if row.categories else None
    paper = Paper(
        row.id, row.title, row.authors, categories=row.categories, primary_category=primary
    )
    return Entry(paper, Announcement(row.day, row.kind, 0) if row.day else None, mark)


def _version(mark: Mark) -> int | None:
    return mark.keepsake.value.version or None if mark.keepsake else None


def _announced(
    library: Library, day: Day, only: Collection[PaperId] | None = None
) -> Iterable[AnnouncedPaper]:
    record = library.day(day, only)
    return record.announced if record else ()


def _subjects(session: Session, needed: frozenset[Field]) -> Iterator[Subject]:
    """Every paper by its newest text, with what a query needs to know of it."""
    library, topics = session.library, session.settings.topics
    days = library.days()
    marks = {mark.id: mark for mark in library.all_marks()}
    told = _announcements(library) if needed & {Field.DAY, Field.SINCE, Field.IS} else {}
    seen: set[PaperId] = set()

    def subject(paper: Paper) -> Subject:
        mark = marks.get(paper.id) or Mark(paper.id)
        return Subject(
            paper.id,
            paper.title,
            paper.authors,
            paper.abstract,
            paper.categories,
            announcements=[(day, kind) for day, kind, _ in told.get(paper.id, ())],
            newest_day=days[0] if days else date.min,
            read=mark.is_read,
            starred=mark.is_starred,
            queued=mark.is_queued,
            tags=mark.tag_names,
            note=mark.note_text,
            topics=[one.name for one in matching(paper, topics)] if Field.TOPIC in needed else (),
        )

    for day in days:
        for one in _announced(library, day):
            if one.paper.id not in seen:
                seen.add(one.paper.id)
                yield subject(one.paper)
    for mark in marks.values():
        if mark.id not in seen and (paper := remembered(mark)):
            yield subject(paper)


def _announcements(library: Library) -> Mapping[PaperId, list[Announcement]]:
    find: dict[PaperId, list[Announcement]] = defaultdict(list)
    for day in library.days():
        for one in _announced(library, day):
            find[one.paper.id].append(one.announcement)
    return find
