"""The order of interest and its judgement, held against public reading lists."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def honest(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("honest")


@pytest.mark.long
def test_what_interest_shows_is_what_the_judge_finds_without_the_day_itself(
    shared: Path, honest: ModuleType
) -> None:
    found = list(honest.compared(shared / "data" / "ranking", honest.NAMES))
    assert len(found) == len(honest.NAMES)
    for one in found:
        assert one.shown.in_first == one.same
        low, high = one.shown.interval
        assert low <= one.before / one.shown.stars <= high
    assert any(one.leaked > one.same for one in found), "a leak would not be seen"
