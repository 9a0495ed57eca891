"""Pipe papers to a command, as Markdown on its standard input."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic
from typing import IO

from paperterm.errors import InputError
from paperterm.model import Entry
from paperterm.session.programs import kill
from paperterm.text import clean, plural

PATIENCE = 60
"""The seconds a command may take."""

_LOOK = 0.1
"""Seconds between two checks whether a program ended while its output is still open."""


class Running:
    """A running program, if any, which another thread may end with all its processes."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._lock = Lock()

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program; raise the errors of `Popen`, and OSError after `end`."""
        way = subprocess.PIPE
        with self._lock:
            if self._is_over:
                raise OSError("the reader was closed")
            self._program = subprocess.Popen(
                command, stdin=way, stdout=way, stderr=way, start_new_session=True
            )
            return self._program

    def stop(self) -> None:
        """End the program with all its processes."""
        with self._lock:
            if self._program:
                kill(self._program)

    def end(self) -> None:
        """End the program, and prevent others from starting."""
        self._is_over = True
        self.stop()


def words(command: str) -> list[str]:
    """Split a typed command into words; an open quote reaches to the end."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def pipe(entries: Sequence[Entry], command: Sequence[str], running: Running | None = None) -> str:
    """Run a command without a shell, write papers to it, and return a line for the user.

    `running` holds the program while it runs, so that another thread can end it.

    Raises:
        InputError: It could not be started, failed, or took too long.
    """
    from paperterm.export import View, exporter  # not needed to make a `Running`

    running = running or Running()
    name = command[0]
    given = exporter("markdown").render(View(tuple(entries)))
    try:
        program = running.start(command)
        out, err = _outputs(program, given, PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(name, f"could not be started ({error})") from error
    except subprocess.TimeoutExpired:
        running.stop()
        with suppress(subprocess.TimeoutExpired):  # a process that left its group may still run
            program.communicate(timeout=1)
        raise InputError(name, f"was stopped after {PATIENCE} seconds") from None
    output = clean((out or err).decode(errors="replace").strip().split("\n")[0])
    if program.returncode:
        raise InputError(name, f"failed with {program.returncode}{f': {output}' if output else ''}")
    done = f"{plural(len(entries), 'paper')} piped to {name}"
    return f"{done}: {output}" if output else done


def _outputs(
    program: subprocess.Popen[bytes], given: bytes, patience: float
) -> tuple[bytes, bytes]:
    """Write the input of a program, wait until it ends, and return its output and errors.

    It does not wait for processes that the program leaves running, even if they hold its output.

    Raises:
        subprocess.TimeoutExpired: The program still runs after `patience` seconds.
    """
    # Not by `communicate`, which sends no more of an input when it is called again.
    Thread(target=_feed, args=(program.stdin, given), daemon=True).start()
    program.stdin = None
    end = monotonic() + patience
    while True:
        is_over = program.poll() is not None  # before reading: all it wrote can be read then
        try:
            return program.communicate(timeout=_LOOK)
        except subprocess.TimeoutExpired as error:
            if is_over:
                # Keep reading, or the processes that are left would fail when they write.
                Thread(target=program.communicate, daemon=True).start()
                return error.output or b"", error.stderr or b""
            if monotonic() > end:
                raise


def _feed(way: IO[bytes], given: bytes) -> None:
    with suppress(BrokenPipeError), way:  # a program may read only some of it
        way.write(given)
