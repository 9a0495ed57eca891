"""The log of `--debug`: requests, files and decisions, but no text of the user.

Without `--debug` a note costs one call, and `logging` is not imported. Notes have only addresses,
paths, counts and times. Control characters are escaped, and the home folder is `~`, so that users
can send a log.
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
OLDER_LOGS = 3
"""The number of older logs beside the current one."""

_writers: list[Callable[[str], None]] = []


def note(event: str, *facts: object) -> None:
    """Write a line to the log, if there is one."""
    for write in _writers:
        write(escaped(without_home(" ".join(map(str, [event, *facts])))))


@contextmanager
def log_to(folder: Path) -> Iterator[Path]:
    """Until the block ends, write the notes of all threads to a file in an existing folder.

    A line that cannot be written, on a full disk for example, is dropped.

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
            """Do nothing: a message would appear in the middle of the screen."""

    file = folder / FILE
    try:
        _make_private(file)
        handler = Quiet(file, maxBytes=LARGEST, backupCount=OLDER_LOGS, encoding="utf-8")
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
        # The last line may fail, too.
        with suppress(OSError):
            handler.close()


def escaped(text: str) -> str:
    """Escape control characters and line ends, so that a terminal shows a text as one line."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _rotated(source: str, target: str) -> None:
    """Move a full log aside, and create the next one as private as it was."""
    os.replace(source, target)  # noqa: PTH105 - names, as logging gives them
    _make_private(Path(source))


def _make_private(file: Path) -> None:
    """Create a file that only this user can read, if it is missing."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
