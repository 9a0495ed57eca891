"""The border between the sidebar and the papers: it can be dragged."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from paperterm.config import Config
from paperterm.config.settings import SETTINGS
from paperterm.session import Session
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.reader.breakpoints import class_at
from paperterm.tui.reader.sidebar import TREND

_LEAST, _MOST = next(row.between for row in SETTINGS if row.key == "sidebar_width")
_USUAL = Config().sidebar_width


class Divider(CachedLines):
    """Knows how wide the pane on its left is: as the settings say, more on a wide screen.

    Args:
        pane: What is made wider or narrower.
        session: Has the setting.
        backstage: Keeps it.
    """

    LOOKS = {"line": "$panel", "held": "$primary"}

    def __init__(self, pane: Widget, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pane = pane
        self._session = session
        self._backstage = backstage
        self._around = 0
        self._taken = 0
        self._dragged: int | None = None

    def fit(self, around: int) -> None:
        """Make the pane as wide as it should be.

        Args:
            around: The cells that there are for it and all beside it.
        """
        self._around = around
        wanted = self._session.settings.sidebar_width + self._extra
        self._pane.styles.width = max(1, min(wanted, self._most))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        event.stop()
        self.capture_mouse()
        self._taken = self._dragged = self._pane.outer_size.width
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self._dragged is not None:
            event.stop()
            wanted = event.screen_x - self._pane.region.x
            self._dragged = max(1, min(max(wanted, _LEAST + self._extra), self._most))
            self._pane.styles.width = self._dragged

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go, and keep the width."""
        if self._dragged is None:
            return
        event.stop()
        self.release_mouse()
        dragged, self._dragged = self._dragged, None
        self.refresh()
        # Where it only was taken hold of, a width that does not fit here stays in the settings.
        if dragged != self._taken:
            width = max(_LEAST, min(dragged - self._extra, _MOST))
            self._backstage.set_setting("reader", "sidebar_width", width)

    def on_enter(self) -> None:
        """It can be seen where it is taken hold of."""
        self.refresh()

    def on_leave(self) -> None:
        """No longer."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line from top to bottom."""
        is_held = self.mouse_hover or self._dragged is not None
        line, look = ("┃", "held") if is_held else ("│", "line")
        return Strip([Segment(glyphs(line), self._look(look))], 1)

    @property
    def _extra(self) -> int:
        """What a wide screen adds: the room of the sparklines."""
        return TREND if class_at(self._around) == "-wide" else 0

    @property
    def _most(self) -> int:
        """The papers have the room: a third is for the pane, or what it has at first."""
        usual = _USUAL + self._extra
        return min(max(self._around // 3, usual), self._around * 2 // 3)
