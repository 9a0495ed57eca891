"""Which of some papers is most like another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple

from paperterm.ranking.ground import Sample
from paperterm.ranking.words import Term


class Nearest(NamedTuple):
    """A paper that is like another, and how much: 1 is the same text, 0 shares no word."""

    sample: Sample
    likeness: float


class Example(NamedTuple):
    """A paper that others are compared with, and the weights of its terms in the background."""

    sample: Sample
    weights: Mapping[Term, float]


def nearest(mine: Mapping[Term, float], examples: Iterable[Example]) -> Nearest | None:
    """Return the paper most like these terms, the first of equals; None without papers."""
    found = (Nearest(one.sample, cosine(mine, one.weights)) for one in examples)
    return max(found, key=lambda one: one.likeness, default=None)


def cosine(one: Mapping[Term, float], other: Mapping[Term, float]) -> float:
    """Return the likeness of two papers, by the weights of their words."""
    return fsum(one[term] * other[term] for term in one.keys() & other)
