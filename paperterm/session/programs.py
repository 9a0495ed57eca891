"""Run a program without a shell, write to it, and end it if it takes too long."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from paperterm.errors import InputError


def feed(
    command: Sequence[str],
    content: bytes,
    patience: float,
    hint: str = "",
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program with this content on its standard input, and wait until it ends.

    Its output is discarded. A process that it leaves running, such as the owner of a clipboard, is
    not waited for; one that takes too long is killed with all of its processes.

    Raises:
        InputError: It could not be started, failed, or took longer than `patience` seconds.
    """
    name, nothing = command[0], subprocess.DEVNULL
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
            env=environment,
        )
    except (OSError, ValueError) as error:
        raise InputError(name, f"could not be started ({error})", hint) from error
    try:
        program.communicate(content, timeout=patience)
    except subprocess.TimeoutExpired:
        kill(program)
        program.wait()
        raise InputError(name, f"was stopped after {patience:g} seconds", hint) from None
    finally:
        if program.stdin:
            with suppress(OSError):
                program.stdin.close()
    if program.returncode:
        raise InputError(name, f"failed with {program.returncode}", hint)


def kill(program: subprocess.Popen[bytes]) -> None:
    """Kill a program, with all its processes if the system groups them."""
    if os.name == "nt":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
