"""A program in a pty, with each piece of its output and its time, for `replay`.

The emulator runs after the measurement, so that it does not slow the program down.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable, Mapping
from pathlib import Path
from time import clock_gettime, monotonic
from typing import NamedTuple

from replay import Replay

COLUMNS, LINES = 160, 45
_NOT_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "TMUX", "COLUMNS", "LINES")
_SYNC_QUERY, _SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Press(NamedTuple):
    """Keys: when they were pressed, the pieces of output that followed, when the wait ended."""

    at: float
    first: int
    end: int
    over: float


class Terminal:
    """A program on a terminal of its own.

    Args:
        command: The program and its arguments.
        environment: Variables to set. PYTHONDONTWRITEBYTECODE is removed, or each start of a Python
            program would compile it again; so are variables that describe another terminal.
        columns: The width.
        lines: The height.
    """

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self.pieces: list[tuple[float, bytes]] = []
        self.size = columns, lines
        variables = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **environment,
        }
        for name in _NOT_PASSED_ON:
            variables.pop(name, None)
        self.started = monotonic()
        self.pid, self._tty = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execvpe(command[0], command, variables)
        fcntl.ioctl(self._tty, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._tty)

    def press(self, keys: str) -> float:
        """Type keys; return the time."""
        now = monotonic()
        os.write(self._tty, keys.encode())
        return now

    def pressed(self, keys: str, quiet: float, patience: float, enough: int = 1) -> Press:
        """Type keys, and wait for the answer.

        Args:
            keys: What to type.
            quiet: The answer ends when nothing came for this many seconds.
            patience: Seconds to wait for an answer to begin.
            enough: Output of fewer bytes, such as a blinking cursor, is not an answer.
        """
        self.read_until_quiet(0)  # what came late, or while another program was looked at
        first = len(self.pieces)
        at = self.press(keys)
        self.wait(quiet, patience, enough)
        return Press(at, first, len(self.pieces), monotonic())

    def wait(self, quiet: float, patience: float, enough: int = 1) -> None:
        """Wait for this many bytes of output, then until nothing came for a while."""
        end = monotonic() + patience
        size = 0
        while self.read(quiet if size >= enough else end - monotonic()):
            size += len(self.pieces[-1][1])

    def read(self, seconds: float) -> bool:
        """Wait at most this long for output; return whether there was any.

        Raises:
            RuntimeError: The program has ended; with the end of its output.
        """
        if not select.select([self._tty], [], [], max(seconds, 0))[0]:
            return False
        try:
            content = os.read(self._tty, 1 << 20)
        except OSError as error:
            said = b"".join(content for _, content in self.pieces[-9:]).decode(errors="replace")
            raise RuntimeError(f"the program has ended: {said[-600:]}") from error
        self.pieces.append((monotonic(), content))
        if _SYNC_QUERY in content:
            os.write(self._tty, _SYNC_ANSWER)
        return True

    def read_for(self, seconds: float) -> None:
        """Read output for this many seconds."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self.read(left)

    def read_until_quiet(self, seconds: float) -> None:
        """Read until nothing came for this many seconds."""
        while self.read(seconds):
            pass

    def shown_at(self, is_shown: Callable[[str], bool], since: float = 0.0) -> float | None:
        """Return when a condition on the text of the screen was first true."""
        replay = Replay(self.pieces, self.size)
        for moment, _ in self.pieces:
            replay.step()
            if moment >= since and is_shown(replay.text()):
                return moment
        return None

    def cpu_seconds(self) -> float:
        """Return the processor time of the program so far."""
        return clock_gettime(~self.pid << 3 | 2)  # as clock_getcpuclockid(3) makes it

    def private_mebibytes(self) -> float:
        """Return the program's own memory (USS)."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def python(*arguments: str) -> list[str]:
    """Return a command for the Python that runs this."""
    return [sys.executable, *arguments]
