"""Widgets that draw their own lines: with looks of their own, and not again because another is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from paperterm.tui.draw.styles import Styles


class CachedLines(Widget):
    """A widget that keeps its lines until it is refreshed.

    Whenever one widget changes, Textual asks all on the screen for their lines, and goes through
    each of them even where none is new: a tenth of what a key in the list costs.
    """

    LOOKS: ClassVar[Mapping[str, str]] = {}
    """What text of each kind looks like; a subclass adds its own."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        tables = [vars(one).get("LOOKS", {}) for one in reversed(type(self).__mro__)]
        self._look = Styles(self, {kind: look for one in tables for kind, look in one.items()})
        self._painted: tuple[Region, list[Strip]] | None = None

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Draw anew: all of it, or some regions."""
        self._painted = None
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        """Another theme, or another state: looks are worked out anew."""
        super().notify_style_update()
        self._look.forget()
        self._painted = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were, if nothing is new."""
        if self._painted is None or self._painted[0] != crop:
            self._painted = crop, self.painted(crop)
        return self._painted[1]

    def painted(self, crop: Region) -> list[Strip]:
        """The lines when they are to be drawn: as they are, where nothing is around them.

        Textual would make each anew. So a line that only went up or down keeps what was worked
        out for it: its pieces, and what is sent to the terminal.
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
        """Some lines, as wide as the widget, each with its background."""
        return map(self.render_line, ys)
