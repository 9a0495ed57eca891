"""Every fault, as a client sees it over a real connection."""

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parsedate_to_datetime
from threading import Semaphore
from xml.etree import ElementTree

import httpx
import pytest

from paperterm.model import Day
from tests.loopback.asking import FRIDAY, NAMES, announced, many
from tests.loopback.faulty import FAULTS, HUGE, RETRY_AFTER, Loopback

PAPERS = [*many(30, abstract="Long enough. " * 20), announced(99, day=Day(2026, 2, 11))]
API, RSS = "/api/query?search_query=cat:cs.AI", "/rss/cs.AI"
Disturbed = httpx.RemoteProtocolError | UnicodeError | None
PATIENCE = 10  # seconds after which a test that waits for the other side gives up


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(PAPERS, now=lambda: FRIDAY, pause=lambda: None) as one:
        yield one


@pytest.fixture
def client(server: Loopback) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE, trust_env=False) as one:
        yield one


@pytest.fixture
def right(client: httpx.Client) -> bytes:
    """The feed without a fault."""
    return client.get(RSS).content


def entries(answer: httpx.Response) -> int:
    """How many papers are in it.

    Raises:
        ElementTree.ParseError: It is no XML.
    """
    feed = ElementTree.fromstring(answer.content)
    return len(feed.findall("atom:entry", NAMES)) + len(feed.findall("channel/item"))


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ("429", 429, b"Rate exceeded."),
        ("429-seconds", 429, b"Rate exceeded."),
        ("429-date", 429, b"Rate exceeded."),
        ("406", 406, b""),
        ("rate-exceeded", 200, b"Rate exceeded."),
        ("empty-body", 200, b""),
    ],
)
@pytest.mark.parametrize("path", [API, RSS, "/pdf/2602.00001"])
def test_refusals(
    server: Loopback, client: httpx.Client, path: str, fault: str, status: int, body: bytes
) -> None:
    server.fault(fault)
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (status, body)


def test_retry_after(server: Loopback, client: httpx.Client) -> None:
    for name in ("429", "406", "503"):
        server.fault(name, times=1)
        assert "retry-after" not in client.get(API).headers
    server.fault("429-seconds", times=1)
    assert timedelta(seconds=int(client.get(API).headers["retry-after"])) == RETRY_AFTER
    server.fault("429-date", times=1)
    assert parsedate_to_datetime(client.get(API).headers["retry-after"]) == FRIDAY + RETRY_AFTER


def test_406_looks_like_that_of_the_network(server: Loopback, client: httpx.Client) -> None:
    server.fault("406")
    headers = client.get(API).headers
    assert headers["cache-control"] == "private, no-store"
    assert headers["via"] == "1.1 varnish, 1.1 varnish"


def test_503_and_html(server: Loopback, client: httpx.Client) -> None:
    for name, status in (("503", 503), ("html", 200)):
        server.fault(name, times=1)
        answer = client.get(API)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.text.startswith("<!DOCTYPE html>")


def test_301_names_the_https_form(server: Loopback, client: httpx.Client) -> None:
    server.fault("301")
    answer = client.get(API)
    assert answer.status_code == 301
    assert answer.headers["location"] == server.url.replace("http", "https") + API


def test_304_comes_whether_it_was_asked_for_or_not(
    server: Loopback, client: httpx.Client, right: bytes
) -> None:
    tag = client.get(RSS).headers["etag"]
    server.fault("304", times=1)
    answer = client.get(RSS)
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert client.get(RSS).content == right


def test_slow_comes_whole_but_in_pieces(right: bytes) -> None:
    """The server goes on only when the client has read what there is."""
    read = Semaphore(0)
    with (
        Loopback(
            PAPERS, now=lambda: FRIDAY, pause=lambda: read.acquire(timeout=PATIENCE)
        ) as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as client,
    ):
        server.fault("slow")
        body, pieces = b"", 0
        with client.stream("GET", RSS) as answer:
            read.release()
            for piece in answer.iter_raw():
                body += piece
                pieces += 1
                read.release()
    assert body == right
    assert pieces >= 16


@pytest.mark.parametrize("fault", ["hang", "hang-midway"])
def test_hang_lasts_until_released(
    server: Loopback, client: httpx.Client, right: bytes, fault: str
) -> None:
    server.fault(fault, path="/rss", times=1)
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(client.get, RSS)
        assert server.hung.wait(PATIENCE)
        assert httpx.get(server.url + RSS).content == right  # others are served meanwhile
        assert not hanging.done()
        server.release()
        assert hanging.result(PATIENCE).content == right


def test_hang_runs_into_the_clients_timeout(server: Loopback) -> None:
    server.fault("hang")
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(server.url + RSS, timeout=httpx.Timeout(PATIENCE, read=0.01))


@pytest.mark.parametrize("fault", ["cut", "length-too-long"])
@pytest.mark.parametrize("path", [API, RSS, "/pdf/2602.00001"])
def test_a_body_that_is_shorter_than_promised(
    server: Loopback, client: httpx.Client, fault: str, path: str
) -> None:
    promised = len(client.get(path).content) + (100 if fault == "length-too-long" else 0)
    server.fault(fault, times=1)
    with client.stream("GET", path) as answer:
        assert int(answer.headers["content-length"]) == promised
        with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
            answer.read()
    assert client.get(path).status_code == 200


