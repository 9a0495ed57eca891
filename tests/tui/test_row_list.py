"""The lines that a list keeps."""

from textual.app import App, ComposeResult
from textual.strip import Strip

from paperterm.tui.draw.stylesheets import stylesheets
from paperterm.tui.widgets.row_list import RowList

HEIGHT = 10


class Counting(RowList):
    """A list that notes which rows it draws."""

    def __init__(self) -> None:
        super().__init__("list")
        self.told: list[int] = []

    def draw(self, row: int, line: int, width: int) -> Strip:
        self.told.append(row)
        return Strip.blank(width)


class Shown(App[None]):
    """An app with nothing but a list."""

    CSS_PATH = [*stylesheets()]

    def compose(self) -> ComposeResult:
        yield Counting()


async def test_a_few_screens_of_lines_are_kept_and_no_more() -> None:
    app = Shown()
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        rows = app.query_one(Counting)
        rows.reset(1000)

        async def seen_from(top: int) -> list[int]:
            rows.told.clear()
            rows.scroll_to(0, top, animate=False, force=True)
            await pilot.pause()
            return rows.told

        await pilot.pause()
        for top in range(1, 100):
            assert await seen_from(top) == [top + HEIGHT - 1]
        for top in range(98, 68, -1):
            assert await seen_from(top) == []
        assert await seen_from(50) == [*range(50, 60)]
