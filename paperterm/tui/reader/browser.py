"""The browser: the sidebar, and the papers of the location or of a search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from paperterm.model import Day, Order, PaperId
from paperterm.query import EVERYTHING, Query
from paperterm.session import Period, Selection, Session, marking
from paperterm.session.listing import ListedPapers, highlighted_query
from paperterm.session.row_pages import PickedRows, RowPages
from paperterm.text import plural
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.listing import ListingJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.jobs.search import SearchJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.jobs.watch import WatchJob
from paperterm.tui.jobs.whole_papers import WholePapersJob
from paperterm.tui.keys.actions import ACTIONS, bindings, key_of
from paperterm.tui.keys.own_keys import own, own_key
from paperterm.tui.reader.divider import Divider
from paperterm.tui.reader.kinds import chosen_kinds, name_of_kinds
from paperterm.tui.reader.location import (
    ALL_PAPERS,
    Location,
    SidebarRow,
    day_notice,
    days_notice,
    short_day,
)
from paperterm.tui.reader.navigation import ListingRequest, Navigation
from paperterm.tui.reader.opening import LEFT, Opening, left_place
from paperterm.tui.reader.paper_actions import PaperActions
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.paper_view import PaperView, counts_against
from paperterm.tui.reader.sharing import Sharing
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.reader.sidebar_counts import SidebarCounts
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.library.index import DayGroup
    from paperterm.session.catchup import CatchUp
    from paperterm.topics import Topic
    from paperterm.tui.reader.empty import EmptyLine

_CHECK_SECONDS = 1.0
_REMEMBER_SECONDS = 5.0
_EXPLAINED_AHEAD = 3
"""Papers below the cursor that are explained before it gets there."""
_WEAKENED = 3
"""Words that a line has room for, of those that count less."""
_FEW_FILES = 20
"""This many files are in the index before a message about it could be read."""
_WITHOUT_PAPER = ("retry", "next_unread", "follow")
"""Of papers listed before, of older ones, or of none."""
_NEED_PAPER = {
    action.name
    for action in ACTIONS
    if action.owner in ("PaperView", "PaperActions", "Sharing")
    and action.name not in _WITHOUT_PAPER
}


class Browser(Horizontal):
    """Sidebar, papers and abstract; keeps the location, and lists its papers.

    It touches no disk: jobs do that.
    """

    BINDINGS = bindings("Browser")
    BLANK = True  # its children cover it

    class ListingChanged(Message):
        """The list shows another listing, or other marks."""

    class OpeningMarker(Message):
        """Follows `CursorMoved` of the opening through the widgets, so its paper is shown."""

    class Opened(Message):
        """The opening listing is shown, with its paper."""

    class VisitRequested(DataMessage):
        """The user is to be taken to a location, the cursor on a paper."""

        location: Location
        paper: PaperId

    class LocationChanged(Message):
        """The location changed during a search."""

    def __init__(self, session: Session, opening: Opening, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._opening = opening
        self.jobs = Jobs(
            session,
            self.post_message,
            lambda name: own_key(name, session.settings.keys),
            lambda: self.place,
        )
        self._kinds = chosen_kinds(session.settings.kinds)
        self._following = session.following
        self._navigation = Navigation(opening.location)
        if opening.paper:
            self._navigation = self._navigation.visit(opening.location, opening.paper)
        self._before_search: PaperList.Snapshot | None = None
        self.is_estimated = False
        self.sidebar = Sidebar(session, self.jobs.settings, self.location.choice, id="side")
        self.divider = Divider(self.sidebar, session, self.jobs.settings, id="divider")
        self.view = PaperView(session, self.jobs, id="view")
        self.papers = self.view.papers
        self.paper_actions = PaperActions(self.view, session, self.jobs)
        self.days: list[Day] = []  # newest first
        self._counts = SidebarCounts()
        self._is_typing = False
        self._is_working = False
        self._remembering: Timer | None = None
        self._left: Mapping[str, object] = {}
        self._caught: CatchUp | None = None
        self._asks = False

    def compose(self) -> ComposeResult:
        """Lay out the sidebar, its border, and the papers."""
        yield self.sidebar
        yield self.divider
        with Sharing(self.view, self.jobs), self.paper_actions:
            yield self.view

    def on_mount(self) -> None:
        """Show the opening listing."""
        self.divider.fit(self.app.size.width)
        self._show_listing(self._opening.listing)
        if self._navigation.listed is None:
            self._read()
        self._session.library.listen(self._library_problem)
        self.papers.call_after_refresh(self.papers.post_message, self.OpeningMarker())

    @on(OpeningMarker)
    def _marker_returned(self) -> None:
        self.post_message(self.Opened())

    def start_work(self) -> None:
        """Start what runs behind the screen."""
        self.jobs.settings.note_new_keys()
        self.call_after_refresh(self._count)
        self.call_after_refresh(self.jobs.marks.read_marked)
        self.call_after_refresh(self.jobs.whole_papers.read_kept)
        self.set_timer(_CHECK_SECONDS, self.jobs.marks.prepare)
        self.set_timer(_CHECK_SECONDS, self.jobs.search.look_for_missed)
        self.jobs.drafts.adopt()
        self.jobs.watch.start()
        self._is_working = True
        self._remember_soon()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the sidebar to the screen."""
        self.divider.fit(event.size.width)

    def on_unmount(self) -> None:
        """Write what is waiting and where the reader was, and stop the rest."""
        self._remember()
        self.jobs.close()

    @on(ListingChanged)
    @on(RowList.CursorMoved, "#list")
    def _remember_soon(self) -> None:
        """Remember within some seconds, since the reader may be killed."""
        if self._is_working and not self._remembering:
            self._remembering = self.set_timer(_REMEMBER_SECONDS, self._remember)

    def _remember(self) -> None:
        """Keep where the reader is, for the next start."""
        self._remembering = None
        current = self.papers.current
        left = left_place(self.location, current.id if current else None, self.days, self._session)
        if left != self._left:
            self._left = left
            self.jobs.settings.remember(LEFT, left)

    @property
    def location(self) -> Location:
        """The row of the sidebar, the days, the order and the kinds shown."""
        return self._navigation.location

    @property
    def place(self) -> Location:
        """Where the paper under the cursor is listed, without a search."""
        entry = self.papers.current
        if not (self._navigation.is_searching and entry and entry.announcement):
            return self.location
        day = entry.announcement.day
        everything = self.location.with_choice(ALL_PAPERS).with_kinds(None)
        return everything.with_period(Period.DAY, day)

    @property
    def request(self) -> ListingRequest:
        """What the list should show."""
        return self._navigation.request

    @property
    def title(self) -> str:
        """What the list is, if it is neither that of the location nor of a query."""
        return self._navigation.title

    def visit(self, location: Location, paper: PaperId | None = None) -> None:
        """End any search and go to a location, the cursor on a paper there, if given."""
        self.jobs.search.stop()
        self._follow(self._navigation.visit(location, paper))
        self.sidebar.choose(location.choice)

    def go_to(self, location: Location) -> None:
        """Go to a location; during a search, search there."""
        if self.title:
            self.visit(location)
        else:
            self._follow(self._navigation.go_to(location))

    def _follow(self, navigation: Navigation) -> None:
        before, self._navigation = self.location, navigation
        if navigation.is_searching:
            self.post_message(self.LocationChanged())
        else:
            self._read()
        if navigation.location.with_choice(ALL_PAPERS) != before.with_choice(ALL_PAPERS):
            self._count()

    def search(
        self, query: Query, selection: Selection, *, everywhere: bool, title: str = ""
    ) -> None:
        """Show what a query finds in a selection, until `end_search`.

        Args:
            query: The query.
            selection: Where to search.
            everywhere: Whether that is the whole library.
            title: What the list is, if the user did not type the query.
        """
        request = ListingRequest(query, selection)
        if self._navigation.search == request:
            return  # `is:r` and `is:re` find the same: nothing yet
        if not self._navigation.is_searching:
            self._before_search = self.papers.snapshot
        self._navigation = self._navigation.start_search(
            request, everywhere=everywhere, title=title
        )
        self._read()

    def end_search(self) -> None:
        """Show the listing from before the search, at once if it is still up to date."""
        is_back = self._navigation.can_return
        self._navigation = self._navigation.end_search()
        self.jobs.search.stop()
        snapshot, self._before_search = self._before_search, None
        if is_back and snapshot:
            self.view.show_again(snapshot)
            self._give_room()
            self.post_message(self.ListingChanged())
            if self.location.choice.view.query:
                self._read(stay=True)  # its hits are highlighted again
        else:
            self._read()

    def follow_typing(self, *, is_typing: bool) -> None:
        """Note whether a query is being typed: an empty list names other keys then."""
        if is_typing == self._is_typing:
            return
        self._is_typing = is_typing
        if self._navigation.is_searching and not len(self.papers):
            self._read(stay=True)
        else:
            self._count_found()

    def day_stored(self, day: Day, new: int) -> None:
        """Show a day that a refresh brought; the cursor stays."""
        is_here = self.location.day is None or self.location.selection.holds(day)
        self.post_message(Notice(day_notice(day, new, is_here=is_here)))
        self.days = sorted({*self.days, day}, reverse=True)
        self._show_days([day])
        self.jobs.index.wrote([day])

    def paper_found(self, id_: PaperId, day: Day, *, is_new: bool) -> None:
        """Take a paper into the days, if it was added, and say where it is."""
        if is_new:
            self.days = sorted({*self.days, day}, reverse=True)
            self._show_days([day])
            self.jobs.index.wrote([day])
        verb = "added to" if is_new else "is on"
        leads_back = self.paper_actions.leads_back(id_)
        back = f"; {self.view.key('back')} goes back to the whole paper" if leads_back else ""
        self.post_message(Notice(f"{id_} {verb} {day.name}{back}"))

    def lacks(self, query: Query) -> bool:
        """Return whether a search found nothing, or is still under way."""
        request = self.request
        is_listed = self._navigation.listed == request and request.query == query
        return not (is_listed and len(self.papers))

    def _read(self, also: frozenset[PaperId] = frozenset(), *, stay: bool = False) -> None:
        """Read what the list should show.

        Args:
            also: Papers to list even if their marks no longer match.
            stay: Keep the cursor where it is, not where it was when this was last listed.
        """
        current = self.papers.current.id if self.papers.current else None
        self._navigation = self._navigation.read(current, stay=stay)
        query, selection = self.request
        if not self.request.is_search and selection.day and not selection.needs_index:
            self.jobs.search.stop()
            self.jobs.listing.read(selection, also)
        else:
            self.jobs.search.search(query, selection, self._navigation.target(current))

    @on(ListingJob.ListingRead)
    def _listing_read(self, event: ListingJob.ListingRead) -> None:
        self._show_listing(event.listing)

    def _show_listing(self, listing: ListedPapers) -> None:
        self.days = listing.days
        request = ListingRequest(EVERYTHING, listing.selection)
        if request != self.request:
            return
        self.is_estimated = listing.is_estimated
        self.screen.set_class(not listing.days, "-empty")
        pages = RowPages.of(listing.entries)
        left = self._navigation.cursors.get(listing.selection)
        row = pages.row_of(left) if left else None
        self._show(request, pages, self._row(request, pages, row), listing.problem)

    @on(SearchJob.Found)
    def _search_listed(self, event: SearchJob.Found) -> None:
        request = ListingRequest(event.query, event.selection)
        if request != self.request:
            return
        self.is_estimated = False
        event.pages.is_guess = event.is_guess
        if self._caught and self.title:
            event.pages.tries = self._caught.tries
        row = self._row(request, event.pages, event.row)
        if event.lacking and len(event.pages) and request != self._navigation.listed:
            self.post_message(Notice(event.lacking))
        self._show(request, event.pages, row, event.problem, event.groups, event.is_whole)
        self._count_found()

    def _row(self, request: ListingRequest, pages: RowPages, row: int | None) -> int | None:
        """Return the row for the cursor; in a listing that was read again, the row of its paper."""
        if not self._navigation.keeps_cursor(request, row):
            return row
        current = self.papers.current
        found = pages.row_of(current.id) if current else None
        return self.papers.cursor if found is None else found

    def _show(
        self,
        request: ListingRequest,
        pages: RowPages,
        row: int | None,
        problem: str,
        groups: Sequence[DayGroup] = (),
        is_whole: bool = True,
    ) -> None:
        query, selection = request
        empty = () if len(pages) else self._why_empty(request, problem, is_whole)
        is_same = request == self._navigation.listed and len(self.papers) > 0
        self._navigation = self._navigation.show(request)
        highlighted = highlighted_query(query, selection.view)
        is_one_day = selection.day is not None
        self.view.show(
            pages,
            row or 0,
            empty,
            groups,
            highlighted,
            is_one_day=is_one_day,
            keep_place=is_same,
        )
        self._give_room()
        self.post_message(self.ListingChanged())

    def _give_room(self) -> None:
        """Give an empty list the room of the abstract, which has nothing to show."""
        is_empty = not len(self.papers)
        self.screen.set_class(is_empty, "-nothing")
        if is_empty and self.view.abstract.has_focus:
            self.papers.focus()

    def _why_empty(
        self, request: ListingRequest, problem: str, is_whole: bool
    ) -> Sequence[EmptyLine]:
        from paperterm.query.parse import only_id
        from paperterm.tui.reader.empty import nothing_found, why_empty

        session, settings = self._session, self._session.settings
        key = partial(key_of, actions=own(settings.keys))
        if not problem and (request.is_search or not is_whole):
            missing = only_id(request.query)
            return nothing_found(key, missing, is_whole=is_whole, is_typing=self._is_typing)
        is_first = session.is_first
        return why_empty(request.selection, settings, key, self.days, problem, is_first=is_first)

    def _count_found(self) -> None:
        """Count the unread papers of a search, but not at each key of its query."""
        source = self.papers.pages.source
        if self._navigation.is_searching and not self._is_typing and source:
            self.jobs.search.count_unread(source)

    @on(SearchJob.UnreadCounted)
    def _unread_counted(self, event: SearchJob.UnreadCounted) -> None:
        # False if it was counted while marks were being written.
        is_newest = self.jobs.index.is_newest(event.written)
        if self.papers.pages.source is event.source:
            self.papers.unread = event.unread
            self.post_message(self.ListingChanged())
        elif not (self._caught and self._caught.rest is event.source):
            return
        elif is_newest:
            self._rest_counted(self._caught, event.unread)
        if not is_newest:
            self.jobs.search.count_unread(event.source)

    @on(SearchJob.PageRead)
    def _page_read(self, event: SearchJob.PageRead) -> None:
        self.papers.fill(event.source, event.page, event.entries, event.steps)

    @on(PaperList.PagesRequested)
    def _pages_requested(self, event: PaperList.PagesRequested) -> None:
        self.jobs.search.read(event.source, event.pages, self.request.selection.order)

    @on(IndexJob.IndexProgress)
    def _index_progressed(self, event: IndexJob.IndexProgress) -> None:
        """Show the progress, and read again what came from the index."""
        if not event.is_over and event.total > _FEW_FILES:
            done = f"{event.done:,} of {event.total:,} files"
            self.post_message(Notice(f"indexing the library: {done}"))
        if not self.papers.pages.is_whole or self._navigation.is_searching:
            self._read(stay=True)

    @on(WholePapersJob.KeptRead)
    def _kept_read(self, event: WholePapersJob.KeptRead) -> None:
        self.view.show_whole(event.ids)

    @on(ListingJob.PaperRead)
    def _paper_read(self, event: ListingJob.PaperRead) -> None:
        self.view.complete(event.id, event.announced, event.mark)

    @on(PaperView.Rested)
    def _rested(self, event: PaperView.Rested) -> None:
        self.jobs.search.read_history(event.id)
        if (entry := self.papers.current) and entry.mark.is_dismissed:
            self.jobs.search.find_weakened(entry.id)

    @on(SearchJob.HistoryRead)
    def _history_read(self, event: SearchJob.HistoryRead) -> None:
        self.view.show_history(event.id, event.announced)

    @on(SearchJob.Explained)
    def _explained(self, event: SearchJob.Explained) -> None:
        why = event.why
        if event.id in self.papers.pages.tries:
            why = ("worth a try: your marks say little about its words", *why)
        self.view.show_why(event.id, why)

    @on(SearchJob.Weakened)
    def _weakened(self, event: SearchJob.Weakened) -> None:
        """Say what a dismissal changed: beside the paper, or where the cursor went meanwhile."""
        self.view.show_weakened(event.id, event.words)
        current = self.papers.current
        if event.words and (current is None or current.id != event.id):
            can_sort = self.request.selection.order is Order.INTEREST and not self.title
            sort = f"; press {self.view.key('sort')}, enter to sort again" if can_sort else ""
            text = f"{counts_against(event.words[:_WEAKENED])}{sort}"
            self.post_message(Notice(text, may_be_cut=True))

    @on(WatchJob.DaysChanged)
    def _days_changed(self, event: WatchJob.DaysChanged) -> None:
        """Show what another process brought or removed; the cursor stays."""
        if new := sorted(event.changed & {*event.days} - {*self.days}):
            self.post_message(Notice(days_notice(new)))
        self.days = event.days
        self._show_days(event.changed)
        self.jobs.index.update(again=True)

    def _show_days(self, changed: Collection[Day]) -> None:
        """Read the list again if some of its days changed."""
        self._navigation = self._navigation.forget_origin()
        location = self.location
        if location.day is None and self.days:
            self.go_to(location.with_day(self.days[0]))
            return
        is_whole = not self._navigation.is_searching and self.papers.pages.is_whole
        if is_whole and any(map(location.selection.holds, changed)):
            self._read(self.papers.ids, stay=True)
        self._count()

    @on(MarksJob.MarksWritten)
    def _marks_written(self, event: MarksJob.MarksWritten) -> None:
        """Show marks that are on disk. Rows stay where they are, except in the queue."""
        view, pages, marks = self.location.choice.view, self.papers.pages, event.marks.values()
        was_unread = self.papers.unread
        by_queue = self.location.is_queue_in_order
        is_other = view.marked_only and any(
            view.shows(mark) and pages.lacks(mark, by_queue=by_queue) for mark in marks
        )
        self.jobs.index.wrote(papers=event.marks, again=is_other)
        changed = [(one.mark, event.marks[one.id]) for one in pages if one.id in event.marks]
        is_new_order = self.request.selection.order is Order.INTEREST and any(
            (old.is_kept, old.is_dismissed) != (new.is_kept, new.is_dismissed)
            for old, new in changed
        )
        for old, new in changed if len(marks) == 1 else ():
            if new.is_dismissed and not old.is_dismissed:
                self.jobs.search.find_weakened(new.id)
        if len(marks) > 1 and pages.source:
            self.jobs.search.count_unread(pages.source)
        self.jobs.marks.follow_marks(marks)
        self.view.show_marks(event.marks)
        if is_other:
            self._navigation = self._navigation.forget_origin()
            if pages.is_whole and not self._navigation.is_searching:
                self._read(self.papers.ids, stay=True)
        self._show_counts(self._counts.changed(marks))
        self.post_message(self.ListingChanged())
        if event.is_reversed and event.marks:
            self._go_to_reversed([*event.marks], event.place)
        if event.notice:
            self.post_message(Notice(event.notice, may_be_cut=True))
        if self.title and was_unread and not (self.papers.unread or event.is_reversed):
            self._look_at_rest(ask=False)
        elif is_new_order and not (self.title or event.is_reversed):
            key = self.view.key("sort")
            self.post_message(Notice(f"the order has changed: press {key}, enter to sort by it"))

    def _go_to_reversed(self, papers: Sequence[PaperId], place: object) -> None:
        """Go to what was undone or redone: in this list, or where it was marked."""
        current = self.papers.current
        rows = [row for row in map(self.papers.pages.row_of, papers) if row is not None]
        if current and current.id in papers:
            return
        if rows:
            self.papers.move(min(rows))
        elif isinstance(place, Location):
            self.post_message(self.VisitRequested(place, papers[0]))

    @on(SettingsJob.SettingsChanged)
    def _settings_changed(self, event: SettingsJob.SettingsChanged) -> None:
        """Follow the settings, and show the view or topic that was just made."""
        if event.notice:
            self.post_message(Notice(event.notice))
        made = event.made
        self.sidebar.show_choices(SidebarRow(made.view, made.topic) if made else None)
        self.view.follow_settings()
        self.divider.fit(self.size.width)
        self.jobs.index.follow(self._session.settings.topics)
        self._follow_choices()
        self._read(stay=True)
        self._count()

    def _follow_choices(self) -> None:
        """Show the kinds and categories of the settings, unless others were chosen here."""
        kinds, self._kinds = self._kinds, chosen_kinds(self._session.settings.kinds)
        if kinds != self._kinds and self.location.kinds == kinds:
            self.go_to(self.location.with_kinds(self._kinds))
        before, self._following = self._following, self._session.following
        if before != self._following and self.location.following == before:
            self.go_to(self.location.with_following(self._following))

    def _library_problem(self, problem: str) -> None:
        """Report a file that was damaged or left by another program. Called in any thread."""
        self.post_message(Notice(problem, is_error=True))

    @on(CountsJob.DayTallied)
    def _day_tallied(self, event: CountsJob.DayTallied) -> None:
        self._show_counts(self._counts.tallied(event.selection, event.tally))

    @on(MarksJob.MarkedRead)
    def _marked_read(self, event: MarksJob.MarkedRead) -> None:
        self._show_counts(self._counts.marked_read(event.starred, event.queued))

    @on(CountsJob.CountsChanged)
    def _counts_changed(self, event: CountsJob.CountsChanged) -> None:
        if (event.new, event.marked) == (self._counts.new, self._counts.marked):
            self._show_counts(self._counts.counted(event.counts))

    def _show_counts(self, counts: SidebarCounts) -> None:
        self._counts = counts
        spans = (self.location.period_of_new, self.location.period_of_marked)
        self.sidebar.show_counts(counts.counts, spans)

    def _count(self) -> None:
        """Count the papers of each view and topic here."""
        self._show_counts(self._counts.at(self.location))
        if day := self.location.day:
            here = self.location
            of_day = Selection.of_day(day)._replace(kinds=here.kinds, following=here.following)
            self.jobs.counts.count(of_day, self._counts.new, self._counts.marked)

    @on(RowList.CursorMoved, "#list")
    def _another_paper(self) -> None:
        # The listing on the screen, not the one that is being read.
        listed, entry = self._navigation.listed, self.papers.current
        if entry and listed and not listed.is_search:
            self._navigation = self._navigation.remember(entry.id, listed.selection)
        if entry and listed and listed.selection.order is Order.INTEREST:
            row = self.papers.cursor
            near = map(self.papers.pages.entry, range(row, row + _EXPLAINED_AHEAD + 1))
            self._explain([one.id for one in near if one])

    def _explain(self, ids: Sequence[PaperId]) -> None:
        """Find out why papers are where they are; ahead, so that the abstract does not move."""
        if lacking := [id_ for id_ in ids if id_ not in self.view.explained]:
            self.jobs.search.explain(lacking)

    @on(RowList.CursorMoved, "#side")
    def _another_choice(self) -> None:
        if self.sidebar.choice != self.location.choice:
            self.go_to(self.location.with_choice(self.sidebar.choice))

    @on(PaperList.UnreadRequested)
    def _unread_requested(self, event: PaperList.UnreadRequested) -> None:
        read = self.papers.pages.expected
        self.jobs.search.find_unread(event.source, event.row, read)

    @on(SearchJob.UnreadFound)
    def _unread_found(self, event: SearchJob.UnreadFound) -> None:
        if self.papers.pages.source is event.source:
            self.paper_actions.go_to_unread(event.row)

    @on(PaperActions.AllRead)
    def _all_read(self) -> None:
        """Go on to the next unread paper of the library."""
        selection, view = self.location.selection, self.location.choice.view
        if self._navigation.listed != self.request:
            return  # the key was meant for the list that is on its way
        if not self.days:
            self.post_message(Notice("there are no papers yet"))
        elif self.title:
            self._look_at_rest(ask=False)
        elif self._navigation.is_searching or not (selection.first or view.span is Period.DAY):
            self._no_other_unread("here")
        else:
            read = self.papers.pages.expected
            self.jobs.search.find_next(selection, self.location.period, read)

    @on(SearchJob.NextFound)
    def _next_found(self, event: SearchJob.NextFound) -> None:
        """Go to the next unread paper, and say so: it is in another topic, or on another day."""
        place, location = event.place, self.location
        if event.selection != location.selection or self._navigation.is_searching:
            return
        if place is None or (self.papers.current and place.id == self.papers.current.id):
            self._no_other_unread("" if event.selection.first else "here")
            return
        choice = SidebarRow(location.choice.view, place.topic)
        there = location.with_choice(choice).with_period(place.period, place.day)
        self._navigation = self._navigation.remember(place.id, there.selection)
        self.go_to(there)
        self.sidebar.choose(choice)
        if there != location:
            self.post_message(Notice(f"next unread: {there.name}"))

    def _no_other_unread(self, where: str = "") -> None:
        """Say what is read: not more than what is."""
        current, kinds = self.papers.current, self.location.selection.kinds
        if current and current.is_unread and not self.papers.pages.is_read(current):
            text = f"no other unread paper{where and ' '}{where}"
        elif where:
            text = f"everything {where} is read"
        elif kinds is not None:
            key = self.view.key("kinds")
            text = f"everything is read ({name_of_kinds(kinds)} only); press {key} for other kinds"
        elif self.location.following is not None:
            text = "everything is read in the categories you follow, on older days too"
        else:
            text = "everything is read, on older days too"
        self.post_message(Notice(text))

    @on(SearchJob.DaysMissed)
    def _days_missed(self, event: SearchJob.DaysMissed) -> None:
        """Offer to catch up, in a line that the next key clears."""
        if not (self._navigation.is_searching or self._is_typing):
            since, papers, places = event.missed
            key = self.view.key("catch_up")
            text = f"{papers:,} unread papers since {short_day(since)}: press {key} for the best"
            self.post_message(Notice(f"{text} {places:,}"))

    def catch_up(self) -> None:
        """List the first papers of the days missed; there, ask what to do with the rest."""
        if self.title:
            self._look_at_rest(ask=True)
        else:
            self.post_message(Notice("choosing from the days you missed", is_running=True))
            self.jobs.search.catch_up()

    @property
    def leaves_out(self) -> bool:
        """Whether the list is one that leaves papers out."""
        return bool(self.title and self._caught and len(self._caught.rest))

    @on(SearchJob.CaughtUp)
    def _caught_up(self, event: SearchJob.CaughtUp) -> None:
        caught = event.caught
        if caught is None or not len(caught.first):
            self.post_message(Notice("nothing to catch up with: no unread paper on newer days"))
        elif self.title or not (self._navigation.is_searching or self._is_typing):
            self._caught = caught
            first, papers = len(caught.first), len(caught.first) + len(caught.rest)
            title = f"Catch up: {first:,} of {papers:,} since {short_day(caught.since)}"
            self.search(event.query, caught.selection, everywhere=False, title=title)
            back, again = (self.view.key(name) for name in ("clear", "catch_up"))
            more = f"{again} shows what is left out" if len(caught.rest) else caught.left_out
            self.post_message(Notice(f"{back} goes back; {more}"))

    def _look_at_rest(self, *, ask: bool) -> None:
        """Say what the list leaves out, or ask what to do with it, once it is counted anew."""
        if self._caught is None:
            return
        if len(self._caught.rest):
            self._asks = ask
            self.jobs.search.count_unread(self._caught.rest)
        else:
            self.post_message(Notice(self._caught.left_out))

    def _rest_counted(self, caught: CatchUp, unread: int) -> None:
        if not self.title:
            return
        key = self.view.key("catch_up")
        if not unread:
            since, back = short_day(caught.since), self.view.key("clear")
            text = f"the rest since {since} is read, too; {back} goes back"
            self.post_message(Notice(text))
        elif self._asks:
            self._ask_about_rest(caught, unread)
        else:
            text = f"{key} marks the rest as read; {caught.left_out}"
            self.post_message(Notice(text, may_be_cut=True))

    def _ask_about_rest(self, caught: CatchUp, unread: int) -> None:
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        def chosen(name: str | None) -> None:
            if name == "again":
                self.jobs.search.catch_up()
            elif name:
                text = f"marking {plural(unread, 'paper')} as read"
                self.post_message(Notice(text, is_running=True))
                rest = PickedRows((), caught.rest, range(len(caught.rest)))
                self.jobs.marks.mark(rest, marking.read(True))

        undo = f"{self.view.key('undo')} undoes it"
        choices = [
            Choice("read", f"mark the rest as read, {plural(unread, 'paper')}; {undo}"),
            Choice("again", "list the best of what is still unread"),
        ]
        self.app.push_screen(PickScreen("Catch up", choices, below=caught.left_out), chosen)

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on."""
        location, days = self.location, self.days
        if name in _NEED_PAPER:
            return len(self.papers) > 0
        if name in ("move_queued(-1)", "move_queued(1)"):
            return location.is_queue_in_order
        if name == "clear":
            return self.papers.has_range or self.request.is_search
        if name == "edit_topic":
            return location.choice.topic is not None
        first, last = location.period.around(location.day)
        return {
            "older": bool(days and first and days[-1] < first),
            "newer": bool(days and last and days[0] > last),
            "wider": location.period is not Period.ALL,
            "narrower": location.period is not Period.DAY,
        }.get(name, True)

    def action_undo(self) -> None:
        """Undo the last change, of marks or of settings, and go to it."""
        self.jobs.undo.undo()

    def action_redo(self) -> None:
        """Redo what was undone last, and go to it."""
        self.jobs.undo.redo()

    def action_bring_queue(self) -> None:
        """Fetch the whole papers of the queue, or stop that."""
        self.jobs.whole_papers.fetch_queue()

    def action_older(self) -> None:
        """Go to the day, month or year before."""
        self._step(self.location.older(self.days), "oldest")

    def action_newer(self) -> None:
        """Go to the day, month or year after."""
        self._step(self.location.newer(self.days), "newest")

    def action_wider(self) -> None:
        """Show more days: a month, a year, all."""
        self._show_period(self.location.period.wider)

    def action_narrower(self) -> None:
        """Show fewer days, around the paper under the cursor."""
        self._show_period(self.location.period.narrower)

    @on(PaperList.MoveRequested)
    def _move_requested(self, event: PaperList.MoveRequested) -> None:
        """Move a paper up or down among those listed."""
        if not self.location.is_queue:
            self.post_message(Notice("papers can be moved only in the Queue"))
        elif not self.location.is_queue_in_order:
            key = self.view.key("sort")
            self.post_message(Notice(f"sort the Queue by queue order to move papers (press {key})"))
        elif entry := self.papers.current:
            listed = self.papers.pages.picked(range(len(self.papers)))
            queued = self._counts.tally.queued or ()
            self.jobs.marks.move_queued(entry.id, event.step, listed, queued)

    def action_sort(self) -> None:
        """Ask for another order."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        def chosen(name: str | None) -> None:
            if name == now != Order.INTEREST:
                self.post_message(Notice(f"already sorted: {self.location.order.summary}"))
            elif name:
                self._follow(self._navigation.sort(self.location.with_order(Order(name))))
                if name == now and self._navigation.is_searching:
                    self._read()  # the query and where it searches are the same

        if self.title:
            self.post_message(Notice("this list is sorted by interest"))
            return
        now = str(self.location.order)
        orders = [Choice(str(order), order.summary) for order in Order]
        self.app.push_screen(PickScreen("Sort the list", orders, now), chosen)

    @on(Sidebar.Opened)
    def _topic_opened(self, event: Sidebar.Opened) -> None:
        self._open_workbench(self._session.settings.topic(event.topic))

    def action_edit_topic(self) -> None:
        """Edit the chosen topic in the workbench."""
        name = self.location.choice.topic
        if name is None:
            key = self.view.key("new_topic")
            self.post_message(Notice(f"choose a topic to edit it, or press {key} for a new one"))
        else:
            self._open_workbench(self._session.settings.topic(name))

    def action_new_topic(self) -> None:
        """Write a new topic in the workbench."""
        self._open_workbench(None)

    def _open_workbench(self, topic: Topic | None) -> None:
        from paperterm.tui.workbench.screen import WorkbenchScreen

        place = ("topic", topic.name) if topic else ("new topic",)
        draft, day = self.jobs.drafts.open(*place), self.location.day
        self.app.push_screen(WorkbenchScreen(self._session, self.jobs.settings, topic, draft, day))

    def action_kinds(self) -> None:
        """Ask which kinds of announcements to show."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen
        from paperterm.tui.reader.kinds import KIND_CHOICES, name_of_kinds, unknown_kinds_notice

        def chosen(name: str | None) -> None:
            if name == now:
                self.post_message(Notice(f"already showing: {now}"))
            elif name:
                kinds = next(one.kinds for one in KIND_CHOICES if one.name == name)
                if text := unknown_kinds_notice(kinds, self.papers.pages.picked(all_of_it).entries):
                    self.post_message(Notice(text))
                self.go_to(self.location.with_kinds(kinds))

        all_of_it = range(len(self.papers))
        now = name_of_kinds(self.location.kinds)
        choices = [Choice(choice.name, choice.description) for choice in KIND_CHOICES]
        self.app.push_screen(PickScreen("Kinds to show", choices, now), chosen)

    def action_given_up(self) -> None:
        """Show papers of categories that are not followed any more, or hide them."""
        if self._following is None:
            self.post_message(Notice("you unfollowed no category, so none is hidden"))
            return
        is_hidden = self.location.following is not None
        self.go_to(self.location.with_following(None if is_hidden else self._following))
        verb = "showing" if is_hidden else "hiding"
        self.post_message(Notice(f"{verb} papers of categories you no longer follow"))

    def action_categories(self) -> None:
        """Ask for a category, and follow it or stop following it."""
        from paperterm.tui.reader.categories import ask_category

        ask_category(self.app, self._session.settings.categories, self.jobs.settings)

    def action_interest(self) -> None:
        """Show how good the order of interest would have been, and what is in it."""
        from paperterm.tui.dialogs.interest import InterestScreen

        key = self.view.key("pane.leave")
        self.app.push_screen(InterestScreen(self._session, self.jobs.index, key))

    def action_calendar(self) -> None:
        """Show the days, and go to one."""
        from paperterm.tui.dialogs.calendar import CalendarScreen

        def chosen(day: Day | None) -> None:
            if day:
                location = self.location.on_day(day)
                self.go_to(location)
                self.sidebar.choose(location.choice)

        screen = CalendarScreen(
            self.jobs.counts,
            self.days,
            self.location.day,
            self.location.following,
            self._session.now(),
            actions=own(self._session.settings.keys),
        )
        self.app.push_screen(screen, chosen)

    def _searches_all_days(self) -> bool:
        """Return whether a search covers all days, and say so: there are no others to go to."""
        if not (self._navigation.is_searching and self._navigation.is_everywhere):
            return False
        key = self.view.key("reader.scope")
        text = f"searching the whole library, all days; press {key} to search this list only"
        self.post_message(Notice(text))
        return True

    def _step(self, location: Location | None, which: str) -> None:
        period = self.location.period
        if self._searches_all_days():
            return
        if location:
            self.go_to(location)
        elif period is Period.ALL:
            key = self.view.key("narrower")
            self.post_message(Notice(f"all days are shown; press {key} to show fewer"))
        else:
            self.post_message(Notice(f"this is the {which} {period} in the library"))

    def _show_period(self, period: Period) -> None:
        """Show more or fewer days around the paper under the cursor, and keep it there."""
        if self._searches_all_days():
            return
        if not self.days:
            self.post_message(Notice("there are no papers yet"))
            return
        if period is self.location.period:
            text = "all days are shown" if period is Period.ALL else "this is one day"
            self.post_message(Notice(text))
            return
        entry = self.papers.current
        day = entry.announcement.day if entry and entry.announcement else None
        location = self.location.with_period(period, day)
        if entry:
            self._navigation = self._navigation.remember(entry.id, location.selection)
        self.go_to(location)
