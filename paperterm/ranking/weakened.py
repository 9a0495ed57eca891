"""Which words of a paper count less by one model than by another."""

from __future__ import annotations

import math

from paperterm.ranking.background import saturated
from paperterm.ranking.model import Model, Part, shown
from paperterm.ranking.words import Term, Words


def weakened(words: Words, model: Model, before: Model) -> list[Part]:
    """Return the known terms of a paper that add less to its score than before, most lost first.

    The loss of a pair holds that of its words, which are not named again.
    """
    now, then = _added(words, model), _added(words, before)
    # What the other model did not know is in no other paper, and says nothing of one.
    lost = {term: weight - now.get(term, 0.0) for term, weight in then.items()}
    pairs = [term for term in lost if isinstance(term, tuple) and lost[term] > 0]
    for pair in sorted(pairs, key=lambda pair: (-lost[pair], pair)):
        lost[pair] += sum(lost.pop(word, 0.0) for word in dict.fromkeys(pair))
    parts = (Part("word", shown(term), loss) for term, loss in lost.items() if loss > 0)
    return sorted(parts, key=lambda part: (-part.weight, part.text))


def _added(words: Words, model: Model) -> dict[Term, float]:
    """Return what each term of a paper adds to its score."""
    scale = model.deviation * math.sqrt(words.length or 1)
    return {
        term: model.weights[term] * saturated(count) / scale
        for term, count in words.counts().items()
        if term in model.weights
    }
