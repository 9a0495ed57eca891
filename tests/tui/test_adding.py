"""A pasted id or link leads to its paper, which arXiv is asked for if no day holds it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from paperterm.model import PaperId
from paperterm.tui.reader.paper_actions import PaperActions
from tests.building import paper as building
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback
from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper
from tests.tui.test_palette import asked, choose

SENT = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture
def server(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A home with one day, and an arXiv that has one paper more."""
    home.configure("[fetch]\nautomatic = false\ninterval = 0\n")
    home.bring(paper(1), paper(2))
    other = building(7, "Paper number 7", published=SENT, version=1)
    with Loopback([announced(other)]) as made:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", made.url)
        yield made


@pytest.mark.parametrize("pasted", ["2602.00007", "https://arxiv.org/abs/2602.00007v1"])
async def test_enter_asks_arxiv_for_a_paper_that_no_day_holds(
    home: Home, server: Loopback, pasted: str
) -> None:
    async with opened(home) as reader:
        await reader.press("/")
        await reader.type(*pasted)
        await reader.settled()
        shown = "\n".join(lines(reader.papers))
        assert "2602.00007 was not found." in shown
        assert "enter" in shown
        assert not server.requests
        await reader.press("enter")
        assert reader.current == "Paper number 7"
        assert "10 Feb 2026" in reader.place
        assert reader.told[-1] == "2602.00007 added to Tue 10 Feb 2026"
        assert [request.path for request in server.requests] == ["/api/query"]


async def test_a_paper_of_another_day_is_not_asked_for(home: Home, server: Loopback) -> None:
    home.bring(paper(5, "2026-02-11"))
    async with opened(home) as reader:
        await reader.press("/", *"2602.00005", "enter")
        assert reader.current == "Paper number 5"
        assert not server.requests


async def test_enter_at_once_does_the_same(home: Home, server: Loopback) -> None:
    async with opened(home) as reader:
        reader.hit("/", *"2602.00007", "enter")
        await reader.settled()
        assert reader.current == "Paper number 7"


async def test_a_reference_that_no_day_holds_is_asked_for_by_enter(
    home: Home, server: Loopback
) -> None:
    async with opened(home) as reader:
        wanted = PaperActions.PaperRequested(PaperId("2602.00007"))
        reader.screen.browser.paper_actions.post_message(wanted)
        await reader.settled()
        assert "2602.00007 was not found." in "\n".join(lines(reader.papers))
        assert not server.requests
        await reader.press("enter")
        assert reader.current == "Paper number 7"


async def test_an_unknown_paper_and_no_network_are_told(
    home: Home, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(home) as reader:
        await reader.press("/", *"2602.00009", "enter")
        assert reader.told[-1] == "2602.00009: arXiv does not know this paper"
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", "http://127.0.0.1:9")
        await reader.press("/", *"2602.00007", "enter")
        assert "cannot be reached" in reader.complaints[-1]


async def test_the_palette_offers_it(home: Home, server: Loopback) -> None:
    async with opened(home) as reader:
        found = await asked(reader, "2602.00007")
        assert found[0] == "paper 2602.00007 is not in your library: press enter to ask arXiv"
        await choose(reader)
        assert reader.current == "Paper number 7"
