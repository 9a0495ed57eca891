"""`paperterm`: the reader."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable

from paperterm.errors import InputError
from paperterm.session import Session


def run() -> int:
    """Open the reader on this terminal."""
    need_terminal()
    return read(Session())


def need_terminal() -> None:
    """Make sure that the reader has something to draw on.

    Raises:
        InputError: It has not.
    """
    # Textual draws on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("", "the reader needs a terminal", "`paperterm list` prints papers")


def read(session: Session, endings: Iterable[int] = ()) -> int:
    """Let the user read; returns the exit status. Some signals may end it as its key does."""
    # The row under the cursor is painted first, the abstract in the frame after it. Textual's 60
    # frames a second would put 17 ms between the two, and nothing is painted that did not change;
    # the user's own wish counts.
    os.environ.setdefault("TEXTUAL_FPS", "1000")
    from paperterm.tui.app import PapertermApp

    _keep_keys_quick()
    app = PapertermApp(session, endings)
    app.run()
    if app.crash:
        raise app.crash
    return app.return_code or 0


def _keep_keys_quick() -> None:
    """Let no other thread, and no collection of garbage, make a key wait.

    A thread that parses a feed would take 5 ms for each of the dozen turns that a key needs; and
    a full collection, which 2,000 new papers cause several times, looks at all that was ever
    imported: 100 ms. Measured in benchmarks/refresh.py: p99 of a key 158 ms without, 40 ms with.
    """
    sys.setswitchinterval(0.0005)
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
