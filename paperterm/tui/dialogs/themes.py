"""Choosing a theme, which is worn while the cursor is on it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer

from paperterm.tui.dialogs.pick import Choices
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.themes import says_of, themes_in_order
from paperterm.tui.keys.actions import bindings
from paperterm.tui.widgets.row_list import RowList

_PAUSE_SECONDS = 0.25
"""Between two themes: everything is styled anew for each, and a key that is held must not wait."""


class ThemesScreen(ModalScreen[str | None]):
    """Asks for a theme; gives back its name, or None when the one from before is worn again.

    Args:
        close: The key that closes it.
    """

    BINDINGS = bindings("modal")

    def __init__(self, close: str) -> None:
        super().__init__()
        self._close = close
        self._before = ""
        self._names: list[str] = []
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The names in a box at the side, so that the theme is seen."""
        self._before = self.app.theme
        themes = themes_in_order(self.app.available_themes.values())
        self._names = [theme.name for theme in themes]
        row = self._names.index(self._before)
        with Vertical(id="themes", classes="box") as box:
            box.border_title = "Theme"
            box.border_subtitle = Content(glyphs(f"enter keeps · {self._close} closes"))
            yield Choices([(one.name, says_of(one)) for one in themes], row, id="choices")

    def on_mount(self) -> None:
        """The keys go to the names."""
        self.query_one(Choices).focus()

    @property
    def _chosen(self) -> str:
        return self._names[self.query_one(Choices).cursor]

    @on(RowList.CursorMoved)
    def _moved(self, event: RowList.CursorMoved) -> None:
        event.stop()
        if self._pause is None:
            self._wear()

    @on(RowList.RowChosen)
    def _keep(self, event: RowList.RowChosen) -> None:
        event.stop()
        self._end(self._chosen)

    def action_close(self) -> None:
        """Back to the theme from before."""
        self._end(None)

    def _wear(self) -> None:
        """Wear what the cursor is on, and then nothing else for a while."""
        self._pause = None
        if self._chosen != self.app.theme:
            self.app.theme = self._chosen
            self._pause = self.set_timer(_PAUSE_SECONDS, self._wear)

    def _end(self, name: str | None) -> None:
        if self._pause:
            self._pause.stop()
        self.app.theme = name or self._before
        self.dismiss(name)
