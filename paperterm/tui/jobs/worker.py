"""A job, and its threads that run tasks one after the other and report those that fail.

Why not an executor, or Textual's thread workers, which run in one: importing it costs little
(0.3 ms), but since Python 3.9 a process ends only when all threads of its executors do. Quitting
while arXiv does not answer a download would take until the timeout of the request. Textual's
workers also do not keep the order of tasks, and marks must be written in the order of the keys.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar

from paperterm.errors import PapertermError
from paperterm.session import Session
from paperterm.tui.jobs.messages import Post, error_notices

T = TypeVar("T")
OnProblem = Callable[[str], object]
Task = Callable[[], object]


class Worker:
    """One thread, started with the first task.

    Args:
        name: The name of the thread.
        state: The folder for reports of unexpected errors.
        report: Called in the thread with a line for each task that fails.
        daemon: Whether the process may end while a task runs, such as one that waits for another
            program, for a lock or for the network.
    """

    def __init__(self, name: str, state: Path, report: OnProblem, *, daemon: bool = False) -> None:
        self._name = f"paperterm-{name}"
        self._state = state
        self._report = report
        self._daemon = daemon
        self._queue: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        self._thread: Thread | None = None
        self._changing = Lock()
        self._is_closed = False
        self._is_quiet = False
        self._again: tuple[float, Callable[[], bool]] | None = None

    def repeat(self, seconds: float, task: Task) -> None:
        """Run a task whenever nothing else was to do for some seconds.

        An unexpected error ends that, so it is reported once. The thread waits by itself: a timer
        of the event loop would wake two threads each time.
        """

        def run() -> bool:
            done: Future[object] = Future()
            self._do(task, done)
            error = None if done.cancelled() else done.exception()
            if error and not isinstance(error, PapertermError):
                self._again = None
            return True

        self._again = seconds, run
        self.do(lambda: None)  # starts the thread, or its wait

    def do(self, task: Callable[[], T]) -> Future[T]:
        """Run a task after those before it; after `close`, cancel it.

        The future also holds the error of a task that failed.
        """
        done: Future[T] = Future()
        with self._changing:
            if self._is_closed:
                done.cancel()
                return done
            self._queue.put(lambda: self._do(task, done))
            if self._thread is None:
                self._thread = Thread(target=self._work, name=self._name, daemon=self._daemon)
                self._thread.start()
        return done

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        if not self._is_closed:
            self.do(lambda: None).result()

    def close(self, last: Task | None = None, *, finish: bool = False) -> None:
        """Take no more tasks, and cancel those that did not start.

        Args:
            last: A task to run at the end in any case.
            finish: Run all tasks instead of cancelling them, and wait for them.
        """
        if last:
            self.do(lambda: None)  # starts the thread
        with self._changing:
            self._is_closed = True
            self._is_quiet = not finish
            self._queue.put(lambda: self._end(last))
        if finish and self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while self._next()():
            pass

    def _next(self) -> Callable[[], bool]:
        if self._again is None:
            return self._queue.get()
        seconds, run = self._again
        try:
            return self._queue.get(timeout=seconds)
        except Empty:
            return run

    def _do(self, task: Callable[[], T], done: Future[T]) -> bool:
        """Run one task; return whether to go on."""
        if self._is_quiet:
            done.cancel()
        if not done.set_running_or_notify_cancel():
            return True
        try:
            done.set_result(task())
        except Exception as error:  # noqa: BLE001 - a key must not seem to do nothing
            done.set_exception(error)
            if not self._is_quiet:  # a task that fails because it was stopped is not a problem
                self._report(self._line(error))
        return True

    def _end(self, last: Task | None) -> bool:
        if last:
            last()
        return False

    def _line(self, error: Exception) -> str:
        if isinstance(error, PapertermError):
            return str(error)
        from paperterm import crash

        return crash.write_report(error, self._state, "reader")


class Job:
    """Works in threads of its own, and answers with messages.

    Args:
        session: The session to work on.
        post: Takes the messages, in any thread.
    """

    def __init__(self, session: Session, post: Post) -> None:
        self.session = session
        self.post = post
        self._workers: list[Worker] = []

    def worker(self, name: str, report: OnProblem | None = None, *, daemon: bool = False) -> Worker:
        """Return a new thread of this job, as `Worker`; errors become notices by default."""
        report = report or error_notices(self.post)
        self._workers.append(Worker(name, self.session.folders.state, report, daemon=daemon))
        return self._workers[-1]

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        for worker in self._workers:
            worker.settle()

    def close(self) -> None:
        """Stop."""
        for worker in self._workers:
            worker.close()
