"""A thread that works for the screen: one job after the other, and what fails is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TypeVar

from paperterm.errors import PapertermError

T = TypeVar("T")
Tell = Callable[[str], object]
Job = Callable[[], object]


class Worker:
    """One thread, begun with the first job. An executor would cost its import at each start.

    Args:
        name: Of the thread.
        state: The folder for a report of what nobody thought of.
        tell: Takes the line that says what failed, in the thread.
        is_waited_for: Whether the process ends only when the job at hand is done. What waits for
            a program, or for an answer from far, is not.
    """

    def __init__(self, name: str, state: Path, tell: Tell, *, is_waited_for: bool = True) -> None:
        self._name = name
        self._state = state
        self._tell = tell
        self._is_waited_for = is_waited_for
        self._queue: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        self._thread: Thread | None = None
        self._changing = Lock()
        self._is_closed = False
        self._is_heard = True

    def do(self, job: Callable[[], T]) -> Future[T]:
        """Do a job when those before it are done; none is done any more after `close`.

        What comes back also holds what the job raised, besides its being told.
        """
        done: Future[T] = Future()
        with self._changing:
            if self._is_closed:
                done.cancel()
                return done
            self._queue.put(lambda: self._do(job, done))
            if self._thread is None:
                daemon = not self._is_waited_for
                self._thread = Thread(target=self._work, name=self._name, daemon=daemon)
                self._thread.start()
        return done

    def settle(self) -> None:
        """Wait until all that was asked for is done. Not for the event loop."""
        if not self._is_closed:
            self.do(lambda: None).result()

    def close(self, last: Job | None = None, *, is_finishing: bool = False) -> None:
        """Begin nothing that was not begun; or finish it all first, and wait for that.

        Args:
            last: To be done in the thread in any case, when nothing else is.
            is_finishing: Whether to finish.
        """
        if last:
            self.do(lambda: None)  # there is a thread
        with self._changing:
            self._is_closed = True
            self._is_heard = is_finishing
            self._queue.put(lambda: self._end(last))
        if is_finishing and self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while self._queue.get()():
            pass

    def _do(self, job: Callable[[], T], done: Future[T]) -> bool:
        """Do one job; false would end the thread."""
        if not self._is_heard:
            done.cancel()
        if not done.set_running_or_notify_cancel():
            return True  # nobody wants it any more: what was typed is another word by now
        try:
            done.set_result(job())
        except Exception as error:  # noqa: BLE001 - a key must not seem to do nothing
            done.set_exception(error)
            # What fails because all is being closed concerns nobody.
            if self._is_heard:
                self._tell(self._line(error))
        return True

    def _end(self, last: Job | None) -> bool:
        if last:
            last()
        return False

    def _line(self, error: Exception) -> str:
        if isinstance(error, PapertermError):
            return str(error)
        from paperterm import crash

        return crash.reported(error, self._state, "reader")
