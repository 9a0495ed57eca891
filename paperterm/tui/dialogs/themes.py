"""Choosing a theme, with a live preview."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer

from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.dialogs.pick import Choice, ChoiceList
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.themes import describe_theme, themes_in_order
from paperterm.tui.widgets.row_list import RowList

_PAUSE_SECONDS = 0.25
"""Seconds between two themes: a change restyles all, and a held key must not wait for it."""


class ThemesScreen(Dialog[str]):
    """Asks for a theme; returns its name, or None after restoring the previous one."""

    def __init__(self, close: str) -> None:
        super().__init__()
        self._close = close
        self._before = ""
        self._names: list[str] = []
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make a box at the side, so that the preview can be seen."""
        self._before = self.app.theme
        themes = themes_in_order(self.app.available_themes.values())
        self._names = [theme.name for theme in themes]
        row = self._names.index(self._before)
        with Vertical(id="themes", classes="box") as box:
            box.border_title = "Theme"
            box.border_subtitle = Content(glyphs(f"enter saves · {self._close} closes"))
            choices = [Choice(theme.name, describe_theme(theme)) for theme in themes]
            yield ChoiceList(choices, row, id="choices")

    def on_mount(self) -> None:
        """Focus the names."""
        self.query_one(ChoiceList).focus()

    @property
    def _chosen(self) -> str:
        return self._names[self.query_one(ChoiceList).cursor]

    @on(RowList.CursorMoved)
    def _moved(self, event: RowList.CursorMoved) -> None:
        event.stop()
        if self._pause is None:
            self._preview()

    @on(RowList.RowChosen)
    def _save(self, event: RowList.RowChosen) -> None:
        event.stop()
        self._end(self._chosen)

    def action_close(self) -> None:
        """Restore the previous theme."""
        self._end(None)

    def _preview(self) -> None:
        """Apply the theme under the cursor, at most a few times a second."""
        self._pause = None
        if self._chosen != self.app.theme:
            self.app.theme = self._chosen
            self._pause = self.set_timer(_PAUSE_SECONDS, self._preview)

    def _end(self, name: str | None) -> None:
        if self._pause:
            self._pause.stop()
        self.app.theme = name or self._before
        self.dismiss(name)
