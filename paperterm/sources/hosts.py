"""The hosts of arXiv; `PAPERTERM_ARXIV_URL` replaces all of them."""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from paperterm.errors import InputError

VARIABLE = "PAPERTERM_ARXIV_URL"
_HOSTS = frozenset(
    {"arxiv.org", "www.arxiv.org", "export.arxiv.org", "rss.arxiv.org", "oaipmh.arxiv.org"}
)


class Hosts(NamedTuple):
    """The addresses of arXiv's services, without a slash at the end."""

    api: str = "https://export.arxiv.org/api/query"
    rss: str = "https://rss.arxiv.org/rss"
    pdf: str = "https://arxiv.org/pdf"
    html: str = "https://arxiv.org/html"
    is_loopback: bool = False

    @property
    def is_https(self) -> bool:
        """Whether requests go over https."""
        return urlsplit(self.api).scheme == "https"

    def allows(self, url: str) -> bool:
        """Return whether a redirect may lead to an address: arXiv's over https, or the same host.

        Addresses with a user name, another port or ambiguous characters are not allowed.
        """
        if not url.isascii() or not url.isprintable() or set(url) & set("\\ "):
            return False
        try:
            target = urlsplit(url)
        except ValueError:
            return False
        if (target.scheme, target.netloc) == urlsplit(self.api)[:2]:
            return True
        name = target.netloc.lower().removesuffix(":443")
        return not self.is_loopback and target.scheme == "https" and name in _HOSTS


def hosts() -> Hosts:
    """Return the hosts of arXiv, or the one of `PAPERTERM_ARXIV_URL`.

    Raises:
        InputError: Its value is not an address.
    """
    base = os.environ.get(VARIABLE, "").rstrip("/")
    if not base:
        return Hosts()
    host = _host(base)
    if not host:
        raise InputError(
            VARIABLE, f"{base!r} is not an address", "write it as http://127.0.0.1:8080"
        )
    api, rss, pdf, html = (f"{base}/{service}" for service in ("api/query", "rss", "pdf", "html"))
    return Hosts(api, rss, pdf, html, is_loopback(host))


def _host(address: str) -> str | None:
    """Return the host of an address, None if it is invalid."""
    try:
        parts = urlsplit(address)
        is_valid = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return None
    return parts.hostname if is_valid else None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, which a proxy cannot reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
