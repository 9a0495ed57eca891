"""The one tree of errors. Lowest layer: everything may raise these, nothing here imports.

PapertermError              what happened, to what, what to do
├── InputError              something the user gave is wrong: an id, a day, a name, an option
│   ├── UsageError          the words of a command do not go together
│   ├── FileError           the same in a file, with the line
│   └── QueryError          a query cannot be read, with the position
├── ConfigError             config.toml cannot be used as it is written
├── SourceError             what a source answered cannot be used
│   ├── MisledError         and asking again will not mend it
│   ├── RefusedError        arXiv does not want to be asked before a time
│   └── OfflineError        nobody could be reached
├── BusyError               another paperterm does it already
├── LibraryError            a file of the library cannot be used
│   ├── DamagedError        it is not what paperterm wrote
│   └── NewerError          a newer paperterm wrote it
├── UnusableIndexError      the index cannot be used; everything works without it, slower
├── StoppedError            somebody does not want the answer any more
└── DiskError               the system refused to read or write a file
"""

from __future__ import annotations

import errno
from datetime import datetime


class PapertermError(Exception):
    """The root. `str()` is one line for the user: subject, problem, hint.

    Args:
        subject: What it happened to: a file, a key, an id, as the user would call it.
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
    """Something the user gave cannot be understood."""


class UsageError(InputError):
    """The words of a command do not go together."""


class FileError(InputError):
    """A file to be read holds something wrong, or is not what it should be.

    Args:
        file: The file as the user named it.
        line: The line counted from 1, or 0 when the whole file is meant.
        problem: What is wrong there.
        hint: What to do about it.
    """

    def __init__(self, file: str, line: int, problem: str, hint: str = "") -> None:
        super().__init__(f"{file}, line {line}" if line else file, problem, hint)
        self.file = file
        self.line = line

    @property
    def message(self) -> str:
        """What is wrong, without the place."""
        return f"{self.problem}; {self.hint}" if self.hint else self.problem


class QueryError(InputError):
    """A query cannot be understood. `str()` shows it, and its rest from where it is wrong.

    Args:
        query: The whole query.
        position: Where it is wrong, counted from 0.
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
        """What is wrong, without the place."""
        return self.problem

    @property
    def message(self) -> str:
        """What is wrong and where, for somebody who has the query before their eyes."""
        said = f"{self.problem}; {self.hint}" if self.hint else self.problem
        return f"at '{self._rest}': {said}"


class ConfigError(PapertermError):
    """The settings cannot be used as they are written."""


class SourceError(PapertermError):
    """What a source answered cannot be used."""


class MisledError(SourceError):
    """What a source answered cannot be used, and asking again will not mend it."""


class RefusedError(SourceError):
    """arXiv does not want to be asked now.

    Args:
        why: What it answered.
        until: When it may be asked again, UTC.
    """

    def __init__(self, why: str, until: datetime) -> None:
        super().__init__("", why, f"nothing is asked before {until:%H:%M} UTC")
        self.why = why
        self.until = until


class OfflineError(SourceError):
    """Nobody could be reached; the library stays as it is."""


class BusyError(PapertermError):
    """Another paperterm does it already."""


class LibraryError(PapertermError):
    """A file of the library cannot be used."""


class DamagedError(LibraryError):
    """A file of the library is not what paperterm wrote.

    Args:
        path: The file.
        reason: Why it cannot be.
    """

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(str(path), f"is damaged ({reason})", "`paperterm doctor` says more")


class NewerError(LibraryError):
    """A newer paperterm wrote a file of the library, which is therefore left alone."""

    def __init__(self, path: object) -> None:
        super().__init__(str(path), "was written by a newer paperterm", "use that one")


class UnusableIndexError(PapertermError):
    """The index cannot be used; what it knows is in the library too, slower to find."""


class StoppedError(PapertermError):
    """What was asked for is not wanted any more, or took longer than it may."""


class DiskError(PapertermError):
    """The system refused to read or write."""

    @classmethod
    def of(cls, path: object, error: OSError, doing: str) -> DiskError:
        """Say which file an `OSError` was about, and why it happened."""
        reason = error.strerror or type(error).__name__
        hint = _WHAT_TO_DO.get(error.errno or 0, "")
        return cls(str(path), f"cannot {doing}: {reason[:1].lower()}{reason[1:]}", hint)


_WHAT_TO_DO = {
    errno.ENOSPC: "make room, and try again",
    getattr(errno, "EDQUOT", -1): "make room, and try again",
    errno.EROFS: "reading goes on, saving does not",
    errno.EIO: "the disk may be failing: make a copy of your library",
}


def _printable(text: str) -> str:
    """A text with a sign of its own for each character that a terminal might act on."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
