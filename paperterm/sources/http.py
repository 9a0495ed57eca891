"""The client for arXiv: polite, with limits, and with errors that name the host.

It takes and sends no cookies and follows only redirects that `Hosts.allows`. Certificates are
always checked; proxies and further certificates come from the environment, as usual.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from paperterm import __version__, logs
from paperterm.errors import MisledError, PapertermError, SourceError
from paperterm.sources.body import IN_BETWEEN, Body
from paperterm.sources.gate import Gate
from paperterm.sources.headers import retry_after
from paperterm.sources.hosts import Hosts
from paperterm.sources.limits import LONGEST_REASON, Budget, Limits
from paperterm.sources.network_errors import broken_off, host, too_slow, unreachable

if TYPE_CHECKING:
    import httpx

PROJECT = "https://github.com/paperterm/paperterm"
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8"
_PAGE = {"Accept": "text/html, */*;q=0.8"}
_REFUSALS = frozenset({403, 429, 406, 503})
_BLOCKED = 403
_BLOCKED_SECONDS = 3600.0
"""arXiv takes a program that goes on after this answer for an attack."""
_RATE_EXCEEDED = b"Rate exceeded."


class Answer(NamedTuple):
    """An answer: with a body, or 304 without."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Http:
    """An asynchronous client behind the gate; use it with `async with`.

    Args:
        gate: Spaces the requests.
        hosts: The addresses that redirects may lead to.
        contact: An address of the user for the User-Agent; may be empty.
        received: Called with the number of bytes received so far.
        limits: What an answer may take.
        clock: The time, UTC, for a Retry-After that names one.

    Attributes:
        requests: The number of requests so far.
    """

    def __init__(
        self,
        gate: Gate,
        hosts: Hosts,
        contact: str = "",
        received: Callable[[int], None] = lambda _: None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        import httpx

        self.requests = 0
        self._size = 0
        self._began = time.monotonic()
        self._gate = gate
        self._hosts = hosts
        self._received = received
        self._clock = clock
        about = "; ".join(filter(None, [PROJECT, contact]))
        self._limits = limits
        self._client = _client(
            headers={
                "User-Agent": f"paperterm/{__version__} (+{about})",
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip",
            },
            checks_certificates=hosts.is_https,
            timeout=httpx.Timeout(limits.head, connect=limits.connect),
            limits=httpx.Limits(max_connections=1),
            cookies=_NoCookies(),
            # A proxy cannot know what this machine calls 127.0.0.1.
            trust_env=not hosts.is_loopback,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.aclose()

    @property
    def spent(self) -> Budget:
        """What all requests have taken so far."""
        return Budget(self.requests, time.monotonic() - self._began, self._size)

    async def get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a GET request.

        Raises:
            RefusedError: arXiv wants no requests now.
            OfflineError: The host could not be reached.
            SourceError: The answer cannot be used.
            MisledError: The answer cannot be used, and asking again will not help.
        """
        return self._checked(url, await self._followed(url, query, headers))

    async def page(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a GET request for a web page, and return any answer: also the page of a 404.

        Raises:
            RefusedError: arXiv wants no requests now.
            OfflineError: The host could not be reached.
            SourceError: The answer is not whole.
            MisledError: The answer is too large, or leads elsewhere.
        """
        return await self._followed(url, None, {**_PAGE, **(headers or {})})

    async def _followed(
        self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Answer:
        """Send a request, and follow redirects as far as they are allowed."""
        for _ in range(self._limits.redirects):
            answer = await self._request(url, query, headers)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            target = _joined(url, answer.headers.get("location", ""))
            if not self._hosts.allows(target):
                raise MisledError(host(url), f"redirects to {host(target)}", IN_BETWEEN)
            url, query = target, None
        raise MisledError(host(url), "redirects in circles", IN_BETWEEN)

    async def _request(
        self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Answer:
        async with self._gate.opened():
            self.requests += 1
            address, began = _loggable(url, query), time.monotonic()
            try:
                answer = await self._answer(url, query, headers)
            except PapertermError as error:
                logs.note("request", "GET", address, "failed:", error.problem)
                raise
            took = f"{len(answer.content)} bytes {time.monotonic() - began:.2f} s"
            logs.note("request", "GET", address, answer.status, took)
            if answer.status in _REFUSALS or answer.content[:64].strip() == _RATE_EXCEEDED:
                why = f"{host(url)} answered {answer.status} {_reason(answer)}".strip()
                wait = retry_after(answer.headers.get("retry-after", ""), self._clock())
                if answer.status == _BLOCKED:
                    why = f"{why}: arXiv has blocked this address or program"
                    wait = max(wait or 0.0, _BLOCKED_SECONDS)
                raise self._gate.refuse(why, wait)
            return answer

    async def _answer(
        self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> Answer:
        import httpx

        end = asyncio.get_running_loop().time() + self._limits.whole
        try:
            async with (
                asyncio.timeout(self._limits.head) as patience,
                self._client.stream("GET", url, params=query, headers=headers) as response,
            ):
                content = await self._content(url, response, patience, end)
        except (httpx.TimeoutException, TimeoutError) as error:
            raise too_slow(url) from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise unreachable(url, error) from error
        except httpx.HTTPError as error:
            raise broken_off(url, error) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            # Of a redirect, too: httpx reads each one, and Python its host.
            raise MisledError(host(url), f"has an invalid address ({error})") from error
        return Answer(response.status_code, response.headers, content)

    async def _content(
        self, url: str, response: httpx.Response, patience: asyncio.Timeout, end: float
    ) -> bytes:
        """Receive the body, and give it more time as it comes in, up to the end."""
        limits, began = self._limits, asyncio.get_running_loop().time()
        body = Body(host(url), response.headers.get("content-encoding", ""), limits)
        patience.reschedule(began + limits.head)
        async for piece in response.aiter_raw():
            self._size += len(piece)
            body.add(piece)
            self._received(body.size)
            patience.reschedule(min(began + limits.head + body.received / limits.rate, end))
        return body.whole()

    def _checked(self, url: str, answer: Answer) -> Answer:
        # The body of a 400 is a feed with the error, for the parser.
        if answer.headers.get("content-type", "").lower().startswith("text/html"):
            problem = f"answered {answer.status} with a web page"
            raise SourceError(host(url), problem, IN_BETWEEN)
        if answer.status in (200, 304, 400):
            return answer
        kind = MisledError if answer.status == 404 else SourceError
        raise kind(host(url), f"answered {answer.status}")


class _NoCookies(CookieJar):
    """Take no cookie, and so send none."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Do nothing; the header may be anything."""


def _client(*, checks_certificates: bool, **options: Any) -> httpx.AsyncClient:
    """Make a client of httpx, with proxies and certificates from the environment.

    Args:
        checks_certificates: Whether requests go over https; if not, the certificates of the
            environment are not read.
        options: The options of httpx.

    Raises:
        MisledError: The environment is invalid.
    """
    import httpx

    try:
        trusted = httpx.create_ssl_context(trust_env=checks_certificates)
        return httpx.AsyncClient(verify=trusted, **options)
    except (OSError, ImportError, ValueError, httpx.InvalidURL) as error:
        hint = "check HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE"
        raise MisledError("the network settings", f"cannot be used ({error})", hint) from error


def _loggable(url: str, query: Mapping[str, str] | None) -> str:
    """Return an address for the log, without a user's name or password."""
    parts = urlsplit(url)
    words = urlencode(query) if query else parts.query
    return urlunsplit((parts.scheme, host(url), parts.path, words, ""))


def _joined(url: str, location: str) -> str:
    """Return the address of a redirect; "" if it is invalid."""
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _reason(answer: Answer) -> str:
    text = answer.content[:LONGEST_REASON].decode(errors="replace").strip()
    return f"({text})" if text and "<" not in text else ""
