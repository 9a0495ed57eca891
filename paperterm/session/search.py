"""Search the library by the index, or by reading all of it if the index cannot be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from itertools import islice
from math import inf
from string import ascii_lowercase, ascii_uppercase
from typing import Any, TypeVar

import orjson

from paperterm.config.views import ALL, FIRST
from paperterm.errors import UnusableIndexError
from paperterm.library import Library
from paperterm.library.index import Index, IndexRow, Listing, Scope
from paperterm.library.index.documents import family_name, title_key
from paperterm.library.index.reconcile import Stop, Tell, go_on, keep_quiet
from paperterm.model import (
    AnnouncedPaper,
    Announcement,
    Day,
    Entry,
    Mark,
    Order,
    Paper,
    PaperId,
)
from paperterm.query import All, Query, all_of, needs, only_marked, terms
from paperterm.query.conditions import HasWords
from paperterm.query.fields import Field
from paperterm.query.following import with_followed
from paperterm.query.match import matcher
from paperterm.query.parse import parse, with_ids
from paperterm.query.subject import Subject
from paperterm.query.tree import MatchForm, Need, Term, replace_terms
from paperterm.session.marking import marked_paper
from paperterm.session.selection import Selection
from paperterm.session.session import Session
from paperterm.topics import matching

T = TypeVar("T")
Complain = Callable[[str], object]

_FEW_DAYS = 2
"""More days are not read for one screen: each takes 3 ms, while a key in the filter waits."""

_SCORED = 20_000
"""As many papers are scored for `interest:`, which takes some seconds, the newest first."""

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
"""As SQLite compares without case."""


def search(
    session: Session,
    query: Query,
    selection: Selection,
    opened: Callable[[], Index],
    read: Callable[[Listing], T],
    limit: int | None = None,
    *,
    stop: Stop = go_on,
    found: Callable[[Listing], None] | None = None,
    drop: Callable[[Index], object] = lambda _: None,
    complain: Complain = lambda _: None,
) -> T | list[Entry]:
    """Search by the index; if it cannot be used, read the whole library instead.

    Words are searched for in the newest text of a paper.

    Args:
        session: The session whose library to search.
        query: What to search for.
        selection: Where to search.
        opened: Returns the index.
        read: Reads what the caller needs from the listing of the index.
        limit: The most papers to find.
        stop: Called every few milliseconds; whether to stop.
        found: Called with the listing so far, while a regex is searched for.
        drop: Called with an index that cannot be used.
        complain: Called with a line with the reason why the index cannot be used.

    Returns:
        What `read` returns; or the papers, if the whole library was read.

    Raises:
        InputError: The topic is unknown.
        QueryError: The query of the view is invalid, or a regex takes too long.
        StoppedError: `stop` returned true.
        DiskError, LibraryError: The library cannot be read.
    """
    if selection.topic is not None:
        session.topic(selection.topic)
    asked, index = whole_query(session, query, selection), None
    try:
        index = opened()
        if selection.order is Order.INTEREST or Need.INTEREST in needs(asked):
            _rank(session, index, asked, selection, stop, complain)
        return read(index.search(asked, scope_of(selection), limit, stop, found=found))
    except UnusableIndexError as error:
        if index:
            drop(index)
        complain(f"{error}; searching without it takes longer")
    return list(islice(scan(session, query, selection), limit))


def find(
    session: Session,
    query: Query,
    selection: Selection,
    limit: int | None = None,
    complain: Complain = lambda _: None,
    tell: Tell = keep_quiet,
) -> list[Entry]:
    """Open the index, update it, and find papers with it; see `search` and `list_papers`."""
    library = session.library
    with closing(Index(session.folders.cache, library, session.settings.topics)) as index:

        def opened() -> Index:
            for error in index.reconcile(tell=tell).damaged:
                complain(str(error))
            return index

        def read(listing: Listing) -> list[Entry]:
            return list(whole_entries(library, days_of(listing.rows(0, len(listing)))))

        return search(session, query, selection, opened, read, limit, complain=complain)


def scope_of(selection: Selection) -> Scope:
    """Return the scope of a selection, which leaves out the query of its view."""
    view = ALL if selection.view.query else selection.view
    first, last = selection.first, selection.last
    kinds, is_first = selection.kinds, view is FIRST
    return Scope(view.state, selection.topic, first, last, selection.order, kinds, is_first)


def whole_query(session: Session, query: Query, selection: Selection) -> Query:
    """Combine a query with what the selection asks for, and replace `is:followed` and `full:`.

    This and `Session.entries` decide what is hidden, for all that lists, searches or counts.

    Raises:
        QueryError: The query of the view is invalid.
    """
    if selection.view.query:
        query = all_of([parse(selection.view.query), query])
    query = with_ids(with_followed(query, session.settings.followed))
    if selection.following:
        query = all_of([selection.following.shown(query), query])
    if any(term.field is Field.FULL for term, _ in terms(query)):
        from paperterm.session.fulltext import papers_with  # httpx

        query = _with_full_texts(query, partial(papers_with, session))
    return query


def _rank(
    session: Session,
    index: Index,
    query: Query,
    selection: Selection,
    stop: Stop,
    complain: Complain,
) -> None:
    """Score the papers that a search may list, as many as a user can wait for."""
    is_asked = Need.INTEREST in needs(query)
    limit = None if selection.order is Order.INTEREST else _SCORED
    parts = query.parts if isinstance(query, All) else (query,)
    others = all_of(part for part in parts if Need.INTEREST not in needs(part))
    scope = scope_of(selection._replace(order=Order.ANNOUNCED))
    listing = index.search(others, scope, limit)
    ranking = session.interest.rank(index, session.settings, listing, stop)
    if is_asked and ranking.ground.is_empty:
        complain("interest: nothing is known about your interest yet; star some papers")
    elif limit and len(listing) == limit:
        complain(f"interest: only the newest {limit:,} papers were scored; add day: or since:")


def scan(session: Session, query: Query, selection: Selection) -> Iterator[Entry]:
    """Find the same papers as `find`, by reading the whole library."""
    query = whole_query(session, query, selection)
    selection = selection._replace(following=None)  # the query hides what it does not name
    test = matcher(query)
    subjects = {one.paper.id: one for one in _subjects(session, needs(query))}
    if only_marked(query):
        selection = selection._replace(view=selection.view._replace(marked_only=True))
    entries = (
        entry
        for entry in session.entries(selection)
        if entry.id in subjects
        and test(subjects[entry.id]._replace(is_replacement=entry.is_replacement))
    )
    if selection.order is Order.ANNOUNCED:
        return entries
    if selection.order is Order.INTEREST:
        score = session.interest.scorer(session.settings)
        is_first = selection.view is FIRST

        def place(entry: Entry) -> tuple[bool, float]:
            found, mark = score(entry.paper), entry.mark
            is_kept = mark.is_starred or mark.is_queued
            return is_first and is_kept, inf if found is None else -found

        return iter(sorted(entries, key=place))
    return iter(sorted(entries, key=partial(_sort_key, selection.order)))


def whole_entries(library: Library, rows: Iterable[tuple[PaperId, Day | None]]) -> Iterator[Entry]:
    """Yield papers with their text of a day, or as their marks describe them without a day.

    A paper that is no longer there is left out.

    Raises:
        DiskError, LibraryError: A day cannot be read.
    """
    rows = list(rows)
    marks = library.marks([id_ for id_, _ in rows])
    wanted: dict[Day, set[PaperId]] = defaultdict(set)
    for id_, day in rows:
        if day:
            wanted[day].add(id_)
    texts = {
        (one.paper.id, day): one
        for day, ids in wanted.items()
        for one in _announced(library, day, ids)
    }
    for id_, day in rows:
        if day is None and (paper := marked_paper(marks[id_])):
            yield Entry(paper, None, marks[id_])
        elif day and (one := texts.get((id_, day))):
            yield Entry(one.paper, one.announcement, marks[id_])


def days_of(rows: Iterable[IndexRow | None]) -> list[tuple[PaperId, Day | None]]:
    """Return the id and the day of each row that is there, for `whole_entries`."""
    return [(row.id, row.day) for row in rows if row]


def entries_of(library: Library, rows: Sequence[IndexRow | None]) -> list[Entry | None]:
    """Return some rows of a listing as entries; None for a paper that is no longer there.

    Rows of many days come without abstracts, which the index does not keep: reading many days for
    one screen takes too long. Their marks are complete.

    Raises:
        DiskError, LibraryError: A day cannot be read.
    """
    if len({row.day for row in rows if row}) <= _FEW_DAYS:
        whole = {entry.id: entry for entry in whole_entries(library, days_of(rows))}
        return [whole.get(row.id) if row else None for row in rows]
    marks = library.marks([row.id for row in rows if row])
    return [_entry(row, marks[row.id]) if row else None for row in rows]


def announcements_of(library: Library, index: Index, id_: PaperId) -> list[AnnouncedPaper]:
    """Return the announcements of a paper that are in the index, oldest first.

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


