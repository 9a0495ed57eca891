"""A linear support vector machine, trained in a fixed order, so that it is the same everywhere."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from paperterm.ranking.background import Vector, Weights, dot

_COST = 0.02
_ROUNDS = 10
_CLOSE = 0.1
"""A round that corrects no example by more than this is the last."""


class Example(NamedTuple):
    """A vector, whether it is wanted, and how much it counts."""

    vector: Vector
    is_wanted: bool
    weight: float = 1.0


def separating(examples: Sequence[Example], size: int) -> Weights:
    """Return the weights, for `size` terms, that tell wanted examples from the others.

    Dual coordinate descent with a squared hinge loss (Hsieh and others, ICML 2008, algorithm 1);
    both classes count the same in total.
    """
    wanted = sum(one.weight for one in examples if one.is_wanted) or 1.0
    others = sum(one.weight for one in examples if not one.is_wanted) or 1.0
    cost = {True: _COST * len(examples) / (2 * wanted), False: _COST * len(examples) / (2 * others)}
    slack = [0.5 / (cost[one.is_wanted] * one.weight) for one in examples]
    length = [sum(part * part for part in one.vector.weights) for one in examples]
    alpha = [0.0] * len(examples)
    weights = array("d", bytes(8 * size))
    for _ in range(_ROUNDS):
        worst = 0.0
        for at, (vector, is_wanted, _weight) in enumerate(examples):
            sign = 1.0 if is_wanted else -1.0
            gradient = sign * dot(weights, vector) - 1.0 + slack[at] * alpha[at]
            if alpha[at] == 0.0:
                gradient = min(gradient, 0.0)
            worst = max(worst, abs(gradient))
            changed = max(alpha[at] - gradient / (length[at] + slack[at]), 0.0)
            step = (changed - alpha[at]) * sign
            alpha[at] = changed
            if step:
                for term, part in zip(vector.terms, vector.weights, strict=True):
                    weights[term] += step * part
        if worst < _CLOSE:
            break
    return weights
