"""A program that runs for the reader, and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock


class Running:
    """The program that runs, if one does; another thread may end it, and what it started."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._lock = Lock()

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program; raises what `Popen` does, and OSError when all is over."""
        way = subprocess.PIPE
        with self._lock:
            if self._is_over:
                raise OSError("the reader is closed")
            self._program = subprocess.Popen(
                command, stdin=way, stdout=way, stderr=way, start_new_session=True
            )
            return self._program

    def stop(self) -> None:
        """End the program, and what it left behind."""
        with self._lock:
            if self._program:
                _kill(self._program)

    def end(self) -> None:
        """End the program, and start none any more."""
        self._is_over = True
        self.stop()


def _kill(program: subprocess.Popen[bytes]) -> None:
    """End a program at once, with all that it started where the system knows what that is."""
    if os.name == "nt":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
