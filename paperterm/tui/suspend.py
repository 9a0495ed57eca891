"""Programs that need the terminal for themselves, such as an editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App, SuspendNotSupported

from paperterm.errors import InputError, PapertermError

T = TypeVar("T")


def suspended(app: App[Any], work: Callable[[], T]) -> T:
    """Do something while the reader steps aside, and come back whatever becomes of it.

    Raises:
        PapertermError: The work raised it, or this terminal cannot be handed over.
    """
    done: list[T] = []
    failed: PapertermError | None = None
    try:
        with app.suspend():
            # Textual does not come back by itself from what raises in here.
            try:
                done.append(work())
            except PapertermError as error:
                failed = error
    except SuspendNotSupported:
        raise InputError("this terminal", "cannot be handed to an editor") from None
    if failed:
        raise failed
    return done[0]
