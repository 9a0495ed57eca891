"""Requests and replies of the loopback server, and how a reply is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import NamedTuple, TypeAlias


class Request(NamedTuple):
    """A request that the server received.

    Attributes:
        at: The time on the server's monotonic clock.
        method: The HTTP method.
        path: The decoded path.
        query: The last value of each parameter, including those of a POSTed form.
        headers: The headers; their names are in lower case.
        target: The path and query as they were sent.
    """

    at: float
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    target: str


Delivery: TypeAlias = Callable[[bytes, bytes], Iterator[bytes]]
"""Turns head and body into the parts to send."""


def at_once(head: bytes, body: bytes) -> Iterator[bytes]:
    """Deliver the whole reply."""
    yield head
    yield body


@dataclass(frozen=True)
class Reply:
    """A reply. `length` is the value of Content-Length, if it is not the true length."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    delivery: Delivery = at_once

    def head(self, now: datetime) -> bytes:
        """Return the status line, the headers and the empty line after them."""
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Date: {format_datetime(now, usegmt=True)}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        if self.status != HTTPStatus.NOT_MODIFIED:
            lines.append(f"Content-Length: {self.stated_length}")
            if self.body:
                lines.append(f"Content-Type: {self.content_type}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    @property
    def stated_length(self) -> int:
        """The value of Content-Length."""
        return len(self.body) if self.length is None else self.length
