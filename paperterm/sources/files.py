"""The kinds of files that can be imported, recognized by content, not by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DiskError, FileError
from paperterm.model import Batch, Day
from paperterm.sources import api, digest, feed, jsonlines, mailing, oai
from paperterm.sources.large_files import LARGE_KINDS
from paperterm.sources.markup import refusal, root_name
from paperterm.sources.parsed_file import ParsedFile
from paperterm.sources.references import REFERENCE_KINDS

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FileKind(NamedTuple):
    """A kind of file that can be imported.

    Attributes:
        name: The name for users.
        looks_like_it: Returns whether the content of a file is of this kind.
        read: Returns the days of a file. Takes its content, what collects papers and errors, and
            the day of papers without one, if it is known.
    """

    name: str
    looks_like_it: Callable[[bytes], bool]
    read: Callable[[bytes, ParsedFile, Day | None], list[Batch]]


KINDS = (
    FileKind("daily digest", digest.looks_like_it, digest.read),
    FileKind("JSON Lines", jsonlines.looks_like_it, jsonlines.read),
    FileKind("arXiv feed (RSS or Atom)", feed.looks_like_it, feed.read),
    FileKind("answer of arXiv's query API", api.looks_like_it, api.read),
    FileKind("OAI-PMH records", oai.looks_like_it, oai.read),
    FileKind("plain-text mailing", mailing.looks_like_it, mailing.read),
)
"""In order of recognition: Atom that is not a daily feed is an answer of the API."""


def read_file(path: str, day: Day | None) -> tuple[list[Batch], ParsedFile]:
    """Return the days of a file, and its topics, notes and errors.

    Args:
        path: The file, as the user named it.
        day: The day of papers without one.

    Raises:
        FileError: It cannot be read at all, or is an unknown kind of file.
    """
    try:
        content = disk.read(Path(path)).removeprefix(_BYTE_ORDER_MARK)
    except DiskError as error:
        raise FileError(path, 0, error.problem) from error
    if not content.strip():
        raise FileError(path, 0, "is empty")
    if refused := refusal(content):
        raise FileError(path, 0, refused.problem, refused.hint)
    for kind in KINDS:
        if kind.looks_like_it(content):
            reading = ParsedFile(path)
            return kind.read(content, reading, day), reading
    raise FileError(path, 0, *_unknown(content))


def _unknown(content: bytes) -> tuple[str, str]:
    """Return the problem and the hint for a file of an unknown kind."""
    known = ", ".join(kind.name for kind in (*KINDS, *LARGE_KINDS, *REFERENCE_KINDS))
    if root := root_name(content):
        what = f"is an unknown kind of XML, <{root}>"
    else:
        what = "is a binary file" if b"\0" in content[:8192] else "is an unknown kind of file"
    return what, f"paperterm can import: {known}"
