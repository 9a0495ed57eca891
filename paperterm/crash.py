"""Report unexpected errors: the lines of code and the versions, and nothing else.

Users send reports. So a report has types of errors and lines of code, but no values of variables
and no error messages, which may quote a title, a tag or a note; the home folder is `~`.
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
MOST_REPORTS = 20
"""Older ones are deleted: a cron job that fails every hour must not fill the disk."""

_FRAMES = 100
_NAMING_ERRORS = (AttributeError, NameError, ImportError)
"""Errors whose missing name is reported, because it comes from the code."""


def write_report(error: BaseException, folder: Path, doing: str) -> str:
    """Write a report, and return one line for the user: what happened and what to do.

    Args:
        error: The unexpected error.
        folder: The state folder.
        doing: The name of the command, or "reader".
    """
    problem = f"unexpected error ({type(error).__name__}); this is a bug in paperterm"
    try:
        file = _write(folder, report(error, doing))
    except DiskError as disk_error:
        return f"{problem}, and its report could not be written: {disk_error}"
    return f"{problem}; please send the report {file} (it contains nothing you wrote) to {ISSUES}"


def report(error: BaseException, doing: str) -> str:
    """Return the text of a report."""
    lines = [
        "A crash report of paperterm. It contains no papers, marks, notes or names of yours.",
        f"Please read it, and send it to {ISSUES}",
        "",
        f"paperterm {__version__}, {doing}",
        f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}",
        f"terminal {os.environ.get('TERM', '')}, encoding {sys.getfilesystemencoding()}",
        ", ".join(_versions()),
        "",
        *_chain(error, set()),
    ]
    return "".join(f"{escaped(without_home(line))}\n" for line in lines)


def _write(folder: Path, text: str) -> Path:
    """Write a report, and delete the oldest ones.

    Raises:
        DiskError: It cannot be written.
    """
    now = datetime.now(UTC)
    file = folder / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    disk.write(file, text.encode())
    for old in sorted(folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
        with suppress(OSError):
            old.unlink()
    return file


def _versions() -> Iterator[str]:
    """Yield the installed versions of the packages that paperterm depends on."""
    with suppress(PackageNotFoundError):
        for line in requires("paperterm") or ():
            name = line.partition(";")[0].rstrip()
            for sign in "<>=!~ [":
                name = name.partition(sign)[0]
            if "extra ==" not in line:
                with suppress(PackageNotFoundError):
                    yield f"{name} {version(name)}"


def _chain(error: BaseException, seen: set[int]) -> Iterator[str]:
    """Yield the lines of an error and its causes, the first cause first, as Python does."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _chain(before, seen)
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
            yield from _chain(one, seen)


def _safe_words(error: BaseException) -> str:
    """Return the part of an error message that comes from the code or the system."""
    if isinstance(error, _NAMING_ERRORS) and isinstance(error.name, str):
        return f": {error.name}"
    if isinstance(error, OSError) and error.errno:
        return f": {os.strerror(error.errno)}"
    return ""
