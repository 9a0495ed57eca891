"""The location of the user, and the texts about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperterm.config.views import FIRST, QUEUE, SAVED_ORDERS, ViewKind
from paperterm.model import Day, Kind, Order
from paperterm.session import ALL, Period, Selection
from paperterm.session.following import Following
from paperterm.text import plural
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.reader.kinds import name_of_kinds


class SidebarRow(NamedTuple):
    """A row of the sidebar: a view of all papers, or of one topic."""

    view: ViewKind
    topic: str | None = None

    @property
    def title(self) -> str:
        """The name in the sidebar."""
        return self.view.title if self.topic is None else self.topic


ALL_PAPERS = SidebarRow(ALL)

_ORDERS = {QUEUE.name: "order_of_queue", FIRST.name: "order_of_first"}
"""Views with an order of their own, and the field that keeps it."""


class Location(NamedTuple):
    """A row of the sidebar, a day and the period around it, an order, kinds, what is followed.

    New papers are read day by day; marked and found papers are listed over all days. So each has a
    period of its own. The Queue, First, and saved views with a `sort` have an order of their own;
    that of a saved view can be another one as long as it is shown.
    """

    choice: SidebarRow = ALL_PAPERS
    day: Day | None = None
    order_of_most: Order = Order.ANNOUNCED
    order_of_queue: Order = Order.QUEUE
    order_of_first: Order = Order.INTEREST
    order_of_saved: Order | None = None
    kinds: frozenset[Kind] | None = None
    following: Following | None = None
    period_of_new: Period = Period.DAY
    period_of_marked: Period = Period.ALL

    @property
    def period(self) -> Period:
        """The period shown."""
        return self.period_of_marked if self._is_of_library else self.period_of_new

    @property
    def order(self) -> Order:
        """The order of the list."""
        order: Order | None = getattr(self, self._order_of)
        return order or self.choice.view.order

    @property
    def is_queue_in_order(self) -> bool:
        """Whether this is the Queue in queue order, where papers can be moved."""
        return self.is_queue and self.order is Order.QUEUE

    @property
    def selection(self) -> Selection:
        """The papers to list."""
        first, last = self.period.around(self.day)
        # Marked papers are listed whatever kind they are.
        kinds = None if self._is_of_library else self.kinds
        view, topic = self.choice
        return Selection(view, topic, first, last, self.order, kinds, self.following)

    @property
    def name(self) -> str:
        """The days and the choice; order and kinds if they are not the usual ones."""
        order = "" if self.order is self.choice.view.order else glyphs(" · ") + self.order.called
        kinds = "" if self.selection.kinds is None else glyphs(" · ") + name_of_kinds(self.kinds)
        return f"{self.when}{glyphs(' · ')}{self.choice.title}{order}{kinds}"

    @property
    def when(self) -> str:
        """The days in words."""
        day = self.day
        if day is None or self.period is Period.ALL:
            return "All days"
        if self.period is Period.DAY:
            return day.name
        return f"{day:%B %Y}" if self.period is Period.MONTH else f"{day:%Y}"

    def with_choice(self, choice: SidebarRow) -> Location:
        """Return the location with another view or topic."""
        order = self.order_of_saved if choice == self.choice else None
        return self._replace(choice=choice, order_of_saved=order)

    def with_day(self, day: Day | None) -> Location:
        """Return the location with another day."""
        return self._replace(day=day)

    def on_day(self, day: Day) -> Location:
        """Return the location of one day: all its papers if the view lists all days."""
        location = self._replace(choice=ALL_PAPERS) if self._is_of_library else self
        return location.with_period(Period.DAY, day)

    def with_order(self, order: Order) -> Location:
        """Return the location with another order."""
        return self._replace(**{self._order_of: order})  # type: ignore[arg-type]

    def with_kinds(self, kinds: frozenset[Kind] | None) -> Location:
        """Return the location with other kinds of announcements; None is for all."""
        return self._replace(kinds=kinds)

    def with_following(self, following: Following | None) -> Location:
        """Return the location with what is followed; None shows what was given up too."""
        return self._replace(following=following)

    def with_period(self, period: Period, day: Day | None) -> Location:
        """Return the location with another period, around a day."""
        period_of = {"period_of_marked" if self._is_of_library else "period_of_new": period}
        return self._replace(day=day or self.day, **period_of)  # type: ignore[arg-type]

    def older(self, days: Sequence[Day]) -> Location | None:
        """Return the location before these days, if any. `days` are all, newest first."""
        first, _ = self.period.around(self.day)
        before = [day for day in days if first and day < first]
        return self.with_day(before[0]) if before else None

    def newer(self, days: Sequence[Day]) -> Location | None:
        """Return the location after these days, if any."""
        _, last = self.period.around(self.day)
        after = [day for day in days if last and day > last]
        return self.with_day(after[-1]) if after else None

    @property
    def _order_of(self) -> str:
        view = self.choice.view
        if view.query and view.order is not Order.ANNOUNCED:
            return "order_of_saved"
        return _ORDERS.get(view.name, "order_of_most")

    @property
    def is_queue(self) -> bool:
        """Whether this is the Queue, in whatever order."""
        return self.choice.view is QUEUE

    @property
    def _is_of_library(self) -> bool:
        return self.choice.view.span is Period.ALL


def search_title(query: str, where: str) -> str:
    """Return the title of a search: where it searches, and for what."""
    words = f"{glyphs(' · “')}{query}{glyphs('”')}" if query.strip() else ""
    return f"{where}{words}"


def view_summary(query: str, selection: Selection) -> str:
    """Describe the view that would save a query: the days and kinds of the list are dropped."""
    order = f" {selection.order.called}" if selection.order in SAVED_ORDERS[1:] else ""
    kinds = "" if selection.kinds is None else " and all kinds"
    return f"A view for the sidebar: {query}{order}, of all days{kinds}"


def count_text(papers: int, unread: int | None) -> str:
    """Return the number of papers, and of unread ones if it is known."""
    return plural(papers, "paper") + (glyphs(f" · {unread:,} unread") if unread is not None else "")


def short_day(day: Day) -> str:
    """Return a day as messages name it, such as `Thu 12 Feb`."""
    return f"{day:%a} {day.day} {day:%b}"


def days_notice(days: Sequence[Day]) -> str:
    """Return the notice of new days from another process; `days` are oldest first."""
    what = short_day(days[-1]) if len(days) == 1 else f"{len(days):,} days"
    return f"{what} added; press [ or ] to go there"


def day_notice(day: Day, new: int, *, is_here: bool) -> str:
    """Return the notice of a day that a refresh stored."""
    change = f"{new:,} new" if new else "changes"
    return f"{short_day(day)}: {change}{'' if is_here else '; press [ or ] to open it'}"
