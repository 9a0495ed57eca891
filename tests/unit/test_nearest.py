"""Which paper is most like another, and the step of a score."""

import pytest

from paperterm.ranking import Sample, background
from paperterm.ranking.model import step
from paperterm.ranking.nearest import Example, nearest
from paperterm.ranking.words import Words

ROBOT, GALAXY = Words("robot grasp", "a gripper"), Words("galaxy spectra", "cosmic dust")
USUAL = background({"1": ROBOT, "2": GALAXY, "3": Words("a cat", "of fur")})


def test_the_nearest_paper_shares_the_most_words_and_the_first_of_equals_wins() -> None:
    robot, galaxy = Sample("1", "Robots", (), ROBOT), Sample("2", "Galaxies", (), GALAXY)
    samples = [galaxy, robot, robot._replace(id="3")]
    examples = [Example(one, USUAL.weights(one.words)) for one in samples]
    found = nearest(USUAL.weights(ROBOT), examples)
    assert found
    assert found.sample is robot
    assert found.likeness == pytest.approx(1)
    assert nearest(USUAL.weights(ROBOT), []) is None


@pytest.mark.parametrize(
    ("score", "expected"), [(-9, 1), (-0.1, 1), (0, 2), (0.9, 2), (1, 3), (2.5, 4), (3, 5), (99, 5)]
)
def test_a_step_is_a_deviation(score: float, expected: int) -> None:
    assert step(score) == expected
