"""Edit text in the user's editor: a given command, $VISUAL, $EDITOR or vi."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from paperterm.config.setting import split_command
from paperterm.errors import DiskError, InputError

_USUAL = "vi"


def edit_text(text: str, command: Sequence[str] = ()) -> str:
    """Let the user edit a text in the terminal, as a private temporary file; return the new text.

    Raises:
        InputError: The editor could not be started or failed, or left no UTF-8.
        DiskError: The temporary file cannot be made.
    """
    try:
        folder = TemporaryDirectory(prefix="paperterm-")
    except OSError as error:
        raise DiskError("temporary folder", f"cannot be made ({error})") from error
    with folder as name:
        file = Path(name) / "note.md"
        file.write_text(text, encoding="utf-8")
        program = _run(command, file, "set [reader] editor, or write here", "the note is unchanged")
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            hint = "the note is unchanged"
            raise InputError(program, f"did not save readable text ({error})", hint) from error


def edit_file(file: Path, command: Sequence[str] = ()) -> None:
    """Let the user edit a file in the terminal.

    Raises:
        InputError: The editor could not be started or failed; the hint names the file.
    """
    _run(command, file, f"set $EDITOR, or edit {file}", f"the file is {file}")


def _run(command: Sequence[str], file: Path, if_missing: str, if_failed: str) -> str:
    """Run an editor on a file, wait for it, and return the name of the program.

    Raises:
        InputError: It could not be started (with the first hint), or failed (with the second).
    """
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _USUAL
    try:
        chosen = [*command] or [*split_command(wanted)]
        status = subprocess.run([*chosen, str(file)], check=False).returncode
    except (OSError, ValueError) as error:
        program = command[0] if command else wanted
        raise InputError(program, f"could not be started ({error})", if_missing) from error
    if status:
        raise InputError(chosen[0], f"failed with {status}", if_failed)
    return chosen[0]
