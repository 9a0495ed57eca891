"""Count the papers of views and topics, and tally those of one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from paperterm.config.views import ALL, QUEUE, STARRED, UNREAD
from paperterm.errors import StoppedError
from paperterm.model import Entry, Mark, PaperId
from paperterm.topics import Topic, matching


class ViewCounts(NamedTuple):
    """The counts beside the views and topics, by name; unknown ones are missing.

    Attributes:
        views: All papers of each view.
        topics: The unread papers of each topic.
        trends: The papers of each topic on each of the last days, oldest first.
    """

    views: Mapping[str, int] = {}
    topics: Mapping[str, int] = {}
    trends: Mapping[str, Sequence[int]] = {}

    def updated(self, other: ViewCounts) -> ViewCounts:
        """Return these counts updated by those of `other`."""
        return ViewCounts(
            {**self.views, **other.views},
            {**self.topics, **other.topics},
            {**self.trends, **other.trends},
        )


class Tally(NamedTuple):
    """The papers of a day, so that counts follow a mark at once.

    Attributes:
        papers: All of them.
        unread: The unread ones.
        new: Those that are not replacements: only they can be unread.
        topics: The papers of each topic by its name; None until they are known.
        starred: The starred papers of the whole library; None until they are known.
        queued: The queued papers of the whole library; None until they are known.
    """

    papers: frozenset[PaperId] = frozenset()
    unread: frozenset[PaperId] = frozenset()
    new: frozenset[PaperId] = frozenset()
    topics: Mapping[str, frozenset[PaperId]] | None = None
    starred: frozenset[PaperId] | None = None
    queued: frozenset[PaperId] | None = None

    def changed(self, marks: Iterable[Mark]) -> Tally:
        """Return the tally after some marks changed."""
        marks = list(marks)
        unread = {mark.id for mark in marks if not mark.is_read} & self.new
        return self._replace(
            unread=self.unread - {mark.id for mark in marks} | unread,
            starred=_flagged(self.starred, {mark.id: mark.is_starred for mark in marks}),
            queued=_flagged(self.queued, {mark.id: mark.is_queued for mark in marks}),
        )

    @property
    def day_counts(self) -> ViewCounts:
        """The counts of the day."""
        views = {ALL.name: len(self.papers), UNREAD.name: len(self.unread)}
        topics = {name: len(ids & self.unread) for name, ids in (self.topics or {}).items() if ids}
        return ViewCounts(views, topics)

    @property
    def mark_counts(self) -> ViewCounts:
        """The counts of the whole library that follow from the marks alone."""
        known = {STARRED.name: self.starred, QUEUE.name: self.queued}
        return ViewCounts({name: len(ids) for name, ids in known.items() if ids is not None})

    def with_topics(self, members: Mapping[str, frozenset[PaperId]]) -> Tally:
        """Return the tally with the papers of each topic, without those of other days."""
        return self._replace(topics={name: ids & self.papers for name, ids in members.items()})

    def for_day(self, day: Tally) -> Tally:
        """Return the tally of another day, with the starred and queued papers of this one."""
        return day._replace(starred=self.starred, queued=self.queued)


class KeptPapers:
    """The starred, queued and tagged papers of a library, given all marks; then updated."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.starred: set[PaperId] = set()
        self.queued: set[PaperId] = set()
        self._tags: dict[PaperId, tuple[str, ...]] = {}
        self.update(marks)

    @property
    def tags(self) -> list[str]:
        """All tags, the most used first."""
        used = Counter(name for names in self._tags.values() for name in names)
        return [name for name, _ in used.most_common()]

    def update(self, marks: Iterable[Mark]) -> bool:
        """Update some marks; return whether the starred or queued papers change."""
        is_changed = False
        for mark in marks:
            for ids, is_in in ((self.starred, mark.is_starred), (self.queued, mark.is_queued)):
                if is_in != (mark.id in ids):
                    is_changed = True
                    (ids.add if is_in else ids.remove)(mark.id)
            if names := mark.tag_names:
                self._tags[mark.id] = names
            else:
                self._tags.pop(mark.id, None)
        return is_changed


def tally(entries: Sequence[Entry]) -> Tally:
    """Tally the papers of a day, without topics."""
    return Tally(
        papers=frozenset(entry.id for entry in entries),
        unread=frozenset(entry.id for entry in entries if entry.is_unread),
        new=frozenset(entry.id for entry in entries if not entry.is_replacement),
    )


def members(
    entries: Iterable[Entry], topics: Sequence[Topic], stop: Callable[[], bool] = lambda: False
) -> dict[str, frozenset[PaperId]]:
    """Match all topics with some papers; return the papers of each topic by its name.

    Raises:
        StoppedError: `stop` returned true.
    """
    found: dict[str, set[PaperId]] = {topic.name: set() for topic in topics}
    for entry in entries:
        if stop():
            raise StoppedError("count", "was stopped")
        for topic in matching(entry.paper, topics):
            found[topic.name].add(entry.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _flagged(
    before: frozenset[PaperId] | None, now: Mapping[PaperId, bool]
) -> frozenset[PaperId] | None:
    """Return the papers with a flag after it changed for some; None stays unknown."""
    if before is None:
        return None
    return before - now.keys() | {id_ for id_, is_flagged in now.items() if is_flagged}
