"""Textual's driver of a terminal, so that nothing in the terminal ends the reader, or outlives it.

Textual's own ends without a word at the first byte that it does not expect, reads the terminal
twice after a SIGCONT, stays blank after a SIGTSTP, and spins when the terminal is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from asyncio import get_running_loop
from collections.abc import Iterable, Sequence
from contextlib import suppress
from math import inf
from queue import SimpleQueue
from select import select
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Thread, current_thread
from time import monotonic
from typing import Any

from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from paperterm import first_frame, lock
from paperterm.tui.keys.driver import (
    ACCESSIBLE,
    ASKING,
    PROBE,
    BatchingDriver,
    StopRequested,
    is_paint,
)
from paperterm.tui.keys.sequence_parser import SequenceParser
from paperterm.tui.keys.terminal_input import TerminalInput

_TICK = 0.1
"""Seconds between two tries of what can only be tried again."""
_PATIENCE = 2.0
"""Seconds to wait at the end for a terminal that takes no output."""
_HUNG_UP = 128 + signal.SIGHUP
_SHOWN_CURSOR = "\x1b[?25h"
_OTHER_SCREEN = "\x1b[?1049h"
_AT_ONCE, _DONE = "\x1b[?2026h", "\x1b[?2026l"
"""Around what a terminal should show in one step."""
_NO_PIXELS = "\x1b[?1016l"
"""Ends reports of the mouse in pixels, which Textual only begins."""


class TerminalDriver(BatchingDriver, LinuxDriver):
    """Input, output and job control of a terminal."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._reader = app
        self._own_loop = get_running_loop()
        self.exit_event = self._bell = _Bell()
        self._output = _Output(sys.stderr.fileno())
        self._file: Any = self._output
        self._writer = _Writer(self._file)
        self._is_started = False
        self._has_frame = False
        self._is_holding = False
        self._is_revealing = False
        self._is_going_on = False
        self._reading: Thread | None = None
        self._input = TerminalInput()

    @property
    def answers(self) -> Sequence[str]:
        """What the terminal said of itself so far, without the escape in front."""
        return self._input.answers

    def run_input_thread(self) -> None:
        """Read the terminal until told to stop; an error is the app's."""
        self._reading = current_thread()
        try:
            self._read_input()
        except Exception as error:  # noqa: BLE001 - it would be lost with the thread
            self._reader.call_later(_fail, error)

    def _read_input(self) -> None:
        # A terminal that was given back may be another one.
        source = self._input = TerminalInput()
        parser = SequenceParser()
        received_at = monotonic()
        with DefaultSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            selector.register(self._bell, EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(source.patience or None)
                if any(key.fileobj is not self._bell for key, _ in ready):
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
                self._hand_on(units, parser)
        if source.patience:  # such as the escape that came with the last key
            self._hand_on(source.pause(), parser)

    def _hand_on(self, units: Iterable[str], parser: SequenceParser) -> None:
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
        """Write to the terminal, unless another program has it.

        While it shows the first frame, paint nothing, which would be less than that.
        """
        is_held = is_paint(data) if self._is_holding else self._has_frame and data == _OTHER_SCREEN
        if not self._is_started or is_held:
            return
        if self._is_revealing and is_paint(data):
            self._is_revealing = False
            data = f"{_AT_ONCE}{data}{_DONE}"
        self._writer.write(data)

    def reveal(self) -> bool:
        """Replace the first frame, if there is one, by what is painted next, in one step."""
        self._is_revealing, self._is_holding = self._is_holding, False
        return self._is_revealing

    def start_application_mode(self) -> None:
        """Take over the terminal, and wait until it is ours."""
        while not self._is_in_front():
            lock.stop_when_free(signal.SIGSTOP)
        self._is_started = True
        self._output.end_by = inf
        # First: one that comes meanwhile waits for the loop instead of being lost.
        self._own_loop.add_signal_handler(signal.SIGTSTP, self._ask_to_stop)
        self._own_loop.add_signal_handler(signal.SIGCONT, self._continued)
        before = first_frame.hand_over()
        self._has_frame = before is not None
        self._writer = _Writer(self._file)
        self._writer.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if before:
            self.attrs_before = before
            self._is_holding = True
        if self._reader.has_class(ACCESSIBLE):
            self.write(_SHOWN_CURSOR)
        if self._reader.has_class(ASKING):
            self.write(PROBE)

    def close(self) -> None:
        """End the threads that write."""
        super().close()
        self._writer.stop()

    def disable_input(self) -> None:
        """Stop reading; another program's terminal is left alone."""
        if self._is_going_on and self._reading:
            self._bell.set()
            self._reading.join()
            self._bell.clear()
        elif self._is_started:
            super().disable_input()  # loses keys that were not read yet

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if self._is_started:
            # A program that has the terminal now is stopped together with this one.
            self._own_loop.remove_signal_handler(signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, _stop_too)
            signal.signal(signal.SIGCONT, signal.SIG_DFL)
            self._output.end_by = monotonic() + _PATIENCE
            self._is_holding = False
            self.write(_NO_PIXELS)
            super().stop_application_mode()
            self._is_started = False

    def _ask_to_stop(self) -> None:
        self.send_message(StopRequested())

    def stop(self) -> None:
        """Stop, with the programs that started this one, in a block of `lock.stopping`.

        So the terminal would stop a program that leaves ctrl+z to it.
        """
        self.suspend_application_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        self._sleep(0, signal.SIGTSTP)

    def _sleep(self, process: int, number: int) -> None:
        lock.stop(process, number)
        # Continued; or, without a shell that could continue it, it did not stop.
        self._own_loop.call_soon(self._wake)

    def _wake(self) -> None:
        if self._is_in_front():
            self.resume_application_mode()
            self._reader.refresh(layout=True)
            self._reader.app_resume_signal.publish(self._reader)
        else:
            # Other signals first: one of them may end the reader.
            self._own_loop.call_later(_TICK, self._sleep_again)

    def _sleep_again(self) -> None:
        if self._reader.return_code is not None:
            return
        with lock.stopping() as busy_with:
            if busy_with(0):
                self._own_loop.call_later(_TICK, self._sleep_again)
            else:
                self._sleep(os.getpid(), signal.SIGSTOP)

    def _continued(self) -> None:
        """Take over the terminal again: a shell may have used it while this process was stopped."""
        self._is_going_on = True
        self.suspend_application_mode()
        self._is_going_on = False
        self._wake()

    def _is_in_front(self) -> bool:
        """Return whether the terminal is this process's to use; a terminal that is gone is."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True


class _Bell(Event):
    """An event that wakes a `select`, which need not look for it ten times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._ear, self._bell = os.pipe()
        for end in (self._ear, self._bell):
            os.set_blocking(end, False)

    def fileno(self) -> int:
        """Return what can be read while the event is set."""
        return self._ear

    def set(self) -> None:
        """Set the event."""
        super().set()
        os.write(self._bell, b"!")

    def clear(self) -> None:
        """Clear the event."""
        with suppress(BlockingIOError):
            os.read(self._ear, 4096)
        super().clear()


class _Writer(WriterThread):
    """A thread that writes, and never lets the event loop wait, as Textual's does after 30 writes.

    A terminal that takes no output would stop signals and drafts.
    """

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        self._queue = SimpleQueue()  # type: ignore[assignment]

    def stop(self) -> None:
        """Stop the thread when all is written, if it runs."""
        if self.is_alive():
            super().stop()


class _Output:
    """A terminal to write to; what is written to one that is gone is lost.

    Attributes:
        end_by: When to stop waiting for a terminal that takes no output.
    """

    def __init__(self, fileno: int) -> None:
        self.end_by = inf
        self._fileno = fileno
        with suppress(OSError):
            # Opened again: other programs that have it see how it blocks.
            flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
            self._fileno = os.open(os.ttyname(fileno), flags)

    def write(self, text: str) -> None:
        """Write text, all of it."""
        rest = text.encode(errors="replace")
        while rest:
            try:
                rest = rest[os.write(self._fileno, rest) :]
                if self.end_by < inf:
                    self.end_by = monotonic() + _PATIENCE
            except BlockingIOError:
                if monotonic() > self.end_by:
                    return
                select([], [self._fileno], [], _TICK)
            except OSError:
                return

    def flush(self) -> None:
        """Do nothing: all is written."""


def _stop_too(number: int, _: object) -> None:
    """Stop together with the program that has the terminal."""
    signal.signal(number, signal.SIG_DFL)
    lock.stop_when_free(number)
    signal.signal(number, _stop_too)


def _fail(error: Exception) -> None:
    raise error
