"""The counts of views and topics, merged from what is known so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperterm.config.views import VIEWS
from paperterm.model import Mark, Order, PaperId
from paperterm.session import Selection
from paperterm.session.day_counts import Tally, ViewCounts
from paperterm.tui.reader.location import ALL_PAPERS, Location, SidebarRow

_OF_DAY = ("all", "unread")


class SidebarCounts(NamedTuple):
    """The known counts at a location.

    Attributes:
        new: The days in which new papers are counted.
        marked: The days in which marked and found papers are counted.
        day: The day of `tally`.
        tally: The counts of a day, and of all marks.
        found: The counts of the index.
    """

    new: Selection = Selection()
    marked: Selection = Selection()
    day: Selection | None = None
    tally: Tally = Tally()
    found: ViewCounts = ViewCounts()

    def at(self, location: Location) -> SidebarCounts:
        """Return the counts at another location; those that do not apply there are dropped."""
        new = _unsorted(location.with_choice(ALL_PAPERS))
        marked = _unsorted(location.with_choice(_MARKED))
        views = self.found.views if marked == self.marked else {}
        topics = self.found.topics
        if new != self.new:
            views = {name: count for name, count in views.items() if name not in _OF_DAY}
            topics = {}
        found = ViewCounts(views, topics, self.found.trends)
        return self._replace(new=new, marked=marked, found=found)

    def tallied(self, day: Selection, tally: Tally) -> SidebarCounts:
        """Return the counts after a day was counted; its topics may follow later."""
        if tally.topics is None and day == self.day:
            tally = tally._replace(topics=self.tally.topics)
        return self._replace(day=day, tally=self.tally.for_day(tally))

    def marked_read(self, starred: frozenset[PaperId], queued: frozenset[PaperId]) -> SidebarCounts:
        """Return the counts after the stars and the queue of the whole library were read."""
        return self._replace(tally=self.tally._replace(starred=starred, queued=queued))

    def counted(self, counts: ViewCounts) -> SidebarCounts:
        """Return the counts after the index counted."""
        return self._replace(found=self.found.updated(counts))

    def changed(self, marks: Iterable[Mark]) -> SidebarCounts:
        """Return the counts after marks changed, as far as they follow at once."""
        return self._replace(tally=self.tally.changed(marks))

    @property
    def counts(self) -> ViewCounts:
        """The counts to show; they may include deleted topics."""
        counts = ViewCounts() if self.marked.first else self.tally.mark_counts
        if self.new == self.day:
            counts = counts.updated(self.tally.day_counts)
        return counts.updated(self.found)


def _unsorted(location: Location) -> Selection:
    """Return the selection of a location in a fixed order: the order changes no count."""
    return location.selection._replace(order=Order.ANNOUNCED)


_MARKED = SidebarRow(next(view for view in VIEWS if view.marked_only))
