"""A progress bar on the terminal while the library is read into the index; else nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who lists a day needs no index
    from paperterm.session.search import Progress, Tell

_FEW_FILES = 20
"""So many are read before a bar could be seen."""


@contextmanager
def bar() -> Iterator[Tell]:
    """What is told how far it is; Rich is imported when there is something to show."""
    with ExitStack() as stack:
        shown: list[Tell] = []

        def tell(progress: Progress) -> None:
            if not shown and progress.total > _FEW_FILES and sys.stderr.isatty():
                shown.append(stack.enter_context(_drawn(progress.total)))
            for draw in shown:
                draw(progress)

        yield tell


@contextmanager
def _drawn(total: int) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("reading the library into the index"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("", total=total)
        yield lambda progress: drawn.update(task, completed=progress.done)
