"""The two programs to compare: paperterm, and the bare app with the same papers."""

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
"""The app with three panes to compare with, and the script that makes its library."""

_NOBODY = "http://127.0.0.1:9"
_SETTLED, _PATIENCE = 0.5, 20.0
_SCREENFUL = 4000
"""More bytes than any program writes before its first screen."""


@dataclass(frozen=True)
class Program:
    """A reader of papers in a terminal of 160 by 45, and the regions of its screen.

    Args:
        command: The command that starts it.
        list: The region of the list, without the lines that a filter may cover.
        pane: The region that shows the paper under the cursor.
        environment: Variables to set.
        to_top: The key that goes to the first paper, if there is one.
    """

    command: list[str]
    list: Region
    pane: Region
    environment: Mapping[str, str] = field(default_factory=dict)
    to_top: str = ""

    def opened(self) -> Terminal:
        """Start the program in a terminal of its own."""
        return Terminal(self.command, self.environment)

    def ready(self) -> Terminal:
        """Start the program, and wait until it has painted everything and waits for keys."""
        terminal = self.opened()
        terminal.wait(_SETTLED, _PATIENCE, _SCREENFUL)
        return terminal


def reader(home: Path) -> Program:
    """Return the reader of paperterm with a home."""
    return Program(
        command(),
        Region(42, 104, 1, LINES - 4),
        Region(108, 160, 1, LINES - 4),
        environment(home),
        to_top="g",
    )


def bare(database: Path) -> Program:
    """Return the bare app with its own library."""
    return Program(
        python(str(BARE / "bare.py"), str(database)),
        Region(24, 105, 0, LINES - 3),
        Region(105, 160, 0, LINES - 3),
    )


def command(*arguments: str) -> list[str]:
    """Return the command that starts paperterm: the script made by pip, or the module."""
    script = Path(sys.executable).parent / "paperterm"
    return [str(script), *arguments] if script.exists() else python("-m", "paperterm", *arguments)


def environment(home: Path) -> dict[str, str]:
    """Return the variables for a home; requests to arXiv go to a port where nothing listens."""
    return {HOME_VARIABLE: str(home), "PAPERTERM_ARXIV_URL": _NOBODY}


def run(home: Path, *arguments: str) -> bytes:
    """Run a command of paperterm; return its output.

    Raises:
        CalledProcessError: It failed.
    """
    variables = {**os.environ, **environment(home)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    asked = command(*arguments)
    return subprocess.run(asked, env=variables, check=True, stdout=subprocess.PIPE).stdout
