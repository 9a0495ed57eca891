"""The private names of Textual that paperterm overrides, all of them in this one module.

An upgrade of Textual may move them; `tests/tui/test_textual_private.py` then says so.
"""

from __future__ import annotations

from textual.app import App

from paperterm.tui.keys.available import typed_character


class CrashKeepingApp(App[None]):
    """An app that keeps an unexpected error for its caller, and prints nothing of it.

    Textual would print a traceback with the values of all variables, notes and titles included. It
    would also let a binding with priority take a character out of a text that is being typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.crash: Exception | None = None

    def panic(self, *renderables: object) -> None:
        """Exit without printing anything."""
        super().panic()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        field = self.focused
        if priority and field and field.check_consume_key(key, typed_character(key)):
            return False
        return await super()._check_bindings(key, priority)

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic()
