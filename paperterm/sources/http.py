"""The one client that talks to arXiv: politely, with limits, and with errors that say who failed.

No cookies, nothing sent but the query, redirects only where `Hosts.allows` them. Certificates are
always checked; a proxy and other certificates come from the environment, as usual.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from paperterm import __version__, logs
from paperterm.errors import MisledError, PapertermError, SourceError
from paperterm.sources.body import STANDS_BETWEEN, Body
from paperterm.sources.gate import Gate
from paperterm.sources.hosts import Hosts
from paperterm.sources.network_errors import broken_off, host, too_slow, unreachable

if TYPE_CHECKING:
    import httpx

PROJECT = "https://github.com/paperterm/paperterm"
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8"
WHOLE_ANSWER = 10
"""How many times the time-out an answer may take in all, bit by bit."""

_REDIRECTS = 3
_REFUSALS = frozenset({429, 406, 503})
_RATE_EXCEEDED = b"Rate exceeded."


class Answer(NamedTuple):
    """What came back: 200 with a body, or 304 without."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Http:
    """An asynchronous client behind the gate; use it with `async with`.

    Args:
        gate: Every request passes it.
        hosts: Where redirects may lead.
        contact: An address of the user for the User-Agent, may be empty.
        received: Told how many bytes of an answer are there.
        timeout: Seconds without a sign of life before an answer is given up.
        transport: httpx's way to the network; its own by default.
        clock: The time, UTC, for a Retry-After that names one.
    """

    def __init__(
        self,
        gate: Gate,
        hosts: Hosts,
        contact: str = "",
        received: Callable[[int], None] = lambda _: None,
        timeout: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        import httpx

        self.requests = 0
        self._gate = gate
        self._hosts = hosts
        self._received = received
        self._clock = clock
        reach = "; ".join(filter(None, [PROJECT, contact]))
        self._deadline = timeout * WHOLE_ANSWER
        self._client = _client(
            headers={
                "User-Agent": f"paperterm/{__version__} (+{reach})",
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip",
            },
            checks_certificates=hosts.is_https,
            timeout=httpx.Timeout(timeout, connect=timeout / 2),
            limits=httpx.Limits(max_connections=1),
            transport=transport,
            # A proxy cannot know what this machine calls 127.0.0.1.
            trust_env=not hosts.is_loopback,
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for an address.

        Raises:
            RefusedError: arXiv does not want to be asked now; nobody will before its time.
            OfflineError: Nobody could be reached.
            SourceError: The answer cannot be used.
            MisledError: Somebody else answered, or an answer that asking again will not mend.
        """
        for _ in range(_REDIRECTS):
            answer = await self._one(url, query, headers)
            if answer.status not in (301, 302, 303, 307, 308):
                return self._checked(url, answer)
            there = _joined(url, answer.headers.get("location", ""))
            if not self._hosts.allows(there):
                raise MisledError(host(url), f"sends us on to {host(there)}", STANDS_BETWEEN)
            url, query = there, None
        raise MisledError(host(url), "sends us round in circles", STANDS_BETWEEN)

    async def _one(
        self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Answer:
        async with self._gate.opened():
            self.requests += 1
            shown, began = _shown(url, query), time.monotonic()
            try:
                answer = await self._asked(url, query, headers)
            except PapertermError as error:
                logs.note("request", "GET", shown, "failed:", error.problem)
                raise
            took = f"{len(answer.content)} bytes {time.monotonic() - began:.2f} s"
            logs.note("request", "GET", shown, answer.status, took)
            if answer.status in _REFUSALS or answer.content[:64].strip() == _RATE_EXCEEDED:
                said = f"{answer.status} {_reason(answer)}".strip()
                raise self._gate.refuse(f"{host(url)} answered {said}", self._retry_after(answer))
            return answer

    async def _asked(
        self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Answer:
        import httpx

        try:
            async with (
                asyncio.timeout(self._deadline),
                self._client.stream("GET", url, params=query, headers=headers) as response,
            ):
                self._client.cookies.clear()
                content = await self._content(url, response)
        except (httpx.TimeoutException, TimeoutError) as error:
            raise too_slow(url) from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise unreachable(url, error) from error
        except httpx.HTTPError as error:
            raise broken_off(url, error) from error
        except httpx.InvalidURL as error:
            raise MisledError(host(url), f"has an address that is none ({error})") from error
        return Answer(response.status_code, response.headers, content)

    async def _content(self, url: str, response: httpx.Response) -> bytes:
        body = Body(host(url), response.headers.get("content-encoding", ""))
        async for piece in response.aiter_raw(65536):
            body.add(piece)
            self._received(body.size)
        return body.whole()

    def _checked(self, url: str, answer: Answer) -> Answer:
        # 400 brings a feed that says what is wrong: the parser reads it.
        if answer.headers.get("content-type", "").lower().startswith("text/html"):
            said = f"answered {answer.status} with a web page"
            raise SourceError(host(url), said, STANDS_BETWEEN)
        if answer.status in (200, 304, 400):
            return answer
        hint = "arXiv has blocked this address or program" if answer.status == 403 else ""
        wrong = MisledError if answer.status in (403, 404) else SourceError
        raise wrong(host(url), f"answered {answer.status}", hint)

    def _retry_after(self, answer: Answer) -> float | None:
        """Seconds, or a date: RFC 9110, section 10.2.3."""
        told = answer.headers.get("retry-after", "").strip()
        if told.isdecimal():
            return float(told)
        try:
            return (parsedate_to_datetime(told) - self._clock()).total_seconds()
        except (ValueError, TypeError):
            return None


def _client(*, checks_certificates: bool, **options: Any) -> httpx.AsyncClient:
    """A client of httpx, which reads proxies and certificates from the environment.

    Args:
        checks_certificates: Somebody is asked over https. Else no certificate is read, and what
            the environment says of them can do no harm.
        options: Those of httpx.

    Raises:
        MisledError: What the environment says cannot be used.
    """
    import httpx

    try:
        trusted = httpx.create_ssl_context(trust_env=checks_certificates)
        return httpx.AsyncClient(verify=trusted, **options)
    except (OSError, ImportError, ValueError, httpx.InvalidURL) as error:
        hint = "look at HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE"
        raise MisledError("the network settings", f"cannot be used ({error})", hint) from error


def _shown(url: str, query: Mapping[str, str] | None) -> str:
    """The address that is asked, without a user's name or password."""
    parts = urlsplit(url)
    words = urlencode(query) if query else parts.query
    return urlunsplit((parts.scheme, host(url), parts.path, words, ""))


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; nowhere if that is no address."""
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _reason(answer: Answer) -> str:
    text = answer.content[:200].decode(errors="replace").strip()
    return f"({text})" if text and "<" not in text else ""
