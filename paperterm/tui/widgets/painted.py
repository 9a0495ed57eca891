"""Widgets that are not drawn again because another one is."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Painted(Widget):
    """A widget that keeps its lines until it is refreshed.

    Whenever one widget changes, Textual asks all on the screen for their lines, and goes through
    each of them even where none is new: a sixth of what a key in the list costs.
    """

    _painted: tuple[Region, list[Strip]] | None = None

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Draw anew: all of it, or some regions."""
        self._painted = None
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        """Another theme, or another state."""
        super().notify_style_update()
        self._painted = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were, if nothing is new."""
        if self._painted is None or self._painted[0] != crop:
            self._painted = crop, self.painted(crop)
        return self._painted[1]

    def painted(self, crop: Region) -> list[Strip]:
        """The lines, when they are to be drawn."""
        return super().render_lines(crop)
