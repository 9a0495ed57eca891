"""The gate: one request at a time, far enough apart, and none while arXiv refuses."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperterm.errors import RefusedError
from paperterm.sources.gate import Gate, Group

START = datetime(2026, 2, 12, 12, tzinfo=UTC)
HTML = Group("html", 15.0)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = START

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


def gate(folder: Path, time: Time, interval: float = 3.0) -> Gate:
    return Gate(folder, interval, time.clock, time.sleep, jitter=lambda low, _: low)


async def passed(one: Gate, time: Time, takes: float = 0.0) -> datetime:
    async with one.opened():
        began = time.now
        await time.sleep(takes)
        return began


async def test_the_first_request_does_not_wait(tmp_path: Path, time: Time) -> None:
    assert await passed(gate(tmp_path, time), time) == START


async def test_requests_of_all_gates_are_apart(tmp_path: Path, time: Time) -> None:
    one, other = gate(tmp_path, time), gate(tmp_path, time)
    began = [await passed(each, time) for each in (one, other, one)]
    assert [(moment - START).total_seconds() for moment in began] == [0, 3, 6]


async def test_the_interval_counts_from_the_end_of_a_slow_answer(
    tmp_path: Path, time: Time
) -> None:
    one = gate(tmp_path, time)
    await passed(one, time, takes=20)
    assert await passed(one, time) == START + timedelta(seconds=23)


async def test_one_at_a_time(tmp_path: Path, time: Time) -> None:
    running = 0

    async def ask(one: Gate) -> None:
        nonlocal running
        async with one.opened():
            running += 1
            assert running == 1
            await time.sleep(1)
            running -= 1

    await asyncio.gather(*(ask(gate(tmp_path, time)) for _ in range(5)))


async def test_the_last_request_is_remembered_over_restarts(tmp_path: Path, time: Time) -> None:
    await passed(gate(tmp_path, time), time)
    assert await passed(gate(tmp_path, time), time) == START + timedelta(seconds=3)


async def test_a_clock_set_back_waits_no_longer_than_the_interval(
    tmp_path: Path, time: Time
) -> None:
    await passed(gate(tmp_path, time), time)
    time.now = START - timedelta(days=30)
    assert await passed(gate(tmp_path, time), time) == START + timedelta(days=-30, seconds=3)


async def test_a_failing_request_counts_and_opens_the_gate_again(
    tmp_path: Path, time: Time
) -> None:
    one = gate(tmp_path, time)
    with pytest.raises(ZeroDivisionError):
        async with one.opened():
            raise ZeroDivisionError
    assert await passed(one, time) == START + timedelta(seconds=3)


@pytest.mark.parametrize(
    ("seconds", "closed"), [(None, 600), (0.0, 600), (-5.0, 600), (90.0, 90), (1e9, 86_400)]
)
async def test_a_refusal_closes_the_gate_for_everybody_until_it_is_over(
    tmp_path: Path, time: Time, seconds: float | None, closed: int
) -> None:
    one = gate(tmp_path, time)
    with pytest.raises(RefusedError):
        async with one.opened():
            raise one.refuse("arXiv answered 429", seconds)
    other = gate(tmp_path, time)
    until = START + timedelta(seconds=closed)
    refusal = other.refusal()
    assert refusal
    assert refusal.until == until
    with pytest.raises(RefusedError, match="429") as refused:
        await passed(other, time)
    assert refused.value.until == until
    time.now = until
    assert other.refusal() is None
    assert await passed(other, time) == until


async def test_a_damaged_file_costs_one_interval(tmp_path: Path, time: Time) -> None:
    for damage in (b"", b"{", b"[]", b'{"last": 5}', b'{"last": "yesterday"}'):
        (tmp_path / "gate.json").write_bytes(damage)
        before = time.now
        assert await passed(gate(tmp_path, time), time) == before + timedelta(seconds=3)


async def test_below_three_seconds_only_where_it_was_built_so(tmp_path: Path, time: Time) -> None:
    one = gate(tmp_path, time, interval=0)
    assert [await passed(one, time) for _ in range(3)] == [START] * 3


async def test_a_refusal_that_a_wrong_clock_wrote_does_not_close_for_years(
    tmp_path: Path, time: Time
) -> None:
    time.now = START.replace(year=2099)
    with pytest.raises(RefusedError):
        async with gate(tmp_path, time).opened():
            raise gate(tmp_path, time).refuse("arXiv answered 429", None)
    time.now = START
    assert gate(tmp_path, time).refusal() is None


async def test_a_group_is_further_apart_and_others_pass_meanwhile(
    tmp_path: Path, time: Time
) -> None:
    one = Gate(tmp_path, 3.0, time.clock, time.sleep, group=HTML)
    other = Gate(tmp_path, 3.0, time.clock, time.sleep, group=HTML)
    began = [await passed(each, time) for each in (one, gate(tmp_path, time), other)]
    assert [(moment - START).total_seconds() for moment in began] == [0, 3, 15]
    assert await passed(gate(tmp_path, time), time) == START + timedelta(seconds=18)


async def test_a_clock_set_back_lets_a_group_wait_once(tmp_path: Path, time: Time) -> None:
    one = Gate(tmp_path, 3.0, time.clock, time.sleep, group=HTML)
    await passed(one, time)
    time.now = START - timedelta(days=30)
    assert await passed(one, time) == START + timedelta(days=-30, seconds=18)
