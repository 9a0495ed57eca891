"""The gate: every request of every paperterm of this user goes through it, one at a time.

arXiv's terms of use (https://info.arxiv.org/help/api/tou.html) ask for at most one request every
three seconds and one connection, over all of a user's machines. So the time of the last request
is kept in a file, and a lock beside it is held while a request runs. When arXiv refuses, nobody
asks again before it said, or else for ten to fifteen minutes: it has answered 429, 406 and 503
with or without a Retry-After to clients well within the limit.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from paperterm import disk
from paperterm.errors import BusyError, RefusedError
from paperterm.lock import acquired

if TYPE_CHECKING:
    from filelock import FileLock

ARXIV_INTERVAL = 3.0
REFUSED_SECONDS = (600.0, 900.0)
LONGEST_REFUSAL = timedelta(days=1)
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class _GateState:
    """What all processes share: the last request, and a refusal that holds until a time."""

    last: datetime | None = None
    closed_until: datetime | None = None
    why: str = ""


class Gate:
    """Lets requests through, one at a time and far enough apart.

    Args:
        folder: Where the shared file and the lock are.
        interval: Seconds between two requests; below arXiv's three only for a loopback address.
        clock: The time, UTC.
        sleep: Waits some seconds.
        jitter: A number between two.
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
        """Why nothing may be asked now, and until when; None if the gate is open."""
        kept = self._kept()
        until, now = kept.closed_until, self._clock()
        # A time so far ahead was written by a clock that was wrong.
        if until and now < until <= now + LONGEST_REFUSAL:
            return RefusedError(kept.why, until)
        return None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Wait for one's turn, and hold the gate during a request.

        Raises:
            RefusedError: arXiv refused, and the time is not over.
            DiskError: The shared file cannot be written.
        """
        lock = await self._locked()
        try:
            self._check()
            await self._wait()
            self._keep(_GateState(last=self._clock()))
            yield
        finally:
            # Counted from the end of the answer too: a slow one must not be followed at once.
            try:
                kept = self._kept()
                self._keep(_GateState(self._clock(), kept.closed_until, kept.why))
            finally:
                lock.release()

    def refuse(self, why: str, seconds: float | None) -> RefusedError:
        """Close the gate for all processes; called while it is held.

        Args:
            why: What arXiv answered.
            seconds: How long it asked us to wait, None if it did not say.

        Returns:
            The error to raise.
        """
        if seconds is None or seconds <= 0:
            seconds = self._jitter(*REFUSED_SECONDS)
        longest = LONGEST_REFUSAL.total_seconds()
        until = self._clock() + timedelta(seconds=min(seconds, longest))
        self._keep(_GateState(self._clock(), until, why))
        return RefusedError(why, until)

    async def _locked(self) -> FileLock:
        while True:
            try:
                return acquired(self._lock_file)
            except BusyError:
                await self._sleep(_POLL_SECONDS)

    def _check(self) -> None:
        if refusal := self.refusal():
            raise refusal

    async def _wait(self) -> None:
        last = self._kept().last
        if last:
            # A clock that was set back must not make anybody wait longer than the interval.
            wait = min(last + self._interval - self._clock(), self._interval)
            if wait > timedelta():
                await self._sleep(wait.total_seconds())

    def _kept(self) -> _GateState:
        """What the file says; a missing or damaged one says nothing, and costs one interval."""
        try:
            told = orjson.loads(self._file.read_bytes())
            return _GateState(
                _time(told.get("last")), _time(told.get("closed_until")), told.get("why")
            )
        except FileNotFoundError:
            return _GateState()
        except (OSError, ValueError, AttributeError, TypeError):
            return _GateState(last=self._clock())

    def _keep(self, kept: _GateState) -> None:
        told = {
            "last": kept.last and kept.last.isoformat(),
            "closed_until": kept.closed_until and kept.closed_until.isoformat(),
            "why": kept.why,
        }
        disk.write(self._file, orjson.dumps(told))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
