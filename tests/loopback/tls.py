"""Servers with given answers, with or without TLS, and a proxy that intercepts."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import trustme

Answering = Callable[[bytes], bytes]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return the bytes of an answer; `content_type` is the header Content-Type."""
    told = {"content_length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def moved(location: str) -> bytes:
    """Return the bytes of a redirect."""
    return answer(status="302 Found", location=location)


class Wire(ThreadingTCPServer):
    """A server on this machine, as a context manager.

    Args:
        says: Returns the answer to the head of a request; an empty one closes the connection.
        certificate: The certificate for TLS.
        is_proxy: Expect CONNECT first in each connection, which `says` may refuse; then answer in
            place of the host, as a man in the middle does.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        says: Answering,
        certificate: trustme.LeafCert | None = None,
        *,
        is_proxy: bool = False,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.says = says
        self.is_proxy = is_proxy
        self.greets = b""
        self.heads: list[bytes] = []
        self.ended = Event()
        self.context: ssl.SSLContext | None = None
        if certificate:
            self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            certificate.configure_cert(self.context)

    @property
    def place(self) -> str:
        """The host and the port."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def asked(self) -> list[str]:
        """Return the first line of each request, without the version."""
        return [head.split(b"\r\n")[0].decode().removesuffix(" HTTP/1.1") for head in self.heads]

    def headers(self, number: int) -> dict[str, str]:
        """Return the headers of a request, by their names in lower case."""
        lines = self.heads[number].decode("latin-1").split("\r\n")[1:-2]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def __enter__(self) -> "Wire":
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()


class _Connection(BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        with suppress(OSError):
            self.request.sendall(self.server.greets)
            said = self._answered(self.request) if self.server.is_proxy else b"HTTP/1.1 200"
            if said.startswith(b"HTTP/1.1 200"):
                self._serve(self.request)

    def _serve(self, plain: socket.socket) -> None:
        context = self.server.context
        with context.wrap_socket(plain, server_side=True) if context else plain as connection:
            while self._answered(connection):
                pass

    def _answered(self, connection: socket.socket) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = connection.recv(1)
            if not byte:
                return b""
            head += byte
        self.server.heads.append(head)
        said = self.server.says(head)
        connection.sendall(said)
        return said


def closed_port() -> int:
    """Return a port of this machine where nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
