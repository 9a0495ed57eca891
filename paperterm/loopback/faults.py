"""Faults that the server can simulate: one row of `FAULTS` each.

A fault turns the correct reply into the one that is sent. Most of them have been observed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import repeat
from typing import NamedTuple, TypeAlias

from paperterm.errors import InputError
from paperterm.loopback import atom
from paperterm.loopback.replies import Reply, Request, Wait, at_once
from paperterm.loopback.site import ATOM

RETRY_AFTER = timedelta(minutes=2)
HUGE = 50_000_000
LARGE = 12_000_000
TAIL = 3_000_000
_MEGABYTE = 1_000_000
_LONG_TEXT = "something went wrong " * 50_000
_PIECES = 16
_ENTRY = re.compile(rb"\n *<entry>.*?</entry>|\n *<item>.*?</item>", re.DOTALL)
_PER_PAGE = re.compile(rb"(itemsPerPage[^>]*>)[0-9]+(<)")
_ENTRIES = re.compile(rb"\n *<(entry|item)>.*</\1>(?=\n)", re.DOTALL)
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_END = re.compile(rb"</(?:feed|rss)>\s*$")
_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>arXiv.org</title></head>
<body><h1>We will be back soon</h1><p>The site is down for maintenance.</p><br></body></html>
"""


class FaultContext(NamedTuple):
    """The input of a fault besides the correct reply.

    `host` is the server's own name and port; `stale` returns the reply of a server that does not
    have the newest batch yet.
    """

    request: Request
    now: datetime
    host: str
    stale: Callable[[], Reply]


Fault: TypeAlias = Callable[[Reply, FaultContext], Reply]


def find_fault(name: str) -> Fault:
    """Return the fault of that name.

    Raises:
        InputError: The name is unknown.
    """
    if name not in FAULTS:
        raise InputError(repr(name), "unknown fault", f"use one of {', '.join(FAULTS)}")
    return FAULTS[name]


def _rate_exceeded(status: int) -> Fault:
    return lambda _right, _context: Reply(status, b"Rate exceeded.", "text/plain")


def _retry_after_seconds(_right: Reply, _context: FaultContext) -> Reply:
    headers = {"Retry-After": str(int(RETRY_AFTER.total_seconds()))}
    return Reply(429, b"Rate exceeded.", "text/plain", headers)


def _retry_after_date(_right: Reply, context: FaultContext) -> Reply:
    headers = {"Retry-After": format_datetime(context.now + RETRY_AFTER, usegmt=True)}
    return Reply(429, b"Rate exceeded.", "text/plain", headers)


def _retry_after(value: str) -> Fault:
    return lambda _right, _context: Reply(
        429, b"Rate exceeded.", "text/plain", {"Retry-After": value}
    )


def _validator(value: str) -> Fault:
    return lambda right, _context: replace(right, headers={**right.headers, "ETag": value})


def _moved_to(location: str) -> Fault:
    return lambda _right, _context: Reply(302, headers={"Location": location})


def _not_acceptable(_right: Reply, _context: FaultContext) -> Reply:
    headers = {
        "Cache-Control": "private, no-store",
        "Via": "1.1 varnish, 1.1 varnish",
        "X-Cache": "MISS, MISS",
    }
    return Reply(406, headers=headers)


def _unavailable(_right: Reply, _context: FaultContext) -> Reply:
    return Reply(503, _PAGE)


def _moved(_right: Reply, context: FaultContext) -> Reply:
    return Reply(301, headers={"Location": f"https://{context.host}{context.request.target}"})


def _not_modified(right: Reply, _context: FaultContext) -> Reply:
    return Reply(304, headers=right.headers)


def _slow(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_in_pieces)


def _drip(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_drop_by_drop)


def _drip_late(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_half_then_drops)


def _drip_head(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_head_drop_by_drop)


def _hang(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_nothing_yet)


def _hang_midway(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_half_then_nothing)


def _cut(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, delivery=_half)


def _length_too_long(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, length=len(right.body) + 100)


