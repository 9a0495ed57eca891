"""A process stops at each call of the write path: killed there, or the power lost there."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from paperterm.session.refresh_run import refresh_session
from tests.loopback.faulty import Loopback
from tests.trust.extent import EVERY, chance
from tests.trust.promises import stuck
from tests.trust.stepping import CASES, LATEST, Case, lost_power, steps
from tests.trust.world import FETCHED, fetched, morning, opened

pytestmark = pytest.mark.on_disk


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with Loopback(fetched(), now=morning) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield


@pytest.mark.parametrize("name", CASES)
def test_a_power_loss_at_any_step_leaves_old_or_new(
    name: str, tmp_path: Path, tally: Counter[str]
) -> None:
    case = CASES[name]
    states, losses = lost_power(case, tmp_path)
    assert losses == []
    assert states > case.words
    tally["states after a power loss"] += states


@pytest.mark.parametrize("name", CASES)
def test_a_kill_at_any_step_loses_nothing(name: str, tmp_path: Path, tally: Counter[str]) -> None:
    case = CASES[name]
    case.prepare(tmp_path / "before")
    step = chance(name).randrange(EVERY)
    while losses_at(case, step, tmp_path / "before", tmp_path / str(step)) == []:
        tally["kills at a step of a write"] += 1
        step += EVERY
    assert step >= EVERY


def losses_at(case: Case, last: int, before: Path, home: Path) -> list[str] | None:
    """What is lost when the child is killed at a step; None if it did not come so far."""
    copytree(before, home)
    promises = case.promises()
    with case.start(home) as victim:
        for number, _ in enumerate(steps(victim, case, promises)):
            if number == last:
                assert victim.kill()
                break
        else:
            return None
    if case.work == "refresh":
        asyncio.run(refresh_session(opened(home), lambda _: None, since=FETCHED[-LATEST]))
        for day in FETCHED[-LATEST:]:
            promises.hear(f"fetched {day}")
    losses = [*promises.broken(home), *stuck(home)]
    assert losses == []
    return losses
