"""Which hosts are arXiv's; `PAPERTERM_ARXIV_URL` puts another in the place of all of them."""

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
    """Where to ask: the query API and the feeds, without a slash at the end."""

    api: str = "https://export.arxiv.org/api/query"
    rss: str = "https://rss.arxiv.org/rss"
    pdf: str = "https://arxiv.org/pdf"
    is_loopback: bool = False

    @property
    def is_https(self) -> bool:
        """Whether what is asked is asked over https."""
        return urlsplit(self.api).scheme == "https"

    def allows(self, url: str) -> bool:
        """Whether a redirect may lead there: arXiv's own hosts over https, or the same place.

        The host must be written as arXiv writes it. With a user's name or another port before or
        behind it an address is refused, and so is one that two readers might read differently.
        """
        if not url.isascii() or not url.isprintable() or set(url) & set("\\ "):
            return False
        try:
            there = urlsplit(url)
        except ValueError:
            return False
        if (there.scheme, there.netloc) == urlsplit(self.api)[:2]:
            return True
        name = there.netloc.lower().removesuffix(":443")
        return not self.is_loopback and there.scheme == "https" and name in _HOSTS


def hosts() -> Hosts:
    """The hosts of arXiv, or the one that `PAPERTERM_ARXIV_URL` names.

    Raises:
        InputError: It names none.
    """
    base = os.environ.get(VARIABLE, "").rstrip("/")
    if not base:
        return Hosts()
    host = _host(base)
    if not host:
        raise InputError(VARIABLE, f"{base!r} is no address", "write it as http://127.0.0.1:8080")
    return Hosts(f"{base}/api/query", f"{base}/rss", f"{base}/pdf", is_loopback(host))


def _host(address: str) -> str | None:
    """The host of an address, None if it is none."""
    try:
        named = urlsplit(address)
        is_right = named.scheme in ("http", "https") and named.port != 0
    except ValueError:
        return None
    return named.hostname if is_right else None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine; a proxy cannot know what is meant by it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
