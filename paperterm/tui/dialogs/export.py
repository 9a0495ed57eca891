"""Choosing the format of an export."""

from __future__ import annotations

from pathlib import Path

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from paperterm.export import FORMATS, Exporter
from paperterm.session import Selection
from paperterm.text import clean
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.row_list import RowList


class Formats(RowList):
    """The formats, those that cannot hold the selection greyed."""

    LOOKS = {
        "cursor": "on $primary 25%",
        "off": "$text-disabled",
    }

    def __init__(self, selection: Selection, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._is_digest = selection.topic is not None and selection.day is not None

    @property
    def choice(self) -> Exporter | None:
        """The format under the cursor, if it can hold the selection."""
        exporter = FORMATS[self.cursor]
        return exporter if self._can_hold(exporter) else None

    def on_mount(self) -> None:
        """Show them, the cursor on the first that can be chosen."""
        self.styles.height = len(FORMATS)
        rows = [row for row, exporter in enumerate(FORMATS) if self._can_hold(exporter)]
        self.reset(len(FORMATS), rows[0])

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Name and what it is."""
        exporter = FORMATS[row]
        style = self.rich_style
        if row == self.cursor:
            style = self.ground("cursor")
        says = exporter.says
        if not self._can_hold(exporter):
            style += self.ink("off")
            says += " (choose both first)"
        bar = glyphs("▌") if row == self.cursor else " "
        return Strip([Segment(fill(f"{bar} {exporter.name:<10}{says}", width), style)], width)

    def _can_hold(self, exporter: Exporter) -> bool:
        return exporter.name != "digest" or self._is_digest


class ExportScreen(ModalScreen[Exporter | None]):
    """Asks for a format; gives back the one chosen, or None.

    Args:
        selection: What is to be exported.
        folder: Where it will go.
    """

    BINDINGS = bindings("modal")

    def __init__(self, selection: Selection, folder: Path) -> None:
        super().__init__()
        self._selection = selection
        self._folder = folder

    def compose(self) -> ComposeResult:
        """The formats, and the folder."""
        with Vertical(id="export", classes="box") as box:
            box.border_title = "Export what the list shows"
            box.border_subtitle = glyphs("enter exports · esc closes")
            yield Formats(self._selection, id="formats")
            yield Static(clean(f"into {self._folder}"), id="folder", markup=False)

    def on_mount(self) -> None:
        """The keys go to the formats."""
        self.query_one(Formats).focus()

    @on(RowList.RowChosen)
    def _chosen(self) -> None:
        if exporter := self.query_one(Formats).choice:
            self.dismiss(exporter)

    def action_close(self) -> None:
        """Back, without an export."""
        self.dismiss(None)
