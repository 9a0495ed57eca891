"""Textual's driver of a terminal, so that nothing in the terminal ends the reader, or outlives it.

Textual's own ends without a word at the first byte that it does not expect, reads the terminal
twice after a SIGCONT, stays blank after a SIGTSTP, and spins when the terminal is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from asyncio import get_running_loop
from select import select
from selectors import EVENT_READ, DefaultSelector
from time import monotonic
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from paperterm.tui.keys.driver import BatchingDriver
from paperterm.tui.keys.sequence_parser import SequenceParser
from paperterm.tui.keys.terminal_input import TerminalInput

_TICK = 0.1
"""Seconds until the thread that reads looks whether it should end."""
_HUNG_UP = 128 + signal.SIGHUP
_NO_PIXELS = "\x1b[?1016l"
"""Ends reports of the mouse in pixels, which Textual only begins."""


class TerminalDriver(BatchingDriver, LinuxDriver):
    """Input, output and job control of a terminal."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._reader = app
        self._own_loop = get_running_loop()
        self._file: Any = _Output(sys.stderr.fileno())
        self._is_started = False

    def run_input_thread(self) -> None:
        """Read the terminal until told to stop; an error is the app's."""
        try:
            self._read_input()
        except Exception as error:  # noqa: BLE001 - it would be lost with the thread
            self._reader.call_later(_fail, error)

    def _read_input(self) -> None:
        source, parser = TerminalInput(), SequenceParser()
        received_at = monotonic()
        with DefaultSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(min(_TICK, source.patience or _TICK)):
                    received = self._next_bytes()
                    if received is None:
                        self._reader.call_later(self._reader.exit, return_code=_HUNG_UP)
                        return
                    received_at = monotonic()
                    units = source.feed(received)
                elif source.patience and monotonic() - received_at >= source.patience:
                    units = source.pause()
                else:
                    continue
                for unit in units:
                    for event in parser.parsed(unit):
                        self.process_message(event)

    def _next_bytes(self) -> bytes | None:
        """Read the terminal; return None if it is gone."""
        try:
            return os.read(self.fileno, 4096) or None
        except BlockingIOError:  # another program was faster
            return b""
        except OSError:
            return None

    def write(self, data: str) -> None:
        """Write to the terminal, unless another program has it."""
        if self._is_started:
            super().write(data)

    def start_application_mode(self) -> None:
        """Take over the terminal, and wait until it is ours."""
        while not self._is_in_front():
            os.kill(os.getpid(), signal.SIGSTOP)
        self._is_started = True
        # First: one that comes meanwhile waits for the loop instead of being lost.
        self._own_loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._own_loop.add_signal_handler(signal.SIGCONT, self._continued)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def disable_input(self) -> None:
        """Stop reading; another program's terminal is left alone."""
        if self._is_started:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if self._is_started:
            # A program that has the terminal now is stopped together with this one.
            for number in (signal.SIGTSTP, signal.SIGCONT):
                signal.signal(number, signal.SIG_DFL)
            self.write(_NO_PIXELS)
            super().stop_application_mode()
            self._is_started = False

    def _suspend(self) -> None:
        """Stop, as the terminal would stop a program that leaves ctrl+z to it."""
        self.suspend_application_mode()
        self._sleep(signal.SIGTSTP)

    def _sleep(self, number: int) -> None:
        os.kill(os.getpid(), number)
        # Continued, or nobody is there to continue a stopped program: then it did not stop.
        self._own_loop.call_soon(self._wake)

    def _wake(self) -> None:
        if self._is_in_front():
            self.resume_application_mode()
            self._reader.refresh(layout=True)
        else:
            # Other signals first: one of them may end the reader.
            self._own_loop.call_later(_TICK, self._sleep_again)

    def _sleep_again(self) -> None:
        if self._reader.return_code is None:
            self._sleep(signal.SIGSTOP)

    def _continued(self) -> None:
        """Take over the terminal again: a shell may have used it while this process was stopped."""
        self.suspend_application_mode()
        self._wake()

    def _is_in_front(self) -> bool:
        """Return whether the terminal is this process's to use; a terminal that is gone is."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True


class _Output:
    """A terminal to write to; what is written to one that is gone is lost.

    Args:
        fileno: The terminal.
    """

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno

    def write(self, text: str) -> None:
        """Write text, all of it."""
        rest = text.encode(errors="replace")
        while rest:
            try:
                rest = rest[os.write(self._fileno, rest) :]
            except BlockingIOError:  # another program changed how the terminal blocks
                select([], [self._fileno], [])
            except OSError:
                return

    def flush(self) -> None:
        """Do nothing: all is written."""


def _fail(error: Exception) -> None:
    raise error
