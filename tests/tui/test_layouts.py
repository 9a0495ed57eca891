"""The list beside the abstract or above it, and a sidebar that makes way for titles."""

import pytest

from paperterm.config import load
from tests.tui.driving import Reader, Size, lines, opened
from tests.tui.home import Home, paper


def is_stacked(reader: Reader) -> bool:
    """Whether the abstract is below the list, over the same width."""
    papers, abstract = reader.papers.region, reader.abstract.region
    assert papers.width
    assert abstract.width
    return papers.bottom == abstract.y and papers.x == abstract.x


@pytest.mark.parametrize(
    ("size", "papers", "lines"), [((160, 45), 18, 40), ((120, 36), 15, 30), ((80, 24), 7, 8)]
)
async def test_enough_papers_are_in_sight_beside_the_abstract(
    long_day: Home, size: Size, papers: int, lines: int
) -> None:
    async with opened(long_day, size) as reader:
        assert reader.papers.size.height // 2 >= papers
        assert reader.abstract.size.height >= lines


async def test_the_sidebar_shows_only_where_titles_leave_it_room(one_day: Home) -> None:
    async with opened(one_day, (160, 45)) as reader:
        assert reader.sidebar.region.width == 26
        await reader.pilot.resize_terminal(120, 36)
        await reader.settled()
        assert not reader.sidebar.region
        assert "h topics" in reader.text()
        width = reader.papers.region.width
        await reader.press("h")
        assert reader.focused == "Sidebar"
        assert reader.sidebar.region.width == 26
        assert reader.papers.region.width >= width
        await reader.press("l")
        assert not reader.sidebar.region
        assert reader.abstract.region.width


async def test_a_key_switches_the_layout_and_saves_it(one_day: Home) -> None:
    async with opened(one_day, (160, 45)) as reader:
        assert not is_stacked(reader)
        await reader.press("L")
        assert is_stacked(reader)
        assert load(one_day.config_file).layout == "stacked"
        await reader.press("L")
        assert not is_stacked(reader)
        assert load(one_day.config_file).layout == "auto"


async def test_the_layout_of_the_settings_is_there_from_the_first_frame(home: Home) -> None:
    home.bring(paper(1))
    home.configure('[reader]\nlayout = "columns"\n')
    async with opened(home, (80, 24)) as reader:
        assert not is_stacked(reader)
        await reader.press("L")
        assert is_stacked(reader)


async def test_a_low_pane_begins_with_the_text_and_when_it_is_opened_with_the_title(
    long_day: Home,
) -> None:
    async with opened(long_day, (80, 24)) as reader:
        assert lines(reader.abstract)[0].startswith(" word0 word1")
        await reader.press("K", "K", "K", "K", "K")
        assert lines(reader.abstract)[0].startswith(" Paper number 1")
        await reader.press("j", "k")
        assert lines(reader.abstract)[0].startswith(" word0 word1")
        await reader.press("enter")
        assert lines(reader.abstract)[0].startswith(" Paper number 1")
