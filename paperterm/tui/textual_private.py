"""The private names of Textual that paperterm overrides, all of them in this one module.

An upgrade of Textual may move them; `tests/tui/test_textual_private.py` then says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from textual._compositor import Compositor
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from paperterm.tui.keys.available import typed_character

T = TypeVar("T")


class FrontCompositor(Compositor):
    """Draws nothing that is hidden: widgets behind one that covers all that is drawn anew.

    Textual draws from the front to the back, and what was drawn first stays. It would go on to
    draw and cut up each line of every container and screen behind: half of a key's time.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for region, clip, strips in super()._get_renders(crop):
            yield region, clip, strips
            if crop and region.intersection(clip).contains_region(crop):
                return


class FrontScreen(Screen[T], Generic[T]):
    """A screen that draws nothing that is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrontCompositor()


class CrashKeepingApp(App[None]):
    """An app that keeps an unexpected error for its caller, and prints nothing of it.

    Textual would print a traceback with the values of all variables, notes and titles included. It
    would also let a binding with priority take a character out of a text that is being typed, and
    parse all style sheets anew for each screen that brings one of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.crash: Exception | None = None
        self._driver: Driver | None = None  # Textual sets it when it runs

    @property
    def terminal(self) -> Driver | None:
        """The driver, once the app runs."""
        return self._driver

    def keep_copied(self, text: str) -> None:
        """Keep a text for pasting inside the app, as copying does, without the terminal."""
        self._clipboard = text

    def panic(self, *renderables: object) -> None:
        """Exit without printing anything."""
        super().panic()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        field = self.focused
        if priority and field and field.check_consume_key(key, typed_character(key)):
            return False
        return await super()._check_bindings(key, priority)

    def _load_screen_css(self, screen: Screen[object]) -> None:
        """Read the style sheets of a screen before Textual does: it would parse all others anew."""
        new = [one for one in screen.css_path if not self.stylesheet.has_source(str(one))]
        if new:
            self.stylesheet.read_all(new)
            self.stylesheet.parse()
        super()._load_screen_css(screen)

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic()


def terminal_of(widget: DOMNode) -> Driver:
    """Return the terminal that a widget is shown on.

    Raises:
        RuntimeError: The widget is in no app of ours that runs.
    """
    app = widget.app
    if isinstance(app, CrashKeepingApp) and app.terminal:
        return app.terminal
    raise RuntimeError("the app has no terminal")
