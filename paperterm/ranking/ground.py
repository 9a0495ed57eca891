"""What a model is made of: the papers and words that a user chose."""

from __future__ import annotations

from typing import NamedTuple

from paperterm.model import PaperId
from paperterm.ranking.words import Words


class Sample(NamedTuple):
    """A paper that a user chose, or did not want."""

    id: str
    title: str
    authors: tuple[str, ...]
    words: Words


class Ground(NamedTuple):
    """All that says what a user is interested in.

    Attributes:
        kept: Papers that were starred, queued, tagged or noted, the newest last.
        unwanted: Papers that are not for the user.
        topics: For each topic its best recent papers, which count while few papers are kept.
        followed: The names of authors to follow.
        more: Words of which the user wants more.
        less: Words of which the user wants less.
        written: For each author of a kept paper, how many papers the library has.
    """

    kept: tuple[Sample, ...] = ()
    unwanted: tuple[Sample, ...] = ()
    topics: tuple[tuple[str, tuple[Words, ...]], ...] = ()
    followed: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    written: tuple[tuple[str, int], ...] = ()

    @property
    def newest(self) -> str | None:
        """The id of the newest kept paper."""
        return max(
            (sample.id for sample in self.kept),
            key=lambda id_: PaperId(id_).submission,
            default=None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to go by."""
        return not (
            self.kept or any(papers for _, papers in self.topics) or self.followed or self.more
        )
