"""Asking until the answer is whole: a fault is tried again, a refusal or silence is not."""

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
    """Ask for an address and parse the answer, off the event loop.

    Args:
        http: The client.
        url: The address.
        parse: Makes something of the body, or raises SourceError when it is not whole.
        sleep: Waits some seconds between two attempts.
        query: The query.
        headers: More headers.

    Returns:
        The answer, and what was parsed; None for "not modified".

    Raises:
        RefusedError: arXiv does not want to be asked now.
        OfflineError: Nobody could be reached.
        SourceError: No attempt brought a whole answer; the last fault.
    """
    # 20 ms to import: only asking needs it.
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
