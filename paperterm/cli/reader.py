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
    # The abstract is drawn one frame after the row under the cursor: 17 ms later at Textual's 60
    # frames a second. Only changes are drawn, so a higher rate costs nothing.
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

    A key needs a dozen thread switches, and a thread that parses a feed delays each by 5 ms. 2,000
    new papers cause several full collections, which visit all imported objects in 100 ms. The
    99th percentile of a key in benchmarks/refresh.py is 158 ms without this, 40 ms with it.
    """
    sys.setswitchinterval(0.0005)
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
