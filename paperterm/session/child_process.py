"""Run a program that ends with the reader."""

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
"""Seconds between two checks whether a program ended while its output is still open."""


class Output(NamedTuple):
    """The output of a program."""

    out: bytes
    err: bytes


class Running:
    """The running program, if any; another thread may end it with all that it started."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._lock = Lock()

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program; raise what `Popen` raises, and OSError after `end`."""
        way = subprocess.PIPE
        with self._lock:
            if self._is_over:
                raise OSError("the reader is closed")
            self._program = subprocess.Popen(
                command, stdin=way, stdout=way, stderr=way, start_new_session=True
            )
            return self._program

    def stop(self) -> None:
        """End the program with all that it started."""
        with self._lock:
            if self._program:
                _kill(self._program)

    def end(self) -> None:
        """End the program, and let no other start."""
        self._is_over = True
        self.stop()


def finished(program: subprocess.Popen[bytes], given: bytes, patience: float) -> Output:
    """Write the input of a program, and wait until it ends.

    What it leaves running is not waited for, even if it holds the same output.

    Args:
        program: The program, as `Running.start` returns it.
        given: The input.
        patience: The seconds it may take.

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
                # Keep reading, or what is left running would fail when it writes.
                Thread(target=program.communicate, daemon=True).start()
                return Output(error.output or b"", error.stderr or b"")
            if monotonic() > end:
                raise


def _feed(way: IO[bytes], given: bytes) -> None:
    with suppress(BrokenPipeError), way:  # a program may read only some of it
        way.write(given)


def _kill(program: subprocess.Popen[bytes]) -> None:
    """Kill a program, with all that it started where the system tracks that."""
    if os.name == "nt":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
