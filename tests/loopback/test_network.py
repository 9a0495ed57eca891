"""What leaves this machine, whom it may reach, and what a stranger in between can do.

Real connections over loopback: a proxy that `HTTPS_PROXY` names answers in arXiv's name, with
certificates that the test signs, so that nothing here knows that it is a test.
"""

import asyncio
import gzip
import os
import ssl
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from paperterm import __version__
from paperterm.errors import MisledError, OfflineError, PapertermError, SourceError
from paperterm.sources.body import Body
from paperterm.sources.gate import Gate
from paperterm.sources.hosts import Hosts
from paperterm.sources.http import Answer, Http
from paperterm.sources.limits import Limits
from tests.loopback.tls import Wire, answer, closed_port, moved

ARXIV = Hosts()
LIMITS = Limits()
QUICK = Limits(connect=0.1, head=0.1)
FEED = f"{ARXIV.rss}/cs.AI"
CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no certificates but the test's own; arXiv's hosts lead nowhere without them."""
    for name in (*_VARIABLES, *map(str.lower, _VARIABLES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Whoever signs certificates."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user trusts that authority."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


Behind = Callable[..., Wire]


@pytest.fixture
def behind(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Iterator[Behind]:
    """Starts a proxy that answers in arXiv's name, and names it in the environment."""
    made: list[Wire] = []

    def start(
        says: Callable[[bytes], bytes] = lambda _: answer(b"<rss/>"),
        leaf: trustme.LeafCert | None = None,
        connect: bytes = CONNECTED,
    ) -> Wire:
        leaf = leaf or authority.issue_cert("rss.arxiv.org", "export.arxiv.org", "arxiv.org")

        def all_of_it(head: bytes) -> bytes:
            return connect if head.startswith(b"CONNECT") else says(head)

        wire = Wire(all_of_it, leaf, is_proxy=True)
        made.append(wire.__enter__())
        monkeypatch.setenv("HTTPS_PROXY", f"http://reader:secret@{wire.place}")
        return wire

    yield start
    for wire in made:
        wire.__exit__()


def got(
    folder: Path,
    *urls: str,
    hosts: Hosts = ARXIV,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    **how: Mapping[str, str],
) -> Answer:
    """Ask for some addresses with one client, and give back the last answer."""

    async def ask() -> Answer:
        gate = Gate(folder, 0, lambda: datetime.now(UTC), asyncio.sleep)
        async with Http(gate, hosts, limits=limits) as http:
            answers = [await http.get(url, **how) for url in urls]
        return answers[-1]

    return asyncio.run(ask())


def fault(folder: Path, url: str = FEED, **how: object) -> PapertermError:
    """What asking for an address ends in."""
    with pytest.raises(SourceError) as raised:
        got(folder, url, **how)  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value), "the proxy's password"
    return raised.value


def here(wire: Wire, scheme: str = "http") -> Hosts:
    """A loopback address in the place of arXiv."""
    url = f"{scheme}://{wire.place}"
    return Hosts(f"{url}/api/query", f"{url}/rss", f"{url}/pdf", is_loopback=True)


@pytest.mark.usefixtures("trusted")
def test_a_proxy_and_a_certificate_of_the_environment_are_used(
    behind: Behind, tmp_path: Path
) -> None:
    proxy = behind()
    assert got(tmp_path, FEED).content == b"<rss/>"
    assert proxy.asked == ["CONNECT rss.arxiv.org:443", "GET /rss/cs.AI"]
    assert proxy.headers(0)["proxy-authorization"].startswith("Basic ")


