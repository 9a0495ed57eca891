"""Errors of the network: the host, the proxy, and what to do."""

from __future__ import annotations

import ssl
from typing import TypeVar
from urllib.parse import urlsplit

from paperterm.errors import OfflineError, SourceError
from paperterm.sources.body import IN_BETWEEN
from paperterm.sources.hosts import is_loopback

E = TypeVar("E", bound=BaseException)

_LONGEST_NAME = 80
_CERTIFICATE = f"{IN_BETWEEN}; if that is intended, set SSL_CERT_FILE to its certificate"


def host(url: str) -> str:
    """Return the host of an address, without a user's name or password."""
    try:
        name = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        name = ""
    return name[:_LONGEST_NAME] or "no host"


def too_slow(url: str) -> OfflineError:
    """Return the error of a timeout."""
    return OfflineError(host(url), f"does not answer in time{_by(url)}")


def unreachable(url: str, error: Exception) -> OfflineError:
    """Return the error of a failed connection."""
    if certificate := _cause(error, ssl.SSLCertVerificationError):
        why = certificate.verify_message
        problem = f"has a certificate that is not trusted ({why}){_by(url)}"
        return OfflineError(host(url), problem, _CERTIFICATE)
    if _cause(error, ssl.SSLError):
        return OfflineError(host(url), f"does not speak TLS{_by(url)}", IN_BETWEEN)
    if proxy := _proxy(url):
        problem = f"cannot be reached{_by(url)} ({_first_line(error)})"
        return OfflineError(host(url), problem, f"check {proxy[0]} and NO_PROXY")
    return OfflineError(host(url), "cannot be reached", "your library still works offline")


def broken_off(url: str, error: Exception) -> SourceError:
    """Return the error of a connection that broke during an answer."""
    return SourceError(host(url), f"broke off{_by(url)} ({_first_line(error)})")


def _by(url: str) -> str:
    proxy = _proxy(url)
    return f" through the proxy {proxy[1]}" if proxy else ""


def _proxy(url: str) -> tuple[str, str] | None:
    """Return the variable and the host of the proxy for an address, as httpx finds them."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    name = parts.hostname or ""
    proxies = {} if is_loopback(name) or proxy_bypass(name) else getproxies()
    for scheme in (parts.scheme, "all"):
        if proxy := proxies.get(scheme):
            return f"{scheme.upper()}_PROXY", host(proxy if "://" in proxy else f"http://{proxy}")
    return None


def _first_line(error: Exception) -> str:
    """Return the message of an error, or its type if it has none."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _cause(error: BaseException, kind: type[E]) -> E | None:
    found: BaseException | None = error
    while found:
        if isinstance(found, kind):
            return found
        found = found.__cause__ or found.__context__
    return None
