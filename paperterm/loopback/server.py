"""The loopback arXiv as a real HTTP server, bound to 127.0.0.1, that can be told to misbehave."""

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
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from paperterm.loopback.faults import Asked, Fault, named
from paperterm.loopback.replies import Reply, Request, Wait
from paperterm.loopback.site import Site
from paperterm.model import AnnouncedPaper

_BLINK = 0.05


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass
class _Planned:
    """A fault for the next requests under a path; `times` is None for all of them."""

    fault: Fault
    path: str
    times: int | None
    after: int


class Loopback:
    """An arXiv on 127.0.0.1. `with Loopback(papers) as server:` serves until the block ends.

    Args:
        papers: Everything that is ever announced; a day can be seen once it was mailed.
        now: The time of the server, UTC: it decides which papers there are.
        conditional: Answer 304 to the ETag of a feed that has not changed.
        pause: What the fault `slow` does between two pieces; a twentieth of a second by default.
        clock: What dates the recorded requests.
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
        """Set as soon as a request hangs; a test may clear it and wait for the next one."""
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Its address, once it was started: `http://127.0.0.1:PORT`."""
        return f"http://{self._listener.host}"

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in the order of their arrival."""
        with self._lock:
            return list(self._requests)

    def start(self) -> None:
        """Bind to a free port and answer in a thread of its own."""
        self._listener.server_bind()
        self._listener.server_activate()
        self._thread.start()

    def close(self) -> None:
        """Stop at once: nothing is awaited, and clients that hang lose their connection."""
        self._closing.set()
        self.release()
        if self._thread.is_alive():
            # It sleeps until somebody calls.
            with contextlib.suppress(OSError), socket.create_connection(self._listener.address):
                pass
            self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()

    def fault(
        self, name: str, *, path: str = "/", times: int | None = None, after: int = 0
    ) -> None:
        """Misbehave, as one row of `faults.FAULTS` says.

        Where several faults are meant for a request, the one that was asked for first is taken.

        Args:
            name: The row.
            path: Only requests whose path begins like this.
            times: For how many of them; None: until `calm`.
            after: How many of them are answered rightly before.

        Raises:
            InputError: There is no fault of that name.
        """
        planned = _Planned(named(name), path, times, after)
        with self._lock:
            self._planned.append(planned)

    def calm(self) -> None:
        """Forget all faults; requests that hang go on hanging."""
        with self._lock:
            self._planned.clear()

    def release(self) -> None:
        """Answer the requests that hang now."""
        with self._lock:
            released, self._released = self._released, Event()
        released.set()

    def answer(self, request: Request) -> tuple[Reply, datetime]:
        """Record a request, and find the answer to send and the time it was made at."""
        now = self._now()
        fault = self._record(request)
        right = self._site.answer(request, now)
        if fault is None:
            return right, now
        stale = partial(self._site.answer, request, now, stale=True)
        return fault(right, Asked(request, now, self._listener.host, stale)), now

    def wait(self, wait: Wait) -> None:
        """Do what has to be done between two pieces of an answer.

        Raises:
            ConnectionAbortedError: The server is closing.
        """
        if wait is Wait.PAUSE:
            self._pause()
        else:
            with self._lock:
                released = self._released
            self.hung.set()
            # One that is closing releases for the last time: who comes later must not wait.
            if not self._closing.is_set():
                released.wait()
        if self._closing.is_set():
            raise ConnectionAbortedError

    def clock(self) -> float:
        """The time that recorded requests carry."""
        return self._clock()

    def _record(self, request: Request) -> Fault | None:
        """Keep a request, and find the fault that is meant for it."""
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
    """The socket. Not `HTTPServer`, which asks the name service for the name of 127.0.0.1."""

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
        """The same, as it is written."""
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
        """End all connections, so that no thread goes on reading or writing."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error; everything else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Conversation(BaseHTTPRequestHandler):
    """One connection, and the requests that come over it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are recorded, not logged."""

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
