"""The counts beside the views and topics, put together from what is known so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from paperterm.model import Mark, Order, PaperId
from paperterm.session import Selection
from paperterm.session.day_counts import Tally, ViewCounts
from paperterm.session.selection import VIEWS
from paperterm.tui.reader.location import ALL_PAPERS, Choice, Location

_OF_DAY = ("all", "unread")


@dataclass(frozen=True)
class SidebarCounts:
    """What is known of the counts at a place.

    Attributes:
        new: The days of which what came in is counted.
        kept: The days of which what was kept or is found is counted.
        day: The day that `tally` is of.
        tally: The papers of a day, and all marks.
        found: What the index counted.
    """

    new: Selection = field(default_factory=Selection)
    kept: Selection = field(default_factory=Selection)
    day: Selection | None = None
    tally: Tally = field(default_factory=Tally)
    found: ViewCounts = field(default_factory=ViewCounts)

    def at(self, place: Location) -> SidebarCounts:
        """Those at another place: what is not of it goes, the rest stays until it is known anew."""
        new = _unsorted(place.choose(ALL_PAPERS))
        kept = _unsorted(place.choose(_KEPT))
        views = self.found.views if kept == self.kept else {}
        topics = self.found.topics
        if new != self.new:
            views = {name: count for name, count in views.items() if name not in _OF_DAY}
            topics = {}
        found = ViewCounts(views, topics, self.found.trends)
        return replace(self, new=new, kept=kept, found=found)

    def tallied(self, day: Selection, tally: Tally) -> SidebarCounts:
        """After a day was counted; its topics may be known only later."""
        if tally.topics is None and day == self.day:
            tally = replace(tally, topics=self.tally.topics)
        return replace(self, day=day, tally=self.tally.of(tally))

    def kept_read(self, starred: frozenset[PaperId], queued: frozenset[PaperId]) -> SidebarCounts:
        """After it was read what is kept in the whole library."""
        return replace(self, tally=replace(self.tally, starred=starred, queued=queued))

    def counted(self, counts: ViewCounts) -> SidebarCounts:
        """After the index counted some of it."""
        return replace(self, found=self.found.updated(counts))

    def changed(self, marks: Iterable[Mark]) -> SidebarCounts:
        """After some marks changed, as far as that can be told at once."""
        return replace(self, tally=self.tally.changed(marks))

    @property
    def counts(self) -> ViewCounts:
        """The counts to show; a topic that has gone may still be in them."""
        counts = ViewCounts() if self.kept.first else self.tally.of_marks
        if self.new == self.day:
            counts = counts.updated(self.tally.of_day)
        return counts.updated(self.found)


def _unsorted(place: Location) -> Selection:
    """What is counted there: in whatever order, it is as much."""
    return replace(place.selection, order=Order.ANNOUNCED)


_KEPT = Choice(next(view for view in VIEWS if view.marked_only))
