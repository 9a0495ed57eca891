"""Choosing from a short list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.segment import Segment
from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.draw.cells import fill, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.widgets.row_list import RowList

_MOST_ROWS = 16


class ChoiceList(RowList):
    """Names, each with a description."""

    STYLES = {"cursor": "on $primary 25%", "description": "$text-muted"}

    def __init__(self, choices: Sequence[tuple[str, str]], row: int, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = choices
        self._first = row
        self._name_width = max((len(name) for name, _ in choices), default=0)

    def on_mount(self) -> None:
        """Show the choices."""
        self.reset(len(self._choices), self._first)

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw a name and its description."""
        name, description = self._choices[row]
        is_here = row == self.cursor
        style = self.style_for("cursor") if is_here else self.rich_style
        bar = glyphs("▌") if is_here else " "
        named = fill(f"{bar} {typeset(name)}", min(self._name_width + 4, width))
        end = fill(typeset(description), width - len(named))
        segments = [Segment(named, style), Segment(end, style + self.ink("description"))]
        return Strip(segments).adjust_cell_length(width, style)


class PickScreen(Dialog[int]):
    """Asks for one of several choices; returns its row, or None.

    Args:
        title: The title of the box.
        choices: Names, each with a description.
        row: Where the cursor is at first.
    """

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], row: int = 0) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._row = row

    def compose(self) -> ComposeResult:
        """Make a box with the choices."""
        with Vertical(id="pick", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = glyphs("enter chooses · esc closes")
            yield ChoiceList(self._choices, self._row, id="choices")

    def on_mount(self) -> None:
        """Focus the choices."""
        choices = self.query_one(ChoiceList)
        choices.styles.height = min(len(self._choices), _MOST_ROWS)
        choices.focus()

    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        self.dismiss(self.query_one(ChoiceList).cursor)


def confirm(app: App[Any], title: str, description: str, do: Callable[[], object]) -> None:
    """Ask yes or no, the cursor on no; do something on yes."""

    def answered(row: int | None) -> None:
        if row == 0:
            do()

    app.push_screen(PickScreen(title, [("yes", description), ("no", "")], 1), answered)
