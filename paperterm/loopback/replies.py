"""Requests and answers of the loopback server, and how an answer comes over the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import Enum
from http import HTTPStatus
from typing import NamedTuple, TypeAlias


class Request(NamedTuple):
    """One request, as the server saw it.

    `at` is the server's monotonic clock, `path` is decoded, `query` holds the last value of each
    parameter (of a POST's form too), `headers` have their names in lower case, `target` is the
    address as it was written.
    """

    at: float
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    target: str


class Wait(Enum):
    """What the server does between two pieces of an answer."""

    PAUSE = "call the pause that the server was given"
    HANG = "send nothing until the server is told to release it"


Delivery: TypeAlias = Callable[[bytes, bytes], Iterator[bytes | Wait]]
"""Head and body to what is done, one after the other."""


def at_once(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    """All of it, without a wait."""
    yield head
    yield body


@dataclass(frozen=True)
class Reply:
    """An answer. `length` is what Content-Length says, when that is not the truth."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    delivery: Delivery = at_once

    def head(self, now: datetime) -> bytes:
        """The status line and the headers, the empty line after them included."""
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
        """How many bytes the client is told to expect."""
        return len(self.body) if self.length is None else self.length
