"""A fetched source as a row: the days that it has, and how to ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import ge
from typing import NamedTuple, TypeVar

from paperterm.errors import MisledError, OfflineError, RefusedError, SourceError
from paperterm.model import AnnouncedPaper, Day, PaperId, SourcePaper, Status
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Answer, Http
from paperterm.sources.limits import ATTEMPTS, MIB, Budget

T = TypeVar("T")

_FINAL = (MisledError, OfflineError, RefusedError)


@dataclass(frozen=True)
class FetchContext:
    """The means by which a source fetches.

    Attributes:
        http: The client; its gate keeps requests apart.
        budget: What all requests of the client may take.
        hosts: The addresses of arXiv's services.
        categories: The categories to ask for.
        followed: All categories that are followed.
        etag: The validator of the source's last answer for these categories.
        announced: Returns the newest announcement of each paper in the library that was announced
            since a month before a day.
        clock: The time, UTC.
        sleep: Waits some seconds.
        report: Shows what is requested, in the status line.
        warn: Reports a wrong part of an answer.
    """

    http: Http
    budget: Budget
    hosts: Hosts
    categories: tuple[str, ...]
    followed: tuple[str, ...]
    etag: str | None
    announced: Callable[[Day], Mapping[PaperId, AnnouncedPaper]]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    report: Callable[[str], None]
    warn: Callable[[str], None]

    async def ask(
        self,
        url: str,
        parse: Callable[[bytes], T],
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Answer, T | None]:
        """Send a request, as `ask` does."""
        return await ask(self.http, self.budget, self.sleep, url, parse, query, headers)


async def ask(
    http: Http,
    budget: Budget,
    sleep: Callable[[float], Awaitable[None]],
    url: str,
    parse: Callable[[bytes], T],
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[Answer, T | None]:
    """Send a request, again if the answer is not whole, and parse the answer in a thread.

    Args:
        http: The client; its gate keeps requests apart.
        budget: What all requests of the client may take.
        sleep: Waits some seconds.
        url: The address.
        parse: Parses the body, or raises SourceError if it is not whole.
        query: The parameters.
        headers: More headers.

    Returns:
        The answer, and the result of `parse`; None for "not modified".

    Raises:
        RefusedError: arXiv wants no requests now.
        OfflineError: The host could not be reached.
        SourceError: No answer was whole; the last error.
        MisledError: The budget is spent.
    """
    # 20 ms to import: only requests need it.
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

    retrying = AsyncRetrying(
        sleep=sleep,
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(multiplier=2, min=2, max=30),
        retry=retry_if_exception(_is_fault),
        reraise=True,
    )
    async for attempt in retrying:
        with attempt:
            _check(http.spent, budget)
            answer = await http.get(url, query, headers)
            if answer.status == 304:
                return answer, None
            return answer, await asyncio.to_thread(parse, answer.content)
    raise AssertionError  # tenacity raises the last fault


def _check(spent: Budget, budget: Budget) -> None:
    if any(map(ge, spent, budget)):
        problem = (
            f"stopped after {spent.requests:,} requests in {spent.seconds / 60:,.0f} minutes, "
            f"{spent.size / MIB:,.0f} MiB"
        )
        raise MisledError("this refresh", problem, "the next one continues")


class FetchedDay(NamedTuple):
    """Everything that was announced on one day, in order.

    `day` is that of the answer, which may be wrong or missing; `etag` is the validator of the
    answer.
    """

    day: Day | None
    papers: tuple[SourcePaper, ...]
    etag: str | None = None


class FetchedSubmissions(NamedTuple):
    """All papers of some days, with the times of their submission.

    `settled` is the last day of which the source has all papers for certain.
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
        brings: How much of a day it has: a day of which less is known is due.
        serves: Returns whether it has a day at a time.
        fetch: Requests days, given oldest first, and yields each answer as soon as it is whole.
        behind: The message while it lacks days that it should have.
        again: How long to wait then before the next request.
        is_divisible: Whether its answer for some of the categories is as good as one for all.
    """

    name: str
    title: str
    brings: Status
    serves: Callable[[Day, datetime], bool]
    fetch: Callable[[FetchContext, tuple[Day, ...]], AsyncGenerator[Fetched, None]]
    behind: str
    again: timedelta
    is_divisible: bool = False


def _is_fault(error: BaseException) -> bool:
    return isinstance(error, SourceError) and not isinstance(error, _FINAL)
