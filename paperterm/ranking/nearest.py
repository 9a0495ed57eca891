"""Which of some papers is most like another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple

from paperterm.ranking.background import Background
from paperterm.ranking.ground import Sample
from paperterm.ranking.words import Term, Words


class Nearest(NamedTuple):
    """A paper that is like another, and how much: 1 is the same text, 0 shares no word."""

    sample: Sample
    likeness: float


def nearest(background: Background, words: Words, samples: Iterable[Sample]) -> Nearest | None:
    """Return the paper most like these words, the first of equals; None without papers."""
    mine = background.weights(words)
    found = (Nearest(one, cosine(mine, background.weights(one.words))) for one in samples)
    return max(found, key=lambda one: one.likeness, default=None)


def cosine(one: Mapping[Term, float], other: Mapping[Term, float]) -> float:
    """Return the likeness of two papers, by the weights of their words."""
    return fsum(one[term] * other[term] for term in one.keys() & other)
