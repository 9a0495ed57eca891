"""Zotero on this computer: its address, its errors, and what its library holds.

https://www.zotero.org/support/dev/web_api/v3/basics: Zotero 7 answers the same requests locally, if
the user allows it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from paperterm.errors import InputError, OfflineError, SourceError
from paperterm.sources.reference import RawReference, Reference, reference

VARIABLE = "PAPERTERM_ZOTERO_URL"
ITEMS = "/api/users/0/items"
SWITCH = (
    "in Zotero's settings, under Advanced, allow other applications on this computer to "
    "communicate with it"
)
"""What to do if Zotero does not answer requests for its library."""

_USUAL = "http://localhost:23119"
_AT_ONCE = 1000
_PATIENCE = 30.0
_LARGEST = 64 * 2**20
"""Bytes of an answer; a thousand items have about 4 MB."""
_PLACES = ("archiveID", "DOI", "url", "extra", "repository", "reportNumber", "publicationTitle")


def address() -> str:
    """Return the address of Zotero, which is one of this computer.

    Raises:
        InputError: `PAPERTERM_ZOTERO_URL` is something else.
    """
    url = os.environ.get(VARIABLE, "").rstrip("/") or _USUAL
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        is_here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here or parts.scheme != "http" or parts.path or parts.username or parts.query:
        hint = f"use an address of this computer, such as {_USUAL}"
        raise InputError(VARIABLE, f"is {url!r}", hint)
    return url


def client() -> httpx.Client:
    """Return a client for Zotero, which uses no proxy and follows no redirect.

    Raises:
        InputError: The address is not one of this computer.
    """
    # Zotero refuses requests that look like a browser's.
    headers = {"User-Agent": "paperterm", "Zotero-Allowed-Request": "1"}
    return httpx.Client(base_url=address(), headers=headers, timeout=_PATIENCE, trust_env=False)


def ask(http: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    """Send a request, and return the answer, whatever its status.

    Raises:
        OfflineError: Zotero is not running, or does not answer.
        SourceError: The answer is too long.
    """
    try:
        with http.stream(method, path, **options) as answer:
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > _LARGEST:
                    raise SourceError("Zotero", "sent more than 64 MB", "restart Zotero")
    except httpx.ConnectError as error:
        hint = "start Zotero and try again"
        raise OfflineError("Zotero", f"is not running at {http.base_url}", hint) from error
    except httpx.RequestError as error:
        reason = type(error).__name__
        hint = "look for a dialog in its window, or restart it"
        raise OfflineError("Zotero", f"does not answer ({reason})", hint) from error
    return httpx.Response(
        answer.status_code, headers=_plain(answer.headers), content=bytes(content)
    )


def references(
    http: httpx.Client, tell: Callable[[str], object] = lambda _: None
) -> Iterator[Reference]:
    """Yield the papers of arXiv in Zotero's library.

    Raises:
        SourceError: Zotero is not running, refuses, or answers with something else.
    """
    start, total = 0, 1
    while start < total:
        page = {"format": "json", "start": start, "limit": _AT_ONCE}
        answer = ask(http, "GET", f"{ITEMS}/top", params=page)
        refuse_status(answer)
        items = json_of(answer, list)
        total = _number(answer.headers.get("Total-Results", ""), start + len(items))
        start += len(items)
        for item in items:
            if found := _reference(item):
                yield found
        tell(f"Zotero: {start:,} of {total:,} items")
        if not items:
            return


def refuse_status(answer: httpx.Response) -> None:
    """Refuse an answer that is an error.

    Raises:
        SourceError: It is one; the message says what to do.
    """
    if answer.is_success:
        return
    if answer.status_code == 403:
        raise SourceError("Zotero", "does not let other programs read its library", SWITCH)
    if answer.status_code == 404:
        raise SourceError("Zotero", "has no interface for its library", "update it to 7 or newer")
    hint = "restart it, or update it"
    raise SourceError("Zotero", f"answered with the error {answer.status_code}", hint)


def json_of(answer: httpx.Response, kind: type[Any]) -> Any:
    """Return the JSON of an answer.

    Raises:
        SourceError: It is not JSON of this type.
    """
    try:
        found = orjson.loads(answer.content)
    except ValueError:
        found = None
    if not isinstance(found, kind):
        raise SourceError("Zotero", "gave an unexpected answer", "update it")
    return found


def _reference(item: object) -> Reference | None:
    data = item.get("data") if isinstance(item, dict) else None
    if not isinstance(data, dict):
        return None
    return reference(
        RawReference(
            line=0,
            ids=(),
            texts=tuple(_text(data, name) for name in _PLACES),
            title=_text(data, "title"),
            authors=tuple(_authors(data)),
            keywords=(),
        )
    )


def _authors(data: Mapping[str, Any]) -> Iterator[str]:
    creators = data.get("creators")
    for one in creators if isinstance(creators, list) else ():
        if isinstance(one, dict) and one.get("creatorType", "author") == "author":
            parts = ("firstName", "lastName", "name")
            yield " ".join(filter(None, (_text(one, part) for part in parts)))


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Return the headers of an answer of which the content is decoded already."""
    encoded = ("content-encoding", "content-length", "transfer-encoding")
    return {name: value for name, value in headers.items() if name.lower() not in encoded}
