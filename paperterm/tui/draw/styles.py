"""The styles of a widget's text, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.style import Style as Look
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
            look = self._widget.visual_style
            for kind in kinds:
                look += Look.parse(self._themed(self._table[kind]))
            style = self._styles[kinds] = look.rich_style
        return style

    def _themed(self, look: str) -> str:
        """Replace the colours that the theme leaves to Textual's mixing."""
        colours = self._widget.app.theme_variables
        for name, mixed in _AUTOMATIC.items():
            if name in look and colours[name.removeprefix("$")].startswith("auto"):
                look = look.replace(name, mixed)
        return look

    def forget(self) -> None:
        """Forget all styles, when the theme or the state of the widget changes."""
        self._styles.clear()
