"""The background: a sample of the library, against which a paper is ordinary or not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from zlib import crc32

from paperterm.ranking.words import Term, Words, is_term

SIZE = 1000

_HALF = 5
"""The count at which a term has half of its weight."""
_SATURATED = [count / (count + _HALF) for count in range(1000)]

Vector = dict[Term, float]


def chosen(ids: Iterable[str]) -> list[str]:
    """Return the ids of the sample: on every machine the same ones of the same library."""
    return nsmallest(SIZE, ids, key=lambda id_: (crc32(id_.encode()), id_))


def saturated(count: int) -> float:
    """Return the weight of a count: the tenth occurrence says less than the second."""
    return _SATURATED[min(count, 999)]


@dataclass(frozen=True)
class Background:
    """A sample of the library.

    Attributes:
        papers: The words of its papers.
        occurrences: In how many of them each term occurs.
    """

    papers: tuple[Words, ...]
    occurrences: Mapping[Term, int]

    def rarity(self, term: Term) -> float:
        """Return the weight of a term: the rarer, the higher."""
        return math.log((len(self.papers) + 1) / (self.occurrences.get(term, 0) + 1))

    def vector(self, words: Words) -> Vector:
        """Return the terms of a paper with their weights, as a vector of length 1."""
        weights = {
            term: saturated(count) * self.rarity(term)
            for term, count in words.counts().items()
            if is_term(term)
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    @cached_property
    def vectors(self) -> list[Vector]:
        """The vectors of its papers."""
        return [self.vector(words) for words in self.papers]

    @cached_property
    def mean(self) -> Vector:
        """The mean of its vectors."""
        return mean(self.vectors)


def background(papers: Iterable[Words]) -> Background:
    """Return the background that these papers make."""
    papers = tuple(papers)
    occurrences: Counter[Term] = Counter()
    for words in papers:
        occurrences.update(words.counts().keys())
    return Background(papers, {term: count for term, count in occurrences.items() if count > 1})


def mean(vectors: Sequence[Vector]) -> Vector:
    """Return the mean of vectors; empty for none."""
    total: Vector = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    return {term: weight / len(vectors) for term, weight in total.items()}


def dot(one: Mapping[Term, float], vector: Mapping[Term, float]) -> float:
    """Return the scalar product; `vector` should be the shorter one."""
    get = one.get
    return sum([get(term, 0.0) * weight for term, weight in vector.items()])
