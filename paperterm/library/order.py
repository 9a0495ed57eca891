"""Combine the orders of several sources into the order of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from itertools import pairwise


def weave(names: Sequence[str], runs: Sequence[Sequence[str]]) -> list[str]:
    """Return all names in an order that agrees with every run.

    Where runs contradict each other, the earlier one wins; where they leave a choice, the order of
    `names` decides. Weaving the result again changes nothing. A run may have unknown names.
    """
    rank = {name: place for place, name in enumerate(names)}
    known = [[name for name in run if name in rank] for run in runs]
    if len(known) == 1 and len(rank) == len({*known[0]}) == len(known[0]):
        return known[0]  # most days of an import, in a twentieth of the time
    pairs = {pair for run in known for pair in pairwise(run)}
    try:
        return _sorted(rank, pairs)
    except CycleError:
        return _sorted(rank, _without_contradictions(rank, known))


def _without_contradictions(
    rank: dict[str, int], runs: Iterable[Sequence[str]]
) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for run in runs:
        wanted = pairs | set(pairwise(run))
        try:
            _sorted(rank, wanted)
        except CycleError:
            continue
        pairs = wanted
    return pairs


def _sorted(rank: dict[str, int], pairs: Iterable[tuple[str, str]]) -> list[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(rank, ()))
    for before, after in pairs:
        sorter.add(after, before)
    sorter.prepare()
    ready = [(rank[name], name) for name in sorter.get_ready()]
    heapify(ready)
    order = []
    while ready:
        _, name = heappop(ready)
        order.append(name)
        sorter.done(name)
        for follower in sorter.get_ready():
            heappush(ready, (rank[follower], follower))
    return order
