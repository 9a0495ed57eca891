"""Run paperterm as a shell does, and read its output."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

COMMAND = (sys.executable, "-m", "paperterm")


class Done(NamedTuple):
    """The result of a command."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Its stdout."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """The JSON document on its stdout."""
        return json.loads(self.out)

    @property
    def complaints(self) -> list[str]:
        """Its lines on stderr, without the name of the program."""
        lines = self.err.decode().splitlines()
        assert all(line.startswith("paperterm: ") for line in lines), lines
        return [line.removeprefix("paperterm: ") for line in lines]


class Shell:
    """A shell with a home of paperterm, in a folder of its own."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder
        kept = ("PATH", "SYSTEMROOT", "VIRTUAL_ENV")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment |= {"PAPERTERM_HOME": str(home), "LC_ALL": "C.UTF-8"}

    def __call__(
        self,
        *arguments: str | bytes,
        given: bytes = b"",
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Done:
        """Run a command to its end, with some text on stdin and a changed environment."""
        return self._run([*COMMAND, *arguments], given, environment)

    def fetch(self) -> Done:
        """Run `paperterm fetch` at noon: what is out does not depend on when the tests run."""
        return self._run([sys.executable, str(Path(__file__).with_name("at_noon.py"))])

    def _run(
        self,
        command: Sequence[str | bytes],
        given: bytes = b"",
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Done:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**self.environment, **environment},
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Done(done.returncode, done.stdout, done.stderr)

    def file(self, name: str, *lines: object) -> str:
        """Write a file of JSON Lines into the folder; return its path."""
        texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        (self.folder / name).write_text("".join(f"{text}\n" for text in texts))
        return name


def told(number: int, day: str = "2026-02-12", **known: object) -> dict[str, object]:
    """Return a line of JSON Lines."""
    return {"id": f"2602.{number:05}", "title": f"Paper {number}", "announced": day, **known}
