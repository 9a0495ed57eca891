"""Reading the papers of the demo: landmarks of the field, and openly invented ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind
from paperterm.model.record import parse

MAILINGS = 10
"""How many evenings the demo has: two weeks of them."""

_FILES = ("landmarks.toml", "invented.toml")


def announced(evenings: Sequence[Day]) -> list[AnnouncedPaper]:
    """Every paper of the demo, announced on one of these evenings.

    Args:
        evenings: `MAILINGS` Days with a mailing, oldest first.

    Raises:
        InputError: A file is not what it should be.
    """
    newest_first = evenings[::-1]
    return [
        _announced(told, newest_first[told["mailing"]], position)
        for position, told in enumerate(_told())
    ]


def _told() -> Iterator[dict[str, Any]]:
    """The entries of the files, as they are written there."""
    for name in _FILES:
        text = resources.files(__package__).joinpath(name).read_text("utf-8")
        yield from tomllib.loads(text)["paper"]


def _announced(told: dict[str, Any], day: Day, position: int) -> AnnouncedPaper:
    """An entry has the keys of JSON Lines, and when it is announced in place of a date."""
    parsed = parse({**told, "abstract": told["abstract"].strip()})
    return AnnouncedPaper(parsed.paper, Announcement(day, parsed.kind or Kind.NEW, position))
