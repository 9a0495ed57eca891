"""Copy text by a program of this system, which says whether it worked: a terminal never does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.session.programs import feed

AUTOMATIC, TERMINAL = ("auto",), ("terminal",)
"""Settings that are not a command: the first program that works, or no program."""

_PATIENCE = 2.0
"""Seconds for a program; one without its display may hang."""

_WINDOWS = "utf-16-le"


class ClipboardProgram(NamedTuple):
    """A program that copies its input.

    Attributes:
        command: The program and its arguments.
        needs: Variables of which one must be set.
        is_local: It copies for a person who sits at this computer, not for one who came by SSH.
        encoding: What it reads.
    """

    command: tuple[str, ...]
    needs: tuple[str, ...] = ()
    is_local: bool = False
    encoding: str = "utf-8"


PROGRAMS = (
    ClipboardProgram(("wl-copy", "--type", "text/plain"), ("WAYLAND_DISPLAY",)),
    ClipboardProgram(("xclip", "-selection", "clipboard", "-in"), ("DISPLAY",)),
    ClipboardProgram(("xsel", "--clipboard", "--input"), ("DISPLAY",)),
    ClipboardProgram(("pbcopy",), is_local=True),
    ClipboardProgram(("clip.exe",), is_local=True, encoding=_WINDOWS),
    ClipboardProgram(("tmux", "load-buffer", "-w", "-"), ("TMUX",)),
)
"""In order of trial. tmux comes last: it passes a text on only if its terminal takes one."""


def copy(text: str, command: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Copy a text; return the name of the program that did, or "" if only the terminal can.

    Args:
        text: The text.
        command: The user's program, `AUTOMATIC` or `TERMINAL`.
        environment: The environment variables, which tell what can work.

    Raises:
        InputError: The user's program failed.
    """
    chosen = tuple(command) or AUTOMATIC
    if chosen == TERMINAL:
        return ""
    if chosen != AUTOMATIC:
        feed(chosen, text.encode(), _PATIENCE, "fix [reader] clipboard", environment)
        return chosen[0]
    for program in PROGRAMS:
        if _may_work(program, environment):
            try:
                feed(program.command, text.encode(program.encoding), _PATIENCE, "", environment)
            except InputError:
                continue  # such as a display that is gone: the next may know better
            return program.command[0]
    return ""


def _may_work(program: ClipboardProgram, environment: Mapping[str, str]) -> bool:
    if program.needs and not any(map(environment.get, program.needs)):
        return False
    if program.is_local and environment.get("SSH_CONNECTION"):
        return False
    return shutil.which(program.command[0], path=environment.get("PATH")) is not None
