"""`paperterm`: the reader."""

from __future__ import annotations

import codecs
import gc
import os
import signal
import sys

from paperterm import first_frame
from paperterm.errors import InputError
from paperterm.session import Session

_NAMES = "HUP INT QUIT ABRT USR1 USR2 ALRM TERM VTALRM PROF POLL PWR XCPU STKFLT"
ENDINGS = [
    getattr(signal, f"SIG{name}") for name in _NAMES.split() if hasattr(signal, f"SIG{name}")
]
"""Signals that end a process, and can be handled: the reader then quits as with its key."""


def run() -> int:
    """Open the reader in this terminal."""
    need_terminal()
    session = Session()
    status = read(session)
    if status == 0:
        first_frame.make()
    return status


def need_terminal() -> None:
    """Check that the reader has a terminal.

    Raises:
        InputError: It has none, or one that cannot show the letters of papers.
    """
    # Textual draws on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("", "the reader needs a terminal", "use `paperterm list` to print papers")
    if codecs.lookup(sys.stderr.encoding).name != "utf-8":
        problem = f"the reader needs UTF-8, but the locale says {sys.stderr.encoding}"
        raise InputError("", problem, "set LC_ALL=C.UTF-8, or PYTHONUTF8=1")


def read(session: Session) -> int:
    """Run the reader on a library and its settings, and return the exit status."""
    # The abstract is drawn one frame after the row under the cursor: 17 ms later at Textual's 60
    # frames a second. Only changes are drawn, so a higher rate costs nothing.
    os.environ.setdefault("TEXTUAL_FPS", "1000")
    from paperterm.tui.app import PapertermApp

    _keep_keys_quick()
    # A signal that is ignored, as SIGHUP by nohup, stays so.
    app = PapertermApp(session, [one for one in ENDINGS if signal.getsignal(one) != signal.SIG_IGN])
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
    gc.enable()
    gc.set_threshold(20_000, 20, 100)
