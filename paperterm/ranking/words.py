"""The words of a paper, as the ranking counts them.

A term is a word, or a pair of words that stand side by side. Words are folded, a plural is its
singular, and a stop word is a gap: it is neither a term nor part of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from itertools import chain, pairwise
from typing import NamedTuple

from paperterm.model import Paper
from paperterm.query.fold import folded

Term = str | tuple[str, str]

_TITLE = 3
"""A word of the title counts as often as this in the abstract."""

_LONGEST = 20_000
"""Letters of an abstract that are read; no real one is as long."""

_GAP = ""
_STOP_TEXT = """
a about above across after again against all almost along also although among an and another any
are around as at based be became because become been before being below between beyond both but by
can cannot case could did do does doing done due during each either et al even every few first for
from further get given had has have having here high how however i if in instead into is it its
itself just last less let like low made make many may might more most much must new no nor not
novel now of off often on once one only or other our ours out over own paper per present propose
proposed rather s same second several shall she should show shows since so some still such t than
that the their them then there therefore these they this those though three through thus to too
toward towards two under until up upon us use used uses using various very via was we well were
what when where whether which while who whose why will with within without work would yet you your
"""
_STOP = frozenset(_STOP_TEXT.split())
_NOT_PLURAL = ("ss", "us", "is", "as", "series", "species")


class Words(NamedTuple):
    """The words of a title and of an abstract, each joined by spaces; a stop word is empty."""

    title: str
    abstract: str

    @property
    def length(self) -> int:
        """The number of words, those of the title counted as often as they weigh."""
        title, abstract = (text.count(" ") + bool(text) for text in self)
        return _TITLE * title + abstract

    def counts(self) -> dict[Term, int]:
        """Return how often each term occurs; those in the title weigh more.

        A pair with a gap is left in: no model has a weight for it.
        """
        words = self.abstract.split(" ")
        found: Counter[Term] = Counter(words)
        found.update(pairwise(words))
        words = self.title.split(" ")
        terms: list[Term] = [*words, *pairwise(words)]
        for term in terms:
            found[term] += _TITLE
        return found

    def counts_of(self, known: Container[Term]) -> dict[Term, int]:
        """Return how often each known term occurs: a tenth of the time that `counts` takes."""
        words, title = self.abstract.split(" "), self.title.split(" ")
        is_known = known.__contains__
        found: Counter[Term] = Counter(filter(is_known, chain(words, pairwise(words))))
        terms: list[Term] = [*title, *pairwise(title)]
        for term in filter(is_known, terms):
            found[term] += _TITLE
        return found


def read(paper: Paper) -> Words:
    """Return the words of a paper."""
    return Words(_words(paper.title), _words((paper.abstract or "")[:_LONGEST]))


def is_term(term: Term) -> bool:
    """Return whether neither a word nor a half of a pair is a gap."""
    return _GAP not in term if isinstance(term, tuple) else term != _GAP


def singular(word: str) -> str:
    """Return a word without the ending of a plural."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(_NOT_PLURAL):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def _words(text: str) -> str:
    return " ".join(_GAP if word in _STOP else singular(word) for word in folded(text).split())
