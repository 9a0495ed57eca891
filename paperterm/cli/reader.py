"""`paperterm`: the reader."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable

from paperterm.errors import InputError
from paperterm.session import Session


def run() -> int:
    """Open the reader in this terminal."""
    need_terminal()
    return read(Session())


def need_terminal() -> None:
    """Check that the reader has a terminal.

    Raises:
        InputError: It has none.
    """
    # Textual draws on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("", "the reader needs a terminal", "use `paperterm list` to print papers")


def read(session: Session, endings: Iterable[int] = ()) -> int:
    """Run the reader and return the exit status.

    Args:
        session: The library and the settings.
        endings: Signals that quit the reader as its key does.
    """
    # The row under the cursor is drawn first, the abstract in the next frame. At Textual's 60
    # frames a second that would be 17 ms later. Only changes are drawn, so a higher rate costs
    # nothing. A value that the user has set stays.
    os.environ.setdefault("TEXTUAL_FPS", "1000")
    from paperterm.tui.app import PapertermApp

    _keep_keys_quick()
    app = PapertermApp(session, endings)
    app.run()
    if app.crash:
        raise app.crash
    return app.return_code or 0


def _keep_keys_quick() -> None:
    """Keep other threads and the garbage collector from delaying keys.

    A thread that parses a feed holds the interpreter for 5 ms at each of the dozen switches that
    a key needs. A full collection, which 2,000 new papers cause several times, visits every
    imported object: 100 ms. The 99th percentile of a key in benchmarks/refresh.py is 158 ms
    without this, 40 ms with it.
    """
    sys.setswitchinterval(0.0005)
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
