"""Run a child process that reports what it did, and kill it."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from time import monotonic

import pytest

if os.name == "nt":
    pytest.skip("kills processes as only POSIX does", allow_module_level=True)

PATIENCE = 60.0
"""Seconds until a wait fails; everything is faster."""

ROOT = Path(__file__).parents[2]


class Victim:
    """A process whose words are read; as a context manager, it ends the process.

    Args:
        command: The command to run.
        home: The folder that PAPERTERM_HOME names.
        given: Its stdin; None keeps stdin open, for `go`.
    """

    def __init__(self, command: list[str], home: Path, given: bytes | None = None) -> None:
        self.words: list[str] = []
        self._rest = b""
        self._said = TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=ROOT,
            env={**os.environ, "PAPERTERM_HOME": str(home)},
        )
        assert self._process.stdin
        assert self._process.stdout
        self._out = self._process.stdout.fileno()
        self._in = self._process.stdin
        if given is not None:
            self._in.write(given)
            self._in.close()

    def __enter__(self) -> "Victim":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        self._close()

    def listen(self, seconds: float = PATIENCE) -> bool:
        """Read the words of some seconds; return False if there will be no more."""
        ready, _, _ = select.select([self._out], [], [], seconds)
        if not ready:
            assert seconds < PATIENCE, "waited in vain"
            return True
        content = os.read(self._out, 65536)
        *lines, self._rest = (self._rest + content).split(b"\n")
        self.words += [line.decode() for line in lines]
        return bool(content)

    def go(self) -> None:
        """Send the byte that it waits for."""
        self._in.write(b".")
        self._in.flush()

    def kill(self) -> bool:
        """Kill it, and read its last words; return whether it was alive until then."""
        self._process.send_signal(signal.SIGKILL)
        return self.end() == -signal.SIGKILL

    def kill_at_random(self, random: Random, words: int, seconds: float) -> bool:
        """Kill it some time after one of its first words, or before them.

        Returns:
            Whether it was alive until then.
        """
        wanted = random.randint(0, words)
        while len(self.words) < wanted:
            if not self.listen():
                break
        end = monotonic() + random.uniform(0, seconds if wanted else max(seconds, 0.3))
        while (left := end - monotonic()) > 0:
            if not self.listen(left):
                break
        return self.kill()

    def end(self) -> int:
        """Read its words until it ends; return its exit status, below 0 for a signal.

        Raises:
            AssertionError: It failed by itself.
        """
        while self.listen():
            pass
        status = self._process.wait()
        said = b""
        if status > 0:
            self._said.seek(0)
            said = self._said.read()
        self._close()
        assert status <= 0, said.decode()
        return status

    def _close(self) -> None:
        self._process.wait()
        for file in (self._process.stdin, self._process.stdout, self._said):
            if file:
                file.close()


def child(work: str, home: Path, first: int = 0, *options: str) -> Victim:
    """Return a process that does one of the works."""
    return Victim([sys.executable, "-m", "tests.trust.child", work, str(first), *options], home)


def command(*words: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "paperterm", *words]
