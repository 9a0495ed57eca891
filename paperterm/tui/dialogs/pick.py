"""Choosing one of a few things."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip

from paperterm.tui.draw.cells import fill, shown
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.row_list import RowList

_MOST_ROWS = 16


class Choices(RowList):
    """Names with a few words each."""

    LOOKS = {
        "cursor": "on $primary 25%",
        "says": "$text-muted",
    }

    def __init__(self, choices: Sequence[tuple[str, str]], row: int, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = choices
        self._first = row
        self._name_width = max((len(name) for name, _ in choices), default=0)

    def on_mount(self) -> None:
        """Show them."""
        self.reset(len(self._choices), self._first)

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Name and what it is."""
        name, says = self._choices[row]
        is_here = row == self.cursor
        style = self.ground("cursor") if is_here else self.rich_style
        bar = glyphs("▌") if is_here else " "
        named = fill(f"{bar} {shown(name)}", min(self._name_width + 4, width))
        told = Segment(fill(shown(says), width - len(named)), style + self.ink("says"))
        return Strip([Segment(named, style), told]).adjust_cell_length(width, style)


class PickScreen(ModalScreen[int | None]):
    """Asks for one of some things; gives back its row, or None.

    Args:
        title: What is chosen.
        choices: Names, each with a few words.
        row: The one that the cursor is on at first.
    """

    BINDINGS = bindings("modal")

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], row: int = 0) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._row = row

    def compose(self) -> ComposeResult:
        """The choices in a box."""
        with Vertical(id="pick", classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = glyphs("enter chooses · esc closes")
            yield Choices(self._choices, self._row, id="choices")

    def on_mount(self) -> None:
        """The keys go to the choices."""
        choices = self.query_one(Choices)
        choices.styles.height = min(len(self._choices), _MOST_ROWS)
        choices.focus()

    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        self.dismiss(self.query_one(Choices).cursor)

    def action_close(self) -> None:
        """Back, without a choice."""
        self.dismiss(None)
