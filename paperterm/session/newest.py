"""Find the newest announcements of many papers by the index, which knows their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from paperterm.errors import UnusableIndexError
from paperterm.library import Library
from paperterm.library.index import Index
from paperterm.model import AnnouncedPaper, Day, PaperId
from paperterm.topics import Topic


def newest_announcements(
    library: Library, cache: Path, topics: Sequence[Topic], ids: Collection[PaperId]
) -> dict[PaperId, AnnouncedPaper]:
    """Return the newest announcement of each of these papers that the library holds.

    Raises:
        DiskError: A day cannot be read.
    """
    try:
        with closing(Index(cache, library, topics)) as index:
            index.reconcile()
            days = index.newest_days(ids)
    except UnusableIndexError:
        return library.newest(ids)
    wanted: dict[Day, set[PaperId]] = defaultdict(set)
    for id_, day in days.items():
        wanted[day].add(id_)
    records = (library.day(day, some) for day, some in wanted.items())
    return {one.paper.id: one for record in records if record for one in record.announced}
