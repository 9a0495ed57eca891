"""Why nobody answered: who failed, on which way, and what to do about it, in one line."""

from __future__ import annotations

import ssl
from typing import TypeVar
from urllib.parse import urlsplit

from paperterm.errors import OfflineError, SourceError
from paperterm.sources.body import STANDS_BETWEEN
from paperterm.sources.hosts import is_loopback

E = TypeVar("E", bound=BaseException)

_LONGEST_NAME = 80
_CERTIFICATE = (
    f"{STANDS_BETWEEN}; if yours is meant to read along, name its certificate in SSL_CERT_FILE"
)


def host(url: str) -> str:
    """Whom an address asks, without a user's name or password."""
    try:
        name = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        name = ""
    return name[:_LONGEST_NAME] or "no host"


def too_slow(url: str) -> OfflineError:
    """Nothing came in time."""
    return OfflineError(host(url), f"does not answer in time{_by(url)}")


def unreachable(url: str, error: Exception) -> OfflineError:
    """No connection could be made."""
    if certificate := _cause(error, ssl.SSLCertVerificationError):
        why = certificate.verify_message
        said = f"has a certificate that is not trusted ({why}){_by(url)}"
        return OfflineError(host(url), said, _CERTIFICATE)
    if _cause(error, ssl.SSLError):
        return OfflineError(host(url), f"does not speak TLS{_by(url)}", STANDS_BETWEEN)
    if proxy := _proxy(url):
        said = f"cannot be reached{_by(url)} ({_first_line(error)})"
        return OfflineError(host(url), said, f"look at {proxy[0]} and NO_PROXY")
    return OfflineError(host(url), "cannot be reached", "the library is there without it")


def broken_off(url: str, error: Exception) -> SourceError:
    """The connection broke while an answer came."""
    return SourceError(host(url), f"broke off{_by(url)} ({_first_line(error)})")


def _by(url: str) -> str:
    proxy = _proxy(url)
    return f" through the proxy {proxy[1]}" if proxy else ""


def _proxy(url: str) -> tuple[str, str] | None:
    """The variable that names the proxy for an address, and its host, as httpx finds them."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    name = parts.hostname or ""
    proxies = {} if is_loopback(name) or proxy_bypass(name) else getproxies()
    for scheme in (parts.scheme, "all"):
        if proxy := proxies.get(scheme):
            return f"{scheme.upper()}_PROXY", host(proxy if "://" in proxy else f"http://{proxy}")
    return None


def _first_line(error: Exception) -> str:
    """What an error says, or what it is called when it says nothing."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _cause(error: BaseException, kind: type[E]) -> E | None:
    found: BaseException | None = error
    while found:
        if isinstance(found, kind):
            return found
        found = found.__cause__ or found.__context__
    return None
