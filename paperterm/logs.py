"""What `--debug` writes down: requests, files, decisions. Never what a user wrote or looked for.

Without `--debug` a note costs one call, and nothing of `logging` is imported. Who writes notes
gives facts only: addresses, paths, counts, times. Control characters are escaped, and the home
folder is called `~`, so that a log can be sent as it is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paperterm.errors import DiskError
from paperterm.paths import without_home

FILE = "debug.log"
LARGEST = 1024 * 1024
KEPT = 3
"""Older logs that are kept beside the one that is written."""

_writers: list[Callable[[str], None]] = []


def note(what: str, *facts: object) -> None:
    """Write a line, if somebody asked for a log."""
    for write in _writers:
        write(escaped(without_home(" ".join(map(str, [what, *facts])))))


@contextmanager
def written(folder: Path) -> Iterator[Path]:
    """Write the notes of all threads of this process to a file, until the block ends.

    A line that cannot be written, on a full disk say, is lost, and stops nothing.

    Args:
        folder: A folder that is there.

    Yields:
        The file.

    Raises:
        DiskError: The file cannot be made.
    """
    # 10 ms to import: only --debug needs it.
    from logging import Formatter, LogRecord, makeLogRecord
    from logging.handlers import RotatingFileHandler

    class Quiet(RotatingFileHandler):
        def handleError(self, record: LogRecord) -> None:  # noqa: N802 - logging's name
            """Say nothing: it would be said in the middle of the screen."""

    file = folder / FILE
    try:
        _make_private(file)
        handler = Quiet(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError as error:
        raise DiskError.of(file, error, "write it") from error
    handler.rotator = _rotated
    form = Formatter("%(asctime)s.%(msecs)03dZ %(process)d %(msg)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)

    def write(line: str) -> None:
        handler.handle(makeLogRecord({"msg": line}))

    _writers.append(write)
    try:
        yield file
    finally:
        _writers.remove(write)
        # What could not be written is lost, the last line too.
        with suppress(OSError):
            handler.close()


def escaped(text: str) -> str:
    """A text in one line, without anything that a terminal acts on."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _rotated(source: str, target: str) -> None:
    """Move a full log aside, and begin the next one as private as it was."""
    os.replace(source, target)  # noqa: PTH105 - names, as logging gives them
    _make_private(Path(source))


def _make_private(file: Path) -> None:
    """Make a file that only this user can read, if it is not there."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
