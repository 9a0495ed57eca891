"""Papers and their announcements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from paperterm.errors import InputError
from paperterm.model.author_lists import abridged, is_cut, known_authors
from paperterm.model.days import Day
from paperterm.model.ids import PaperId
from paperterm.model.marks import Mark

_LONGEST_TEXT = 100_000
"""Characters; arXiv's own limit for an abstract is 1,920."""

_MOST_NAMES = 20_000
"""The longest real list of authors has about 5,000."""


class Kind(StrEnum):
    """The kind of an announcement, relative to the categories of the listing."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"

    @property
    def is_replacement(self) -> bool:
        """Whether it announces a new version of a paper."""
        return self in (Kind.REPLACE, Kind.REPLACE_CROSS)


class Status(StrEnum):
    """How much of a day a source gives, or the library holds."""

    PARTIAL = "partial"
    ESTIMATED = "estimated"
    COMPLETE = "complete"

    @property
    def rank(self) -> int:
        """Higher for more."""
        return (Status.PARTIAL, Status.ESTIMATED, Status.COMPLETE).index(self)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as one source gives it, its text untouched. None, or empty, is unknown.

    `authors` holds authors only: what stands for others, such as `et al.`, sets
    `authors_truncated` instead, from whatever source or library it comes.

    `categories` keep the source's order, the primary first in practice; `published` is the time
    of version 1 and `updated` that of `version`, both UTC; `extra` holds the keys of JSON Lines
    that paperterm does not know, to survive a round trip.
    """

    id: PaperId
    title: str
    authors: tuple[str, ...] = ()
    authors_truncated: bool = False
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    version: int | None = None
    published: datetime | None = None
    updated: datetime | None = None
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if is_cut(self.authors):
            object.__setattr__(self, "authors", known_authors(self.authors))
            object.__setattr__(self, "authors_truncated", True)

    @property
    def author_line(self) -> str:
        """The authors on one line, `et al.` for those that the source left out."""
        return ", ".join(abridged(self.authors, self.authors_truncated))

    @property
    def searched(self) -> str:
        """The text that topics match: title, space, abstract."""
        return f"{self.title} {self.abstract or ''}"


def refuse_oversized(paper: Paper) -> None:
    """Refuse a paper with more text than any paper has: drawing and searching it would take long.

    Raises:
        InputError: A text or a list is too long.
    """
    texts = {"title": paper.title, "abstract": paper.abstract, "comment": paper.comment}
    names = {"authors": paper.authors, "categories": paper.categories}
    for name, text in texts.items():
        if text and len(text) > _LONGEST_TEXT:
            raise InputError(str(paper.id), f"{name} longer than {_LONGEST_TEXT:,} characters")
    for name, some in names.items():
        if len(some) > _MOST_NAMES or sum(map(len, some)) > _MOST_NAMES * 50:
            raise InputError(str(paper.id), f"more than {_MOST_NAMES:,} {name}, or too long ones")


class Announcement(NamedTuple):
    """An announcement of a paper: the day, the kind, and the position in the listing (from 0)."""

    day: Day
    kind: Kind | None
    position: int


class AnnouncedPaper(NamedTuple):
    """A paper with the text of that day, and the announcement."""

    paper: Paper
    announcement: Announcement


class SourcePaper(NamedTuple):
    """A paper in a batch, as one source gives it."""

    paper: Paper
    kind: Kind | None = None

    @property
    def rank(self) -> int:
        """Lower for a better kind: a paper that is cross-listed and new is new."""
        return list(Kind).index(self.kind) if self.kind else len(Kind)


class Batch(NamedTuple):
    """The papers of one day from one source.

    `runs` are lists of ids, each in the order of the day. A listing is one run; a digest, sorted by
    category, has one run for each list of categories.
    """

    day: Day
    papers: Sequence[SourcePaper]
    runs: Sequence[Sequence[PaperId]]
    is_listing: bool
    status: Status = Status.PARTIAL


class Entry(NamedTuple):
    """A row of a listing: a paper, its announcement, and its marks.

    The announcement is None for a marked paper that no day of the library holds.
    """

    paper: Paper
    announcement: Announcement | None
    mark: Mark

    @property
    def id(self) -> PaperId:
        """The id of the paper."""
        return self.paper.id

    @property
    def kind(self) -> Kind | None:
        """The kind of the announcement, if known."""
        return self.announcement.kind if self.announcement else None

    @property
    def is_replacement(self) -> bool:
        """Whether it was announced as a new version of a paper."""
        return bool(self.kind and self.kind.is_replacement)

    @property
    def is_unread(self) -> bool:
        """Whether it is unread: not marked as read, and not listed as a replacement.

        This is the one definition; `library.index.where` has it in SQL.
        """
        return not self.mark.is_read and not self.is_replacement

    @property
    def is_changed_since_read(self) -> bool:
        """Whether the paper was replaced after it was marked as read."""
        announcement, read = self.announcement, self.mark.read
        return bool(
            announcement
            and read
            and read.value
            and self.is_replacement
            and announcement.day.mailed > read.at
        )


class Order(StrEnum):
    """How a list is sorted. Papers that are equal keep announcement order."""

    ANNOUNCED = "announced"
    DATE = "date"
    TITLE = "title"
    AUTHOR = "author"
    CATEGORY = "category"
    QUEUE = "queue"
    INTEREST = "interest"

    @property
    def called(self) -> str:
        """The name of the order."""
        return "as announced" if self is Order.ANNOUNCED else f"by {self}"

    @property
    def summary(self) -> str:
        """A short description of the order."""
        return _SUMMARIES[self]


_SUMMARIES = {
    Order.ANNOUNCED: "by announcement, newest day first",
    Order.DATE: "by date of submission, newest first",
    Order.TITLE: "by title",
    Order.AUTHOR: "by first author",
    Order.CATEGORY: "by category",
    Order.QUEUE: "in queue order, the rest after it",
    Order.INTEREST: "by interest: most like what you kept",
}
