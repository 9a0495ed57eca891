"""How many papers there are in each view and topic, and of a day which they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from paperterm.model import Entry, Mark, PaperId
from paperterm.topics import Topic, matching


@dataclass(frozen=True)
class Counts:
    """The counts beside the views and topics, by name; what is not known is not there.

    Of a view all papers are counted, of a topic those to read. `trends` are the papers of a topic
    on each of the last days, oldest first.
    """

    views: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    trends: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def updated(self, other: Counts) -> Counts:
        """With what is known from elsewhere too, which counts where both know."""
        return Counts(
            {**self.views, **other.views},
            {**self.topics, **other.topics},
            {**self.trends, **other.trends},
        )


@dataclass(frozen=True)
class Tally:
    """The papers of a day, for counts that follow a mark at once.

    Replacements are never counted as unread: `counted` are the papers that may be. `topics` maps
    each topic's name to its papers of the day; `starred` and `queued` are those of the whole
    library.
    """

    papers: frozenset[PaperId] = frozenset()
    unread: frozenset[PaperId] = frozenset()
    counted: frozenset[PaperId] = frozenset()
    topics: Mapping[str, frozenset[PaperId]] | None = None
    starred: frozenset[PaperId] = frozenset()
    queued: frozenset[PaperId] = frozenset()

    def changed(self, marks: Iterable[Mark]) -> Tally:
        """The counts after some marks changed."""
        marks = list(marks)
        unread = {mark.id for mark in marks if not mark.is_read} & self.counted
        return replace(
            self,
            unread=self.unread - {mark.id for mark in marks} | unread,
            starred=_updated(self.starred, {mark.id: mark.is_starred for mark in marks}),
            queued=_updated(self.queued, {mark.id: mark.is_queued for mark in marks}),
        )

    @property
    def of_day(self) -> Counts:
        """The counts of the day."""
        views = {"all": len(self.papers), "unread": len(self.unread)}
        topics = {name: len(ids & self.unread) for name, ids in (self.topics or {}).items() if ids}
        return Counts(views, topics)

    @property
    def of_marks(self) -> Counts:
        """The counts of the whole library, as far as the marks alone tell."""
        return Counts({"starred": len(self.starred), "queue": len(self.queued)})


def tally(entries: Iterable[Entry], topics: Iterable[Topic], marks: Iterable[Mark]) -> Tally:
    """Count a day's papers.

    Args:
        entries: The papers of the day.
        topics: The topics to count.
        marks: Every mark of the library.
    """
    entries, topics, marks = list(entries), list(topics), list(marks)
    members: dict[str, set[PaperId]] = {topic.name: set() for topic in topics}
    for entry in entries:
        for topic in matching(entry.paper, topics):
            members[topic.name].add(entry.id)
    return Tally(
        papers=frozenset(entry.id for entry in entries),
        unread=frozenset(entry.id for entry in entries if entry.is_to_read),
        counted=frozenset(entry.id for entry in entries if not _is_replacement(entry)),
        topics={name: frozenset(ids) for name, ids in members.items()},
        starred=frozenset(mark.id for mark in marks if mark.is_starred),
        queued=frozenset(mark.id for mark in marks if mark.is_queued),
    )


def _is_replacement(entry: Entry) -> bool:
    return bool(entry.kind and entry.kind.is_replacement)


def _updated(ids: frozenset[PaperId], now: Mapping[PaperId, bool]) -> frozenset[PaperId]:
    return frozenset(ids - now.keys() | {id_ for id_, is_in in now.items() if is_in})
