"""How text of a kind looks, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.style import Style as Look
from textual.widget import Widget

_AUTOMATIC = {"$text-muted": "$foreground 72%", "$text-disabled": "$foreground 50%"}
"""Textual mixes these with what is behind them, unless the theme has a colour for them; a look is
parsed without the share, and would be black or white."""


class Styles:
    """The looks that a widget draws with, each worked out when it is needed first.

    They take the place of component classes: Textual works out each of those twice before the
    first screen, most of which are not on it.

    Args:
        widget: What lies under the text: its colours, and those of what is behind it.
        table: What each kind looks like, as Textual writes styles: `bold $foreground 72%`.
    """

    def __init__(self, widget: Widget, table: Mapping[str, str]) -> None:
        self._widget = widget
        self._table = table
        self._styles: dict[tuple[str, ...], Style] = {}

    def __call__(self, *kinds: str) -> Style:
        """The look of text that is all of this, the later before the earlier."""
        style = self._styles.get(kinds)
        if style is None:
            look = self._widget.visual_style
            for kind in kinds:
                look += Look.parse(self._themed(self._table[kind]))
            style = self._styles[kinds] = look.rich_style
        return style

    def _themed(self, look: str) -> str:
        """A look in which the theme has each colour."""
        colours = self._widget.app.theme_variables
        for name, mixed in _AUTOMATIC.items():
            if name in look and colours[name.removeprefix("$")].startswith("auto"):
                look = look.replace(name, mixed)
        return look

    def forget(self) -> None:
        """Another theme, or another state of the widget: work them out anew."""
        self._styles.clear()
