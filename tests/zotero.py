"""A Zotero on 127.0.0.1, with its local interface and that of the connector."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

ITEMS = "/api/users/0/items"


@dataclass
class Zotero:
    """What it holds, and what it does.

    Attributes:
        items: The data of its items.
        is_open: The local interface is switched on.
        writes: It may create items: "yes", "no" (older versions), "refused" by the user, "broken"
            (10.0.3, an error), "failed" (a list of failures), or "late" (an error, though created).
        readonly: The connector cannot save: a library that may not be changed is selected.
        stops_after: It closes the connection of the connector after so many items.
        raw: Answers requests for items with this.
    """

    items: list[dict[str, Any]] = field(default_factory=list)
    is_open: bool = True
    writes: str = "yes"
    readonly: bool = False
    stops_after: int | None = None
    raw: bytes | None = None
    sessions: set[str] = field(default_factory=set)
    pages: int = 0
    url: str = ""

    @property
    def preprints(self) -> list[dict[str, Any]]:
        """The items that are papers."""
        return [one for one in self.items if one["itemType"] == "preprint"]

    def get(self, path: str) -> tuple[int, object, dict[str, str]]:
        """Answer a request for items, and count it."""
        self.pages += 1
        parts = urlsplit(path)
        if not self.is_open:
            return 403, "Local API is not enabled", {}
        if parts.path != f"{ITEMS}/top":
            return 404, "Not found", {}
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        some = [one for one in self.items if "parentItem" not in one]
        start = int(asked.get("start", "0"))
        page = some[start : start + int(asked.get("limit", "25"))]
        return 200, [{"data": one} for one in page], {"Total-Results": str(len(some))}

    def create(self, items: list[dict[str, Any]]) -> tuple[int, object]:
        """Answer a request to create items by the local interface."""
        if not self.is_open:
            return 403, "Local API is not enabled"
        status = {"no": 501, "refused": 403, "broken": 500}.get(self.writes)
        if status:
            return status, "error"
        if self.writes == "failed":
            return 200, {"success": {}, "failed": {str(at): {} for at in range(len(items))}}
        keys = {}
        for at, one in enumerate(items):
            keys[str(at)] = f"KEY{len(self.items):05}"
            self.items.append({**one, "key": keys[str(at)]})
        return (500, "error") if self.writes == "late" else (200, {"success": keys, "failed": {}})

    def save(self, sent: dict[str, Any]) -> tuple[int, object] | None:
        """Answer the connector; None closes the connection."""
        if self.readonly:
            return 500, {"libraryEditable": False}
        if sent["sessionID"] in self.sessions:
            return 409, {"error": "SESSION_EXISTS"}
        if self.stops_after is not None and len(self.items) >= self.stops_after:
            return None
        self.sessions.add(sent["sessionID"])
        self.items += sent["items"]
        return 201, {}


@contextmanager
def running(zotero: Zotero) -> Iterator[Zotero]:
    """Serve until the block ends; `zotero.url` is the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, found, headers = zotero.get(self.path)
            self.answer(status, found if zotero.raw is None else zotero.raw, headers)

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = (
                zotero.create(sent)
                if self.path == ITEMS
                else zotero.save(sent)
                if self.path == "/connector/saveItems"
                else (404, "Not found")
            )
            if answer:
                self.answer(*answer, {})

        def answer(self, status: int, content: object, headers: dict[str, str]) -> None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    zotero.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield zotero
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
