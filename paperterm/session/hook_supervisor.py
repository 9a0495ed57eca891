"""Run a hook for a command that does not wait: `python -m paperterm.session.hook_supervisor`.

The process keeps the time limit. Nobody hears it, so the next command tells how a hook failed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

import orjson

from paperterm.errors import InputError, PapertermError
from paperterm.paths import folders
from paperterm.session.hooks import PATIENCE, Hook
from paperterm.session.memory import Memory

_NAME = "failed_hooks"
"""The failures of the hooks that did not work last, by hook; "" once told."""


def start(hook: Hook, memory: Memory, patience: float = PATIENCE) -> str:
    """Start a hook in a process of its own, and return how it failed before, if that is untold.

    Raises:
        BusyError, DiskError: What is told cannot be written.
        InputError: There is no process for the hook.
    """
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-P", "-m", "paperterm.session.hook_supervisor"]
    try:
        with TemporaryFile() as file:  # a pipe would wait for its reader
            file.write(orjson.dumps([*hook, patience]))
            file.seek(0)
            process = subprocess.Popen(
                command, stdin=file, stdout=nothing, stderr=nothing, start_new_session=True
            )
            process.returncode = 0  # nobody waits for it, so Python shall not warn
    except OSError as error:
        raise InputError(hook.name, f"could not be started ({error})") from error
    untold = _failures(memory.read().get(_NAME)).get(hook.name, "")
    if untold:
        memory.change(_NAME, lambda old: {**_failures(old), hook.name: ""})
    return untold


def start_or(hook: Hook, memory: Memory, complain: Callable[[str], object]) -> None:
    """Start a hook as by `start`; pass to `complain` that it cannot be, or failed the last time."""
    try:
        if failure := start(hook, memory):
            complain(f"hook {hook.name} failed last time: {failure}")
    except PapertermError as error:
        complain(f"hook {hook.name}: {error}")


def main() -> None:
    """Run the hook on standard input to its end, and remember whether it failed."""
    name, program, event, patience = orjson.loads(sys.stdin.buffer.read())
    hook, memory = Hook(name, tuple(program), event), Memory(folders().state)
    try:
        hook.run(patience)
    except InputError as error:
        failure = str(error)
        memory.change(_NAME, lambda old: {name: failure, **_failures(old)})
    else:
        if name in _failures(memory.read().get(_NAME)):
            memory.change(_NAME, lambda old: _without(_failures(old), name))


def _failures(value: Any) -> dict[str, str]:
    """Return what is remembered; nothing if it is damaged."""
    return value if isinstance(value, dict) else {}


def _without(failures: dict[str, str], name: str) -> dict[str, str]:
    return {other: text for other, text in failures.items() if other != name}


if __name__ == "__main__":
    with suppress(PapertermError):  # nobody hears it
        main()
