"""Widgets that draw their own lines in their own styles, and keep them while nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

_AUTOMATIC = {"$text-muted": "$foreground 72%", "$text-disabled": "$foreground 50%"}
"""Textual mixes these with the background, unless the theme sets them; parsing a style would lose
the share of the mix, and give black or white."""


class Styles:
    """The styles that a widget draws with, each resolved on first use.

    Component classes would be resolved twice each before the first screen, most of them for
    nothing.

    Args:
        widget: Gives the colours behind the text.
        table: The style of each kind of text, such as `bold $foreground 72%`.
    """

    def __init__(self, widget: Widget, table: Mapping[str, str]) -> None:
        self._widget = widget
        self._table = table
        self._styles: dict[tuple[str, ...], Style] = {}

    def __call__(self, *kinds: str) -> Style:
        """Return the style of text of several kinds; later ones win."""
        style = self._styles.get(kinds)
        if style is None:
            visual_style = self._widget.visual_style
            for kind in kinds:
                visual_style += VisualStyle.parse(self._themed(self._table[kind]))
            style = self._styles[kinds] = visual_style.rich_style
        return style

    def _themed(self, style: str) -> str:
        """Replace the colours that the theme leaves to Textual's mixing."""
        colours = self._widget.app.theme_variables
        for name, mixed in _AUTOMATIC.items():
            if name in style and colours[name.removeprefix("$")].startswith("auto"):
                style = style.replace(name, mixed)
        return style

    def forget(self) -> None:
        """Forget all styles, when the theme or the state of the widget changes."""
        self._styles.clear()


class CachedLines(Widget):
    """A widget that keeps its lines until it is refreshed.

    When one widget changes, Textual asks others for their lines too, and processes each line even
    if it is the same: a tenth of the cost of a key in the list.
    """

    STYLES: ClassVar[Mapping[str, str]] = {}
    """The style of each kind of text; a subclass adds its own."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        table: dict[str, str] = {}
        for base in reversed(type(self).__mro__):
            table |= vars(base).get("STYLES", {})
        self.style_for = Styles(self, table)
        self._painted: tuple[Region, list[Strip]] | None = None

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Draw everything again, or some regions."""
        self._painted = None
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        """Forget styles and lines when the theme or the state changes."""
        super().notify_style_update()
        self.style_for.forget()
        self._painted = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines, the same ones while nothing changes."""
        if self._painted is None or self._painted[0] != crop:
            self._painted = crop, self.painted(crop)
        return self._painted[1]

    def painted(self, crop: Region) -> list[Strip]:
        """Draw the lines; skip Textual's styling of each if there is no border, padding or fading.

        So a line that only scrolled keeps its segments, and its cached output for the terminal.
        """
        if any(self.styles.gutter) or crop.size != self.region.size or self.opacity < 1:
            return super().render_lines(crop)
        filters, (_, background) = self.get_line_filters(), self.background_colors
        strips = []
        for strip in self.lines(crop.line_range):
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        return strips

    def lines(self, ys: Iterable[int]) -> Iterable[Strip]:
        """Draw some lines, as wide as the widget, each with its background."""
        return map(self.render_line, ys)


class ScrolledLines(CachedLines):
    """Lines that keys and the wheel scroll."""

    def scroll_by_lines(self, lines: int) -> None:
        """Scroll down, or up if negative."""
        raise NotImplementedError

    def action_line(self, step: int) -> None:
        """Scroll by a line."""
        self.scroll_by_lines(step)

    def action_half(self, step: int) -> None:
        """Scroll by half a screen."""
        self.scroll_by_lines(step * max(1, self.size.height // 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three lines."""
        event.stop()
        self.scroll_by_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three lines."""
        event.stop()
        self.scroll_by_lines(-3)
