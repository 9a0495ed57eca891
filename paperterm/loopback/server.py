"""The loopback arXiv as an HTTP server on 127.0.0.1."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from paperterm.loopback.replies import Reply, Request
from paperterm.loopback.site import Site
from paperterm.model import AnnouncedPaper


def utc_now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


class Loopback:
    """An arXiv on 127.0.0.1. `with Loopback(papers) as server:` serves until the block ends.

    Args:
        papers: All announcements, including future ones; a day is visible once it was mailed.
        now: Returns the server's time, UTC, which decides what is visible.
        conditional: Reply 304 to the ETag of a feed that has not changed.
        clock: Returns the time of recorded requests.
        pages: Whole papers by id, and their pictures; see `Site`.
        lacking: What to say of a paper without a page.
    """

    def __init__(
        self,
        papers: Iterable[AnnouncedPaper],
        *,
        now: Callable[[], datetime] = utc_now,
        conditional: bool = False,
        clock: Callable[[], float] = time.monotonic,
        pages: Mapping[str, bytes] | None = None,
        lacking: str = "",
    ) -> None:
        self.closing = Event()
        self.site = Site(papers, conditional=conditional, pages=pages, lacking=lacking)
        self._now = now
        self._clock = clock
        self._lock = Lock()
        self._requests: list[Request] = []
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
        self.closing.set()
        if self._thread.is_alive():
            # The thread waits for a connection.
            with contextlib.suppress(OSError), socket.create_connection(self._listener.address):
                pass
            self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()

    def answer(self, request: Request) -> tuple[Reply, datetime]:
        """Record a request; return the reply to send and the time on the server."""
        now = self._now()
        with self._lock:
            self._requests.append(request)
        return self.reply(request, now), now

    def reply(self, request: Request, now: datetime) -> Reply:
        """Return the reply to a request."""
        return self.site.answer(request, now)

    def clock(self) -> float:
        """Return the time for a recorded request."""
        return self._clock()

    def _listen(self) -> None:
        while not self.closing.is_set():
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
        for part in answer.delivery(head, answer.body):
            self.wfile.write(part)
            sent += len(part)
        if sent != len(head) + answer.stated_length and answer.status != 304:
            self.close_connection = True
