"""How many papers a budget is good for, by the reader's own pace."""

from datetime import datetime

import pytest

from paperterm.config.setting import ReadingBudget
from paperterm.model import Mark
from paperterm.session.pace import USUAL, places, seconds_a_paper
from tests.building import later, name


def read_at(*seconds: float) -> list[datetime]:
    return [later(second) for second in seconds]


def test_a_paper_takes_the_median_of_what_the_last_ones_took() -> None:
    steady = read_at(*range(0, 800, 20))
    assert seconds_a_paper(steady) == 20
    pauses = read_at(*range(100_000, 900_000, 100_000))
    together = [later(5000)] * 500
    assert seconds_a_paper([*steady, *pauses, *together]) == 20


def test_too_few_times_say_nothing() -> None:
    assert seconds_a_paper([]) == seconds_a_paper(read_at(1, 2, 3, 4)) == USUAL


@pytest.mark.parametrize(
    ("budget", "papers"),
    [(ReadingBudget(40), 40), (ReadingBudget(minutes=20), 60), (ReadingBudget(minutes=1), 3)],
)
def test_a_budget_of_minutes_is_made_papers(budget: ReadingBudget, papers: int) -> None:
    marks = [Mark(name(at)).set_read(True, later(20 * at)) for at in range(40)]
    assert places(budget, marks) == papers
