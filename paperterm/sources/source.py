"""What a fetched source is: a row that says which days it can bring, and how it is asked."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from paperterm.model import AnnouncedPaper, Day, PaperId, SourcePaper, Status
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Http


@dataclass(frozen=True)
class FetchContext:
    """What a source fetches with.

    Attributes:
        http: The client; its gate keeps requests apart.
        hosts: Where to ask.
        categories: The categories that are followed.
        etag: The validator of the source's last answer for these categories.
        held: Returns the newest announcement of each paper that was announced in the weeks before
            a day, or later.
        clock: The time, UTC.
        sleep: Waits some seconds.
        report: Takes what is asked for, for the status line.
        warn: Takes what is wrong with a part of an answer.
    """

    http: Http
    hosts: Hosts
    categories: tuple[str, ...]
    etag: str | None
    held: Callable[[Day], Mapping[PaperId, AnnouncedPaper]]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    report: Callable[[str], None]
    warn: Callable[[str], None]


class FetchedDay(NamedTuple):
    """Everything that was announced on one day, in order.

    `day` is what the source says, which may be wrong, or None; `etag` is the validator of the
    answer.
    """

    day: Day | None
    papers: tuple[SourcePaper, ...]
    etag: str | None = None


class FetchedSubmissions(NamedTuple):
    """Papers with the time of their submission, which has to be enough for some days.

    `settled` is the last day of which the source surely has everything.
    """

    days: tuple[Day, ...]
    papers: tuple[SourcePaper, ...]
    settled: Day


Fetched = FetchedDay | FetchedSubmissions


class Source(NamedTuple):
    """A source that a refresh can ask.

    Attributes:
        name: The name in the log of refreshes.
        title: The name in errors.
        brings: How much of a day it brings: a day of which less is known is due.
        serves: Returns whether it has a day at a time.
        fetch: Asks for days, oldest first, and yields each answer as soon as it is whole.
        behind: What to tell the user while days are due that it should have, and has not yet.
        again: How long to wait then before it is asked again.
    """

    name: str
    title: str
    brings: Status
    serves: Callable[[Day, datetime], bool]
    fetch: Callable[[FetchContext, tuple[Day, ...]], AsyncGenerator[Fetched, None]]
    behind: str
    again: timedelta
