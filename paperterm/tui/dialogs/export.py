"""The export dialog: choose a format."""

from __future__ import annotations

from pathlib import Path

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from paperterm.export import FORMATS, Exporter
from paperterm.session import Selection
from paperterm.text import clean
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.widgets.row_list import RowList


class Formats(RowList):
    """The list of formats; those that cannot hold the selection are greyed out."""

    STYLES = {"cursor": "on $primary 25%", "off": "$text-disabled"}

    def __init__(self, selection: Selection, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._selection = selection

    @property
    def choice(self) -> Exporter | None:
        """The format under the cursor, or None if it cannot hold the selection."""
        exporter = FORMATS[self.cursor]
        return None if exporter.problem(self._selection) else exporter

    def on_mount(self) -> None:
        """Show the formats, the cursor on the first that can hold the selection."""
        self.styles.height = len(FORMATS)
        problems = [exporter.problem(self._selection) for exporter in FORMATS]
        self.reset(len(FORMATS), problems.index(""))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw the name of a format, and its summary or why it cannot hold the selection."""
        exporter = FORMATS[row]
        problem = exporter.problem(self._selection)
        is_here = row == self.cursor
        style = self.style_for("cursor") if is_here else self.rich_style
        bar, ink = glyphs("▌") if is_here else " ", self.ink("off") if problem else None
        text = fill(f"{bar} {exporter.name:<10}{problem or exporter.summary}", width)
        return Strip([Segment(text, style + ink)], width)


class ExportScreen(Dialog[Exporter]):
    """Ask for a format; the result is the format, or None.

    Args:
        selection: What to export.
        folder: The folder to export to.
    """

    def __init__(self, selection: Selection, folder: Path) -> None:
        super().__init__()
        self._selection = selection
        self._folder = folder

    def compose(self) -> ComposeResult:
        """Lay out the formats and the folder."""
        with Vertical(id="export", classes="box") as box:
            box.border_title = "Export what the list shows"
            box.border_subtitle = glyphs("enter exports · esc closes")
            yield Formats(self._selection, id="formats")
            yield Static(clean(f"into {self._folder}"), id="folder", markup=False)

    def on_mount(self) -> None:
        """Focus the formats."""
        self.query_one(Formats).focus()

    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        if exporter := self.query_one(Formats).choice:
            self.dismiss(exporter)
