"""Widgets that draw their own lines: with looks of their own, and not again because another is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from paperterm.tui.looks import Looks


class Painted(Widget):
    """A widget that keeps its lines until it is refreshed.

    Whenever one widget changes, Textual asks all on the screen for their lines, and goes through
    each of them even where none is new: a tenth of what a key in the list costs.
    """

    LOOKS: ClassVar[Mapping[str, str]] = {}
    """What text of each kind looks like; a subclass adds its own."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        tables = [vars(one).get("LOOKS", {}) for one in reversed(type(self).__mro__)]
        self._look = Looks(self, {kind: look for one in tables for kind, look in one.items()})
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
        """The lines, when they are to be drawn."""
        return super().render_lines(crop)
