"""Open a web address in the browser, without a shell."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread

from paperterm.errors import InputError

# No user name before the host, no backslash, only ASCII: otherwise an address may look like
# another one.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\\"<>^`{|}]*)?",
    re.IGNORECASE | re.ASCII,
)

_PATIENCE = 1
"""Seconds after which a browser that still runs is considered open."""

_HINT = "fix [reader] browser"

# In a process of its own, because a browser that webbrowser starts shares its output.
_USUAL = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def host_of(url: str) -> str:
    """Return the host of an address that may be opened.

    Raises:
        InputError: It is not a web address, or may look like another one.
    """
    found = _ADDRESS.fullmatch(url)
    if not found or not url.isascii() or not url.isprintable():
        raise InputError(repr(url[:60]), "invalid web address", "use http or https")
    return found["host"].lower()


def browse(url: str, command: Sequence[str] = ()) -> str:
    """Open an address with a command, by default $BROWSER or a usual browser; return its host.

    The address is passed as one argument, without a shell. Wait for the browser only until it is
    clear whether it fails at once.

    Raises:
        InputError: The address is invalid, or no browser could be started.
    """
    host = host_of(url)
    started = _start([*(command or [sys.executable, "-I", "-c", _USUAL]), url])
    try:
        status = started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return host  # it runs until its window is closed
    if status and command:
        raise InputError(command[0], f"failed with {status}", _HINT)
    if status:
        raise InputError(url, "no browser could be started", "open it yourself")
    return host


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program that runs on its own, with its output discarded.

    Raises:
        InputError: It cannot be started.
    """
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except (OSError, ValueError) as error:
        raise InputError(command[0], f"could not be started ({error})", _HINT) from error
    # Reap it when it ends, maybe much later.
    Thread(target=started.wait, daemon=True).start()
    return started
