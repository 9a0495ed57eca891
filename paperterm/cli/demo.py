"""`paperterm demo`: the reader with an offline arXiv in this process and a temporary home.

Nothing leaves the machine. The library is filled like a user's, with one refresh and some stars on
each morning of two weeks; only the newest announcement is left for the reader to fetch.
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
from paperterm.cli.reader import ENDINGS, need_terminal, read
from paperterm.errors import SourceError
from paperterm.loopback.demo import (
    MAILINGS,
    STARRED,
    demo_lacking,
    demo_pages,
    demo_papers,
)
from paperterm.loopback.server import Loopback, utc_now
from paperterm.model import Day
from paperterm.model.days import eastern_zone
from paperterm.paths import HOME_VARIABLE
from paperterm.refresh.plan import first_of_last
from paperterm.session import Session, marking
from paperterm.session.refresh_run import refresh_session
from paperterm.sources.hosts import VARIABLE as ARXIV_VARIABLE
from paperterm.sources.schedule import evenings, newest_out

SETTINGS = """\
# The settings of this demo; they are deleted when it ends.
[fetch]
automatic = false
interval = 0
"""
_BREAKFAST = time(9, 30)


class Demo(NamedTuple):
    """A filled library and its arXiv, which has one more announcement."""

    session: Session
    server: Loopback


class Clock:
    """A clock, UTC, that can be set and then goes on as the real one."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return self._real() + self._ahead

    def set(self, time: datetime) -> None:
        """Set the clock."""
        self._ahead = time - self._real()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


def run(args: argparse.Namespace) -> int:
    """Fill a library, open the reader on it, and delete everything at the end."""
    need_terminal()
    for number in ENDINGS:
        signal.signal(number, _end)
    with open_demo() as demo:
        return read(demo.session)


@contextmanager
def open_demo(now: Callable[[], datetime] = utc_now) -> Iterator[Demo]:
    """Set up a demo, including its environment variables, until the block ends.

    The time in the demo is the morning of a weekday in New York.

    Raises:
        SourceError: The library could not be filled.
        DiskError: The temporary home cannot be written.
    """
    today = now()
    days = evenings(first_of_last(MAILINGS, today), newest_out(today))
    clock = Clock(now)
    with (
        _home() as home,
        Loopback(
            demo_papers(days), now=clock, pages=demo_pages(), lacking=demo_lacking()
        ) as server,
        _environment({HOME_VARIABLE: home, ARXIV_VARIABLE: server.url}),
    ):
        session = Session(now=clock)
        disk.write(session.folders.config_file, SETTINGS.encode())
        for day in days[:-1]:
            clock.set(_morning(day))
            _refresh(session)
            _star(session, day)
        clock.set(_morning(days[-1]))
        yield Demo(session, server)


def _refresh(session: Session) -> None:
    report = asyncio.run(refresh_session(session, lambda _: None))
    if report.errors:
        raise SourceError("", report.errors[0])


def _star(session: Session, day: Day) -> None:
    """Star the papers of a day that are to be starred."""
    record = session.library.day(day, STARRED)
    ids = [one.paper.id for one in record.announced] if record else []
    session.mark_ids(ids, marking.star(True))


def _morning(day: Day) -> datetime:
    """Return a time at which the feeds have the announcement of a day."""
    return datetime.combine(day.feed_date, _BREAKFAST, eastern_zone()).astimezone(UTC)


@contextmanager
def _home() -> Iterator[str]:
    """Make a folder and remove it at the end."""
    with TemporaryDirectory(prefix="paperterm-demo-", ignore_cleanup_errors=True) as home:
        # An interrupted refresh may still write; at exit, all threads have ended.
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        yield home


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables until the block ends."""
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
    """Exit when the terminal is closed, so that the temporary home is removed."""
    sys.exit(128 + number)
