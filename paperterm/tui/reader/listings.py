"""The sidebar, and the listing that follows from what is chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from paperterm.model import Day, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.session import Selection, Session
from paperterm.session.listing import ListedPapers, highlighted_query
from paperterm.session.row_pages import RowPages
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.listing import ListingJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.jobs.watch import WatchJob
from paperterm.tui.keys.actions import key_of, own, own_key
from paperterm.tui.reader.divider import Divider
from paperterm.tui.reader.kinds import shown_kinds
from paperterm.tui.reader.location import ALL_PAPERS, Choice, Location, news_of_days
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.reading import Reading
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.reader.sidebar_counts import SidebarCounts
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup
    from paperterm.tui.reader.empty import EmptyLine

Asked = tuple[Query, Selection]

_LOOK_SECONDS = 1.0
_WATCH_SECONDS = 0.5
_FEW_FILES = 20
"""So many are in the index before anybody could read that they are coming."""


class Listings(Horizontal):
    """Sidebar, papers and abstract, and where one is. Nothing here touches a disk.

    Args:
        session: What is read.
        opening: The listing to open on.
    """

    BLANK = True  # nothing of it is seen

    class ListingChanged(Message):
        """There is another listing, or other marks in it."""

    class LocationChanged(Message):
        """One is elsewhere now, while papers are looked for."""

    def __init__(self, session: Session, opening: ListedPapers, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._opening = opening
        self.jobs = Jobs(
            session, self.post_message, lambda name: own_key(name, session.settings.keys)
        )
        self._kinds = shown_kinds(session.settings.kinds)
        self.place = Location(day=opening.selection.day, kinds=self._kinds)
        self.is_estimated = False
        self.sidebar = Sidebar(session, self.jobs.settings, id="side")
        self.divider = Divider(self.sidebar, session, self.jobs.settings, id="divider")
        self.reading = Reading(session, self.jobs, id="reading")
        self.papers = self.reading.papers
        self._days: list[Day] = []
        self._figures = SidebarCounts()
        self._left: dict[Selection, PaperId] = {}
        self._looked_for: Asked | None = None
        self._listed: Asked | None = None
        self._before: tuple[Asked, PaperList.Snapshot] | None = None
        self._wants_unread = False
        self._is_typing = self._is_everywhere = False
        self._is_going = False  # to a row of what is read now, wherever the cursor is meanwhile

    def compose(self) -> ComposeResult:
        """What is chosen on the left, what is read on the right."""
        yield self.sidebar
        yield self.divider
        yield self.reading

    def on_mount(self) -> None:
        """Open on the newest day."""
        self.divider.fit(self.app.size.width)
        self._show_listing(self._opening)
        self.call_after_refresh(self._count)
        self.call_after_refresh(self.jobs.marks.read_kept)
        self.set_timer(_LOOK_SECONDS, self.jobs.marks.prepare)
        self.set_interval(_LOOK_SECONDS, self.jobs.settings.look)
        self.set_interval(_WATCH_SECONDS, self.jobs.watch.look)
        self._session.library.listen(self._told_by_library)

    def on_resize(self, event: events.Resize) -> None:
        """A wide screen has room for more in the sidebar."""
        self.divider.fit(event.size.width)

    def on_unmount(self) -> None:
        """Nothing is left unwritten."""
        self.jobs.close()

    @property
    def asked(self) -> Asked:
        """What the list should show: of which papers, and where they stand."""
        return self._looked_for or (EVERYTHING, self.place.selection)

    @property
    def days(self) -> Sequence[Day]:
        """The days of the library, newest first."""
        return self._days

    def visit(self, there: Location, on: PaperId | None = None) -> None:
        """Go to a place, whatever was looked for; the cursor goes to a paper of it, if given."""
        self._looked_for = self._before = None
        self.jobs.search.stop()
        if on:
            self._left[there.selection] = on
        self.go_to(there)
        self.sidebar.choose(there.choice)

    def find(self, query: Query, selection: Selection, *, everywhere: bool) -> None:
        """Show what a query finds, here or in the whole library, until `find_no_more`."""
        if self._looked_for == (query, selection):
            return  # `is:r` and `is:re` say the same: nothing yet
        if self._looked_for is None and self._listed:
            self._before = self._listed, self.papers.shown
        self._looked_for, self._is_everywhere = (query, selection), everywhere
        self._read()

    def find_no_more(self) -> None:
        """Back to where one was, at once."""
        self._looked_for = None
        self.jobs.search.stop()
        if self._before and self._before[0] == self.asked:
            self._is_going = False
            self._listed, shown = self._before
            self.reading.show_again(shown)
            self._give_room()
            self.post_message(self.ListingChanged())
            if self.place.choice.view.query:
                self._read(stay=True)  # what the view finds is marked again
        else:
            self._read()
        self._before = None

    def _read(self, also: frozenset[PaperId] = frozenset(), *, stay: bool = False) -> None:
        """Read what the list should show.

        Args:
            also: Papers that are listed whatever their marks are meanwhile.
            stay: Put the cursor where it is, and not where it was left there.
        """
        query, selection = self.asked
        on = self.papers.current
        left = self._left.get(selection) if query is EVERYTHING else None
        if not stay or self._listed != self.asked:
            self._is_going = True
        elif on and not self._is_going:
            left = on.id
        if query is EVERYTHING and selection.day and not selection.needs_index:
            self.jobs.search.stop()
            self._left |= {selection: left} if left else {}
            self.jobs.listing.read(selection, also)
        else:
            self.jobs.search.search(query, selection, left)

    @on(ListingJob.ListingRead)
    def _listing_read(self, event: ListingJob.ListingRead) -> None:
        self._show_listing(event.listing)

    def _show_listing(self, listing: ListedPapers) -> None:
        """Show a day, with the cursor on the paper where it was left."""
        self._days = listing.days
        asked = (EVERYTHING, listing.selection)
        if asked != self.asked:
            return
        self.is_estimated = listing.is_estimated
        self.screen.set_class(not listing.days, "-empty")
        pages = RowPages.of(listing.entries)
        left = self._left.get(listing.selection)
        row = pages.row_of(left) if left else None
        self._show(asked, pages, self._row(asked, pages, row), listing.problem)

    @on(SearchJob.Found)
    def _show_found(self, event: SearchJob.Found) -> None:
        """Show what was found, as long as it is wanted."""
        asked = (event.query, event.selection)
        if asked != self.asked:
            return
        self.is_estimated = False
        row = self._row(asked, event.pages, event.row)
        self._show(asked, event.pages, row, event.problem, event.groups, event.is_whole)
        self._count_found()

    def _row(self, asked: Asked, pages: RowPages, row: int | None) -> int | None:
        """Where the cursor goes: to `row`; in the same list read anew it stays on its paper."""
        if asked != self._listed or (self._is_going and row is not None):
            return row
        on = self.papers.current
        found = pages.row_of(on.id) if on else None
        return self.papers.cursor if found is None else found

    def _show(
        self,
        asked: Asked,
        pages: RowPages,
        row: int | None,
        problem: str,
        groups: Sequence[DayGroup] = (),
        is_whole: bool = True,
    ) -> None:
        query, selection = asked
        empty = () if len(pages) else self._why_empty(query, selection, problem, is_whole)
        is_same = asked == self._listed and len(self.papers) > 0
        self._listed, self._is_going = asked, False
        found = highlighted_query(query, selection.view)
        self.reading.show(pages, row or 0, empty, groups, found, keep_place=is_same)
        self._give_room()
        if self._wants_unread:
            self._wants_unread = False
            self.reading.show_unread()
        self.post_message(self.ListingChanged())

    def _give_room(self) -> None:
        """An empty list has something to say; there is no abstract to be shown below it."""
        is_empty = not len(self.papers)
        self.screen.set_class(is_empty, "-nothing")
        if is_empty and self.reading.abstract.has_focus:
            self.papers.focus()

    def _why_empty(
        self, query: Query, selection: Selection, problem: str, is_whole: bool
    ) -> Sequence[EmptyLine]:
        from paperterm.tui.reader.empty import nothing_found, why_empty

        session, settings = self._session, self._session.settings
        key = partial(key_of, actions=own(settings.keys))
        if not problem and (query is not EVERYTHING or not is_whole):
            return nothing_found(key, is_whole=is_whole, is_typing=self._is_typing)
        days = self._days
        return why_empty(selection, settings, key, days, problem, is_first=session.is_first)

    def _count_found(self) -> None:
        """Count what is unread of what is found, but not at each key of a query."""
        if self._looked_for and not self._is_typing and (source := self.papers.pages.source):
            self.jobs.search.count_unread(source)

    @on(SearchJob.UnreadCounted)
    def _counted(self, event: SearchJob.UnreadCounted) -> None:
        if self.papers.pages.source is event.source:
            self.papers.unread = event.unread
            self.post_message(self.ListingChanged())

    @on(SearchJob.PageRead)
    def _page_read(self, event: SearchJob.PageRead) -> None:
        self.papers.fill(event.source, event.page, event.entries)

    @on(PaperList.PagesWanted)
    def _pages_wanted(self, event: PaperList.PagesWanted) -> None:
        self.jobs.search.read(event.source, event.pages)

    @on(IndexJob.IndexProgress)
    def _indexed(self, event: IndexJob.IndexProgress) -> None:
        """Say how far the index is; what it gave is looked up again."""
        if not event.is_over and event.total > _FEW_FILES:
            done = f"{event.done:,} of {event.total:,}"
            self.post_message(Notice(f"reading the library into the index: {done} files"))
        if not self.papers.pages.is_whole or self._looked_for:
            self._read(stay=True)

    @on(ListingJob.PaperRead)
    def _paper_read(self, event: ListingJob.PaperRead) -> None:
        self.reading.complete(event.id, event.announced, event.mark)

    @on(WatchJob.DaysChanged)
    def _days_changed(self, event: WatchJob.DaysChanged) -> None:
        """Show what another process brought or removed; the cursor stays."""
        if new := sorted(event.changed & {*event.days} - {*self._days}):
            self.post_message(Notice(news_of_days(new)))
        self._days = event.days
        self._show_days(event.changed)
        self.jobs.index.look(again=True)

    def _show_days(self, changed: Collection[Day]) -> None:
        """Show days that are others now, where they belong."""
        self._before = None
        here = self.place
        if here.day is None and self._days:
            self.go_to(here.at(self._days[0]))
            return
        is_whole = self._looked_for is None and self.papers.pages.is_whole
        if is_whole and any(map(here.selection.holds, changed)):
            self._read(self.papers.ids, stay=True)
        self._count()

    @on(CountsJob.DayTallied)
    def _show_tally(self, event: CountsJob.DayTallied) -> None:
        self._show_figures(self._figures.tallied(event.selection, event.tally))

    @on(MarksJob.KeptRead)
    def _show_kept(self, event: MarksJob.KeptRead) -> None:
        self._show_figures(self._figures.kept_read(event.starred, event.queued))

    @on(CountsJob.CountsChanged)
    def _show_counts(self, event: CountsJob.CountsChanged) -> None:
        if (event.new, event.kept) == (self._figures.new, self._figures.kept):
            self._show_figures(self._figures.counted(event.counts))

    def _show_figures(self, figures: SidebarCounts) -> None:
        self._figures = figures
        self.sidebar.show_counts(figures.counts, (self.place.span_of_new, self.place.span_of_kept))

    @on(MarksJob.MarksWritten)
    def _show_marks(self, event: MarksJob.MarksWritten) -> None:
        """Show what is on disk now; nothing moves but in the queue, which may get longer too."""
        view, pages, marks = self.place.choice.view, self.papers.pages, event.marks.values()
        by_queue = self.place.is_queue_in_order
        is_other = view.marked_only and any(
            view.shows(mark) and pages.lacks(mark, by_queue=by_queue) for mark in marks
        )
        self.jobs.index.wrote(papers=event.marks, again=is_other)
        if len(marks) > 1 and pages.source:
            self.jobs.search.count_unread(pages.source)
        self.jobs.marks.follow_marks(marks)
        self.reading.show_marks(event.marks)
        if is_other:
            self._before = None
            if pages.is_whole and self._looked_for is None:
                self._read(self.papers.ids, stay=True)
        self._show_figures(self._figures.changed(marks))
        self.post_message(self.ListingChanged())
        if event.says:
            self.post_message(Notice(event.says, may_be_cut=True))

    @on(SettingsJob.SettingsChanged)
    def _settings_changed(self, event: SettingsJob.SettingsChanged) -> None:
        """Show the views and topics there are now, and the one that was just made."""
        if event.says:
            self.post_message(Notice(event.says))
        made = event.made
        self.sidebar.show_choices(Choice(made.view, made.topic) if made else None)
        self.reading.follow_settings()
        self.divider.fit(self.size.width)
        self.jobs.index.follow(self._session.settings.topics)
        self._follow_kinds()
        self._read(stay=True)
        self._count()

    def _follow_kinds(self) -> None:
        """Show the kinds of the settings, if others stand there now and none were chosen here."""
        before, self._kinds = self._kinds, shown_kinds(self._session.settings.kinds)
        if before != self._kinds and self.place.kinds == before:
            self.go_to(self.place.showing(self._kinds))

    @on(RowList.CursorMoved, "#list")
    def _another_paper(self) -> None:
        # Of what is listed, which is not yet what is selected while that is being read.
        if (entry := self.papers.current) and self._listed:
            query, selection = self._listed
            if query is not EVERYTHING:
                return
            self._left[selection] = entry.id

    @on(RowList.CursorMoved, "#side")
    def _another_choice(self) -> None:
        if self.sidebar.choice != self.place.choice:
            self.go_to(self.place.choose(self.sidebar.choice))

    def _told_by_library(self, says: str) -> None:
        """A file was damaged, or left by another program. In any thread."""
        self.post_message(Notice(says, is_error=True))

    def _count(self) -> None:
        """Count the papers here, in each view and topic."""
        self._show_figures(self._figures.at(self.place))
        if day := self.place.day:
            of_day = replace(Selection.of_day(day), kinds=self.place.kinds)
            self.jobs.counts.count(of_day, self._figures.new, self._figures.kept)

    def go_to(self, there: Location) -> None:
        """To another place; while a query is on, what it finds there."""
        is_other = there.choose(ALL_PAPERS) != self.place.choose(ALL_PAPERS)
        self.place = there
        if self._looked_for:
            self.post_message(self.LocationChanged())
        else:
            self._read()
        if is_other:
            self._count()
