"""The suite finds out about storages that look right and are not."""

from pathlib import Path

import pytest

from tests.trust.extent import IS_LONG, chance
from tests.trust.promises import Promises
from tests.trust.stepping import CASES, lost_power, steps
from tests.trust.victim import child
from tests.trust.world import settled

pytestmark = pytest.mark.on_disk

MANY = 400
"""One in thirty kills or so meets a file that is half written."""


def test_a_file_that_is_written_in_place_is_lost_to_a_kill(tmp_path: Path) -> None:
    case = CASES["marks"]
    home = tmp_path / "home"
    case.prepare(home)
    promises = Promises()
    with case.start(home, "in place") as victim:
        for step in steps(victim, case, promises):
            if promises.heard and (step.where, step.call) == ("inside", "write"):
                assert victim.kill()
                break
    assert any("is damaged" in loss for loss in promises.broken(home))


@pytest.mark.skipif(not IS_LONG, reason="the long part")
def test_so_it_is_to_kills_at_random(tmp_path: Path) -> None:
    random = chance("in place")
    for number in range(MANY):
        home = tmp_path / str(number)
        settled(home)
        promises = Promises()
        with child("bulk", home, 0, "--storage", "in place") as victim:
            assert victim.kill_at_random(random, 4, 0.02)
            for word in victim.words:
                promises.hear(word)
        if promises.broken(home):
            return
    pytest.fail(f"{MANY} kills broke nothing")


@pytest.mark.parametrize("case", ["marks", "imports", "topics"])
@pytest.mark.parametrize("storage", ["in place", "unflushed", "folder unflushed"])
def test_a_power_loss_is_too_much_for(storage: str, case: str, tmp_path: Path) -> None:
    _, losses = lost_power(CASES[case], tmp_path, storage)
    assert losses
