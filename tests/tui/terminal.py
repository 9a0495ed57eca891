"""Run a program in a real terminal: a pty, and an emulator that keeps the screen."""

import os
import re
import select
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pyte

_PATIENCE = 30.0  # seconds until a wait fails; everything is faster
_OTHER_SCREEN = 1049
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")

# Makes the pty the controlling terminal, so that a new size sends a signal, and runs the program.
_START = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def sees(home: Path, **more: str) -> dict[str, str]:
    """Return the variables for a program: a few of this environment, and more."""
    return {
        "PAPERTERM_HOME": str(home),
        "PAPERTERM_ARXIV_URL": os.environ["PAPERTERM_ARXIV_URL"],
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        **more,
    }


class _Screen(pyte.Screen):
    """A screen that is blank when a program takes it, and when it gives it back."""

    def set_mode(self, *modes: int, **how: bool) -> None:
        """Turn modes on."""
        super().set_mode(*modes, **how)
        self._clear(modes)

    def reset_mode(self, *modes: int, **how: bool) -> None:
        """Turn modes off."""
        super().reset_mode(*modes, **how)
        self._clear(modes)

    def _clear(self, modes: tuple[int, ...]) -> None:
        if _OTHER_SCREEN in modes:
            self.erase_in_display(2)
            self.cursor_position()


class Terminal:
    """A Python program in a terminal of its own; as a context manager, it ends the program.

    Args:
        arguments: The arguments of Python.
        environment: All variables of the program.
        size: Columns and lines.
    """

    def __init__(
        self, arguments: list[str], environment: Mapping[str, str], size: tuple[int, int]
    ) -> None:
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self._ours, theirs = os.openpty()
        termios.tcsetwinsize(self._ours, (size[1], size[0]))
        self._before = termios.tcgetattr(self._ours)
        self._program = subprocess.Popen(
            [sys.executable, "-c", _START, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.wait()
        self.close_window()

    @property
    def pid(self) -> int:
        """The process of the program."""
        return self._program.pid

    @property
    def text(self) -> str:
        """The text on the screen."""
        return "\n".join(self._screen.display)

    @property
    def line_of_cursor(self) -> str:
        """The line on which the terminal's cursor is; "" if it is hidden."""
        cursor = self._screen.cursor
        return "" if cursor.hidden else self._screen.display[cursor.y]

    def send(self, keys: str | bytes) -> None:
        """Type keys, all at once."""
        rest = keys.encode() if isinstance(keys, str) else keys
        while rest:
            _, ready, _ = select.select([], [self._ours], [], 0)
            # The program may wait for its output to be read before it reads more.
            rest = rest[os.write(self._ours, rest[:512]) :] if ready else rest
            self._read(0)

    def send_unread(self, keys: str) -> None:
        """Type keys without reading any output."""
        os.write(self._ours, keys.encode())

    def end(self, number: int) -> None:
        """Send the program a signal."""
        self._program.send_signal(number)

    def close_window(self) -> None:
        """Close the terminal, if it is open: the system hangs up on the program."""
        if self._ours >= 0:
            os.close(self._ours)
        self._ours = -1

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(lines, columns)
        termios.tcsetwinsize(self._ours, (lines, columns))

    def wait_until(self, is_so: Callable[[], object]) -> None:
        """Read the output until a condition is true."""
        end = monotonic() + _PATIENCE
        while not is_so():
            assert monotonic() < end, f"waited in vain; on the screen:\n{self.text}"
            self._read()

    def wait_for(self, *texts: str) -> None:
        """Read the output until all of these are on the screen."""
        self.wait_until(lambda: all(text in self.text for text in texts))

    def wait_until_still(self, seconds: float) -> list[str]:
        """Read the output until the screen was the same for that long; return its lines."""
        shown, since = self.text, monotonic()
        while monotonic() - since < seconds:
            self._read()
            if self.text != shown:
                shown, since = self.text, monotonic()
        return shown.splitlines()

    def wait_for_end(self) -> int:
        """Read the rest, and return the exit status."""
        end = monotonic() + _PATIENCE
        while self._ours >= 0 and self._read():
            assert monotonic() < end, f"did not end; on the screen:\n{self.text}"
        return self._program.wait(_PATIENCE)

    def wait_unread(self, seconds: float) -> int:
        """Return the exit status without reading any output."""
        return self._program.wait(seconds)

    def hang_up(self) -> int:
        """Close the window, and return the exit status of the program."""
        self.close_window()
        return self._program.wait(_PATIENCE)

    @property
    def left_on(self) -> set[str]:
        """Return the modes that the program left switched, and the cursor if it is hidden."""
        modes = {"25": b"h"}
        for numbers, how in _MODE.findall(self.output):
            modes |= dict.fromkeys(numbers.decode().split(";"), how)
        usual = {"25": b"h", "7": b"h"}
        left = {mode for mode, how in modes.items() if how != usual.get(mode, b"l")}
        keyboards = self.output.count(b"\x1b[>25u") - self.output.count(b"\x1b[<u")
        return left | {"kitty keyboard"} if keyboards else left

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal handles keys as before the program ran."""
        return termios.tcgetattr(self._ours) == self._before

    def _read(self, seconds: float = 0.05) -> bool:
        """Read output, or wait a moment for some; return False when the program has closed it."""
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return True
        with suppress(OSError):  # how Linux says that the other side is closed
            if content := os.read(self._ours, 65536):
                self.output += content
                self._stream.feed(content)
                return True
        return False
