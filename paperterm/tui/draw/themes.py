"""The themes of paperterm; all of Textual's are available too."""

from __future__ import annotations

from collections.abc import Iterable

from textual.theme import Theme

DARK = Theme(
    name="paperterm",
    primary="#7aa2d4",
    secondary="#8fb8a8",
    accent="#e0b872",
    foreground="#d5d8dc",
    background="#14171b",
    surface="#1a1e23",
    panel="#242a31",
    success="#8fbf8f",
    warning="#e0b872",
    error="#d98080",
    dark=True,
)
LIGHT = Theme(
    name="paperterm-light",
    primary="#2f5f9e",
    secondary="#3c7a66",
    accent="#9a5b00",
    foreground="#23272c",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e4e1d9",
    success="#3f7a3f",
    warning="#9a5b00",
    error="#a83232",
    dark=False,
)
CONTRAST = Theme(
    name="paperterm-contrast",
    primary="#8fd8ff",
    secondary="#7df0c8",
    accent="#ffd60a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    success="#6dff8a",
    warning="#ffd60a",
    error="#ff9d9d",
    dark=True,
    # Textual would mix these with the background, into grey.
    variables={"text-muted": "#dcdcdc", "text-disabled": "#bebebe"},
)
THEMES = (DARK, LIGHT, CONTRAST)


def themes_in_order(themes: Iterable[Theme]) -> list[Theme]:
    """Sort themes for a list: ours first, then the dark ones, then the light ones."""
    ours = [theme.name for theme in THEMES]

    def order(theme: Theme) -> tuple[bool, int, bool, str]:
        is_ours = theme.name in ours
        return not is_ours, ours.index(theme.name) if is_ours else 0, not theme.dark, theme.name

    return sorted(themes, key=order)


def describe_theme(theme: Theme) -> str:
    """Describe a theme in a word or two."""
    if theme.name == CONTRAST.name:
        return "high contrast"
    if theme.name.startswith("ansi-"):
        return "your terminal's"
    return "dark" if theme.dark else "light"
