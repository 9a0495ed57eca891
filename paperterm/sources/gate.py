"""The gate: all requests of a user's paperterms pass it, one at a time.

arXiv's terms of use (https://info.arxiv.org/help/api/tou.html) ask for at most one request every
three seconds and one connection, over all of a user's machines. So the time of the last request
is in a shared file, and a lock is held during a request. After a refusal, no process sends one
until the time that arXiv named, or for ten to fifteen minutes: it has answered 429, 406 and 503,
with or without Retry-After, to clients well within the limit.

A group of requests may have to be further apart: arXiv's robots.txt allows its HTML pages to
programs that wait fifteen seconds between two.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson

from paperterm import disk
from paperterm.errors import BusyError, RefusedError
from paperterm.lock import HeldLock, WhenStopped, acquired
from paperterm.sources.limits import LONGEST_RETRY_AFTER

ARXIV_INTERVAL = 3.0
REFUSED_SECONDS = (600.0, 900.0)
_POLL_SECONDS = 0.1
_MOST_POLLS = 9_000
"""A quarter of an hour: a request is over long before."""


class Group(NamedTuple):
    """Requests that must be further apart from each other than from all others.

    Attributes:
        name: Its name in the shared file.
        interval: Seconds between two of them.
    """

    name: str
    interval: float


@dataclass(frozen=True)
class _GateState:
    """The state that all processes share.

    Attributes:
        last: The last request.
        closed_until: The end of a refusal.
        why: Its reason.
        groups: The last request of each group.
    """

    last: datetime | None = None
    closed_until: datetime | None = None
    why: str = ""
    groups: Mapping[str, datetime] = field(default_factory=dict)


class Gate:
    """Let requests through, one at a time and far enough apart.

    Args:
        folder: The folder of the shared file and the lock.
        interval: Seconds between two requests; below arXiv's three only for a loopback address.
        clock: The time, UTC.
        sleep: Waits some seconds.
        jitter: Returns a random number between two.
        group: The group of its requests, if they belong to one.
    """

    def __init__(
        self,
        folder: Path,
        interval: float,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[float, float], float] = random.uniform,
        group: Group | None = None,
    ) -> None:
        self._file = folder / "gate.json"
        self._lock_file = folder / "gate.lock"
        self._interval = timedelta(seconds=interval)
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._group = group

    def refusal(self) -> RefusedError | None:
        """Return why requests are refused now, and until when; None if the gate is open."""
        state = self._read()
        until, now = state.closed_until, self._clock()
        # A later time comes from a wrong clock.
        if until and now < until <= now + timedelta(seconds=LONGEST_RETRY_AFTER):
            return RefusedError(state.why, until)
        return None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Wait for the gate, and hold it during a request.

        Raises:
            RefusedError: A refusal is still in effect.
            BusyError: Another process keeps the gate.
            DiskError: The shared file cannot be written.
        """
        lock = await self._turn()
        try:
            if refusal := self.refusal():
                raise refusal
            await self._wait()
            self._write(self._requested(replace(self._read(), closed_until=None, why="")))
            yield
        finally:
            # The interval starts at the end of an answer, which may be slow.
            try:
                self._write(self._requested(self._read()))
            finally:
                lock.release()

    def refuse(self, why: str, seconds: float | None) -> RefusedError:
        """Close the gate for all processes; only the holder of the gate may do so.

        Args:
            why: The answer of arXiv.
            seconds: The time to wait that it named, if any.

        Returns:
            The error to raise.
        """
        if seconds is None or seconds <= 0:
            seconds = self._jitter(*REFUSED_SECONDS)
        until = self._clock() + timedelta(seconds=min(seconds, LONGEST_RETRY_AFTER))
        self._write(replace(self._requested(self._read()), closed_until=until, why=why))
        return RefusedError(why, until)

    async def _turn(self) -> HeldLock:
        """Return the lock when the group's interval is over; others may pass meanwhile."""
        waited_after: datetime | None = None
        while True:
            lock = await self._locked()
            last, wait = self._last_of_group()
            # A clock that was set back must not repeat the wait.
            if wait <= 0 or last == waited_after or self.refusal():
                return lock
            lock.release()
            await self._sleep(wait)
            waited_after = last

    def _last_of_group(self) -> tuple[datetime | None, float]:
        """Return the last request of the group, and the seconds until the next one."""
        if self._group is None:
            return None, 0.0
        last = self._read().groups.get(self._group.name)
        return last, self._rest(last, timedelta(seconds=self._group.interval))

    async def _locked(self) -> HeldLock:
        for _ in range(_MOST_POLLS):
            with suppress(BusyError):
                return self._acquired()
            await self._sleep(_POLL_SECONDS)
        return self._acquired()

    def _acquired(self) -> HeldLock:
        return acquired(self._lock_file, when_stopped=WhenStopped.FREE)

    async def _wait(self) -> None:
        if (wait := self._rest(self._read().last, self._interval)) > 0:
            await self._sleep(wait)

    def _rest(self, last: datetime | None, interval: timedelta) -> float:
        """Return how many seconds of an interval are left."""
        if last is None:
            return 0.0
        # A clock that was set back must not extend the wait beyond the interval.
        return (interval - max(self._clock() - last, timedelta())).total_seconds()

    def _requested(self, state: _GateState) -> _GateState:
        """Return the state after a request that ends now."""
        now = self._clock()
        groups = {**state.groups, self._group.name: now} if self._group else state.groups
        return replace(state, last=now, groups=groups)

    def _read(self) -> _GateState:
        """Read the file; a damaged one costs one interval."""
        try:
            record = orjson.loads(self._file.read_bytes())
            last, until = _time(record.get("last")), _time(record.get("closed_until"))
            groups = {str(name): _at(at) for name, at in record.get("groups", {}).items()}
            return _GateState(last, until, str(record.get("why")), groups)
        except FileNotFoundError:
            return _GateState()
        except (OSError, ValueError, OverflowError, AttributeError, TypeError):
            now = self._clock()
            return _GateState(last=now, groups={self._group.name: now} if self._group else {})

    def _write(self, state: _GateState) -> None:
        record = {
            "last": state.last and state.last.isoformat(),
            "closed_until": state.closed_until and state.closed_until.isoformat(),
            "why": state.why,
            "groups": {name: at.isoformat() for name, at in state.groups.items()},
        }
        disk.write(self._file, orjson.dumps(record))


def _time(text: str | None) -> datetime | None:
    return _at(text) if text else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
