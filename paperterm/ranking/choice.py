"""Which of many papers to read first when there is time for only a few."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from math import fsum
from typing import Generic, NamedTuple, TypeVar

from paperterm.ranking.background import Background, saturated
from paperterm.ranking.model import Model
from paperterm.ranking.words import Words, is_term

T = TypeVar("T", bound=Hashable)

_TRIES, _PLACES_A_TRY = 2, 10
"""At most two tries, and one for each ten places: two of twenty cost 0.002 nDCG."""
_NEAR = 100
"""Papers below the last place that are near enough to be tried."""


class Choice(NamedTuple, Generic[T]):
    """A choice of papers, and what it leaves out; both in the order of the papers.

    Attributes:
        first: The chosen papers.
        tries: Those of them that are there because the model is least sure of them.
        rest: The papers left out.
    """

    first: list[T]
    tries: frozenset[T]
    rest: list[T]


def choose(
    ranked: Sequence[T],
    groups: Iterable[Collection[T]],
    places: int,
    doubts: Callable[[Sequence[T]], Sequence[float]] | None = None,
) -> Choice[T]:
    """Choose papers: the best, at least one of each group, and a few that are tries.

    Args:
        ranked: All papers, each once, the best first.
        groups: Papers of which the best is to be there, as far as there are places.
        places: The most papers to choose.
        doubts: Returns how unsure the model is of some papers; without it, nothing is tried.
    """
    places_of = {paper: at for at, paper in enumerate(ranked)}
    best = (min((places_of[one] for one in group), default=None) for group in groups)
    wanted = sorted({at for at in best if at is not None})[:places]
    number = min(_TRIES, places // _PLACES_A_TRY, places - len(wanted)) if doubts else 0
    others = [at for at in range(len(ranked)) if at not in {*wanted}]
    chosen = {*wanted, *others[: places - number - len(wanted)]}
    near = [at for at in others if at not in chosen][:_NEAR]
    tries = []
    if doubts and number and near:
        doubt = doubts([ranked[at] for at in near])
        tries = sorted(range(len(near)), key=lambda nth: -doubt[nth])[:number]
    tried = {near[nth] for nth in tries}
    first = chosen | tried
    return Choice(
        [ranked[at] for at in sorted(first)],
        frozenset(ranked[at] for at in tried),
        [paper for at, paper in enumerate(ranked) if at not in first],
    )


def unknown(model: Model, background: Background, words: Words) -> float:
    """Return the share of a paper's words, by their rarity, of which a model knows nothing."""
    weights = {
        term: (saturated(count) * background.rarity(term)) ** 2
        for term, count in words.counts().items()
        if isinstance(term, str) and is_term(term)
    }
    strange = fsum(weight for term, weight in weights.items() if term not in model.weights)
    return strange / (fsum(weights.values()) or 1.0)
