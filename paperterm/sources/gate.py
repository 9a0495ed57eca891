"""The gate: all requests of a user's paperterms pass it, one at a time.

arXiv's terms of use (https://info.arxiv.org/help/api/tou.html) ask for at most one request every
three seconds and one connection, over all of a user's machines. So the time of the last request
is in a shared file, and a lock is held during a request. After a refusal, no process sends one
until the time that arXiv named, or for ten to fifteen minutes: it has answered 429, 406 and 503,
with or without Retry-After, to clients well within the limit.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from paperterm import disk
from paperterm.errors import BusyError, RefusedError
from paperterm.lock import acquired
from paperterm.sources.limits import LONGEST_RETRY_AFTER

if TYPE_CHECKING:
    from filelock import BaseFileLock

ARXIV_INTERVAL = 3.0
REFUSED_SECONDS = (600.0, 900.0)
_POLL_SECONDS = 0.1
_MOST_POLLS = 9_000
"""A quarter of an hour: a request is over long before."""


@dataclass(frozen=True)
class _GateState:
    """The state that all processes share: the last request, and the end and reason of a refusal."""

    last: datetime | None = None
    closed_until: datetime | None = None
    why: str = ""


class Gate:
    """Let requests through, one at a time and far enough apart.

    Args:
        folder: The folder of the shared file and the lock.
        interval: Seconds between two requests; below arXiv's three only for a loopback address.
        clock: The time, UTC.
        sleep: Waits some seconds.
        jitter: Returns a random number between two.
    """

    def __init__(
        self,
        folder: Path,
        interval: float,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._file = folder / "gate.json"
        self._lock_file = folder / "gate.lock"
        self._interval = timedelta(seconds=interval)
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter

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
        lock = await self._locked()
        try:
            if refusal := self.refusal():
                raise refusal
            await self._wait()
            self._write(_GateState(last=self._clock()))
            yield
        finally:
            # The interval starts at the end of an answer, which may be slow.
            try:
                state = self._read()
                self._write(_GateState(self._clock(), state.closed_until, state.why))
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
        self._write(_GateState(self._clock(), until, why))
        return RefusedError(why, until)

    async def _locked(self) -> BaseFileLock:
        for _ in range(_MOST_POLLS):
            with suppress(BusyError):
                return acquired(self._lock_file)
            await self._sleep(_POLL_SECONDS)
        return acquired(self._lock_file)

    async def _wait(self) -> None:
        if last := self._read().last:
            # A clock that was set back must not extend the wait beyond the interval.
            wait = self._interval - max(self._clock() - last, timedelta())
            if wait > timedelta():
                await self._sleep(wait.total_seconds())

    def _read(self) -> _GateState:
        """Read the file; a damaged one costs one interval."""
        try:
            record = orjson.loads(self._file.read_bytes())
            last, until = _time(record.get("last")), _time(record.get("closed_until"))
            return _GateState(last, until, str(record.get("why")))
        except FileNotFoundError:
            return _GateState()
        except (OSError, ValueError, OverflowError, AttributeError, TypeError):
            return _GateState(last=self._clock())

    def _write(self, state: _GateState) -> None:
        record = {
            "last": state.last and state.last.isoformat(),
            "closed_until": state.closed_until and state.closed_until.isoformat(),
            "why": state.why,
        }
        disk.write(self._file, orjson.dumps(record))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
