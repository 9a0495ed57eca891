"""Open a web address in the browser, without a shell."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread

from paperterm.errors import InputError

# No user name before the host, no backslash, nothing beyond ASCII: with these, a browser opens
# something else than what one reads.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\\"<>^`{|}]*)?",
    re.IGNORECASE | re.ASCII,
)

_PATIENCE = 1
"""Seconds after which a browser that still runs is taken for open."""

_HINT = "fix [reader] browser"

# In a process of its own, because a browser that webbrowser starts shares its output.
_USUAL = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def host_of(url: str) -> str:
    """Return the host of an address that may be opened.

    Raises:
        InputError: It is not a web address, or is written to deceive.
    """
    found = _ADDRESS.fullmatch(url)
    if not found or not url.isascii() or not url.isprintable():
        raise InputError(repr(url[:60]), "invalid web address", "use http or https")
    return found["host"].lower()


def browse(url: str, command: Sequence[str] = ()) -> str:
    """Open an address in a browser, and return its host.

    The address is passed as one argument, without a shell. The browser is waited for only as long
    as it takes to see whether it fails at once.

    Args:
        url: The web address.
        command: The program and its arguments; $BROWSER or a usual browser by default.

    Raises:
        InputError: The address is invalid, or no browser could be started.
    """
    host = host_of(url)
    started = _start([*(command or [sys.executable, "-I", "-c", _USUAL]), url])
    try:
        status = started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return host  # one that stays as long as its window
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
    # Reap it when it ends, which may be long after.
    Thread(target=started.wait, daemon=True).start()
    return started
