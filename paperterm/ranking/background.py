"""The background: a sample of the library, against which a paper is ordinary or not."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from operator import mul
from typing import NamedTuple
from zlib import crc32

from paperterm.ranking.words import Term, Words, is_term

SIZE = 1000

_HALF = 5
"""The count at which a term has half of its weight."""
_COUNTED = 1000
"""From this count on, more occurrences add nothing."""
_SATURATED = [count / (count + _HALF) for count in range(_COUNTED)]

Weights = MutableSequence[float]
"""A weight for the number of each term: an array, which takes a quarter of the memory of a list."""


class Vector(NamedTuple):
    """The numbers of the terms of a paper, and their weights; its length was 1."""

    terms: array[int]
    weights: array[float]


class Vocabulary(dict[Term, int]):
    """Numbers terms as they are met."""

    def __missing__(self, term: Term) -> int:
        """Give a new term the next number."""
        number = self[term] = len(self)
        return number


@dataclass(frozen=True)
class Background:
    """A sample of the library.

    Attributes:
        ids: The ids of its papers.
        papers: Their words.
        occurrences: In how many of them each term occurs, of those that occur in several.
    """

    ids: tuple[str, ...]
    papers: tuple[Words, ...]
    occurrences: Mapping[Term, int]

    def rarity(self, term: Term) -> float:
        """Return the weight of a term: the rarer, the higher."""
        return self._rarities[self.occurrences.get(term, 0)]

    @cached_property
    def _rarities(self) -> list[float]:
        """The weight of a term that occurs in none of the papers, in one of them, and so on."""
        size = len(self.papers)
        return [math.log((size + 1) / (count + 1)) for count in range(size + 1)]

    def weights(self, words: Words) -> dict[Term, float]:
        """Return the weight of each term of a paper; their squares add up to 1."""
        # `rarity` and `saturated`, written out: their calls for each term take a third more time.
        rarities, occurs, most = self._rarities, self.occurrences.get, _SATURATED[-1]
        weights = {
            term: (_SATURATED[count] if count < _COUNTED else most) * rarities[occurs(term, 0)]
            for term, count in words.counts().items()
            if is_term(term)
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def vector(self, words: Words, numbers: dict[Term, int]) -> Vector:
        """Return a paper as a vector, of the terms that have a number or get one."""
        is_open = isinstance(numbers, Vocabulary)
        weights = {t: w for t, w in self.weights(words).items() if is_open or t in numbers}
        return Vector(array("i", [numbers[term] for term in weights]), array("d", weights.values()))

    @cached_property
    def numbers(self) -> dict[Term, int]:
        """A number for each term that occurs in several papers."""
        return {term: number for number, term in enumerate(self.occurrences)}

    @cached_property
    def vectors(self) -> list[Vector]:
        """Its papers, without the terms that only one of them has: these say nothing of others."""
        return [self.vector(words, self.numbers) for words in self.papers]


def background(papers: Mapping[str, Words]) -> Background:
    """Return the background that papers make, by their ids."""
    occurrences: Counter[Term] = Counter()
    for words in papers.values():
        occurrences.update(filter(is_term, words.counts()))
    several = {term: count for term, count in occurrences.items() if count > 1}
    return Background(tuple(papers), tuple(papers.values()), several)


def chosen(ids: Iterable[str], newest: str | None = None) -> list[str]:
    """Return the ids of the sample: on every machine the same ones of the same library.

    Args:
        ids: The papers of the library.
        newest: The newest kept paper. Of later months there are papers only if there are too few
            others: what the user may not have seen is not what they passed over.
    """
    last = _month(newest) if newest else "9999"
    some: tuple[list[str], list[str]] = [], []
    for id_ in ids:
        some[_month(id_) > last].append(id_)
    sample: list[str] = []
    for part in some:
        hashed = zip(map(crc32, map(str.encode, part)), part, strict=True)
        sample += (id_ for _, id_ in nsmallest(SIZE - len(sample), hashed))
    return sample


def _month(id_: str) -> str:
    """Return year and month of an id; those with an archive are older than all others."""
    return "" if "/" in id_ else id_[:4]


def saturated(count: int) -> float:
    """Return the weight of a count: the tenth occurrence says less than the second."""
    return _SATURATED[min(count, _COUNTED - 1)]


def mean(vectors: Sequence[Vector], size: int) -> Weights:
    """Return the mean of vectors."""
    total = array("d", bytes(8 * size))
    share = 1 / (len(vectors) or 1)
    for terms, weights in vectors:
        for term, weight in zip(terms, weights, strict=True):
            total[term] += weight * share
    return total


def dot(weights: Weights, vector: Vector) -> float:
    """Return the scalar product."""
    return math.fsum(map(mul, map(weights.__getitem__, vector.terms), vector.weights))
