"""The papers of `paperterm demo`: landmarks of the field, and obviously invented ones.

Some invented ones are tsaved in full: `html/ID.html.gz`, and their pictures in `html/IDvN/`.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from paperterm.model import AnnouncedPaper, Announcement, Day, Kind, PaperId
from paperterm.model.record import parse

MAILINGS = 10
"""The number of evenings that the demo has: two weeks of them."""

STARRED = frozenset(
    map(
        PaperId,
        (
            *("2006.11239", "2010.02502", "2112.10752", "2303.04137"),
            *("0000.00004", "0000.00010", "0000.00016", "0000.00022"),
            *("0000.00028", "0000.00034", "0000.00040", "0000.00046"),
        ),
    )
)
"""What its user has starred: pictures, scenes and films by diffusion."""

_FILES = ("landmarks.toml", "invented.toml")
_WHOLE = ".html.gz"


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


def demo_pages() -> Mapping[str, bytes]:
    """Return the whole papers by id, and their pictures by path, for the loopback arXiv."""
    return dict(_pages(resources.files(__package__).joinpath("html"), ""))


def demo_lacking() -> str:
    """Return what to say of a paper that is not in full in the demo: which ones are."""
    pages = demo_pages()
    titles = (one["title"] for one in _records() if one["id"] in pages)
    names = [re.split("[:?]", title)[0] for title in titles]
    return f"the demo has no whole text of this paper, but of these: {', '.join(names)}"


def _pages(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _pages(one, f"{path}{one.name}/")
        elif one.name.endswith(_WHOLE):
            yield path + one.name.removesuffix(_WHOLE), gzip.decompress(one.read_bytes())
        else:
            yield path + one.name, one.read_bytes()


def _records() -> Iterator[dict[str, Any]]:
    """Yield the records of the files."""
    for name in _FILES:
        text = resources.files(__package__).joinpath(name).read_text("utf-8")
        yield from tomllib.loads(text)["paper"]


def _announced_paper(record: dict[str, Any], day: Day, position: int) -> AnnouncedPaper:
    """Convert a record; it has the keys of JSON Lines, and `mailing` instead of a date."""
    parsed = parse({**record, "abstract": record["abstract"].strip()})
    return AnnouncedPaper(parsed.paper, Announcement(day, parsed.kind or Kind.NEW, position))
