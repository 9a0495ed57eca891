"""Open a picture in the viewer of the system, without a shell."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from paperterm.errors import InputError
from paperterm.session.web_browser import has_display, start

_PROGRAMS = ("xdg-open", "gio", "kde-open", "exo-open")
_PATIENCE = 1
"""Seconds after which a viewer that still runs is considered open."""


def view(file: Path) -> None:
    """Open a picture; wait only until it is clear whether that fails at once.

    Raises:
        InputError: There is no viewer, or no display for one.
    """
    hint = f"open {file} yourself"
    if not has_display():
        raise InputError("", "no display to open the figure on", hint)
    if sys.platform == "win32":
        import os

        os.startfile(file)
        return
    if sys.platform == "darwin":
        command = ["open", str(file)]
    else:
        program = next(filter(shutil.which, _PROGRAMS), "")
        if not program:
            raise InputError("", "found no program that opens pictures", hint)
        command = [program, *(["open"] if program == "gio" else []), str(file)]
    try:
        status = start(command, None).wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return
    if status:
        raise InputError(command[0], f"failed with {status}", hint)
