"""Pipe papers to a command, as Markdown on its standard input."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from paperterm.errors import InputError
from paperterm.export import View, exporter
from paperterm.model import Entry
from paperterm.session.child_process import Running, finished
from paperterm.text import clean, plural

PATIENCE = 60
"""The seconds a command may take."""


def words(command: str) -> list[str]:
    """Split a typed command into words; an open quote reaches to the end."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def pipe(entries: Sequence[Entry], command: Sequence[str], running: Running | None = None) -> str:
    """Run a command without a shell, write papers to it, and return a line for the user.

    What the command leaves running is not waited for.

    Args:
        entries: The papers.
        command: The program and its arguments.
        running: Holds the program while it runs, so that it can be ended.

    Raises:
        InputError: It could not be started, failed, or took too long.
    """
    running = running or Running()
    name = command[0]
    given = exporter("markdown").render(View(tuple(entries)))
    try:
        program = running.start(command)
        out, err = finished(program, given, PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(name, f"could not be started ({error})") from error
    except subprocess.TimeoutExpired:
        running.stop()
        with suppress(subprocess.TimeoutExpired):  # what it started may have left its group
            program.communicate(timeout=1)
        raise InputError(name, f"was stopped after {PATIENCE} seconds") from None
    output = clean((out or err).decode(errors="replace").strip().split("\n")[0])
    if program.returncode:
        raise InputError(name, f"failed with {program.returncode}{f': {output}' if output else ''}")
    given_to = f"{plural(len(entries), 'paper')} piped to {name}"
    return f"{given_to}: {output}" if output else given_to
