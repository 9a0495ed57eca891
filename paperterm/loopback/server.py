"""The loopback arXiv as an HTTP server on 127.0.0.1 that can simulate faults."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from paperterm.loopback.faults import Fault, FaultContext, find_fault
from paperterm.loopback.replies import Reply, Request, Wait
from paperterm.loopback.site import Site
from paperterm.model import AnnouncedPaper

_BLINK = 0.05


def utc_now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


@dataclass
class _Planned:
    """A fault for the next requests under a path; `times` is None for all."""

    fault: Fault
    path: str
    times: int | None
    after: int


class Loopback:
    """An arXiv on 127.0.0.1. `with Loopback(papers) as server:` serves until the block ends.

    Args:
        papers: All announcements, including future ones; a day is visible once it was mailed.
        now: Returns the server's time, UTC, which decides what is visible.
        conditional: Reply 304 to the ETag of a feed that has not changed.
        pause: Called by the fault `slow` between two parts; waits 50 ms by default.
        clock: Returns the time of recorded requests.
    """

    def __init__(
        self,
        papers: Iterable[AnnouncedPaper],
        *,
        now: Callable[[], datetime] = utc_now,
        conditional: bool = False,
        pause: Callable[[], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.hung = Event()
        """Set when a request hangs; a test may clear it and wait for the next."""
        self._site = Site(papers, conditional=conditional)
        self._now = now
        self._clock = clock
        self._closing = Event()
        self._pause = pause or partial(self._closing.wait, _BLINK)
        self._released = Event()
        self._lock = Lock()
        self._requests: list[Request] = []
        self._planned: list[_Planned] = []
        self._listener = _Listener(self)
        self._thread = Thread(target=self._listen, name="loopback arXiv", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The address of the started server: `http://127.0.0.1:PORT`."""
        return f"http://{self._listener.host}"

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order of arrival."""
        with self._lock:
            return list(self._requests)

    def start(self) -> None:
        """Bind to a free port and serve in a thread."""
        self._listener.server_bind()
        self._listener.server_activate()
        self._thread.start()

    def close(self) -> None:
        """Stop at once; open connections are closed."""
        self._closing.set()
        self.release()
        if self._thread.is_alive():
            # The thread waits for a connection.
            with contextlib.suppress(OSError), socket.create_connection(self._listener.address):
                pass
            self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()

    def fault(
        self, name: str, *, path: str = "/", times: int | None = None, after: int = 0
    ) -> None:
        """Simulate a fault of `faults.FAULTS`.

        If several faults apply to a request, the first that was set is used.

        Args:
            name: The name of the fault.
            path: Apply it only to requests whose path begins with this.
            times: The number of requests to apply it to; None for all until `calm`.
            after: The number of requests to reply to correctly before.

        Raises:
            InputError: The name is unknown.
        """
        planned = _Planned(find_fault(name), path, times, after)
        with self._lock:
            self._planned.append(planned)

    def calm(self) -> None:
        """Remove all faults; requests that hang continue to hang."""
        with self._lock:
            self._planned.clear()

    def release(self) -> None:
        """Reply to the requests that hang."""
        with self._lock:
            released, self._released = self._released, Event()
        released.set()

    def answer(self, request: Request) -> tuple[Reply, datetime]:
        """Record a request; return the reply to send and the time on the server."""
        now = self._now()
        fault = self._record(request)
        right = self._site.answer(request, now)
        if fault is None:
            return right, now
        stale = partial(self._site.answer, request, now, stale=True)
        return fault(right, FaultContext(request, now, self._listener.host, stale)), now

    def wait(self, wait: Wait) -> None:
        """Wait between two parts of a reply.

        Raises:
            ConnectionAbortedError: The server is closing.
        """
        if wait is Wait.PAUSE:
            self._pause()
        else:
            with self._lock:
                released = self._released
            self.hung.set()
            # A server that is closing does not release again, so a later request must not wait.
            if not self._closing.is_set():
                released.wait()
        if self._closing.is_set():
            raise ConnectionAbortedError

    def clock(self) -> float:
        """Return the time for a recorded request."""
        return self._clock()

    def _record(self, request: Request) -> Fault | None:
        """Record a request and return the fault that applies to it."""
        with self._lock:
            self._requests.append(request)
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

    def _listen(self) -> None:
        while not self._closing.is_set():
            self._listener.handle_request()


class _Listener(ThreadingTCPServer):
    """The socket. `HTTPServer` would look up the name of 127.0.0.1."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, loopback: Loopback) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation, bind_and_activate=False)
        self.loopback = loopback
        self._lock = Lock()
        self._open: set[socket.socket] = set()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, port = self.socket.getsockname()
        return host, port

    @property
    def host(self) -> str:
        """Host and port as in a URL."""
        return "{}:{}".format(*self.address)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close all connections, so that no thread continues to read or write."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect, and print any other error."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Conversation(BaseHTTPRequestHandler):
    """One connection and its requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing; requests are recorded."""

    def _answer(self, form: str) -> None:
        target = urlsplit(self.path)
        loopback = self.server.loopback
        request = Request(
            loopback.clock(),
            self.command,
            unquote(target.path),
            dict(parse_qsl(f"{target.query}&{form}", keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.path,
        )
        answer, now = loopback.answer(request)
        head = answer.head(now)
        sent = 0
        for step in answer.delivery(head, answer.body):
            if isinstance(step, Wait):
                loopback.wait(step)
            else:
                self.wfile.write(step)
                sent += len(step)
        if sent != len(head) + answer.stated_length and answer.status != 304:
            self.close_connection = True