@pytest.mark.usefixtures("trusted")
def test_nothing_is_sent_but_the_query(
    behind: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine export.arxiv.org login me password mine\n")
    monkeypatch.setenv("NETRC", str(netrc))
    proxy = behind()
    got(tmp_path, ARXIV.api, query={"search_query": "cat:cs.AI", "start": "0"})
    assert proxy.asked[1] == "GET /api/query?search_query=cat%3Acs.AI&start=0"
    assert proxy.headers(1) == {
        "host": "export.arxiv.org",
        "accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
        "user-agent": f"paperterm/{__version__} (+https://github.com/paperterm/paperterm)",
    }


@pytest.mark.usefixtures("trusted")
def test_no_cookie_is_kept_or_sent(behind: Behind, tmp_path: Path) -> None:
    cookie = "tracked=1; Domain=.arxiv.org; Path=/"

    def says(head: bytes) -> bytes:
        if b"/rss/cs.AI" in head:
            return answer(status="302 Found", location="https://arxiv.org/there", set_cookie=cookie)
        return answer(b"<rss/>", set_cookie=cookie)

    proxy = behind(says)
    got(tmp_path, FEED, FEED, f"{ARXIV.rss}/cs.LG")
    assert sum(line.startswith("GET") for line in proxy.asked) == 5
    assert not any(b"cookie" in head.lower() for head in proxy.heads)


def test_a_man_in_the_middle_gets_nothing(behind: Behind, tmp_path: Path) -> None:
    proxy = behind()
    error = fault(tmp_path)
    assert isinstance(error, OfflineError)
    assert str(error) == (
        "rss.arxiv.org: has a certificate that is not trusted (unable to get local issuer "
        f"certificate) through the proxy {proxy.place}; a proxy or login page may be in between; "
        "if that is intended, set SSL_CERT_FILE to its certificate"
    )
    assert proxy.asked == ["CONNECT rss.arxiv.org:443"]


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_or_time(
    behind: Behind, authority: trustme.CA, tmp_path: Path
) -> None:
    old = datetime(2020, 1, 1, tzinfo=UTC)
    for leaf, why in (
        (authority.issue_cert("evil.example"), "Hostname mismatch"),
        (authority.issue_cert("rss.arxiv.org", not_after=old), "certificate has expired"),
    ):
        proxy = behind(leaf=leaf)
        assert f"not trusted ({why}" in str(fault(tmp_path))
        assert proxy.asked == ["CONNECT rss.arxiv.org:443"]


def test_a_self_signed_certificate_at_a_loopback_address(
    authority: trustme.CA, tmp_path: Path
) -> None:
    with Wire(lambda _: answer(b"x"), authority.issue_cert("127.0.0.1")) as wire:
        error = fault(tmp_path, f"https://{wire.place}/rss/x", hosts=here(wire, "https"))
        assert str(error).startswith(f"{wire.place}: has a certificate that is not trusted")
        assert wire.heads == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_the_environment_counts_at_a_loopback_address(
    authority: trustme.CA, tmp_path: Path
) -> None:
    with Wire(lambda _: answer(b"x"), authority.issue_cert("127.0.0.1")) as wire:
        url = f"https://{wire.place}/rss/x"
        assert got(tmp_path, url, hosts=here(wire, "https")).content == b"x"


@pytest.mark.usefixtures("trusted")
def test_old_tls_is_not_spoken(authority: trustme.CA, tmp_path: Path) -> None:
    with Wire(lambda _: answer(b"x"), authority.issue_cert("127.0.0.1")) as wire:
        assert wire.context
        wire.context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            wire.context.maximum_version = ssl.TLSVersion.TLSv1_1
        error = fault(tmp_path, f"https://{wire.place}/rss/x", hosts=here(wire, "https"))
    assert "does not speak TLS" in str(error)


def test_who_speaks_no_tls(tmp_path: Path) -> None:
    with Wire(lambda _: b"") as wire:
        wire.greets = answer(status="400 Bad Request")
        error = fault(tmp_path, f"https://{wire.place}/rss/x", hosts=here(wire, "https"))
    assert str(error) == (
        f"{wire.place}: does not speak TLS; a proxy or login page may be in between"
    )


@pytest.mark.parametrize(
    ("connect", "said"),
    [
        (answer(status="407 Proxy Authentication Required"), "407 Proxy Authentication Required"),
        (
            answer(b"<html>Log in</html>", "403 Forbidden", content_type="text/html"),
            "403 Forbidden",
        ),
        (answer(status="502 Bad Gateway"), "502 Bad Gateway"),
    ],
)
def test_a_proxy_that_refuses(behind: Behind, tmp_path: Path, connect: bytes, said: str) -> None:
    proxy = behind(connect=connect)
    error = fault(tmp_path)
    assert isinstance(error, OfflineError)
    assert str(error) == (
        f"rss.arxiv.org: cannot be reached through the proxy {proxy.place} ({said}); "
        "check HTTPS_PROXY and NO_PROXY"
    )


def test_a_proxy_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"127.0.0.1:{closed_port()}"
    monkeypatch.setenv("HTTPS_PROXY", f"http://reader:secret@{place}")
    assert f"cannot be reached through the proxy {place} (" in str(fault(tmp_path))


def test_a_login_page_in_the_place_of_arxiv(tmp_path: Path) -> None:
    page = answer(b"<html>Log in to the hotel</html>", content_type="text/html")
    with Wire(lambda _: page) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
    assert str(error) == (
        f"{wire.place}: answered 200 with a web page; a proxy or login page may be in between"
    )


ELSEWHERE = (
    "https://arxiv.org.evil.example/rss",
    "https://evil.example/rss#@arxiv.org",
    "https://arxiv.org@evil.example/",
    "https://evil.example@arxiv.org/",
    "https://arxiv.org:8443/",
    "https://arxiv.org\\@evil.example/",
    "https://evil.example\\.arxiv.org/",
    "https://arxiv.org%2eevil.example/",
    "https://аrxiv.org/",  # its first letter is Cyrillic
    "https://evil.example/\tarxiv.org",
    "//evil.example/rss",
    "http://arxiv.org/rss",
    "HTTP://rss.arxiv.org/rss",
    "ftp://arxiv.org/rss",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://127.0.0.1:9/",
    "https://localhost/",
    "http://169.254.169.254/latest/meta-data",
    "https://[::1",
    "https://arxiv.org:port/",
)
NEAR = (
    "https://rss.arxiv.org/there",
    "https://arxiv.org/there",
    "https://ARXIV.org:443/there",
    "https://export.arxiv.org/there?x=y",
    "//arxiv.org/there",
    "/there",
    "there",
)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("location", ELSEWHERE)
def test_no_redirect_leads_out_of_arxiv(behind: Behind, tmp_path: Path, location: str) -> None:
    proxy = behind(lambda _: moved(location.encode().decode("latin-1")))
    assert str(fault(tmp_path)).startswith("rss.arxiv.org: ")
    assert proxy.asked == ["CONNECT rss.arxiv.org:443", "GET /rss/cs.AI"]


@pytest.mark.usefixtures("trusted")
def test_a_redirect_out_of_arxiv_says_where_to(behind: Behind, tmp_path: Path) -> None:
    behind(lambda _: moved("https://me:mine@login.example/\x80?next=arxiv.org"))
    error = fault(tmp_path)
    assert isinstance(error, MisledError)
    assert str(error) == (
        "rss.arxiv.org: redirects to login.example; a proxy or login page may be in between"
    )


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("location", NEAR)
def test_a_redirect_inside_arxiv_is_followed(behind: Behind, tmp_path: Path, location: str) -> None:
    proxy = behind(lambda head: answer(b"there") if b"there" in head else moved(location))
    assert got(tmp_path, FEED).content == b"there"
    assert sum(line.startswith("GET") for line in proxy.asked) == 2


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("location", [FEED, f"https://arxiv.org/{'a' * 70_000}"])
def test_redirects_without_end(behind: Behind, tmp_path: Path, location: str) -> None:
    proxy = behind(lambda _: moved(location))
    assert isinstance(fault(tmp_path), SourceError)
    assert sum(line.startswith("GET") for line in proxy.asked) <= 3


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:1/", "http://localhost/", "https://rss.arxiv.org/", "https://arxiv.org/"],
)
def test_a_loopback_address_leads_only_to_itself(tmp_path: Path, location: str) -> None:
    with Wire(lambda _: moved(location)) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
        assert isinstance(error, MisledError)
        assert len(wire.heads) == 1


