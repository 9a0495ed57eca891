"""What share/ holds works in real shells: commands, options and formats are completed."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm.cli.parser import COMMANDS
from paperterm.export import FORMATS

SHARE = Path(__file__).parents[2] / "share"
PATIENCE = 60.0

SHELLS = {
    "bash": (
        ("bash", "--norc", "--noprofile", "-i"),
        f". {SHARE}/bash-completion/completions/paperterm",
        "PS1='rea''dy> '",
    ),
    "zsh": (
        ("zsh", "-f", "-i"),
        f"fpath=({SHARE}/zsh/site-functions $fpath); autoload -U compinit; compinit -u -D",
        "PROMPT='rea''dy> '",
    ),
}


class Terminal:
    """A shell on a pseudo terminal, and all that it has written."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "dumb"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        self.written = ""

    def type(self, text: str) -> None:
        """Type, and forget what was written before."""
        self.written = ""
        os.write(self.ours, text.encode())

    def words_with(self, *wanted: str) -> set[str]:
        """Read until all of these words were written, or patience ends; return all words."""
        end = time.monotonic() + PATIENCE
        while True:
            words = {*re.findall(r"[\w>-]+", self.written)}
            if words.issuperset(wanted) or time.monotonic() > end:
                return words
            if select.select([self.ours], [], [], 0.1)[0]:
                self.written += os.read(self.ours, 65536).decode()

    def close(self) -> None:
        """End the shell."""
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    name: str = request.param
    if not shutil.which(name):
        pytest.skip(f"needs {name}")
    command, completions, prompt = SHELLS[name]
    shell = Terminal(command)
    shell.type(f"{completions}; {prompt}\n")
    assert "ready>" in shell.words_with("ready>")
    yield shell
    shell.close()


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("paperterm ", [row.name for row in COMMANDS]),
        ("paperterm export --", ["--format", "--output"]),
        ("paperterm export --format ", [one.name for one in FORMATS]),
        ("paperterm topics ", ["add", "remove"]),
    ],
)
def test_a_shell_completes(terminal: Terminal, line: str, completed: list[str]) -> None:
    terminal.type(f"{line}\t\t")
    assert {*completed} <= terminal.words_with(*completed)
