"""`--debug`: a log of what is asked, written and decided, in the state folder."""

from __future__ import annotations

import sys
from collections.abc import Callable

from paperterm import __version__, disk, logs
from paperterm.cli.output import complain
from paperterm.paths import folders


def noted(start: Callable[[], int], doing: str) -> int:
    """Do something while a log is written, and say where the log is.

    Args:
        start: What to do; gives the exit status.
        doing: What it is called.

    Raises:
        DiskError: The log cannot be written.
    """
    state = folders().state
    disk.make_folder(state)
    with logs.log_to(state) as file:
        complain(f"what happens is written to {file}")
        logs.note("begin", f"paperterm {__version__}", doing, "Python", sys.version.split()[0])
        status = start()
        logs.note("end", status)
        return status
