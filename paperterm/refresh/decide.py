"""Is this new? Pure answers, so that they can be tested without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from paperterm.model import AnnouncedPaper, Day, Kind, Paper, PaperId, SourcePaper


class Decision(StrEnum):
    """What a paper from a source is to the library."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"


def decide(old: Paper | None, new: Paper) -> Decision:
    """What a paper is, given the newest form of it that the library knows.

    A higher version is a revision; where a version is unknown, another text is.
    """
    if old is None:
        return Decision.NEW
    if old.version and new.version:
        return Decision.REVISED if new.version > old.version else Decision.SAME
    differs = (old.title, old.abstract) != (new.title, new.abstract)
    return Decision.REVISED if differs else Decision.SAME


class Sifted(NamedTuple):
    """A batch, divided: what it brings, and what an earlier day brought already.

    `lagging` are the categories of which only an older batch was served.
    """

    fresh: tuple[SourcePaper, ...]
    stale: tuple[SourcePaper, ...]
    lagging: frozenset[str]

    @property
    def is_stale(self) -> bool:
        """Whether all of it was announced before: an old batch served again."""
        return bool(self.stale) and not self.fresh


def sift(told: Sequence[SourcePaper], before: Mapping[PaperId, AnnouncedPaper], day: Day) -> Sifted:
    """Divide a batch that claims to be of `day`.

    Feeds serve yesterday's batch with today's date now and then: all of it, or one category of
    several. So a category of which every new paper was announced on an earlier day lags, and its
    new papers are stale. A cross-list or replacement that an earlier day told in the same way is
    stale wherever it stands.

    Args:
        told: The batch.
        before: The newest announcement of each paper that the library holds.
        day: The day that the batch should be of.
    """
    repeated = {
        one.paper.id
        for one in told
        if (old := before.get(one.paper.id)) and old.announcement.day < day and _repeats(one, old)
    }
    new = [one for one in told if one.kind is Kind.NEW]
    lagging = {_category(one) for one in new} - {
        _category(one) for one in new if one.paper.id not in repeated
    }
    fresh: list[SourcePaper] = []
    stale: list[SourcePaper] = []
    for one in told:
        lags = one.kind is not Kind.NEW or _category(one) in lagging
        (stale if lags and one.paper.id in repeated else fresh).append(one)
    return Sifted(tuple(fresh), tuple(stale), frozenset(lagging))


def _category(told: SourcePaper) -> str:
    return told.paper.primary_category or ""


def _repeats(new: SourcePaper, old: AnnouncedPaper) -> bool:
    if new.kind is Kind.NEW:
        return True
    if new.kind is Kind.CROSS:
        return old.announcement.kind is Kind.CROSS
    return decide(old.paper, new.paper) is Decision.SAME and old.announcement.kind == new.kind
