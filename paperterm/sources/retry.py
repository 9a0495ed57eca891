"""Ask until the answer is whole: faults are retried, refusals and timeouts are not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from paperterm.errors import MisledError, OfflineError, RefusedError, SourceError
from paperterm.sources.http import Answer, Http

T = TypeVar("T")

ATTEMPTS = 3
_FINAL = (MisledError, OfflineError, RefusedError)


async def ask(
    http: Http,
    url: str,
    parse: Callable[[bytes], T],
    sleep: Callable[[float], Awaitable[None]],
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[Answer, T | None]:
    """Send a request, and parse the answer in a thread.

    Args:
        http: The client.
        url: The address.
        parse: Parses the body, or raises SourceError if it is not whole.
        sleep: Waits some seconds between two attempts.
        query: The parameters.
        headers: More headers.

    Returns:
        The answer, and the result of `parse`; None for "not modified".

    Raises:
        RefusedError: arXiv wants no requests now.
        OfflineError: The host could not be reached.
        SourceError: No answer was whole; the last error.
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
            answer = await http.get(url, query, headers)
            if answer.status == 304:
                return answer, None
            return answer, await asyncio.to_thread(parse, answer.content)
    raise AssertionError  # tenacity raises the last fault


def _is_fault(error: BaseException) -> bool:
    return isinstance(error, SourceError) and not isinstance(error, _FINAL)
