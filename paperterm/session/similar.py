"""The papers of the library that are most like one of them, or like several.

The index finds those that share its weightiest words and pairs; these are then compared word by
word. Of the first ten that a comparison with the whole library finds, this finds most, in a
fraction of the time (docs/ranking.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import hypot
from typing import NamedTuple

from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.model import Announcement, Day, Entry, Paper, PaperId, SourcePaper
from paperterm.ranking import Background, read
from paperterm.ranking.model import shown
from paperterm.ranking.nearest import cosine
from paperterm.ranking.words import Term
from paperterm.session.holdings import OfIndex
from paperterm.session.search import days_of, entries_of
from paperterm.session.session import Session

_WORDS, _PAIRS = 12, 8
"""Words of a paper that are looked up, and pairs of them, those with the largest weights."""
_COMMON = 50
"""A word of more papers of the sample says little, and takes long to look up."""
_COMPARED = 80
"""Papers that share the most of them, and are compared."""
_HIDDEN = 5
"""How many times as many papers to find if some of them are hidden."""


class Similar(NamedTuple):
    """A paper that is like another, and how much: 1 is the same text, 0 shares no word."""

    entry: Entry
    likeness: float


def similar(session: Session, index: Index, papers: Sequence[Paper], limit: int) -> list[Similar]:
    """Return the papers most like one, or like several together, the most alike first.

    Papers of categories that were given up are hidden, as in lists.

    Raises:
        UnusableIndexError: The index cannot be used.
        DiskError, LibraryError: A day cannot be read.
    """
    background = session.interest.background(OfIndex(index, session.library))
    mine = _mean([background.weights(read(paper)) for paper in papers])
    rows = _sharing(session, index, _heaviest(mine, background))
    ids = {paper.id for paper in papers}
    alike = [
        (cosine(mine, background.weights(read(found.paper))), found.paper.id, found, day)
        for found, day in _papers(session.library, rows)
        if found.paper.id not in ids
    ]
    most = nlargest(limit, alike)
    marks = session.library.marks([id_ for _, id_, _, _ in most])
    return [
        Similar(Entry(found.paper, Announcement(day, found.kind, 0), marks[id_]), likeness)
        for likeness, id_, found, day in most
    ]


def _heaviest(mine: Mapping[Term, float], background: Background) -> dict[str, float]:
    """Return the words and pairs to look up, and how much it says that a paper has them."""
    occurs = background.occurrences.get
    words = [one for one in mine if isinstance(one, str) and occurs(one, 0) <= _COMMON]
    pairs = [one for one in mine if isinstance(one, tuple)]
    heaviest: list[Term] = [
        *nlargest(_WORDS, words, key=lambda word: (mine[word], word)),
        *nlargest(_PAIRS, pairs, key=lambda pair: (mine[pair], pair)),
    ]
    return {shown(term): mine[term] * background.rarity(term) for term in heaviest}


def _papers(
    library: Library, rows: Iterable[tuple[PaperId, Day | None]]
) -> Iterator[tuple[SourcePaper, Day]]:
    """Yield papers as a day has them."""
    wanted: dict[Day, list[PaperId]] = defaultdict(list)
    for id_, day in rows:
        if day:
            wanted[day].append(id_)
    for day, ids in wanted.items():
        for paper in library.few_papers(day, ids).values():
            yield paper, day


def _mean(papers: Sequence[Mapping[Term, float]]) -> dict[Term, float]:
    """Return the weights of several papers together; their squares add up to 1."""
    total: dict[Term, float] = {}
    for paper in papers:
        for term, weight in paper.items():
            total[term] = total.get(term, 0.0) + weight
    length = hypot(*total.values()) or 1.0
    return {term: weight / length for term, weight in total.items()}


def _sharing(
    session: Session, index: Index, words: Mapping[str, float]
) -> list[tuple[PaperId, Day | None]]:
    """Return the papers to compare, and their days."""
    if session.following is None:
        found = index.sharing(words, _COMPARED)
        return days_of(found.rows(0, len(found)))
    found = index.sharing(words, _HIDDEN * _COMPARED)
    rows = [row for row in found.rows(0, len(found)) if row]
    entries = entries_of(session.library, rows)
    shown = [
        row
        for row, entry in zip(rows, entries, strict=True)
        if entry and session.following.shows(entry)
    ]
    return days_of(shown[:_COMPARED])
