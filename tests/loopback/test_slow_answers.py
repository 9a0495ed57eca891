"""An answer that comes slowly: how long it is waited for, by a real clock."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest

from paperterm.errors import OfflineError
from paperterm.sources.gate import Gate
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http
from paperterm.sources.limits import Limits
from tests.loopback.faulty import Loopback

PAUSE = 0.001
"""Seconds between two bytes: an empty feed takes about a second."""


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback([], pause=lambda: sleep(PAUSE)) as one:
        yield one


def taken(server: Loopback, folder: Path, limits: Limits) -> tuple[int, float]:
    """Ask for a feed that drips; return its size, 0 if it was given up, and the seconds."""
    hosts = Hosts(f"{server.url}/api/query", f"{server.url}/rss", is_loopback=True)

    async def ask(limits: Limits) -> int:
        gate = Gate(folder, 0, lambda: datetime.now(UTC), asyncio.sleep)
        async with Http(gate, hosts, limits=limits) as http:
            return len((await http.get(f"{hosts.rss}/cs.AI")).content)

    asyncio.run(ask(Limits()))  # imports what a client needs
    server.fault("drip")
    began = monotonic()
    try:
        size = asyncio.run(ask(limits))
    except OfflineError as error:
        assert "does not answer in time" in str(error)  # noqa: PT017
        size = 0
    return size, monotonic() - began


def test_a_body_may_take_longer_than_its_head(server: Loopback, tmp_path: Path) -> None:
    size, seconds = taken(server, tmp_path, Limits(head=0.3, rate=100, whole=60))
    assert size > 300
    assert seconds > 0.3


@pytest.mark.parametrize(
    "limits",
    [Limits(head=0.2, rate=1_000_000, whole=60), Limits(head=0.2, rate=10, whole=0.3)],
    ids=["its rate", "the whole"],
)
def test_a_body_that_drips_is_given_up(server: Loopback, tmp_path: Path, limits: Limits) -> None:
    size, seconds = taken(server, tmp_path, limits)
    assert size == 0
    assert seconds < 30
