"""Run commands on a pseudo terminal."""

import os
import pty
import subprocess
from collections.abc import Sequence

from tests.commands.running import COMMAND, Shell


def on_terminal(
    shell: Shell,
    *arguments: str,
    environment: dict[str, str] | None = None,
    command: Sequence[str] = COMMAND,
) -> str:
    """Return what a command writes to a real terminal, including stderr."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**shell.environment, **(environment or {})},
        cwd=shell.folder,
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # how Linux says that the other side is closed
        pass
    finally:
        os.close(ours)
    process.wait()
    return b"".join(parts).decode().replace("\r\n", "\n")
