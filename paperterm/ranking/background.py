"""The background: a sample of the library, against which a paper is ordinary or not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
_SATURATED = [count / (count + _HALF) for count in range(1000)]

Weights = list[float]
"""A weight for the number of each term."""


class Vector(NamedTuple):
    """The numbers of the terms of a paper, and their weights; its length was 1."""

    terms: list[int]
    weights: list[float]


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
        papers: The words of its papers.
        occurrences: In how many of them each term occurs, of those that occur in several.
    """

    papers: tuple[Words, ...]
    occurrences: Mapping[Term, int]

    def rarity(self, term: Term) -> float:
        """Return the weight of a term: the rarer, the higher."""
        return math.log((len(self.papers) + 1) / (self.occurrences.get(term, 0) + 1))

    def weights(self, words: Words) -> dict[Term, float]:
        """Return the weight of each term of a paper; their squares add up to 1."""
        weights = {
            term: saturated(count) * self.rarity(term)
            for term, count in words.counts().items()
            if is_term(term)
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def vector(self, words: Words, numbers: dict[Term, int]) -> Vector:
        """Return a paper as a vector, of the terms that have a number or get one."""
        is_open = isinstance(numbers, Vocabulary)
        weights = {t: w for t, w in self.weights(words).items() if is_open or t in numbers}
        return Vector([numbers[term] for term in weights], list(weights.values()))

    @cached_property
    def numbers(self) -> dict[Term, int]:
        """A number for each term that occurs in several papers."""
        return {term: number for number, term in enumerate(self.occurrences)}

    @cached_property
    def vectors(self) -> list[Vector]:
        """Its papers, without the terms that only one of them has: these say nothing of others."""
        return [self.vector(words, self.numbers) for words in self.papers]


def background(papers: Iterable[Words]) -> Background:
    """Return the background that these papers make."""
    papers = tuple(papers)
    occurrences: Counter[Term] = Counter()
    for words in papers:
        occurrences.update(filter(is_term, words.counts()))
    return Background(papers, {term: count for term, count in occurrences.items() if count > 1})


def chosen(ids: Iterable[str]) -> list[str]:
    """Return the ids of the sample: on every machine the same ones of the same library."""
    return nsmallest(SIZE, ids, key=lambda id_: (crc32(id_.encode()), id_))


def saturated(count: int) -> float:
    """Return the weight of a count: the tenth occurrence says less than the second."""
    return _SATURATED[min(count, 999)]


def mean(vectors: Sequence[Vector], size: int) -> Weights:
    """Return the mean of vectors."""
    total = [0.0] * size
    share = 1 / (len(vectors) or 1)
    for terms, weights in vectors:
        for term, weight in zip(terms, weights, strict=True):
            total[term] += weight * share
    return total


def dot(weights: Weights, vector: Vector) -> float:
    """Return the scalar product."""
    return math.fsum(map(mul, map(weights.__getitem__, vector.terms), vector.weights))
