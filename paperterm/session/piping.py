"""Giving papers to a program of the user's, as Markdown on its standard input."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence

from paperterm.errors import InputError
from paperterm.export import View, exporter
from paperterm.model import Entry
from paperterm.text import clean, plural

PATIENCE = 60
"""Seconds that a program may take."""


def words(command: str) -> list[str]:
    """A command as it was typed, in words; a quote that is not closed goes on to the end."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def pipe(entries: Sequence[Entry], command: Sequence[str]) -> str:
    """Run a program, without a shell, and give it papers; gives back what to tell.

    Raises:
        InputError: It could not be started, failed, or took too long.
    """
    name = command[0]
    given = exporter("markdown").render(View(tuple(entries))).encode()
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, ValueError) as error:
        raise InputError(name, f"could not be started ({error})") from error
    except subprocess.TimeoutExpired:
        raise InputError(name, f"was stopped after {PATIENCE} seconds") from None
    said = clean((done.stdout or done.stderr).decode(errors="replace").strip().split("\n")[0])
    if done.returncode:
        raise InputError(name, f"failed with {done.returncode}{f': {said}' if said else ''}")
    given_to = f"{plural(len(entries), 'paper')} given to {name}"
    return f"{given_to}: {said}" if said else given_to
