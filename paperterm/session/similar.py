"""The papers of the library that are most like one of them.

The index finds those that share its weightiest words; these are then compared word by word. Of the
first ten that a comparison with the whole library finds, this finds nearly all, in a fraction of
the time (docs/ranking.md).
"""

from __future__ import annotations

from heapq import nlargest
from typing import NamedTuple

from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.model import Entry, Paper
from paperterm.ranking import read
from paperterm.ranking.nearest import cosine
from paperterm.session.interest import Interest, OfIndex
from paperterm.session.search import days_of, whole_entries

_LOOKED_UP = 12
"""Words of a paper that are looked up, those with the largest weights."""
_COMPARED = 200
"""Papers that share the most of them, and are compared."""


class Similar(NamedTuple):
    """A paper that is like another, and how much: 1 is the same text, 0 shares no word."""

    entry: Entry
    likeness: float


def similar(
    library: Library, index: Index, interest: Interest, paper: Paper, limit: int
) -> list[Similar]:
    """Return the papers most like one, the most alike first.

    Raises:
        UnusableIndexError: The index cannot be used.
        DiskError, LibraryError: A day cannot be read.
    """
    background = interest.background(OfIndex(index, library))
    mine = background.weights(read(paper))
    words = {term: weight for term, weight in mine.items() if isinstance(term, str)}
    heaviest = nlargest(_LOOKED_UP, words, key=lambda word: (words[word], word))
    listing = index.sharing({word: words[word] for word in heaviest}, _COMPARED)
    found = whole_entries(library, days_of(listing.rows(0, len(listing))))
    alike = [
        Similar(entry, cosine(mine, background.weights(read(entry.paper))))
        for entry in found
        if entry.id != paper.id
    ]
    return nlargest(limit, alike, key=lambda one: (one.likeness, one.entry.id))
