"""Read what is readable in a damaged file of the library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from paperterm.errors import InputError
from paperterm.model import PaperId

_ID = re.compile(r'"((?:[a-z-]+/)?[0-9.]{7,10})"\s*:\s*(?=\{)')
_SEVEN = 7
_OURS, _BASE, _MIDDLE, _END = (sign * _SEVEN for sign in "<|=>")
_MARKER = re.compile(rb"^(<{7}|={7}|>{7})( |\r?$)", re.MULTILINE)


def documents(content: bytes) -> Iterator[tuple[PaperId, dict[str, Any]]]:
    """Iterate over whole documents with the id of a paper, in the order of the file.

    Both sides of a git conflict are read, our side first, so that an id may come twice.
    """
    for text in _sides(content.decode(errors="surrogateescape")):
        yield from _documents(text)


def is_conflict(content: bytes) -> bool:
    """Return whether a file has a git conflict."""
    return {found[1] for found in _MARKER.finditer(content)} == {b"<<<<<<<", b"=======", b">>>>>>>"}


def _documents(text: str) -> Iterator[tuple[PaperId, dict[str, Any]]]:
    decoder = json.JSONDecoder()
    end = 0
    for found in _ID.finditer(text):
        if found.start() < end:
            continue  # inside the previous document
        try:
            id_ = PaperId(found[1])
            document, stop = decoder.raw_decode(text, found.end())
            orjson.dumps(document)  # refuses text that was not valid UTF-8
        except (ValueError, InputError, RecursionError, TypeError):
            continue
        end = stop
        yield id_, document


def _sides(text: str) -> list[str]:
    """Split a file with conflicts into its two sides; return it whole without conflicts."""
    ours: list[str] = []
    theirs: list[str] = []
    into: tuple[list[str], ...] = (ours, theirs)
    is_one = True
    for line in text.splitlines(keepends=True):
        sign = line[:_SEVEN]
        if sign == _OURS:
            into, is_one = (ours,), False
        elif sign == _BASE and not is_one:
            into = ()
        elif sign == _MIDDLE and not is_one:
            into = (theirs,)
        elif sign == _END:
            into = (ours, theirs)
        else:
            for side in into:
                side.append(line)
    return ["".join(ours)] if is_one else ["".join(ours), "".join(theirs)]
