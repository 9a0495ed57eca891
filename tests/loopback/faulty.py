"""The loopback arXiv with faults: one row of `FAULTS` each.

A fault turns the correct reply into the one that is sent. Most of them have been observed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from itertools import repeat
from threading import Event, Lock
from typing import Any, NamedTuple, TypeAlias

from paperterm.loopback import atom, server
from paperterm.loopback.html import framed, no_document, no_html, page, whole_page
from paperterm.loopback.replies import Reply, Request, at_once
from paperterm.loopback.site import ATOM
from paperterm.model import AnnouncedPaper

RETRY_AFTER = timedelta(minutes=2)
HUGE = 50_000_000
LARGE = 12_000_000
TAIL = 3_000_000
_MEGABYTE = 1_000_000
_LONG_TEXT = "something went wrong " * 50_000
_PIECES = 16
_BLINK = 0.05
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
    have the newest batch yet; `pause` and `hang` wait between two parts of a reply.
    """

    request: Request
    now: datetime
    host: str
    stale: Callable[[], Reply]
    pause: Callable[[], None]
    hang: Callable[[], None]


Fault: TypeAlias = Callable[[Reply, FaultContext], Reply]
_Sent: TypeAlias = Callable[[Callable[[], None], bytes, bytes], Iterator[bytes]]


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


def _blocked(_right: Reply, _context: FaultContext) -> Reply:
    return Reply(403, b"Access denied.", "text/plain")


def _html(outcome: Callable[[str], Reply]) -> Fault:
    """Return what arXiv sends when it has no whole paper."""
    return lambda _right, context: outcome(context.request.path.removeprefix("/html/"))


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


def _pausing(sent: _Sent) -> Fault:
    """Return a fault that pauses between pieces of the right reply."""
    return lambda right, context: replace(right, delivery=partial(sent, context.pause))


def _hanging(sent: _Sent) -> Fault:
    """Return a fault that hangs at some point of the right reply."""
    return lambda right, context: replace(right, delivery=partial(sent, context.hang))


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


