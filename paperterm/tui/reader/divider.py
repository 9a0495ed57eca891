"""The border between the sidebar and the papers, which can be dragged."""

from __future__ import annotations

from rich.segment import Segment
from textual import events, on
from textual.strip import Strip
from textual.widget import Widget

from paperterm.config import Config
from paperterm.config.settings import SIDEBAR_WIDTHS
from paperterm.session import Session
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.reader.sidebar import TREND

_LEAST, _MOST = SIDEBAR_WIDTHS
_DEFAULT = Config().sidebar_width
_TRENDS_FROM = 180
"""On a screen of fewer columns, titles need them more."""


class Divider(CachedLines):
    """Sets the width of the pane on its left: as in the settings, and more on a wide screen.

    Args:
        pane: The pane to resize.
        session: Its settings have the width.
        settings: Saves a new width.
    """

    STYLES = {"line": "$panel", "held": "$primary"}

    def __init__(self, pane: Widget, session: Session, settings: SettingsJob, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pane = pane
        self._session = session
        self._settings = settings
        self._around = 0
        self._width_before = 0
        self._dragged: int | None = None

    def fit(self, around: int) -> None:
        """Resize the pane for a screen of this width."""
        self._around = around
        width = self._session.settings.sidebar_width + self._extra
        self._pane.styles.width = max(1, min(width, self._most))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag."""
        event.stop()
        self.capture_mouse()
        self._width_before = self._dragged = self._pane.outer_size.width
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: follow the mouse."""
        if self._dragged is not None:
            event.stop()
            width = event.screen_x - self._pane.region.x
            self._dragged = max(1, min(max(width, _LEAST + self._extra), self._most))
            self._pane.styles.width = self._dragged

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stop dragging, and save the width."""
        if self._dragged is None:
            return
        event.stop()
        self.release_mouse()
        dragged, self._dragged = self._dragged, None
        self.refresh()
        # A click alone keeps the width of the settings, even if it does not fit here.
        if dragged != self._width_before:
            width = max(_LEAST, min(dragged - self._extra, _MOST))
            self._settings.set("reader", "sidebar_width", width)

    @on(events.Enter)
    @on(events.Leave)
    def _highlight(self) -> None:
        """Highlight the line under the mouse."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a vertical line."""
        is_held = self.mouse_hover or self._dragged is not None
        line, style = ("┃", "held") if is_held else ("│", "line")
        return Strip([Segment(glyphs(line), self.style_for(style))], 1)

    @property
    def _extra(self) -> int:
        """The cells that a wide screen adds for the sparklines."""
        return TREND if self._around >= _TRENDS_FROM else 0

    @property
    def _most(self) -> int:
        """The largest width: a third of the screen, or the default."""
        usual = _DEFAULT + self._extra
        return min(max(self._around // 3, usual), self._around * 2 // 3)
