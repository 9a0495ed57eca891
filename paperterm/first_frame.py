"""The frame that the next start shows first, kept so that a start can print it at once.

Textual takes 150 ms to import. A frame is printed before that, if nothing changed that it was made
from: its circumstances (version, terminal, environment, date), and all files behind it, by their
stamps. `paperterm.tui.frame_maker` makes it. This module imports hardly more than every Python
program does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from zlib import crc32

from paperterm import __version__

NAME = "first-frame"
"""The file in the cache folder."""
_MAGIC = b"paperterm first frame 1"
_MOST_BYTES = 1 << 20
_VARIABLES = (
    "COLORTERM",
    "COLUMNS",
    "ESCDELAY",
    "FORCE_COLOR",
    "HOME",
    "LANG",
    "LANGUAGE",
    "LINES",
    "NO_COLOR",
    "TERM",
    "TERM_PROGRAM",
    "TZ",
    "UNICODE_VERSION",
)
_FAMILIES = ("LC_", "PAPERTERM_", "PYTHON", "TEXTUAL_", "XDG_")
_SET_BY_US = "TEXTUAL_FPS"
_TAKE_SCREEN = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
_GIVE_SCREEN = b"\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"

_before: list[object] | None = None
"""How the terminal was before a frame was printed, until the reader has it or gives it back."""


def frame_file() -> str | None:
    """Return where the frame is; `paperterm.paths` knows better, but is slow to import."""
    if home := os.environ.get("PAPERTERM_HOME"):
        return f"{os.path.abspath(os.path.expanduser(home))}/cache/{NAME}"
    if sys.platform == "win32":
        return None
    apple = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    cache = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser(apple)
    return f"{cache}/paperterm/{NAME}"


def circumstances(columns: int, lines: int) -> bytes:
    """Return what a frame depends on besides files."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if (name in _VARIABLES or name.startswith(_FAMILIES)) and name != _SET_BY_US
    }
    now = time.localtime()
    return repr(
        (
            (__version__, sys.version, sys.executable, os.geteuid()),
            (columns, lines),
            (now[:3], now.tm_gmtoff, time.tzname),
            sorted(variables.items()),
        )
    ).encode()


def stamp(path: str) -> bytes:
    """Return a text that changes with a file or folder: its size, time and inode."""
    try:
        found = os.stat(path)
    except OSError:
        return b"-"
    return b"%d %d %d" % (found.st_size, found.st_mtime_ns, found.st_ino)


def packed(around: bytes, stamps: Iterable[tuple[str, bytes]], frame: bytes) -> bytes:
    """Return the content of the file, as `_unpacked` reads it."""
    files = [part for path, one in stamps for part in (os.fsencode(path), one)]
    body = b"\0".join([around, *files, frame])
    return b"%s %08x\n%s" % (_MAGIC, crc32(body), body)


def show() -> None:
    """Print the frame, if there is one and it is true; keys wait for the reader from then on.

    The reader takes the screen over with `hand_over`; otherwise `give_back` has to be called.
    """
    if sys.platform != "win32" and _is_fit() and (frame := true_frame()):
        _print(frame)


def true_frame() -> bytes:
    """Return the frame that is kept, if it is true for this terminal; nothing otherwise."""
    path = frame_file()
    parts = _unpacked(_read(path)) if path else ()
    if not parts or parts[0] != circumstances(*os.get_terminal_size(1)):
        return b""
    files = parts[1:-1]
    is_true = all(
        stamp(os.fsdecode(path)) == one for path, one in zip(files[::2], files[1::2], strict=True)
    )
    return parts[-1] if is_true else b""


def make() -> int | None:
    """Let another process make the next frame, unless the one that is kept is true; return its id.

    That takes half a second. Without a terminal, or a way to run it, there is none.
    """
    try:
        if sys.platform == "win32" or not sys.executable or true_frame():
            return None
        nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        command = [sys.executable, "-P", "-m", "paperterm.tui.frame_maker"]
        command += map(str, os.get_terminal_size(1))
        return os.posix_spawn(
            sys.executable, command, os.environ, file_actions=nothing, setsid=True
        )
    except (OSError, NotImplementedError):
        return None


def hand_over() -> list[object] | None:
    """Leave the printed frame to the caller; return how the terminal was before.

    Return None without a frame.
    """
    global _before
    before, _before = _before, None
    return before


def give_back() -> None:
    """Restore the terminal, if a frame is printed and the reader did not take it over."""
    if before := hand_over():
        import termios

        _write(_GIVE_SCREEN)
        try:  # noqa: SIM105 - contextlib takes a millisecond
            termios.tcsetattr(0, termios.TCSANOW, before)  # type: ignore[arg-type]
        except termios.error:
            pass  # it is gone


def _is_fit() -> bool:
    """Return whether a reader could start in this terminal, which is ours."""
    try:
        return (
            all(os.isatty(number) for number in range(3))
            and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
            and sys.stderr.encoding.lower() == "utf-8"
            and os.tcgetpgrp(0) == os.getpgrp()
            and not (os.environ.get("COLUMNS") or os.environ.get("LINES"))
        )
    except (OSError, ValueError):
        return False


def _read(path: str) -> bytes:
    """Return the content of a private file of this user; nothing of any other."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    try:
        found = os.fstat(handle)
        is_ours = found.st_uid == os.geteuid() and found.st_mode & 0o170077 == 0o100000
        return os.read(handle, _MOST_BYTES) if is_ours and found.st_size < _MOST_BYTES else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def _unpacked(content: bytes) -> Sequence[bytes]:
    """Return circumstances, paths and stamps in turn, and the frame; nothing if it is damaged."""
    head, _, body = content.partition(b"\n")
    if head != b"%s %08x" % (_MAGIC, crc32(body)):
        return ()
    parts = body.split(b"\0")
    return parts if len(parts) >= 2 and len(parts) % 2 == 0 else ()


def _print(frame: bytes) -> None:
    """Take the terminal, so that keys are neither echoed nor lost, and print a frame."""
    global _before
    import signal
    import termios

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _die)
    try:
        attributes = termios.tcgetattr(0)
        _before = [*attributes[:6], [*attributes[6]]]
        attributes[0] &= ~(
            termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
        )
        attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        attributes[6][termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, attributes)
    except termios.error:
        _before = None
        return
    _write(_TAKE_SCREEN + frame)


def _die(number: int, _: object) -> None:
    """End by a signal as without a handler, but leave a clean terminal."""
    import signal

    give_back()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _write(content: bytes) -> None:
    """Write to the terminal, all of it."""
    while content:
        try:
            content = content[os.write(2, content) :]
        except BlockingIOError:
            time.sleep(0.001)
        except OSError:
            return  # the terminal is gone
