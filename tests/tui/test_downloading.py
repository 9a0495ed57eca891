"""D brings the PDF: once, through the gate, into the folder of exports."""

import pytest

from paperterm.model import Day, Kind
from tests.building import paper as building
from tests.loopback.asking import announced
from tests.loopback.faulty import Loopback
from tests.tui.driving import opened
from tests.tui.home import Home, paper


async def test_a_pdf_is_brought_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.configure("[fetch]\nautomatic = false\ninterval = 0\n")
    home.bring(paper(1))
    papers = [announced(building(1, "Paper number 1"), Kind.NEW, Day(2026, 2, 12))]
    with Loopback(papers) as server:
        monkeypatch.setenv("PAPERTERM_ARXIV_URL", server.url)
        async with opened(home) as reader:
            await reader.press("D")
            assert reader.told[-1].startswith("saved the PDF as ")
            asked = [request.path for request in server.requests]
            await reader.press("D")
            assert [request.path for request in server.requests] == asked == ["/pdf/2602.00001"]
    assert home.exported()["2602.00001.pdf"].startswith(b"%PDF-")


async def test_no_network_is_told_and_leaves_nothing(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("D")
        assert "127.0.0.1" in reader.complaints[-1]
    assert not list(one_day.exports.glob("*.pdf"))
