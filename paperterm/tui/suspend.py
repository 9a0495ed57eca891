"""Running a program that takes over the terminal, such as an editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App, SuspendNotSupported

from paperterm.errors import InputError, PapertermError

T = TypeVar("T")


def suspended(app: App[Any], work: Callable[[], T]) -> T:
    """Do some work while the app is suspended, and resume it even if the work fails.

    Raises:
        PapertermError: The work raised it, or the terminal cannot be taken over.
    """
    done: list[T] = []
    failed: PapertermError | None = None
    try:
        with app.suspend():
            # Textual does not resume by itself after an exception in here.
            try:
                done.append(work())
            except PapertermError as error:
                failed = error
    except SuspendNotSupported:
        raise InputError("this terminal", "cannot run an editor") from None
    if failed:
        raise failed
    return done[0]
