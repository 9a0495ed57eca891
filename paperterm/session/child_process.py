"""A program that runs for the reader, and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic
from typing import IO, NamedTuple

_LOOK = 0.1
"""Seconds between two looks whether a program ended that something else still writes for."""


class Output(NamedTuple):
    """What a program wrote."""

    out: bytes
    err: bytes


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


def finished(program: subprocess.Popen[bytes], given: bytes, patience: float) -> Output:
    """Give a program its input, and wait until it ends.

    What it left behind may go on: nobody waits for that, though it has the same output.

    Args:
        program: As `Running.start` gives it.
        given: The input.
        patience: Seconds that it may take.

    Raises:
        subprocess.TimeoutExpired: It did not end; it still runs.
    """
    # Not by `communicate`, which sends no more of an input when it is called again.
    Thread(target=_feed, args=(program.stdin, given), daemon=True).start()
    program.stdin = None
    end = monotonic() + patience
    while True:
        is_over = program.poll() is not None  # so what it wrote is there to be read
        try:
            return Output(*program.communicate(timeout=_LOOK))
        except subprocess.TimeoutExpired as error:
            if is_over:
                # Whoever writes to an output that nobody reads would be ended by that.
                Thread(target=program.communicate, daemon=True).start()
                return Output(error.output or b"", error.stderr or b"")
            if monotonic() > end:
                raise


def _feed(way: IO[bytes], given: bytes) -> None:
    with suppress(BrokenPipeError), way:  # who has read enough ends
        way.write(given)


def _kill(program: subprocess.Popen[bytes]) -> None:
    """End a program at once, with all that it started where the system knows what that is."""
    if os.name == "nt":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
