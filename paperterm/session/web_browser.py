"""Open a web address in the browser, without a shell."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
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

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_HINT = "fix [reader] browser"

# In a process of its own, because a browser that webbrowser starts shares its output.
_USUAL = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"

# They end at once without a terminal, and the terminal is the reader's.
_IN_A_TERMINAL = {"browsh", "elinks", "links", "links2", "lynx", "w3m"}
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(?P<number>[0-9]+)(?:\.[0-9]+)?", re.ASCII)


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
    if command and _needs_terminal(command[0]):
        raise InputError(command[0], "needs a terminal of its own", _HINT)
    environment = None if command else _surroundings()
    started = start([*(command or [sys.executable, "-I", "-c", _USUAL]), url], environment)
    try:
        status = started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return host  # it runs until its window is closed
    if status and command:
        raise InputError(command[0], f"failed with {status}", _HINT)
    if status:
        why = "" if has_display() else " without a display"
        raise InputError(url, f"no browser could be started{why}", "open it yourself")
    return host


def _surroundings() -> dict[str, str]:
    """Return the environment in which webbrowser finds only browsers that can open a window."""
    left_out = {"TERM", *(() if has_display() else _DISPLAYS)}
    found = {name: value for name, value in os.environ.items() if name not in left_out}
    if chosen := found.get("BROWSER"):
        able = [one for one in chosen.split(os.pathsep) if not _needs_terminal(one)]
        found["BROWSER"] = os.pathsep.join(able)
    return found


def _needs_terminal(command: str) -> bool:
    """Return whether a command is a browser in a terminal, whatever it is called here."""
    program = shutil.which(command.split(" ")[0])
    return program is not None and Path(program).resolve().name in _IN_A_TERMINAL


def has_display() -> bool:
    """Return whether a window can be opened, as far as it is known."""
    if sys.platform in ("darwin", "win32", "cygwin"):
        return True
    if wayland := os.environ.get("WAYLAND_DISPLAY"):
        # An absolute path stays one.
        return _answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland))
    display = os.environ.get("DISPLAY", "")
    if not (local := _LOCAL_DISPLAY.fullmatch(display)):
        return bool(display)
    socket_file = f"/tmp/.X11-unix/X{local['number']}"
    return _answers(socket_file) or _answers(f"\0{socket_file}")


def _answers(address: str) -> bool:
    """Return whether a program listens at a local socket."""
    with socket.socket(socket.AF_UNIX) as one:
        try:
            one.connect(address)
        except OSError:
            return False
    return True


def start(command: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    """Start a program that runs on its own, with its output discarded.

    Raises:
        InputError: It cannot be started.
    """
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            command,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
            env=environment,
        )
    except (OSError, ValueError) as error:
        raise InputError(command[0], f"could not be started ({error})", _HINT) from error
    # Reap it when it ends, maybe much later.
    Thread(target=started.wait, daemon=True).start()
    return started
