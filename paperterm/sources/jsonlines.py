"""JSON Lines: one announcement per line, in the order of the day."""

from __future__ import annotations

import orjson

from paperterm.errors import InputError
from paperterm.model import Batch, Day, Paper, SourcePaper
from paperterm.model.record import MARK_KEYS, parse
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text import plural


def looks_like_it(content: bytes) -> bool:
    """Return whether one of the first two lines is a JSON object; the other may be damaged."""
    lines = content.lstrip().split(b"\n", 2)[:2]
    return any(line.lstrip()[:1] == b"{" and line.strip() != b"{" for line in lines)


def read(content: bytes, reading: ParsedFile, day: Day | None) -> list[Batch]:
    """Read the days of a file of JSON Lines."""
    with_marks = 0
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
            paper, kind, announced = parse(record)
            _check_depth(paper)
        except orjson.JSONDecodeError as error:
            reading.skip(number, f"is not JSON: {error.msg} at column {error.colno}")
            continue
        except InputError as error:
            reading.skip(number, error)
            continue
        if (its_day := announced or day) is None:
            reading.skip(number, f"{paper.id} has no day", 'add "announced", or give --day')
            continue
        with_marks += any(record.get(key) for key in MARK_KEYS)
        reading.add(number, its_day, SourcePaper(paper, kind))
    if with_marks:
        reading.notes.append(f"{reading.file}: left out the marks of {plural(with_marks, 'paper')}")
    return reading.listings()


def _check_depth(paper: Paper) -> None:
    """Refuse a paper that cannot be written: orjson reads 1,024 levels, but writes 254.

    Raises:
        InputError: An unknown key is nested too deeply.
    """
    if paper.extra:
        try:
            orjson.dumps([[[[[paper.extra]]]]])  # a paper is this deep in a day's file
        except orjson.JSONEncodeError as error:
            raise InputError(paper.id, f"cannot be stored: {error}".lower()) from error
