"""A report of what nobody thought of: where in the code, with which versions, and nothing else.

It is made to be sent. So it tells kinds of errors and lines of code, but not what the errors say,
which may be a title, a tag or a note, nor the values of variables; and the home folder is `~`.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from paperterm import __version__, disk
from paperterm.errors import DiskError
from paperterm.logs import escaped
from paperterm.paths import without_home

ISSUES = "https://github.com/paperterm/paperterm/issues"
KEPT = 20
"""So many reports are kept; a cron job that fails every hour must not fill a disk."""

_FRAMES = 100
_TOLD_NAMES = (AttributeError, NameError, ImportError)
"""Errors of which the name that was not found is told: it is one of the code's."""


def reported(error: BaseException, folder: Path, doing: str) -> str:
    """Write a report, and say in one line what happened and what to do about it.

    Args:
        error: What nobody thought of.
        folder: The state folder.
        doing: The name of the command, or "reader".
    """
    what = f"something went wrong that nobody thought of ({type(error).__name__})"
    try:
        file = _written(folder, report(error, doing))
    except DiskError as refused:
        return f"{what}, and no report of it could be written: {refused}"
    return f"{what}; {file} says where, without your texts; please send it to {ISSUES}"


def report(error: BaseException, doing: str) -> str:
    """The report as text."""
    lines = [
        "A report of paperterm. It holds no paper, no mark, no note and no name of yours;",
        f"please look at it, and send it to {ISSUES}",
        "",
        f"paperterm {__version__}, {doing}",
        f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}",
        f"terminal {os.environ.get('TERM', '')}, encoding {sys.getfilesystemencoding()}",
        ", ".join(_versions()),
        "",
        *_told(error, set()),
    ]
    return "".join(f"{escaped(without_home(line))}\n" for line in lines)


def _written(folder: Path, text: str) -> Path:
    """Write a report, and let go of the oldest ones.

    Raises:
        DiskError: It cannot be written.
    """
    now = datetime.now(UTC)
    file = folder / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    disk.write(file, text.encode())
    for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return file


def _versions() -> Iterator[str]:
    """What paperterm stands on, as it is installed here."""
    with suppress(PackageNotFoundError):
        for line in requires("paperterm") or ():
            name = line.partition(";")[0].rstrip()
            for sign in "<>=!~ [":
                name = name.partition(sign)[0]
            if "extra ==" not in line:
                with suppress(PackageNotFoundError):
                    yield f"{name} {version(name)}"


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """An error and those that led to it, the first one first, as Python prints them."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield ""
        yield "which led to"
        yield ""
    for frame in traceback.extract_tb(error.__traceback__, limit=-_FRAMES):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    yield f"{type(error).__module__}.{type(error).__qualname__}{_safe_words(error)}"
    if isinstance(error, BaseExceptionGroup):
        for number, one in enumerate(error.exceptions, 1):
            yield f"{number} of {len(error.exceptions)} in this group:"
            yield from _told(one, seen)


def _safe_words(error: BaseException) -> str:
    """What of an error's words comes from the code or the system, and not from a text."""
    if isinstance(error, _TOLD_NAMES) and isinstance(error.name, str):
        return f": {error.name}"
    if isinstance(error, OSError) and error.errno:
        return f": {os.strerror(error.errno)}"
    return ""
