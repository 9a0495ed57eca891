"""The server itself: what it records, and how it stops."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest

from tests.loopback.asking import FRIDAY, many
from tests.loopback.faulty import Loopback

PAPERS = many(3)
PATIENCE = 10


def at_friday(**known: object) -> Loopback:
    return Loopback(PAPERS, now=lambda: FRIDAY, **known)  # type: ignore[arg-type]


def test_it_listens_on_this_machine_only() -> None:
    with at_friday() as server:
        assert urlsplit(server.url).hostname == "127.0.0.1"
        assert urlsplit(server.url).scheme == "http"


def test_requests_are_recorded_as_they_came() -> None:
    ticks = count(100)
    with at_friday(clock=lambda: float(next(ticks))) as server:
        with httpx.Client(base_url=server.url, headers={"User-Agent": "me", "X-Odd": "1"}) as one:
            one.get("/rss/cs.AI+math")
            one.get("/api/query", params={"search_query": "cat:cs.AI AND ti:a+b", "start": "0"})
            one.get("/pdf/math%2F0309136")
        feed, api, pdf = server.requests
    assert (feed.at, feed.method, feed.path, feed.query) == (100.0, "GET", "/rss/cs.AI+math", {})
    assert (feed.headers["user-agent"], feed.headers["x-odd"]) == ("me", "1")
    assert api.at == 101.0
    assert api.query == {"search_query": "cat:cs.AI AND ti:a+b", "start": "0"}
    assert (pdf.path, pdf.target) == ("/pdf/math/0309136", "/pdf/math%2F0309136")


def test_a_query_can_be_posted() -> None:
    with at_friday() as server:
        got = httpx.get(f"{server.url}/api/query", params={"search_query": "cat:cs.AI"})
        posted = httpx.post(f"{server.url}/api/query", data={"search_query": "cat:cs.AI"})
        assert posted.content == got.content
        assert server.requests[1].method == "POST"
        assert server.requests[1].query == {"search_query": "cat:cs.AI"}


def test_a_connection_is_kept_for_the_next_request() -> None:
    with at_friday() as server, socket.create_connection(_address(server)) as raw:
        raw.settimeout(PATIENCE)
        for _ in range(2):
            raw.sendall(b"GET /rss HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while b"/rss/cs.AI+math.\n" not in answer:
                answer += raw.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\nDate: Fri, 13 Feb 2026 15:00:00 GMT\r\n")


def test_time_is_asked_for_at_every_request() -> None:
    moments = iter([datetime(2026, 2, 13, 0, 59, tzinfo=UTC), FRIDAY])
    with Loopback(PAPERS, now=lambda: next(moments)) as server:
        url = f"{server.url}/api/query?search_query=cat:cs.AI"
        before, after = httpx.get(url), httpx.get(url)
    assert b"<opensearch:totalResults>0<" in before.content
    assert b"<opensearch:totalResults>3<" in after.content


def test_many_threads_at_once() -> None:
    with at_friday() as server:
        server.fault("429", times=10)
        url = f"{server.url}/rss/cs.AI"
        with httpx.Client() as client, ThreadPoolExecutor(8) as pool:
            statuses = [one.status_code for one in pool.map(client.get, [url] * 80)]
        assert sorted(statuses) == [200] * 70 + [429] * 10
        assert len(server.requests) == 80


@pytest.mark.parametrize("fault", ["hang", "hang-midway"])
def test_closing_hangs_up_on_clients_that_wait(fault: str) -> None:
    with ThreadPoolExecutor(3) as pool, httpx.Client(timeout=PATIENCE) as client:
        with at_friday() as server:
            server.fault(fault)
            waiting = []
            for _ in range(3):
                server.hung.clear()
                waiting.append(pool.submit(client.get, f"{server.url}/rss/cs.AI"))
                assert server.hung.wait(PATIENCE)
        for one in waiting:
            assert isinstance(one.exception(PATIENCE), httpx.RemoteProtocolError)


def test_closing_does_not_wait_for_a_pause() -> None:
    """This pause does not end before the test does."""
    started, ended = Event(), Event()

    def pause() -> None:
        started.set()
        ended.wait()

    with ThreadPoolExecutor(1) as pool:
        with at_friday(pause=pause) as server:
            server.fault("slow")
            waiting = pool.submit(httpx.get, f"{server.url}/rss/cs.AI", timeout=PATIENCE)
            assert started.wait(PATIENCE)
        assert isinstance(waiting.exception(PATIENCE), httpx.RemoteProtocolError)
        ended.set()


def test_closing_ends_idle_connections_and_the_port_is_free() -> None:
    with at_friday() as server:
        address = _address(server)
        raw = socket.create_connection(address)
        raw.settimeout(PATIENCE)
        raw.sendall(b"GET /rss HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.recv(4096)
    with raw:
        while raw.recv(4096):
            pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_it_can_be_closed_twice_and_before_it_was_started() -> None:
    server = at_friday()
    server.start()
    address = _address(server)
    server.close()
    server.close()
    at_friday().close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def _address(server: Loopback) -> tuple[str, int]:
    where = urlsplit(server.url)
    assert where.hostname
    assert where.port
    return where.hostname, where.port
