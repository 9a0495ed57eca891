"""Opening an address in the browser: of the web only, and with no shell in between."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread

from paperterm.errors import InputError

# No user name before the host, no backslash, nothing beyond ASCII: in these, what a browser opens
# is not what one reads.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\\"<>^`{|}]*)?",
    re.IGNORECASE | re.ASCII,
)

_PATIENCE = 1
"""Seconds until a browser that does not come back is one that is open."""

_MEND = "mend [reader] browser"

# In a process of its own: what webbrowser starts writes where its process does.
_USUAL = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def host_of(url: str) -> str:
    """The host of an address that may be opened.

    Raises:
        InputError: It is none of the web, or is written to deceive.
    """
    found = _ADDRESS.fullmatch(url)
    if not found or not url.isascii() or not url.isprintable():
        raise InputError(repr(url[:60]), "is no address of the web", "only http and https open")
    return found["host"].lower()


def browse(url: str, command: Sequence[str] = ()) -> str:
    """Show an address in a browser; gives back its host.

    The address is one argument of its own, and no shell is in between. A browser is waited for
    only as long as it takes to see that it failed at once: one that stays open is in nobody's way.

    Args:
        url: Of the web.
        command: The program and its arguments; none is what BROWSER names, or a usual one.

    Raises:
        InputError: It may not be opened, no browser could be started, or it failed at once.
    """
    host = host_of(url)
    started = _start([*(command or [sys.executable, "-I", "-c", _USUAL]), url])
    try:
        status = started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return host  # one that stays as long as its window
    if status and command:
        raise InputError(command[0], f"failed with {status}", _MEND)
    if status:
        raise InputError(url, "no browser could be started", "open it in one of yours")
    return host


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program that goes on by itself, and writes nothing over the reader.

    Raises:
        InputError: It cannot be started.
    """
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except (OSError, ValueError) as error:
        raise InputError(command[0], f"could not be started ({error})", _MEND) from error
    # Somebody has to take its leave, and it may stay as long as the reader.
    Thread(target=started.wait, daemon=True).start()
    return started
