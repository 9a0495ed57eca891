"""The papers of `paperterm demo`: landmarks of the field, and obviously invented ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind
from paperterm.model.record import parse

MAILINGS = 10
"""The number of evenings that the demo has: two weeks of them."""

_FILES = ("landmarks.toml", "invented.toml")


def demo_papers(evenings: Sequence[Day]) -> list[AnnouncedPaper]:
    """Return every paper of the demo, announced on one of these evenings.

    Args:
        evenings: `MAILINGS` days with a mailing, oldest first.

    Raises:
        InputError: A record in a file is invalid.
    """
    newest_first = evenings[::-1]
    return [
        _announced_paper(record, newest_first[record["mailing"]], position)
        for position, record in enumerate(_records())
    ]


def _records() -> Iterator[dict[str, Any]]:
    """Yield the records of the files."""
    for name in _FILES:
        text = resources.files(__package__).joinpath(name).read_text("utf-8")
        yield from tomllib.loads(text)["paper"]


def _announced_paper(record: dict[str, Any], day: Day, position: int) -> AnnouncedPaper:
    """Convert a record; it has the keys of JSON Lines, and `mailing` instead of a date."""
    parsed = parse({**record, "abstract": record["abstract"].strip()})
    return AnnouncedPaper(parsed.paper, Announcement(day, parsed.kind or Kind.NEW, position))
