"""The list draws what is on the screen, and after a key what changed: never the whole listing."""

from collections.abc import Callable

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from paperterm.tui.reader.paper_list import PaperList
from tests.tui.driving import Reader, opened
from tests.tui.home import Home, paper

Drawn = Callable[[], set[int]]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Gives the rows that were drawn since it was asked the last time."""
    rows: set[int] = set()
    draw = PaperList.draw

    def counted(self: PaperList, row: int, line: int, width: int) -> Strip:
        rows.add(row)
        return draw(self, row, line, width)

    def since() -> set[int]:
        taken = set(rows)
        rows.clear()
        return taken

    monkeypatch.setattr(PaperList, "draw", counted)
    return since


@pytest.fixture
def many(home: Home) -> Home:
    """A home with one day of 400 papers."""
    home.bring(*map(paper, range(1, 401)))
    return home


def screenful(reader: Reader) -> int:
    """How many rows are on the screen, those that are cut included."""
    return reader.papers.size.height // PaperList.ROW_HEIGHT + 2


async def test_opening_draws_a_screenful(many: Home, drawn: Drawn) -> None:
    async with opened(many) as reader:
        rows = drawn()
        assert 0 in rows
        assert len(rows) <= screenful(reader)


async def test_a_step_on_the_screen_draws_two_rows(many: Home, drawn: Drawn) -> None:
    async with opened(many) as reader:
        drawn()
        await reader.press("j")
        assert drawn() == {0, 1}
        await reader.press("j")
        assert drawn() == {1, 2}
        await reader.press("k")
        assert drawn() == {1, 2}
        await reader.press("g", "k")
        assert drawn() == {0, 1}
        await reader.press("k")
        assert drawn() == set()


@pytest.mark.parametrize("keys", [("j",) * 20, ("3", "0", "0", "j"), ("G",), ("ctrl+d",) * 3])
async def test_a_step_that_scrolls_draws_a_screenful(
    many: Home, drawn: Drawn, keys: tuple[str, ...]
) -> None:
    async with opened(many) as reader:
        for key in keys:
            drawn()
            await reader.press(key)
            assert len(drawn()) <= screenful(reader)
        assert reader.papers.scroll_offset.y > 0


async def test_the_scroll_bar_goes_by_half_a_cell_and_is_exact_at_both_ends(many: Home) -> None:
    async with opened(many) as reader:
        papers, at = reader.papers, set()
        for _ in range(60):
            await reader.press("j")
            at.add(papers.vertical_scrollbar.position)
        half = papers.virtual_size.height / papers.size.height / 2
        assert 2 < len(at) <= papers.scroll_offset.y / half + 2
        assert 0 <= papers.scroll_offset.y - max(at) < half
        await reader.press("G")
        assert papers.vertical_scrollbar.position == papers.max_scroll_y
        await reader.press("g")
        assert papers.vertical_scrollbar.position == 0


async def test_a_mark_draws_one_row(many: Home, drawn: Drawn) -> None:
    async with opened(many) as reader:
        await reader.press("j")
        for key in "srb":
            drawn()
            await reader.press(key)
            assert drawn() == {1}
        drawn()
        await reader.press("x")
        assert drawn() <= {1, 2}


async def test_scrolling_the_abstract_draws_no_row(long_day: Home, drawn: Drawn) -> None:
    async with opened(long_day) as reader:
        drawn()
        await reader.press("J", "J", "K")
        assert drawn() == set()


async def test_a_key_draws_no_container(many: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies behind the list and the abstract is hidden by them."""
    drawn: set[str] = set()
    draw = Widget.render_lines

    def noted(self: Widget, crop: Region) -> list[Strip]:
        drawn.add(type(self).__name__)
        return draw(self, crop)

    async with opened(many) as reader:
        monkeypatch.setattr(Widget, "render_lines", noted)
        await reader.press("j")
        assert drawn <= {"ScrollBar"}
