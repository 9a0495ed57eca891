"""The version of a paper that the user saw before the one that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.model.days import Day
from paperterm.model.papers import AnnouncedPaper, Entry


def seen_before(announced: Sequence[AnnouncedPaper], entry: Entry) -> AnnouncedPaper | None:
    """Return the earlier announcement to compare a listed paper with.

    It is the newest one mailed before the paper was marked as read. If the paper is unread, or was
    read before all of them, it is the one before the listed one. So the shown changes stay when the
    paper is marked as read again.

    Args:
        announced: Every announcement of the paper, in any order; may be empty.
        entry: The paper as it is listed.
    """
    if entry.announcement is None:
        return None
    shown = entry.announcement.day
    earlier = sorted(
        (one for one in announced if one.announcement.day < shown), key=_day, reverse=True
    )
    read = entry.mark.read
    if len(earlier) > 1 and read and read.value:
        for one in earlier:
            if _day(one).mailed <= read.at:
                return one
    return next(iter(earlier), None)


def _day(announced: AnnouncedPaper) -> Day:
    return announced.announcement.day
