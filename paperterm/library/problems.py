"""What is wrong with a library, told once, in a line each, to whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Problems:
    """Lines for the user. Those that nobody has heard wait for the first who listens."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tell: Callable[[str], object] | None = None
        self._said: set[str] = set()
        self._waiting: list[str] = []

    def report(self, says: str) -> None:
        """Tell a problem, in any thread; one that was told before is not told again."""
        with self._lock:
            if says in self._said:
                return
            self._said.add(says)
            if self._tell is None:
                self._waiting.append(says)
                return
            tell = self._tell
        tell(says)

    def listen(self, tell: Callable[[str], object]) -> None:
        """Have problems told from now on, in the thread that finds them, and those that wait."""
        with self._lock:
            self._tell = tell
            waiting, self._waiting = self._waiting, []
        for says in waiting:
            tell(says)
