"""The tree of errors. The lowest layer: all modules may raise them; this one imports none.

PapertermError              subject, problem, hint
├── InputError              the user gave an invalid id, day, name or option
│   ├── UsageError          the arguments of a command do not go together
│   ├── FileError           a file is invalid, with the line
│   └── QueryError          a query is invalid, with the position
├── ConfigError             config.toml is wrong, or cannot be edited
├── SourceError             the answer of a source cannot be used
│   ├── MisledError         asking again will not help
│   ├── RefusedError        arXiv refuses requests until a time
│   └── OfflineError        the source could not be reached
├── BusyError               another paperterm is at work
├── LibraryError            a file of the library cannot be used
│   ├── DamagedError        it is damaged
│   └── NewerError          a newer paperterm wrote it
├── UnusableIndexError      the index cannot be used; all works without it, but slower
├── StoppedError            a search was superseded
└── DiskError               the system refused to read or write a file
"""

from __future__ import annotations

import errno
from datetime import datetime

LONGEST = 500
"""Characters of a subject or a problem that are kept."""


class PapertermError(Exception):
    """The root. `str()` is one line for the user: subject, problem, hint.

    Args:
        subject: The file, key or id that it is about, as the user writes it.
        problem: What happened, as half a sentence.
        hint: What to do; may be empty.
    """

    def __init__(self, subject: str, problem: str, hint: str = "") -> None:
        # An answer or a file may quote megabytes.
        subject, problem = (_short(text) for text in (subject, problem))
        super().__init__(subject, problem, hint)
        self.subject = subject
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return " ".join(f"{text}; {self.hint}".split() if self.hint else text.split())


class InputError(PapertermError):
    """The user gave an invalid id, day, name or option."""


class UsageError(InputError):
    """The arguments of a command do not go together."""


class FileError(InputError):
    """A file is invalid.

    Args:
        file: The file as the user named it.
        line: The line, from 1, or 0 for the whole file.
        problem: What is wrong there.
        hint: What to do; may be empty.
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
    """A query is invalid. `str()` has the query, and its rest from the position of the error.

    Args:
        query: The whole query.
        position: The position of the error, from 0.
        reason: What is wrong there.
        hint: What to do; may be empty.
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
        problem = f"{self.problem}; {self.hint}" if self.hint else self.problem
        return f"at '{self._rest}': {problem}"


class ConfigError(PapertermError):
    """config.toml is wrong, or cannot be edited."""


class SourceError(PapertermError):
    """The answer of a source cannot be used."""


class MisledError(SourceError):
    """The answer of a source cannot be used, and asking again will not help."""


class RefusedError(SourceError):
    """arXiv refuses requests.

    Args:
        why: The answer of arXiv.
        until: When requests are allowed again, UTC.
    """

    def __init__(self, why: str, until: datetime) -> None:
        super().__init__("", why, f"no requests before {until:%H:%M} UTC")
        self.why = why
        self.until = until


class OfflineError(SourceError):
    """The source could not be reached; the library stays as it is."""


class BusyError(PapertermError):
    """Another paperterm is at work."""


class LibraryError(PapertermError):
    """A file of the library cannot be used."""


class DamagedError(LibraryError):
    """A file of the library is damaged."""

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(str(path), f"is damaged ({reason})", "run `paperterm doctor`")


class NewerError(LibraryError):
    """A newer paperterm wrote a file of the library, so this one leaves it alone."""

    def __init__(self, path: object) -> None:
        super().__init__(str(path), "was written by a newer paperterm", "use that version")


class UnusableIndexError(PapertermError):
    """The index cannot be used; the library is read instead, which is slower."""


class StoppedError(PapertermError):
    """A search was superseded, or took too long."""


class DiskError(PapertermError):
    """The system refused to read or write."""

    @classmethod
    def of(cls, path: object, error: OSError, doing: str) -> DiskError:
        """Return the error for an `OSError`, with the file and the reason."""
        reason = error.strerror or type(error).__name__
        hint = _HINTS.get(error.errno or 0, "")
        return cls(str(path), f"cannot {doing}: {reason[:1].lower()}{reason[1:]}", hint)


_HINTS = {
    errno.ENOSPC: "free some space and try again",
    getattr(errno, "EDQUOT", -1): "free some space and try again",
    errno.EROFS: "you can keep reading, but not save",
    errno.EIO: "the disk may be failing: back up your library",
}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _printable(text: str) -> str:
    """Replace each character that a terminal might interpret."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
