"""The bar at the bottom: key hints, or a message."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.timer import Timer

from paperterm.text import clean
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.keys.actions import KeyAction

_MESSAGE_SECONDS = 5.0
_BETWEEN = 2
"""Cells between two hints."""


class HintBar(CachedLines):
    """The key hints, as many as fit; for a while, a message in their place."""

    STYLES = {
        "key": "bold $primary",
        "label": "$text-muted",
        "message": "bold $accent",
        "under": "underline $foreground",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._hints: Sequence[KeyAction] = ()
        self._lead = ""
        self._under: KeyAction | None = None
        self._message = ""
        self._is_running = False
        self._timer: Timer | None = None

    def show(self, hints: Sequence[KeyAction], lead: str = "") -> None:
        """Show key hints, the most needed first, with a text before them."""
        if (hints, lead) != (self._hints, self._lead):
            self._hints, self._lead = hints, lead
            self.refresh()

    def show_message(self, text: str, *, is_running: bool = False) -> None:
        """Show a message in place of the key hints, for a few seconds or until the next key.

        Args:
            text: The message.
            is_running: Keep it after the next key: it is about work in progress.
        """
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_MESSAGE_SECONDS, self.clear)
        self._message, self._is_running = text, is_running
        self.refresh()

    def dismiss(self) -> None:
        """Clear the message after a key or click, unless it is about work in progress."""
        if not self._is_running:
            self.clear()

    def clear(self) -> None:
        """Show the key hints again."""
        if self._message:
            self._message, self._is_running = "", False
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the message, or the key hints."""
        width = self.size.width
        if self._message:
            return Strip(
                [Segment(fill(f" {clean(self._message)}", width), self.style_for("message"))], width
            )
        margin, fitting = self._fitting
        segments = [Segment(" " * margin, self.style_for("label"))]
        if self._lead:
            segments.append(Segment(f"{self._lead}  ", self.style_for("message")))
        for hint in fitting:
            is_under = hint == self._under
            segments.append(Segment(f"{hint.first_key} ", self.style_for("key")))
            segments.append(Segment(hint.label, self.style_for("under" if is_under else "label")))
            segments.append(Segment("  ", self.style_for("label")))
        return Strip(segments).adjust_cell_length(width, self.style_for())

    def on_click(self, event: events.Click) -> None:
        """Press the key of the hint; clear a message."""
        if self._message:
            self.clear()
        elif hint := self._hint_at(event.x):
            self.app.simulate_key(hint.keys[0])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline the hint under the mouse."""
        self._point_at(self._hint_at(event.x))

    def on_leave(self) -> None:
        """Underline nothing."""
        self._point_at(None)

    def _point_at(self, hint: KeyAction | None) -> None:
        if hint != self._under:
            self._under = hint
            self.refresh()

    @property
    def _fitting(self) -> tuple[int, list[KeyAction]]:
        """The margin on the left, and the hints that fit; some are always shown."""
        room = self.size.width + _BETWEEN - self._lead_width
        room -= sum(_width(hint) for hint in self._hints if hint.always)
        fitting = []
        for hint in self._hints:
            needed = 0 if hint.always else _width(hint)
            if needed <= room:
                room -= needed
                fitting.append(hint)
        return (1 if room > 0 else 0), fitting

    @property
    def _lead_width(self) -> int:
        return cell_len(self._lead) + _BETWEEN if self._lead else 0

    def _hint_at(self, x: int) -> KeyAction | None:
        """Return the hint in a column, if there is one."""
        if self._message:
            return None
        margin, fitting = self._fitting
        x -= margin + self._lead_width
        for hint in fitting if x >= 0 else ():
            x -= _width(hint)
            if x < 0:
                return hint
        return None


def _width(hint: KeyAction) -> int:
    """Return the width of a hint, with the gap after it."""
    return cell_len(hint.first_key) + 1 + cell_len(hint.label) + _BETWEEN
