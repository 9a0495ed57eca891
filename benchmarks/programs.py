"""The two programs that are compared: paperterm, and the bare app on the same papers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from replay import Region
from terminal import LINES, Terminal, python

from paperterm.paths import HOME_VARIABLE

BARE = Path(__file__).parents[2] / "shared" / "bench"
"""The app of three panes that is the measure, and what makes its library."""

_NOBODY = "http://127.0.0.1:9"
_SETTLED, _PATIENCE = 0.5, 20.0
_SCREENFUL = 4000
"""Bytes of output that no start has before its first screen."""


@dataclass(frozen=True)
class Program:
    """A reader of papers in a terminal, and where on its screen what is, at 160 by 45.

    Args:
        command: How it is started.
        list: Where the papers are listed, without the lines that a filter may take.
        pane: Where the paper under the cursor is shown.
        environment: Variables to set.
        to_top: The key that goes to the first paper; none where there is no such key.
    """

    command: list[str]
    list: Region
    pane: Region
    environment: Mapping[str, str] = field(default_factory=dict)
    to_top: str = ""

    def opened(self) -> Terminal:
        """The program in a terminal of its own, just started."""
        return Terminal(self.command, self.environment)

    def ready(self) -> Terminal:
        """The program when it has painted everything and waits for keys."""
        terminal = self.opened()
        terminal.wait(_SETTLED, _PATIENCE, _SCREENFUL)
        return terminal


def reader(home: Path) -> Program:
    """The reader of paperterm on a home."""
    return Program(
        command(),
        Region(42, 104, 1, LINES - 4),
        Region(108, 160, 1, LINES - 4),
        environment(home),
        to_top="g",
    )


def bare(database: Path) -> Program:
    """The bare app on its own library."""
    return Program(
        python(str(BARE / "bare.py"), str(database)),
        Region(24, 105, 0, LINES - 3),
        Region(105, 160, 0, LINES - 3),
    )


def command(*arguments: str) -> list[str]:
    """How paperterm is started: the script that pip made, or the module."""
    script = Path(sys.executable).parent / "paperterm"
    return [str(script), *arguments] if script.exists() else python("-m", "paperterm", *arguments)


def environment(home: Path) -> dict[str, str]:
    """The variables for a home; whatever would ask arXiv asks a port where nobody listens."""
    return {HOME_VARIABLE: str(home), "PAPERTERM_ARXIV_URL": _NOBODY}


def run(home: Path, *arguments: str) -> bytes:
    """What a command of paperterm prints.

    Raises:
        CalledProcessError: It failed.
    """
    variables = {**os.environ, **environment(home)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    asked = command(*arguments)
    return subprocess.run(asked, env=variables, check=True, stdout=subprocess.PIPE).stdout
