"""A progress bar while the index is built; shown only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # listing a day does not need the index
    from paperterm.library.index.reconcile import Progress, Tell

_FEW_FILES = 20
"""Reading this many files takes too little time for a bar."""


@contextmanager
def index_progress() -> Iterator[Tell]:
    """Yield a function that shows progress; Rich is imported only when needed."""
    with ExitStack() as stack:
        bars: list[Tell] = []

        def show(progress: Progress) -> None:
            if not bars and progress.total > _FEW_FILES and sys.stderr.isatty():
                bars.append(stack.enter_context(_bar(progress.total)))
            for update in bars:
                update(progress)

        yield show


@contextmanager
def _bar(total: int) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("indexing the library"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda progress: bar.update(task, completed=progress.done)