@pytest.mark.parametrize("url", [*ELSEWHERE, "https:///rss", "/rss", ""])
def test_hosts_that_are_not_arxivs(url: str) -> None:
    assert not ARXIV.allows(url)


def packed(size: int) -> bytes:
    """So many zeros as gzip, made without holding them."""
    gz = zlib.compressobj(9, wbits=31)
    step = 1024 * 1024
    return b"".join([gz.compress(bytes(step)) for _ in range(size // step)]) + gz.flush()


BOMB = packed(512 * 1024 * 1024)


def test_a_small_answer_cannot_become_a_huge_one(tmp_path: Path) -> None:
    assert len(BOMB) < 600_000
    with Wire(lambda _: answer(BOMB, content_encoding="gzip")) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
    assert isinstance(error, MisledError)
    assert "unpacks to more than 100 times its size" in str(error)


def test_no_more_is_unpacked_than_may_be_kept() -> None:
    one = Body("arxiv.org", "gzip", LIMITS)
    with pytest.raises(MisledError):
        one.add(BOMB)
    assert one.size <= LIMITS.size + 256 * 1024


def test_an_answer_without_end_is_given_up(tmp_path: Path) -> None:
    endless = answer(bytes(LIMITS.size + 65536), content_length=str(LIMITS.size * 2))
    with Wire(lambda _: endless) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
    assert str(error).startswith(f"{wire.place}: sent more than 32 MiB")


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip", "\x1b[31m"])
def test_a_packing_that_nobody_asked_for(tmp_path: Path, packing: str) -> None:
    with Wire(lambda _: answer(b"x", content_encoding=packing)) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
    assert isinstance(error, SourceError)


@pytest.mark.parametrize("size", [0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 900_000])
@pytest.mark.parametrize("step", [1, 7, 65536])
def test_what_was_packed_comes_out_whole(size: int, step: int) -> None:
    content = (b"<title>A title</title>\n" * (size // 20 + 1))[:size]
    whole = gzip.compress(content)
    one = Body("arxiv.org", "gzip", LIMITS)
    for at in range(0, len(whole), step):
        one.add(whole[at : at + step])
    assert one.whole() == content


@pytest.mark.parametrize("cut", [1, 9, 20])
def test_what_was_packed_and_cut_is_no_answer(cut: int) -> None:
    whole = gzip.compress(b"<rss/>" * 100)
    one = Body("arxiv.org", "gzip", LIMITS)
    one.add(whole[:-cut])
    with pytest.raises(SourceError, match="broke off"):
        one.whole()


def test_what_is_no_gzip(tmp_path: Path) -> None:
    with Wire(lambda _: answer(b"<rss/>", content_encoding="gzip")) as wire:
        error = fault(tmp_path, f"http://{wire.place}/rss/x", hosts=here(wire))
    assert "sent a damaged gzip stream" in str(error)


def test_every_silence_ends(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the proxy's answer, inside TLS, before the head, inside the body, and drop by drop."""
    with Wire(lambda _: b"") as wire:

        def silent(_: bytes) -> bytes:
            wire.ended.wait(5)
            return b""

        wire.says = silent
        monkeypatch.setenv("HTTPS_PROXY", f"http://{wire.place}")
        assert isinstance(fault(tmp_path, limits=QUICK), OfflineError)
        url = f"http://{wire.place}/rss/x"
        assert isinstance(fault(tmp_path, url, hosts=here(wire), limits=QUICK), OfflineError)
    with Wire(lambda _: CONNECTED, is_proxy=True) as wire:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{wire.place}")
        assert "in time through the proxy" in str(fault(tmp_path, limits=QUICK))
    with Wire(lambda _: answer(b"<rss", content_length="100")) as wire:
        url = f"http://{wire.place}/rss/x"
        assert isinstance(fault(tmp_path, url, hosts=here(wire), limits=QUICK), OfflineError)


def test_the_limits_are_what_the_documents_say() -> None:
    assert (LIMITS.size, LIMITS.ratio) == (32 * 1024 * 1024, 100)


def fetched(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`paperterm fetch` as a process of its own, which takes the proxy for arXiv."""
    environment = {
        "PATH": os.environ["PATH"],
        "PAPERTERM_HOME": str(folder / "home"),
        "PAPERTERM_ARXIV_URL": "https://export.arxiv.org",
        "HTTPS_PROXY": os.environ["HTTPS_PROXY"],
        **variables,
    }
    command = [sys.executable, "-m", "paperterm", "fetch"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_stranger_gives_one_clear_line(behind: Behind, tmp_path: Path) -> None:
    proxy = behind()
    done = fetched(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(
        "paperterm: export.arxiv.org: has a certificate that is not trusted (unable to get local "
        f"issuer certificate) through the proxy {proxy.place}; "
    )
    done = fetched(tmp_path, HTTPS_PROXY=f"http://127.0.0.1:{closed_port()}")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "export.arxiv.org: cannot be reached through the proxy 127.0.0.1:" in done.stderr
    assert "check HTTPS_PROXY and NO_PROXY" in done.stderr
