"""What lies before the reader: the listing of a place, and the keys that lead to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from paperterm.model import Day, Order
from paperterm.query import EVERYTHING
from paperterm.session import ALL, Period
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.keys.actions import bindings, own
from paperterm.tui.reader.listings import Listings
from paperterm.tui.reader.location import Choice, Location, news_of_day
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.reading import Reading
from paperterm.tui.reader.sidebar import Sidebar

if TYPE_CHECKING:
    from paperterm.topics import Topic


class Browser(Listings):
    """Days before and after, longer and shorter spans, other orders and kinds, topics, history."""

    BINDINGS = bindings("Browser")

    def bring(self, day: Day, new: int) -> None:
        """Say what a refresh brought, and show it where it belongs; the cursor stays."""
        here = self.place
        is_here = here.day is None or here.selection.holds(day)
        self.post_message(Notice(news_of_day(day, new, is_here=is_here)))
        self._days = sorted({*self._days, day}, reverse=True)
        self._show_days([day])
        self.searcher.indexer.wrote([day])

    def follow_typing(self, *, is_typing: bool) -> None:
        """A query is being typed, or is not any more: other keys work, and there is more to say."""
        if is_typing == self._is_typing:
            return
        self._is_typing = is_typing
        if self._looked_for and not len(self.papers):
            self._read(stay=True)  # what an empty list says names keys
        else:
            self._count_found()

    @on(Reading.Rested)
    def _rested(self, event: Reading.Rested) -> None:
        self.searcher.read_history(event.id)

    @on(SearchJob.HistoryRead)
    def _history_read(self, event: SearchJob.HistoryRead) -> None:
        self.reading.show_history(event.id, event.announced)

    @on(PaperList.UnreadWanted)
    def _unread_wanted(self, event: PaperList.UnreadWanted) -> None:
        self.searcher.find_unread(event.source, event.row)

    @on(SearchJob.UnreadFound)
    def _unread_found(self, event: SearchJob.UnreadFound) -> None:
        if self.papers.pages.source is event.source:
            self.reading.go_to_unread(event.row)

    @on(Reading.AllRead)
    def _all_read(self) -> None:
        """On to the next topic with something to read, then to older days."""
        if not self._days:
            self.post_message(Notice("there are no papers yet"))
        elif self._looked_for or self.place.span is not Period.DAY:
            self.post_message(Notice("everything here is read"))
        elif self.place.choice.topic and self.sidebar.choose_next_unread():
            self._wants_unread = True
        else:
            self.searcher.find_older(self.place.selection)

    @on(SearchJob.OlderFound)
    def _older_found(self, event: SearchJob.OlderFound) -> None:
        """To an older day with something to read, the cursor on the first of it."""
        if event.selection != self.place.selection:
            return
        if event.day is None or event.id is None:
            self.post_message(Notice("everything is read, on older days too"))
            return
        there = self.place.at(event.day)
        self._left[there.selection] = event.id
        self.go_to(there)

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on."""
        place, days = self.place, self._days
        if name in ("move_queued(-1)", "move_queued(1)"):
            return place.is_queue_in_order
        if name == "clear":
            return self.papers.has_range or self.asked[0] is not EVERYTHING
        if name == "edit_topic":
            return place.choice.topic is not None
        first, last = place.span.around(place.day)
        return {
            "older": bool(days and first and days[-1] < first),
            "newer": bool(days and last and days[0] > last),
            "wider": place.span is not Period.ALL,
            "narrower": place.span is not Period.DAY,
        }.get(name, True)

    def action_older(self) -> None:
        """The day, month or year before."""
        self._step(self.place.older(self._days), "oldest")

    def action_newer(self) -> None:
        """The day, month or year after."""
        self._step(self.place.newer(self._days), "newest")

    def action_wider(self) -> None:
        """More days: a month, a year, all."""
        self._span(self.place.span.wider)

    def action_narrower(self) -> None:
        """Fewer days, around the paper under the cursor."""
        self._span(self.place.span.narrower)

    @on(PaperList.MoveAsked)
    def _move_asked(self, event: PaperList.MoveAsked) -> None:
        """Move a paper among those that are listed, wherever the rest of the queue stands."""
        if not self.place.is_queue_in_order:
            key = self.reading.key("sort")
            says = f"papers are moved where the Queue is listed by queue ({key} sorts it)"
            self.post_message(Notice(says))
        elif entry := self.papers.current:
            listed = self.papers.pages.picked(range(len(self.papers)))
            queued = self._figures.tally.queued or ()
            self.backstage.move_queued(entry.id, event.step, listed, queued)

    def action_sort(self) -> None:
        """Ask for another order."""
        from paperterm.tui.dialogs.pick import PickScreen

        def chosen(row: int | None) -> None:
            if row is not None:
                self.go_to(self.place.sorted(list(Order)[row]))

        orders = [(order, order.says) for order in Order]
        now = list(Order).index(self.place.order)
        self.app.push_screen(PickScreen("Sort the list", orders, now), chosen)

    @on(Sidebar.Opened)
    def _topic_opened(self, event: Sidebar.Opened) -> None:
        self._open_workbench(self._session.settings.topic(event.topic))

    def action_edit_topic(self) -> None:
        """Edit the topic that is chosen, and see what would match."""
        name = self.place.choice.topic
        if name is None:
            key = self.reading.key("new_topic")
            self.post_message(Notice(f"choose a topic to edit it; {key} makes a new one"))
        else:
            self._open_workbench(self._session.settings.topic(name))

    def action_new_topic(self) -> None:
        """Make a topic, and see what would match."""
        self._open_workbench(None)

    def action_kinds(self) -> None:
        """Ask which kinds of announcements to show."""
        from paperterm.tui.dialogs.pick import PickScreen
        from paperterm.tui.reader.kinds import KINDS_SHOWN, told_of_unknown

        def chosen(row: int | None) -> None:
            if row is not None:
                kinds = KINDS_SHOWN[row].kinds
                if says := told_of_unknown(kinds, self.papers.pages.picked(all_of_it).entries):
                    self.post_message(Notice(says))
                self.go_to(self.place.showing(kinds))

        all_of_it = range(len(self.papers))
        choices = [(one.name, one.says) for one in KINDS_SHOWN]
        now = [one.kinds for one in KINDS_SHOWN]
        row = now.index(self.place.kinds) if self.place.kinds in now else 0
        self.app.push_screen(PickScreen("Kinds to show", choices, row), chosen)

    def _open_workbench(self, topic: Topic | None) -> None:
        from paperterm.tui.workbench.screen import WorkbenchScreen

        def saved(topic: Topic | None) -> None:
            if topic:
                says = f"{topic.name} is saved"
                self.post_message(Backstage.SettingsChanged(Choice(ALL, topic.name), says))

        self.app.push_screen(WorkbenchScreen(self._session, topic, self.place.day), saved)

    def action_calendar(self) -> None:
        """Show the days, and go to one."""
        from paperterm.tui.dialogs.calendar import CalendarScreen

        def chosen(day: Day | None) -> None:
            if day:
                there = self.place.on_day(day)
                self.go_to(there)
                self.sidebar.choose(there.choice)

        settings = self._session.settings
        screen = CalendarScreen(
            self.searcher.counter,
            self._days,
            self.place.day,
            self._session.now(),
            actions=own(settings.keys),
        )
        self.app.push_screen(screen, chosen)

    def _told_all_days(self) -> bool:
        """Tell that all days are looked through, if so: there are no others to go to."""
        if self._looked_for is None or not self._is_everywhere:
            return False
        key = self.reading.key("reader.scope")
        says = f"the whole library is looked through, all days; {key} looks in one list again"
        self.post_message(Notice(says))
        return True

    def _step(self, there: Location | None, which: str) -> None:
        span = self.place.span
        if self._told_all_days():
            return
        if there:
            self.go_to(there)
        elif span is Period.ALL:
            key = self.reading.key("narrower")
            self.post_message(Notice(f"these are all days; {key} shows fewer"))
        else:
            self.post_message(Notice(f"this is the {which} {span} in the library"))

    def _span(self, span: Period) -> None:
        """Show more or fewer days around the paper under the cursor, which stays there."""
        if self._told_all_days():
            return
        if not self._days:
            self.post_message(Notice("there are no papers yet"))
            return
        if span is self.place.span:
            which = "all days are shown" if span is Period.ALL else "this is one day"
            self.post_message(Notice(which))
            return
        entry = self.papers.current
        day = entry.announcement.day if entry and entry.announcement else None
        there = self.place.spanning(span, day)
        if entry:
            self._left[there.selection] = entry.id
        self.go_to(there)