def _in_pieces(pause: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    yield head
    size = max(1, len(body) // _PIECES)
    for at in range(0, len(body), size):
        pause()
        yield body[at : at + size]


def _drop_by_drop(pause: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    yield head
    yield from _drops(pause, body)


def _half_then_drops(pause: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    half = len(body) // 2
    yield from at_once(head, body[:half])
    yield from _drops(pause, body[half:])


def _head_drop_by_drop(pause: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    yield from _drops(pause, head)
    yield body


def _drops(pause: Callable[[], None], content: bytes) -> Iterator[bytes]:
    for byte in content:
        yield bytes([byte])
        pause()


def _and_more(head: bytes, body: bytes) -> Iterator[bytes]:
    yield from at_once(head, body)
    yield from repeat(bytes(_MEGABYTE), TAIL // _MEGABYTE)


def _nothing_yet(hang: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    hang()
    yield from at_once(head, body)


def _half_then_nothing(hang: Callable[[], None], head: bytes, body: bytes) -> Iterator[bytes]:
    half = len(body) // 2
    yield from at_once(head, body[:half])
    hang()
    yield body[half:]


def _half(head: bytes, body: bytes) -> Iterator[bytes]:
    return at_once(head, body[: len(body) // 2])


def _no_file(ref: str) -> Reply:
    text = "<p>HTML or source was not provided to generate HTML or a PDF.</p>"
    body = f"<h1>File unavailable for {escape(ref)}</h1>\n{text}"
    return Reply(200, framed(f"No file for {ref}", body))


def _files(ref: str) -> Reply:
    names = ("report.htm", "appendix.htm")
    items = "".join(f'<li><a href="/html/{escape(ref)}/{name}">{name}</a></li>' for name in names)
    body = f"<h1>The following files are available for {escape(ref)}</h1>\n<ul>{items}</ul>"
    return Reply(200, framed(ref, body))


def _failed(ref: str) -> Reply:
    error = '<span class="ltx_ERROR undefined">\\tl</span>_new:c par, sentence'
    return Reply(200, page("Untitled Document", ref, f'<p class="ltx_p">{error}</p>'))


def _stub(ref: str) -> Reply:
    error = '<span class="ltx_ERROR undefined">\\includepdf</span>[pages=-]paper.pdf'
    return Reply(200, page("Untitled Document", ref, f'<p class="ltx_p">{error}</p>'))


def _wrong(ref: str) -> Reply:
    return Reply(200, whole_page("Instructions for Authors of Proceedings", ref))


def native_page(title: str) -> bytes:
    """Return a page that authors wrote themselves."""
    return framed(title, f"<h1>{escape(title)}</h1>\n<p>{'They have many sentences. ' * 40}</p>")


OUTCOMES: Mapping[str, Callable[[str], Reply]] = {
    "failed": _failed,
    "stub": _stub,
    "files": _files,
    "none": no_html,
    "withdrawn": _no_file,
    "unknown": no_document,
    "wrong": _wrong,
}
"""What arXiv sends for an id with a version instead of a whole paper."""

FAULTS: Mapping[str, Fault] = {
    "429": _rate_exceeded(429),
    "429-seconds": _retry_after_seconds,
    "429-date": _retry_after_date,
    "retry-after-far": _retry_after("Mon, 01 Jan 99999999999999 00:00:00 GMT"),
    "retry-after-huge": _retry_after("9" * 5000),
    "retry-after-garbage": _retry_after("in a while, \xe9"),
    "403": _blocked,
    "406": _not_acceptable,
    "503": _unavailable,
    "rate-exceeded": _rate_exceeded(200),
    "301": _moved,
    "moved-to-punycode": _moved_to("https://xn--0.arxiv.org/rss/cs.AI"),
    "moved-to-nonsense": _moved_to("https://[::1\xe9/"),
    "304": _not_modified,
    "etag-not-ascii": _validator('"\xe9"'),
    "etag-huge": _validator(f'"{"a" * 60_000}"'),
    "slow": _pausing(_in_pieces),
    "drip": _pausing(_drop_by_drop),
    "drip-late": _pausing(_half_then_drops),
    "drip-head": _pausing(_head_drop_by_drop),
    "hang": _hanging(_nothing_yet),
    "hang-midway": _hanging(_half_then_nothing),
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
    **{f"html-{name}": _html(outcome) for name, outcome in OUTCOMES.items()},
}


@dataclass
class _Planned:
    """A fault for the next requests under a path; `times` is None for all."""

    fault: Fault
    path: str
    times: int | None
    after: int


class Loopback(server.Loopback):
    """A loopback arXiv that can simulate faults.

    Args:
        papers: All announcements, as for any.
        pause: Called by the fault `slow` between two parts; waits 50 ms by default.
        options: The options of any.
    """

    def __init__(
        self,
        papers: Iterable[AnnouncedPaper],
        *,
        pause: Callable[[], object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(papers, **options)
        self.hung = Event()
        """Set when a request hangs; a test may clear it and wait for the next."""
        self._pause = pause or partial(self.closing.wait, _BLINK)
        self._released = Event()
        self._changing = Lock()
        self._planned: list[_Planned] = []

    def close(self) -> None:
        """Stop at once; open connections are closed."""
        self.closing.set()
        self.release()
        super().close()

    def fault(
        self, name: str, *, path: str = "/", times: int | None = None, after: int = 0
    ) -> None:
        """Simulate a fault of `FAULTS`.

        If several faults apply to a request, the first that was set is used.

        Args:
            name: The name of the fault.
            path: Apply it only to requests whose path begins with this.
            times: The number of requests to apply it to; None for all until `calm`.
            after: The number of requests to reply to correctly before.
        """
        planned = _Planned(FAULTS[name], path, times, after)
        with self._changing:
            self._planned.append(planned)

    def calm(self) -> None:
        """Remove all faults; requests that hang continue to hang."""
        with self._changing:
            self._planned.clear()

    def release(self) -> None:
        """Reply to the requests that hang."""
        with self._changing:
            released, self._released = self._released, Event()
        released.set()

    def reply(self, request: Request, now: datetime) -> Reply:
        """Return the reply to a request, or what a fault makes of it."""
        right = super().reply(request, now)
        if (fault := self._next_fault(request)) is None:
            return right
        stale = partial(self.site.answer, request, now, stale=True)
        host = self.url.removeprefix("http://")
        return fault(right, FaultContext(request, now, host, stale, self._wait, self._hang))

    def _wait(self) -> None:
        self._pause()
        self._stop_if_closing()

    def _hang(self) -> None:
        with self._changing:
            released = self._released
        self.hung.set()
        # A server that is closing does not release again, so a later request must not wait.
        if not self.closing.is_set():
            released.wait()
        self._stop_if_closing()

    def _stop_if_closing(self) -> None:
        if self.closing.is_set():
            raise ConnectionAbortedError

    def _next_fault(self, request: Request) -> Fault | None:
        """Return the fault that applies to a request."""
        with self._changing:
            meant = [one for one in self._planned if request.path.startswith(one.path)]
            chosen = None
            for planned in meant:
                if planned.after:
                    planned.after -= 1
                elif chosen is None:
                    chosen = planned
            if chosen is None:
                return None
            if chosen.times is not None:
                chosen.times -= 1
                if chosen.times < 1:
                    self._planned.remove(chosen)
            return chosen.fault
