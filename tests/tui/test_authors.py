"""All papers of an author: by a click on the name, or by a key."""

import pytest

from tests.tui.driving import lines, opened
from tests.tui.home import Home, paper


@pytest.fixture
def authors(home: Home) -> Home:
    """Two days: two papers on the newest, one on the day before."""
    home.bring(
        paper(1, authors=["Ada Author", "Ben O'Writer"]),
        paper(2, authors=["Carl Other"]),
        paper(3, "2026-02-11", authors=["Ben O'Writer"]),
        paper(4, "2026-02-11", authors=["Ada Writer", "Ben Author"]),
    )
    return home


@pytest.mark.parametrize("keys", [(), ("z",), ("enter",), ("/", *"number")])
async def test_a_click_on_a_name_finds_what_they_wrote_and_escape_leads_back(
    authors: Home, keys: tuple[str, ...]
) -> None:
    async with opened(authors, (120, 36)) as reader:
        await reader.press(*keys)
        assert reader.titles in (["Paper number 1", "Paper number 2"], [])
        rows = lines(reader.abstract)
        at = next(row for row, line in enumerate(rows) if "Ada" in line)
        await reader.pilot.click(reader.abstract, offset=(rows[at].index("Ada") + 2, at))
        await reader.settled()
        assert reader.titles == ["Paper number 1"]
        assert 'au:"Ada Author"' in reader.place
        assert "in the whole library" in reader.text()
        assert reader.focused == "PaperList"
        await reader.press("escape")
        assert reader.titles == ["Paper number 1", "Paper number 2"]
        assert reader.current == "Paper number 1"


async def test_a_key_asks_which_author(authors: Home) -> None:
    async with opened(authors) as reader:
        await reader.press("F")
        assert "Papers of an author" in reader.text()
        await reader.press("j", "enter")
        assert reader.titles == ["Paper number 1", "Paper number 3"]
        assert 'au:"Ben O\'Writer"' in reader.place
        await reader.press("escape")
        assert reader.titles == ["Paper number 1", "Paper number 2"]


async def test_the_only_author_needs_no_question(authors: Home) -> None:
    async with opened(authors) as reader:
        await reader.press("j", "F")
        assert reader.titles == ["Paper number 2"]
        await reader.press("/", "end", "backspace", "backspace", "enter")
        assert "Carl Othe" in reader.place


@pytest.mark.parametrize("names", [[], ["--"]])
async def test_a_name_that_cannot_be_looked_for_does_no_harm(home: Home, names: list[str]) -> None:
    home.bring(paper(1, authors=names), paper(2))
    async with opened(home) as reader:
        await reader.press("F")
        assert reader.titles == ["Paper number 1", "Paper number 2"]
        assert not reader.complaints
