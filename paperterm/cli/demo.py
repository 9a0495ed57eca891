"""`paperterm demo`: the reader on an arXiv inside this process, and on a home that is thrown away.

Nothing leaves the machine. The library is filled as a user's is, one refresh for each morning of
two weeks; only the newest announcement is left for the reader to fetch.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NamedTuple

from paperterm import disk
from paperterm.cli.reader import need_terminal, read
from paperterm.errors import SourceError
from paperterm.loopback.demo import MAILINGS, announced
from paperterm.loopback.server import Loopback, utc_now
from paperterm.model import Day
from paperterm.paths import HOME_VARIABLE
from paperterm.refresh.mailings import eastern, evenings, newest_out
from paperterm.session import Session
from paperterm.session.refresh_run import first_day, refreshed
from paperterm.sources.hosts import VARIABLE as ARXIV_VARIABLE

SETTINGS = """\
# The settings of this demo; they are gone with it.
[fetch]
automatic = false
interval = 0
"""
_BREAKFAST = time(9, 30)
_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Demo(NamedTuple):
    """A filled library, and the arXiv that it came from and that has one more announcement."""

    session: Session
    server: Loopback


class Clock:
    """A clock that can be set, and goes on from there; UTC.

    Args:
        real: What it goes by.
    """

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time."""
        return self._real() + self._ahead

    def set(self, time: datetime) -> None:
        """Make it that time now."""
        self._ahead = time - self._real()


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Fill a library, open the reader on it, and leave nothing behind."""
    need_terminal()
    for number in _ENDINGS:
        signal.signal(number, _end)
    with opened() as demo:
        return read(demo.session, _ENDINGS)


@contextmanager
def opened(now: Callable[[], datetime] = utc_now) -> Iterator[Demo]:
    """A demo, and all that it needs, in the environment too, until the block ends.

    It is a weekday's morning in New York, whenever it is really.

    Args:
        now: The real time, UTC.

    Raises:
        SourceError: The library could not be filled.
        DiskError: There is no room for it.
    """
    today = now()
    days = evenings(first_day(MAILINGS, today), newest_out(today))
    clock = Clock(now)
    with (
        _home() as home,
        Loopback(announced(days), now=clock) as server,
        _environment({HOME_VARIABLE: home, ARXIV_VARIABLE: server.url}),
    ):
        session = Session(now=clock)
        disk.write(session.folders.config_file, SETTINGS.encode())
        for day in days[:-1]:
            clock.set(_morning(day))
            _refresh(session)
        clock.set(_morning(days[-1]))
        yield Demo(session, server)


def _refresh(session: Session) -> None:
    report = asyncio.run(refreshed(session, lambda _: None))
    if report.errors:
        raise SourceError("", report.errors[0])


def _morning(day: Day) -> datetime:
    """A time at which the feeds show the announcement of a day."""
    return datetime.combine(day.feed_date, _BREAKFAST, eastern()).astimezone(UTC)


@contextmanager
def _home() -> Iterator[str]:
    """A folder that is removed."""
    with TemporaryDirectory(prefix="paperterm-demo-", ignore_cleanup_errors=True) as home:
        # A refresh that was broken off may write once more; when this runs, all threads are over.
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        yield home


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Variables for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _end(number: int, frame: FrameType | None) -> None:
    """A terminal that is closed ends the demo, so that nothing stays behind."""
    sys.exit(128 + number)
