"""P brings the papers of the queue in full, one after the other; the queue says which are here."""

from collections.abc import Iterator

import pytest

from paperterm.loopback.html import whole_page
from tests.building import paper as building
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback
from tests.tui.driving import Reader, lines, opened
from tests.tui.home import Home, paper

NUMBERS = (1, 2, 3)


@pytest.fixture
def server(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A home with three papers, of which arXiv has two in full."""
    home.configure("[fetch]\nautomatic = false\ninterval = 0\n")
    home.bring(*map(paper, NUMBERS))
    titles = {n: f"Paper number {n}" for n in NUMBERS}
    pages = {f"2602.0000{n}": whole_page(titles[n], f"2602.0000{n}v1") for n in (1, 3)}
    papers = [announced(building(n, titles[n], version=1)) for n in NUMBERS]
    with Loopback(papers, pages=pages) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


def signs(reader: Reader) -> list[str]:
    """Return the signs before the titles on the screen."""
    return [line[3] for line in lines(reader.papers) if "Paper number" in line]


def asked(server: Loopback) -> list[str]:
    return [request.path for request in server.requests]


async def test_the_queue_is_brought_in_its_order_and_once(home: Home, server: Loopback) -> None:
    async with opened(home) as reader:
        await reader.press("P")
        assert reader.told[-1] == "the queue is empty; b adds a paper"
        await reader.press("3", "G", "b", "g", "b", "j", "b")
        await reader.press("P")
        assert asked(server) == ["/html/2602.00003", "/html/2602.00001", "/html/2602.00002"]
        told = "2 of 3 queued papers are saved in full; arXiv has no HTML of the others"
        assert reader.told[-1] == told
        assert signs(reader) == ["▤", "≡", "▤"]
        await reader.press("P")
        assert len(asked(server)) == 3
    async with opened(home) as reader:
        assert signs(reader) == ["▤", "≡", "▤"]


async def test_a_refusal_ends_it(home: Home, server: Loopback) -> None:
    server.fault("403")
    async with opened(home) as reader:
        await reader.press("b", "j", "b")
        await reader.press("P")
        assert "0 of 2 queued papers are saved in full; P goes on" in reader.told
        assert "answered 403" in reader.complaints[-1]
        assert len(asked(server)) == 1


async def test_p_again_stops_it_and_goes_on_later(home: Home, server: Loopback) -> None:
    server.fault("hang", path="/html", times=1)
    async with opened(home) as reader:
        await reader.press("b", "2", "G", "b")
        await reader.type("P")
        assert server.hung.wait(30)
        await reader.type("P")
        server.release()
        await reader.settled()
        assert reader.told[-1].endswith("queued papers are saved in full; P goes on")
        assert len(asked(server)) == 1
        await reader.press("P")
        assert len(asked(server)) == 2
