"""The tree of errors. The lowest layer: everything may raise these; nothing is imported here.

PapertermError              what happened, to what, what to do
├── InputError              the user gave something wrong: an id, a day, a name, an option
│   ├── UsageError          the arguments of a command do not go together
│   ├── FileError           the same in a file, with the line
│   └── QueryError          a query is invalid, with the position
├── ConfigError             config.toml is wrong, or cannot be edited
├── SourceError             the answer of a source cannot be used
│   ├── MisledError         and asking again will not help
│   ├── RefusedError        arXiv wants no requests before a time
│   └── OfflineError        the source could not be reached
├── BusyError               another paperterm is doing it
├── LibraryError            a file of the library cannot be used
│   ├── DamagedError        it is damaged
│   └── NewerError          a newer paperterm wrote it
├── UnusableIndexError      the index cannot be used; everything works without it, but slower
├── StoppedError            the answer is no longer wanted
└── DiskError               the system refused to read or write a file
"""

from __future__ import annotations

import errno
from datetime import datetime


class PapertermError(Exception):
    """The root. `str()` is one line for the user: subject, problem, hint.

    Args:
        subject: What it happened to: a file, a key, an id, in the user's words.
        problem: What happened, as half a sentence.
        hint: What to do about it; may be empty.
    """

    def __init__(self, subject: str, problem: str, hint: str = "") -> None:
        super().__init__(subject, problem, hint)
        self.subject = subject
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return " ".join(f"{said}; {self.hint}".split() if self.hint else said.split())


class InputError(PapertermError):
    """The user gave something that is wrong."""


class UsageError(InputError):
    """The arguments of a command do not go together."""


class FileError(InputError):
    """A file has something wrong in it, or is not what it should be.

    Args:
        file: The file as the user named it.
        line: The line, from 1, or 0 for the whole file.
        problem: What is wrong there.
        hint: What to do about it.
    """

    def __init__(self, file: str, line: int, problem: str, hint: str = "") -> None:
        super().__init__(f"{file}, line {line}" if line else file, problem, hint)
        self.file = file
        self.line = line

    @property
    def message(self) -> str:
        """What is wrong, without the position."""
        return f"{self.problem}; {self.hint}" if self.hint else self.problem


class QueryError(InputError):
    """A query is invalid. `str()` shows it, and its rest from the position of the error.

    Args:
        query: The whole query.
        position: The position of the error, from 0.
        reason: What is wrong there.
        hint: What to do about it.
    """

    def __init__(self, query: str, position: int, reason: str, hint: str = "") -> None:
        before = f"…{query[position - 30 : position]}" if position > 30 else query[:position]
        after = query[position : position + 30] + "…" * (len(query) > position + 30)
        self.position = position
        self._rest = _printable(after)
        at = f", at '{self._rest}'" if position > 0 else ""
        super().__init__(f"query '{_printable(before)}{self._rest}'{at}", reason, hint)

    @property
    def reason(self) -> str:
        """What is wrong, without the position."""
        return self.problem

    @property
    def message(self) -> str:
        """What is wrong and where, for a user who sees the query."""
        said = f"{self.problem}; {self.hint}" if self.hint else self.problem
        return f"at '{self._rest}': {said}"


class ConfigError(PapertermError):
    """config.toml is wrong, or cannot be edited."""


class SourceError(PapertermError):
    """The answer of a source cannot be used."""


class MisledError(SourceError):
    """The answer of a source cannot be used, and asking again will not help."""


class RefusedError(SourceError):
    """arXiv wants no requests now.

    Args:
        why: What it answered.
        until: When requests are allowed again, UTC.
    """

    def __init__(self, why: str, until: datetime) -> None:
        super().__init__("", why, f"no requests before {until:%H:%M} UTC")
        self.why = why
        self.until = until


class OfflineError(SourceError):
    """The source could not be reached; the library stays as it is."""


class BusyError(PapertermError):
    """Another paperterm is doing it."""


class LibraryError(PapertermError):
    """A file of the library cannot be used."""


class DamagedError(LibraryError):
    """A file of the library is damaged.

    Args:
        path: The file.
        reason: How.
    """

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(str(path), f"is damaged ({reason})", "run `paperterm doctor`")


class NewerError(LibraryError):
    """A newer paperterm wrote a file of the library, so this one does not touch it."""

    def __init__(self, path: object) -> None:
        super().__init__(str(path), "was written by a newer paperterm", "use that version")


class UnusableIndexError(PapertermError):
    """The index cannot be used; the library has the same, but slower."""


class StoppedError(PapertermError):
    """The answer is no longer wanted, or took too long."""


class DiskError(PapertermError):
    """The system refused to read or write."""

    @classmethod
    def of(cls, path: object, error: OSError, doing: str) -> DiskError:
        """Make an error of an `OSError`, with the file and the reason."""
        reason = error.strerror or type(error).__name__
        hint = _WHAT_TO_DO.get(error.errno or 0, "")
        return cls(str(path), f"cannot {doing}: {reason[:1].lower()}{reason[1:]}", hint)


_WHAT_TO_DO = {
    errno.ENOSPC: "free some space and try again",
    getattr(errno, "EDQUOT", -1): "free some space and try again",
    errno.EROFS: "you can keep reading, but not save",
    errno.EIO: "the disk may be failing: back up your library",
}


def _printable(text: str) -> str:
    """Replace each character that a terminal might interpret."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
