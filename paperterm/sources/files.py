"""Files to import: what kind one is, is told by its content, not by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from paperterm import disk
from paperterm.errors import DiskError, FileError
from paperterm.model import Batch, Day
from paperterm.sources import api, digest, jsonlines, mailing, oai, rss
from paperterm.sources.markup import root_name
from paperterm.sources.parsed import ParsedFile
from paperterm.sources.refusal import refusal

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FileKind(NamedTuple):
    """A kind of file that can be imported."""

    name: str
    looks_like_it: Callable[[bytes], bool]
    read: Callable[[bytes, ParsedFile, Day | None], list[Batch]]


KINDS = (
    FileKind("daily digest", digest.looks_like_it, digest.read),
    FileKind("JSON Lines", jsonlines.looks_like_it, jsonlines.read),
    FileKind("arXiv feed (RSS or Atom)", rss.looks_like_it, rss.read),
    FileKind("answer of arXiv's query API", api.looks_like_it, api.read),
    FileKind("OAI-PMH records", oai.looks_like_it, oai.read),
    FileKind("plain-text mailing", mailing.looks_like_it, mailing.read),
)
"""In this order: Atom that is no feed is taken for an answer of the API."""


def read_file(path: str, day: Day | None) -> tuple[list[Batch], ParsedFile]:
    """What a file tells, and what is wrong with it.

    Args:
        path: The file, as the user wrote it.
        day: For papers that name no day.

    Raises:
        FileError: It cannot be read at all, or is of no known kind.
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
    """What to say of a file of no known kind, and which kinds there are."""
    known = " nor ".join(kind.name for kind in KINDS)
    if root := root_name(content):
        what = f"is XML of no known kind, <{root}>"
    else:
        what = "is a binary file" if b"\0" in content[:8192] else "is of no known kind"
    return what, f"it is neither {known}"
