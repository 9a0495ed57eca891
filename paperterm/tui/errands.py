"""Jobs that nobody waits for when the reader is closed: programs, and what comes from far."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread

_Job = tuple[Callable[[], object], Future[None]]


class Errands:
    """One thread, which does a job after the other; the process ends without it.

    A `ThreadPoolExecutor` would be waited for when Python ends.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[_Job] = SimpleQueue()
        self._thread: Thread | None = None

    def submit(self, job: Callable[[], object]) -> Future[None]:
        """Do a job when those before it are done."""
        done: Future[None] = Future()
        self._queue.put((job, done))
        if self._thread is None:
            self._thread = Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return done

    def close(self) -> None:
        """Begin nothing that was not begun."""
        while not self._queue.empty():
            self._queue.get()[1].cancel()

    def _work(self) -> None:
        while True:
            job, done = self._queue.get()
            if not done.set_running_or_notify_cancel():
                continue
            try:
                job()
            except Exception as error:  # noqa: BLE001 - as an executor: who asked is told
                done.set_exception(error)
            else:
                done.set_result(None)
