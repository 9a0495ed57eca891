"""What to read first after days away: true of all papers, groups and budgets."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from paperterm.ranking.choice import choose

RANKED = st.lists(st.integers(0, 400), unique=True, max_size=150)
GROUPS = st.lists(st.integers(0, 7), min_size=401, max_size=401)
"""Of each paper its group; 0 is none."""


def doubts(papers: Sequence[int]) -> list[float]:
    return [paper % 7 / 7 for paper in papers]


@given(RANKED, GROUPS, st.integers(0, 60), st.booleans())
def test_a_choice_holds_the_best_something_of_each_group_and_nothing_twice(
    ranked: list[int], group_of: list[int], places: int, tries: bool
) -> None:
    groups = [[one for one in ranked if group_of[one] == name] for name in range(1, 8)]
    chosen = choose(ranked, groups, places, doubts if tries else None)
    assert chosen == choose(ranked, groups, places, doubts if tries else None)
    first, rest = chosen.first, chosen.rest
    assert sorted(first + rest) == sorted(ranked)
    assert len(first) == min(places, len(ranked))
    for some in (first, rest):
        assert some == sorted(some, key=ranked.index)
    best = {group[0] for group in groups if group}
    if len(best) <= places:
        assert best <= {*first}
    assert chosen.tries <= {*first} - best
    assert len(chosen.tries) <= (min(2, places // 10) if tries else 0)
    usual = [one for one in first if one not in best | chosen.tries]
    left = [one for one in ranked if one not in best]
    assert usual == left[: len(usual)]