def _length_too_short(right: Reply, _context: FaultContext) -> Reply:
    # The client must not read the rest of the body as the next reply.
    headers = {**right.headers, "Connection": "close"}
    return replace(right, length=len(right.body) * 3 // 4, headers=headers)


def _html_page(_right: Reply, _context: FaultContext) -> Reply:
    return Reply(200, _PAGE)


def _empty_page(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, body=_ENTRIES.sub(b"", right.body))


def _empty_body(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, body=b"")


def _error_entry(_right: Reply, context: FaultContext) -> Reply:
    return Reply(200, atom.error_feed("something went wrong", context.now), ATOM)


def _error_text(_right: Reply, context: FaultContext) -> Reply:
    return Reply(200, atom.error_feed(_LONG_TEXT, context.now), ATOM)


def _refusal_text(_right: Reply, _context: FaultContext) -> Reply:
    return Reply(503, _LONG_TEXT.encode(), "text/plain")


def _one_a_page(right: Reply, _context: FaultContext) -> Reply:
    """Return one entry of each page, which is consistent with itself."""
    body = _ENTRIES.sub(lambda all_: _ENTRY.findall(all_[0])[0], right.body)
    return replace(right, body=_PER_PAGE.sub(rb"\g<1>1\g<2>", body))


def _large(right: Reply, _context: FaultContext) -> Reply:
    """Return the correct reply with 12 MB of comments before its end."""
    end = found.start() if (found := _END.search(right.body)) else len(right.body)
    comments = b"<!--%b-->" % (b" " * _MEGABYTE) * (LARGE // _MEGABYTE)
    return replace(right, body=right.body[:end] + comments + right.body[end:])


def _malformed(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, body=right.body.replace(b"</title>", b"</titel> & <", 1))


def _truncated(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, body=right.body[: len(right.body) * 3 // 5])


def _gzip(right: Reply, _context: FaultContext) -> Reply:
    packed = gzip.compress(right.body, mtime=0)
    return replace(right, body=packed, headers={**right.headers, "Content-Encoding": "gzip"})


def _gzip_tail(right: Reply, context: FaultContext) -> Reply:
    """Return 3 MB after the end of the gzip stream."""
    packed = _gzip(right, context)
    return replace(packed, length=TAIL, delivery=_and_more)


def _huge(right: Reply, _context: FaultContext) -> Reply:
    """Return the correct reply with 50 MB of spaces before its end."""
    end = found.start() if (found := _END.search(right.body)) else len(right.body)
    return replace(right, body=b"%b%b%b" % (right.body[:end], b" " * HUGE, right.body[end:]))


def _huge_gzip(right: Reply, context: FaultContext) -> Reply:
    return _gzip(_huge(right, context), context)


def _entity_bomb(right: Reply, _context: FaultContext) -> Reply:
    """Make the title an entity that expands to ten others, nine levels deep: 3 GB of text."""
    bomb = b'<!DOCTYPE x [\n<!ENTITY e0 "ha!">\n'
    for level in range(1, 10):
        bomb += b'<!ENTITY e%d "%b">\n' % (level, b"&e%d;" % (level - 1) * 10)
    body = _DECLARATION.sub(lambda found: found[0] + b"\n" + bomb + b"]>", right.body, count=1)
    return replace(right, body=body.replace(b"<title>", b"<title>&e9;", 1))


def _wrong_type(right: Reply, _context: FaultContext) -> Reply:
    return replace(right, content_type="application/octet-stream")


def _stale(_right: Reply, context: FaultContext) -> Reply:
    return context.stale()


def _in_pieces(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    yield head
    size = max(1, len(body) // _PIECES)
    for at in range(0, len(body), size):
        yield Wait.PAUSE
        yield body[at : at + size]


def _drop_by_drop(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    yield head
    yield from _drops(body)


def _half_then_drops(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    half = len(body) // 2
    yield from at_once(head, body[:half])
    yield from _drops(body[half:])


def _head_drop_by_drop(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    yield from _drops(head)
    yield body


def _drops(content: bytes) -> Iterator[bytes | Wait]:
    for byte in content:
        yield bytes([byte])
        yield Wait.PAUSE


def _and_more(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    yield from at_once(head, body)
    yield from repeat(bytes(_MEGABYTE), TAIL // _MEGABYTE)


def _nothing_yet(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    yield Wait.HANG
    yield from at_once(head, body)


def _half_then_nothing(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    half = len(body) // 2
    yield from at_once(head, body[:half])
    yield Wait.HANG
    yield body[half:]


def _half(head: bytes, body: bytes) -> Iterator[bytes | Wait]:
    return at_once(head, body[: len(body) // 2])


FAULTS: Mapping[str, Fault] = {
    "429": _rate_exceeded(429),
    "429-seconds": _retry_after_seconds,
    "429-date": _retry_after_date,
    "retry-after-far": _retry_after("Mon, 01 Jan 99999999999999 00:00:00 GMT"),
    "retry-after-huge": _retry_after("9" * 5000),
    "retry-after-garbage": _retry_after("in a while, \xe9"),
    "406": _not_acceptable,
    "503": _unavailable,
    "rate-exceeded": _rate_exceeded(200),
    "301": _moved,
    "moved-to-punycode": _moved_to("https://xn--0.arxiv.org/rss/cs.AI"),
    "moved-to-nonsense": _moved_to("https://[::1\xe9/"),
    "304": _not_modified,
    "etag-not-ascii": _validator('"\xe9"'),
    "etag-huge": _validator(f'"{"a" * 60_000}"'),
    "slow": _slow,
    "drip": _drip,
    "drip-late": _drip_late,
    "drip-head": _drip_head,
    "hang": _hang,
    "hang-midway": _hang_midway,
    "cut": _cut,
    "length-too-long": _length_too_long,
    "length-too-short": _length_too_short,
    "html": _html_page,
    "empty-page": _empty_page,
    "empty-body": _empty_body,
    "error-entry": _error_entry,
    "error-text": _error_text,
    "refusal-text": _refusal_text,
    "one-a-page": _one_a_page,
    "large": _large,
    "malformed": _malformed,
    "truncated": _truncated,
    "gzip": _gzip,
    "gzip-tail": _gzip_tail,
    "huge": _huge,
    "huge-gzip": _huge_gzip,
    "entity-bomb": _entity_bomb,
    "wrong-type": _wrong_type,
    "stale": _stale,
}
