"""Text written in the user's own editor."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from paperterm.config.settings import words
from paperterm.errors import DiskError, InputError

_USUAL = "vi"


def edited(text: str, command: Sequence[str] = ()) -> str:
    """A text after it was changed in an editor, which has the terminal meanwhile.

    Args:
        text: What the editor opens, as a file of its own that nobody else can read.
        command: The program and its arguments; none is $VISUAL, $EDITOR or vi.

    Raises:
        InputError: The editor could not be started or failed, or left what is no UTF-8; the text
            is as it was.
        DiskError: There can be no temporary file.
    """
    try:
        folder = TemporaryDirectory(prefix="paperterm-")
    except OSError as error:
        raise DiskError("temporary folder", f"cannot be made ({error})") from error
    with folder as name:
        file = Path(name) / "note.md"
        file.write_text(text, encoding="utf-8")
        program = _run(command, file, "set [reader] editor, or write here", "the note is as it was")
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            hint = "the note is as it was"
            raise InputError(program, f"left no text ({error})", hint) from error


def edit_file(file: Path, command: Sequence[str] = ()) -> None:
    """Open a file in an editor, which has the terminal meanwhile.

    Args:
        file: The file.
        command: The program and its arguments; none is $VISUAL, $EDITOR or vi.

    Raises:
        InputError: The editor could not be started or failed; it says where the file is.
    """
    _run(command, file, f"set $EDITOR, or edit {file}", f"the file is {file}")


def _run(command: Sequence[str], file: Path, if_missing: str, if_failed: str) -> str:
    """Run an editor on a file, and wait for it; returns the name of the program.

    Raises:
        InputError: It could not be started, with the first hint; it failed, with the second one.
    """
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _USUAL
    try:
        chosen = [*command] or [*words(wanted)]
        status = subprocess.run([*chosen, str(file)], check=False).returncode
    except (OSError, ValueError) as error:
        program = command[0] if command else wanted
        raise InputError(program, f"could not be started ({error})", if_missing) from error
    if status:
        raise InputError(chosen[0], f"failed with {status}", if_failed)
    return chosen[0]