def _announced(
    library: Library, day: Day, only: Collection[PaperId] | None = None
) -> Iterable[AnnouncedPaper]:
    record = library.day(day, only)
    return record.announced if record else ()


def _subjects(session: Session, needed: frozenset[Need]) -> Iterator[Subject]:
    """Yield every paper with its newest text, and the rest that a query needs."""
    library, topics = session.library, session.settings.topics
    days = library.days()
    marks = {mark.id: mark for mark in library.all_marks()}
    announced = _announcements(library) if Need.ANNOUNCEMENTS in needed else {}
    score = session.interest.scorer(session.settings) if Need.INTEREST in needed else None
    seen: set[PaperId] = set()

    def subject(paper: Paper) -> Subject:
        mark = marks.get(paper.id) or Mark(paper.id)
        return Subject(
            paper,
            announcements=[(day, kind) for day, kind, _ in announced.get(paper.id, ())],
            newest_day=days[0] if days else date.min,
            read=mark.is_read,
            starred=mark.is_starred,
            queued=mark.is_queued,
            dismissed=mark.is_dismissed,
            tags=mark.tag_names,
            note=mark.note_text,
            topics=[one.name for one in matching(paper, topics)] if Need.TOPICS in needed else (),
            interest=score(paper) if score else None,
        )

    for day in days:
        for one in _announced(library, day):
            if one.paper.id not in seen:
                seen.add(one.paper.id)
                yield subject(one.paper)
    for mark in marks.values():
        if mark.id not in seen and (paper := marked_paper(mark)):
            yield subject(paper)