def test_a_length_that_is_too_short(server: Loopback, client: httpx.Client, right: bytes) -> None:
    server.fault("length-too-short", times=1)
    answer = client.get(RSS)
    assert answer.content == right[: len(right) * 3 // 4]
    assert client.get(RSS).content == right


def test_an_empty_page_promises_results(server: Loopback, client: httpx.Client) -> None:
    server.fault("empty-page", times=2)
    answer = client.get(API)
    feed = ElementTree.fromstring(answer.content)
    assert feed.findtext("opensearch:totalResults", None, NAMES) == "31"
    assert entries(answer) == 0
    assert entries(client.get(RSS)) == 0
    assert entries(client.get(API)) == 10


def test_an_error_entry_with_200(server: Loopback, client: httpx.Client) -> None:
    server.fault("error-entry")
    answer = client.get(API)
    assert answer.status_code == 200
    feed = ElementTree.fromstring(answer.content)
    assert feed.findtext("atom:entry/atom:title", None, NAMES) == "Error"


@pytest.mark.parametrize("path", [API, RSS, "/atom/cs.AI"])
@pytest.mark.parametrize("fault", ["malformed", "truncated"])
def test_broken_xml(server: Loopback, client: httpx.Client, path: str, fault: str) -> None:
    server.fault(fault)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"<?xml")
    assert int(answer.headers["content-length"]) == len(answer.content)
    with pytest.raises(ElementTree.ParseError):
        entries(answer)


def test_gzip(server: Loopback, client: httpx.Client, right: bytes) -> None:
    server.fault("gzip")
    with client.stream("GET", RSS) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw) == right
    assert client.get(RSS).content == right


def test_50_megabytes_are_still_a_feed(server: Loopback, client: httpx.Client) -> None:
    server.fault("huge")
    answer = client.get(RSS)
    assert len(answer.content) > HUGE
    assert entries(answer) == 30


def test_50_megabytes_packed_are_small(server: Loopback, client: httpx.Client) -> None:
    server.fault("huge-gzip")
    with client.stream("GET", RSS) as answer:
        assert int(answer.headers["content-length"]) < 200_000
        assert sum(map(len, answer.iter_bytes())) > HUGE


def test_a_client_that_reads_no_further_does_no_harm(
    server: Loopback, client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    server.fault("huge", times=1)
    with client.stream("GET", RSS) as answer:
        assert next(answer.iter_raw())
    assert entries(client.get(RSS)) == 30
    server.close()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("path", [API, RSS])
def test_an_entity_bomb(server: Loopback, client: httpx.Client, path: str) -> None:
    server.fault("entity-bomb")
    answer = client.get(path)
    assert answer.content.count(b"<!ENTITY") == 10
    assert b"<title>&e9;" in answer.content
    assert len(answer.content) < 30_000
    # The parser of the standard library refuses to expand it; without the bomb it reads the rest.
    with pytest.raises(ElementTree.ParseError):
        entries(answer)


def test_a_wrong_content_type(server: Loopback, client: httpx.Client, right: bytes) -> None:
    server.fault("wrong-type")
    answer = client.get(RSS)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.content == right


def test_a_stale_feed_has_todays_date(server: Loopback, client: httpx.Client) -> None:
    server.fault("stale", times=1)
    stale, fresh = (ElementTree.fromstring(client.get(RSS).content) for _ in "ab")
    for name in ("lastBuildDate", "pubDate", "item/pubDate"):
        assert stale.findtext(f"channel/{name}") == fresh.findtext(f"channel/{name}")
    assert [one.text for one in stale.iterfind("channel/item/link")] == [
        "https://arxiv.org/abs/2602.00099"
    ]
    assert len(fresh.findall("channel/item")) == 30


def test_a_stale_api_has_not_got_the_last_batch(server: Loopback, client: httpx.Client) -> None:
    server.fault("stale", times=1)
    stale, fresh = (ElementTree.fromstring(client.get(API).content) for _ in "ab")
    assert stale.findtext("opensearch:totalResults", None, NAMES) == "1"
    assert fresh.findtext("opensearch:totalResults", None, NAMES) == "31"


def test_faults_are_for_a_path_a_number_of_times_and_after_others(
    server: Loopback, client: httpx.Client
) -> None:
    server.fault("429", path="/rss", times=2, after=1)
    server.fault("503", path="/api")
    assert [client.get(RSS).status_code for _ in range(5)] == [200, 429, 429, 200, 200]
    assert [client.get(API).status_code for _ in range(3)] == [503] * 3
    server.calm()
    assert client.get(API).status_code == 200


def test_the_first_fault_that_was_asked_for_is_taken_first(
    server: Loopback, client: httpx.Client
) -> None:
    server.fault("429", times=1)
    server.fault("503", times=1)
    assert [client.get(RSS).status_code for _ in range(3)] == [429, 503, 200]


@pytest.mark.parametrize("fault", FAULTS)
def test_after_any_fault_on_any_page_the_next_answer_is_right(
    server: Loopback, client: httpx.Client, fault: str
) -> None:
    for path in (API, RSS, "/atom/cs.AI", "/pdf/2602.00001", "/rss/xx"):
        before = client.get(path)
        server.fault(fault, path=path.partition("?")[0], times=1)
        server.hung.clear()
        with ThreadPoolExecutor(1) as pool:
            disturbed = pool.submit(client.get, path)
            if fault.startswith("hang"):
                assert server.hung.wait(PATIENCE)
                server.release()
            assert isinstance(disturbed.exception(PATIENCE), Disturbed)
        after = client.get(path)
        assert (after.status_code, after.content) == (before.status_code, before.content)
        assert after.headers == before.headers
