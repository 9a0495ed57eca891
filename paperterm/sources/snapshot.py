"""arXiv's metadata snapshot: JSON Lines with one paper a line, about three million of them.

It is on Kaggle (Cornell-University/arxiv), some gigabytes. So it is read line by line, and handed
over in parts. It has no announcements: the day of a paper is estimated from its first version.

It is sorted by id, so the papers before April 2007 come last, archive by archive: read like this,
each of 4,000 days would be written once for each archive. So they are put in order of their months
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from paperterm.errors import InputError
from paperterm.model import Batch, Day, Kind, Paper, PaperId, PaperRef, SourcePaper, Status
from paperterm.model.days import is_plausible
from paperterm.model.id_set import IdSet
from paperterm.sources.fields import abstract_of, categories_of, line_of, typed_names, utc_time_of
from paperterm.sources.parsed_file import ParsedFile
from paperterm.text.lines import one_line

PART = 40_000
"""Papers of a part: 150 MB of memory. Days at its ends are written twice."""

Lines = Iterator[tuple[int, bytes]]
"""The lines of a file that are not empty, with their numbers."""

_OLD_ID = re.compile(rb'"id" *: *"[a-z-]+/([0-9]{2})([0-9]{2})')
_TIME = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r" GMT"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"

_KEYS = {"id", "title", "categories", "versions"}
"""Our own JSON Lines have no versions."""


class Wanted(NamedTuple):
    """The part of a snapshot to import: papers since a day, in any of some categories or archives.

    Without categories, all are wanted.
    """

    since: Day | None = None
    categories: frozenset[str] = frozenset()

    def holds(self, day: Day, categories: tuple[str, ...]) -> bool:
        """Return whether a paper is in this part."""
        return (self.since is None or day >= self.since) and (
            not self.categories
            or any(
                name in self.categories or name.partition(".")[0] in self.categories
                for name in categories
            )
        )


EVERYTHING = Wanted()


def looks_like_it(head: bytes) -> bool:
    """Return whether one of some lines is a paper of the snapshot; the others may be damaged."""
    for line in head.split(b"\n"):
        with suppress(orjson.JSONDecodeError):
            record = orjson.loads(line)
            if isinstance(record, dict) and {*record} >= _KEYS:
                return True
    return False


def month_if_old(line: bytes) -> str | None:
    """Return the month of a paper with an old id, such as `1999-03`; None for any other line."""
    if not (found := _OLD_ID.search(line)):
        return None
    year, month = found[1].decode(), found[2].decode()
    return f"{19 if year >= '91' else 20}{year}-{month}"


def read(lines: Lines, reading: ParsedFile, wanted: Wanted) -> Iterator[list[Batch]]:
    """Read the days of a snapshot in parts of `PART` papers."""
    seen = IdSet()
    held = 0
    for number, line in lines:
        try:
            paper, day = _paper(line)
        except InputError as error:
            reading.skip(number, error)
            continue
        if not seen.add(paper.id):
            reading.skip(number, f"{paper.id} is in the file twice")
        elif wanted.holds(day, paper.categories):
            reading.add(number, day, SourcePaper(paper, Kind.NEW))
            held += 1
        if held == PART:
            yield reading.sets(Status.ESTIMATED)
            reading.papers.clear()
            held = 0
    yield reading.sets(Status.ESTIMATED)


def _paper(line: bytes) -> tuple[Paper, Day]:
    """Return the paper of a line, and the day on which it was probably announced.

    Raises:
        InputError: It is not a paper, or has no date.
    """
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError("", f"is not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(record, dict):
        raise InputError("", "is not a JSON object")
    id_ = _id(_text(record, "id"))
    title = line_of(_text(record, "title"))
    if not title:
        raise InputError(id_, "paper without title")
    categories = categories_of(_text(record, "categories").split())
    versions = _versions(record)
    first, last = (_time(versions[0][1]), _time(versions[-1][1])) if versions else (None, None)
    if first is None:
        raise InputError(id_, "has no day: its first version has no date")
    paper = Paper(
        id=id_,
        version=versions[-1][0],
        title=title,
        authors=_authors(record),
        abstract=abstract_of(_text(record, "abstract")),
        categories=categories,
        primary_category=categories[0] if categories else None,
        published=first,
        updated=last,
        comment=one_line(_text(record, "comments")) or None,
        journal_ref=one_line(_text(record, "journal-ref")) or None,
        doi=one_line(_text(record, "doi")) or None,
    )
    return paper, _day(first.replace(minute=0, second=0))


@lru_cache(1024)
def _day(hour: datetime) -> Day:
    """Return the day of papers received in an hour: cut-offs are at full hours."""
    return Day.of_submission(hour)


def _id(text: str) -> PaperId:
    """Return an id, which nearly always is in the canonical form already.

    Raises:
        InputError: It is not an id.
    """
    try:
        return PaperId(text)
    except InputError:
        return PaperRef.parse(text).id


def _text(record: Mapping[str, Any], key: str) -> str:
    """Return a text; empty if it is missing.

    Raises:
        InputError: It is of another type.
    """
    text = record.get(key) or ""
    if not isinstance(text, str):
        raise InputError(f'"{key}"', "is not a text")
    return text


def _versions(record: Mapping[str, Any]) -> list[tuple[int, Any]]:
    """Return the versions in order, each as its number and its time as text."""
    try:
        return sorted(
            ((_number(one), one["created"]) for one in record["versions"]), key=itemgetter(0)
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError('"versions"', "is not a list of versions with their times") from None


def _time(text: Any) -> datetime | None:
    """Return a time; None if it is invalid. As the snapshot writes it, in a tenth of the time."""
    if not isinstance(text, str):
        return None
    if found := _TIME.fullmatch(text):
        place = _MONTHS.find(found[2])
        day, year, hour, minute, second = map(int, found.group(1, 3, 4, 5, 6))
        with suppress(ValueError):
            time = datetime(year, place // 3 + 1, day, hour, minute, second, tzinfo=UTC)
            if place % 3 == 0 and is_plausible(time):
                return time
    return utc_time_of(text)


def _number(version: Mapping[str, str]) -> int:
    return int(version["version"].removeprefix("v"))


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the authors, from their parsed names if the record has them."""
    parsed = record.get("authors_parsed")
    if not parsed:
        return typed_names(_text(record, "authors"))
    try:
        # Family name, given names, suffix, and then affiliations.
        names = (line_of(f"{one[1]} {one[0]} {' '.join(one[2:3])}") for one in parsed)
        return tuple(filter(None, names))
    except (TypeError, LookupError):
        raise InputError('"authors_parsed"', "is not a list of names") from None