def _announcements(library: Library) -> Mapping[PaperId, list[Announcement]]:
    announcements: dict[PaperId, list[Announcement]] = defaultdict(list)
    for day in library.days():
        for one in _announced(library, day):
            announcements[one.paper.id].append(one.announcement)
    return announcements


def _sort_key(order: Order, entry: Entry) -> Any:
    """Return what to sort an entry by, so that a scan has the order of the index."""
    paper, mark = entry.paper, entry.mark
    match order:
        case Order.ANNOUNCED | Order.INTEREST:
            return 0
        case Order.DATE:
            return -int(paper.published.timestamp()) if paper.published else inf
        case Order.TITLE:
            return title_key(paper.title)
        case Order.AUTHOR:
            name = family_name(paper.authors)
            return not name, name
        case Order.CATEGORY:
            return orjson.dumps(paper.categories).decode().translate(_LOWER)
        case Order.QUEUE:
            return not mark.is_queued, mark.place


def _with_full_texts(query: Query, find: Callable[[HasWords], Collection[str]]) -> Query:
    """Return the query with each `full:` replaced by the ids of the papers that have its words."""

    def change(term: Term) -> Query:
        words = term.condition
        if term.field is not Field.FULL or not isinstance(words, HasWords):
            return term
        return Term(Field.ID, " ".join(sorted(find(words))), MatchForm.NAME)

    return replace_terms(query, change)
