"""The reader's screen: the browser between two bars, and a line to search with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget

from paperterm.config import Value
from paperterm.config.views import SAVED_ORDERS
from paperterm.errors import PapertermError
from paperterm.model import Day, Kind, Order, PaperId
from paperterm.query import EVERYTHING, MatchForm, Term
from paperterm.session import Period, Session
from paperterm.session.memory import has_new_keys
from paperterm.text import clean, plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.draw.cells import fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import DataMessage, Notice, seconds_to_read
from paperterm.tui.jobs.refresh import RefreshJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import bindings, key_of
from paperterm.tui.keys.available import AvailableAction, available_actions, bound_nodes
from paperterm.tui.keys.own_keys import own
from paperterm.tui.reader.browser import Browser
from paperterm.tui.reader.filter_bar import FilterBar
from paperterm.tui.reader.key_hints import hint_for_other_pane, hints_at
from paperterm.tui.reader.layout import COLUMNS, classes_at, other_layout
from paperterm.tui.reader.location import (
    ALL_PAPERS,
    Location,
    count_text,
    search_title,
    view_summary,
)
from paperterm.tui.reader.opening import Opening
from paperterm.tui.reader.paper_actions import PaperActions
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.sidebar import Sidebar
from paperterm.tui.reader.top_bar import TopBar
from paperterm.tui.textual_private import FrontScreen
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.dom import DOMNode

    from paperterm.session.outgoing import Outgoing, Target
    from paperterm.tui.dialogs.palette import Palette
    from paperterm.tui.jobs.adding import AddingJob

_TITLE_WIDTH = 50

_SILENCE = 0.7
"""Seconds of waiting for the disk after which quitting needs an explanation."""


class ReaderScreen(FrontScreen[None]):
    """Three panes on a session. It touches no disk: jobs do that.

    Attributes:
        unsaved: The number of papers with unsaved marks.
    """

    BINDINGS = bindings("ReaderScreen")
    AUTO_FOCUS = "#list"
    BLANK = True  # its children cover it

    class Opened(DataMessage):
        """The opening is complete, with its paper and its hints."""

        screen: ReaderScreen

    def __init__(self, session: Session, opening: Opening) -> None:
        super().__init__()
        self._session = session
        self.browser = Browser(session, opening, id="browser")
        self.actions = own(session.settings.keys)
        self._filter = FilterBar(self.browser.jobs.drafts, id="filter")
        self._hints = HintBar(id="hints")
        self._palette: Palette | None = None
        self._bound_nodes: Mapping[str, DOMNode] | None = None
        self._is_hinting = False
        self.unsaved = 0
        self._is_working = False
        self._is_leaving = False
        self._has_new_keys = has_new_keys(session.folders)

    def compose(self) -> ComposeResult:
        """Lay out bars above and below, three panes between."""
        # Before there are children to be styled again: that takes 8 ms each time.
        self._lay_out()
        yield TopBar(self._session, id="top")
        yield self.browser
        yield self._filter
        yield self._hints

    def on_mount(self) -> None:
        """Open on the newest day."""
        self._filter.follow_keys(self.actions)
        for problem in self._session.problems:
            self.post_message(Notice(str(problem), is_error=True))
        if self._has_new_keys:
            back, queue = (key_of(name, self.actions) for name in ("back", "queue"))
            text = f"new keys: {back} goes back, and quits from the list; {queue} queues a paper"
            self.post_message(Notice(text))

    @on(Browser.Opened)
    def _opening_shown(self) -> None:
        self.call_after_refresh(self._open)  # after the hints, which are drawn then too

    def _open(self) -> None:
        self.post_message(self.Opened(self))

    def start_work(self) -> None:
        """Start what runs behind the screen."""
        self._is_working = True
        bar = self.query_one(TopBar)
        self.browser.jobs.watch.also(bar.refresher.look)
        self.browser.start_work()
        bar.start_work()

    def on_resize(self) -> None:
        """Lay out the panes for the new size."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the abstract beside the list or below it, as the settings and the size say."""
        settings = self._session.settings
        is_compact = settings.density == "compact"
        self.update_classes(
            classes_at(self.app.size, settings.layout, is_compact=is_compact), animate=False
        )

    @on(Browser.ListingChanged)
    def _show_location(self) -> None:
        browser, bar = self.browser, self._filter
        where = browser.location.name + (glyphs(" · estimated") if browser.is_estimated else "")
        if browser.title:
            where = browser.title
        elif bar.is_on:
            where = search_title(bar.query_text, "Whole library" if bar.is_wide else where)
        unsaved = glyphs(f"{self.unsaved:,} not saved · ") if self.unsaved else ""
        count = count_text(len(browser.papers), browser.papers.unread)
        self.query_one(TopBar).show(where, unsaved + count)

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on."""
        if name == "export":
            return len(self.browser.papers) > 0
        if name == "repeat":
            return len(self.browser.papers) > 0 and bool(self.browser.jobs.outgoing.last)
        if name in ("keep_view", "reader.scope"):
            return self.browser.request.is_search and not self.browser.title
        if name == "catch_up":
            return not self.browser.title or self.browser.leaves_out
        return True

    def leave(self) -> None:
        """Quit once all marks are written; when called again, quit at once."""
        if self._is_leaving:
            self.browser.jobs.give_up()
            self.app.exit()
        else:
            self._is_leaving = True
            self._filter.drop_entered()
            self.browser.jobs.finish()
            self.set_timer(_SILENCE, self._report_waiting)

    def _report_waiting(self) -> None:
        """Say why quitting takes so long: most likely another process holds a lock."""
        if self._is_leaving and not self.unsaved:
            leave = key_of("quit", self.actions)
            text = "still saving, perhaps another paperterm is writing"
            self.post_message(
                Notice(f"{text}: press {leave} again to quit without saving", is_error=True)
            )

    @on(PaperList.BackRequested)
    def _back_requested(self) -> None:
        """Go back to a whole paper, or clear the search; without either, quit.

        If marks are not saved, it asks before.
        """
        if self.browser.paper_actions.go_back_to_whole():
            return
        if self.browser.title:
            self.browser.end_search()
        elif self._filter.is_on:
            self._filter.close()
        elif self.unsaved:
            from paperterm.tui.dialogs.pick import confirm

            title = f"{plural(self.unsaved, 'paper')} not saved. Quit without saving?"
            retry = f"choose no, then press {key_of('retry', self.actions)} to try again"
            confirm(self.app, title, retry, self.app.exit)
        else:
            self.leave()

    @on(MarksJob.Unsaved)
    def _show_unsaved(self, event: MarksJob.Unsaved) -> None:
        """Show how many papers have unsaved marks."""
        self.unsaved = event.papers
        self._show_location()
        if event.is_leaving and not event.papers:
            self.app.exit()
        elif event.is_leaving:
            again, leave = (key_of(name, self.actions) for name in ("retry", "quit"))
            text = f"{plural(event.papers, 'paper')} not saved: press {again} to try again, or"
            self.post_message(Notice(f"{text} {leave} again to quit without saving", is_error=True))
        elif not event.papers:
            self._is_leaving = False

    @on(Browser.LocationChanged)
    def _location_changed(self) -> None:
        self._filter.search_in(self.browser.location.selection)

    @on(FilterBar.QueryChanged)
    def _filter_changed(self) -> None:
        self._hints.dismiss()
        bar = self._filter
        self.browser.search(bar.filtered, bar.selection, everywhere=bar.is_wide)

    @on(PaperActions.AuthorRequested)
    async def _author_requested(self, event: PaperActions.AuthorRequested) -> None:
        """Search for an author as if the query was typed, so that esc leads back."""
        from paperterm.query.fields import Field  # the first screen needs no query
        from paperterm.query.fold import tokens

        if not tokens(event.author):
            self.post_message(Notice("this name has no letters to search for"))
            return
        await self._search_for(str(Term(Field.AUTHORS, event.author, MatchForm.PHRASE)))

    @on(PaperActions.PaperRequested)
    async def _paper_requested(self, event: PaperActions.PaperRequested) -> None:
        """Search for a paper by its id, so that esc leads back."""
        await self._search_for(f"id:{event.id}")

    @on(PaperActions.ReferenceRequested)
    def _reference_requested(self, event: PaperActions.ReferenceRequested) -> None:
        """Go to a paper that another one refers to."""
        self.add_paper(event.id)

    async def _search_for(self, query: str) -> None:
        self.remove_class("-zen")
        self.set_focus(self.browser.papers)
        await self._filter.search_for(query, self.browser.location.selection)
        self.browser.jobs.index.update()

    @on(PaperList.ClearRequested)
    def _clear_requested(self) -> None:
        if self.browser.title:
            self.browser.end_search()
        self._filter.close()

    @on(FilterBar.Cleared)
    def _filter_cleared(self) -> None:
        self.browser.end_search()
        self.set_focus(self.browser.papers)

    @on(IndexJob.IndexProgress)
    def _indexed(self, event: IndexJob.IndexProgress) -> None:
        if event.is_over and self._palette and self._palette.is_current:
            self._palette.search_again()

    @on(RefreshJob.Ended)
    def _refreshed(self, event: RefreshJob.Ended) -> None:
        if event.report and event.report.days:
            self.browser.jobs.search.look_for_missed()
            self.browser.jobs.hooks.fetched(event.report)

    @on(RefreshJob.DayStored)
    def _day_stored(self, event: RefreshJob.DayStored) -> None:
        self.browser.day_stored(event.day, event.new)

    @on(SettingsJob.SettingsChanged)
    def _settings_changed(self, event: SettingsJob.SettingsChanged) -> None:
        self.actions = own(self._session.settings.keys)
        self._filter.follow_keys(self.actions)
        self.watch_focused(self.focused)
        self._lay_out()
        if event.made:
            self._filter.close()

    def on_key(self, event: events.Key) -> None:
        """Clear the message; for a key of another pane, name that pane."""
        self._hints.dismiss()
        papers, sidebar = self.browser.papers, self.browser.sidebar
        if text := hint_for_other_pane(event.key, papers, sidebar, self._bound, self.actions):
            self.post_message(Notice(text))

    def on_click(self, event: events.Click) -> None:
        """Clear the message, unless it was clicked: then it clears itself."""
        if event.widget is not self._hints:
            self._hints.dismiss()

    @on(Notice)
    def _show_notice(self, event: Notice) -> None:
        """Show a notice in the hint line, or as a toast where it does not fit."""
        if event.is_error:
            return
        text = glyphs(clean(event.text))
        if event.may_be_cut or cell_len(text) < self.size.width:
            self._hints.show_message(text, is_running=event.is_running)
        else:
            self.notify(text, timeout=seconds_to_read(text), markup=False)

    @on(PaperList.MissingRequested)
    @on(FilterBar.Done)
    def _query_entered(self) -> None:
        """Go to the paper whose id was entered, if it is not listed; arXiv may have it."""
        from paperterm.query.parse import only_id

        query = self._filter.filtered
        if (id_ := only_id(query)) and self.browser.lacks(query):
            self.add_paper(id_)

    def add_paper(self, id_: PaperId) -> None:
        """Go to a paper, which arXiv is asked for if no day holds it."""
        self.browser.jobs.adding.add(id_)

    def on_adding_job_paper_found(self, event: AddingJob.PaperFound) -> None:
        """Go to a paper that was asked for. Named, not decorated: the start needs no such job."""
        self.browser.paper_found(event.id, event.day, is_new=event.is_new)
        self.visit_paper(event.id, event.day, event.kind)

    @on(RowList.RowChosen, "#side")
    @on(FilterBar.Done)
    def _to_list(self) -> None:
        self.set_focus(self.browser.papers)
        self._show_location()

    def watch_focused(self, focused: Widget | None) -> None:
        """Show the hints of a pane; on a small screen, give it the room."""
        self.set_class(isinstance(focused, AbstractPane), "-reading")
        self.set_class(isinstance(focused, Sidebar), "-choosing")
        self.browser.follow_typing(is_typing=self._filter.has_focus_within)
        self._follow_focus()

    @on(events.ScreenSuspend)
    def _make_way(self) -> None:
        """Clear the message about this screen, and follow the focus of the one on top."""
        self._hints.clear()
        self.watch(self.app.screen, "focused", self._follow_focus)

    @on(events.ScreenResume)
    def _look_again(self) -> None:
        """Find out which papers are saved in full: one may have been read."""
        if self._is_working:
            self.browser.jobs.whole_papers.read_kept()

    @on(events.ScreenResume)
    def _follow_focus(self) -> None:
        """Show the keys that work at the focus, here or in the dialog on top."""
        self._bound_nodes = None
        if self.app.screen is self:
            self._show_hints()
        else:
            self._draw_hints()  # a screen below is not refreshed at once

    @property
    def _bound(self) -> Mapping[str, DOMNode]:
        """The actions whose keys work now; looked up once for each focus, which takes 1 ms."""
        if self._bound_nodes is None:
            self._bound_nodes = bound_nodes(self.app.screen)
        return self._bound_nodes

    @on(RowList.CursorMoved)
    @on(PaperList.RangeChanged)
    @on(Browser.ListingChanged)
    def _show_hints(self) -> None:
        """Show the keys that do something, after the row that the cursor is on."""
        if not self._is_hinting:
            self._is_hinting = True
            self.call_after_refresh(self._draw_hints)

    def _draw_hints(self) -> None:
        self._is_hinting = False
        shown, lead = hints_at(
            self.browser.papers,
            self.focused,
            self._bound,
            self.actions,
            query=self.browser.request.query,
            has_title=bool(self.browser.title),
        )
        self._hints.show([*map(self._filter.named, shown)], lead)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Leave zen mode when another pane gets the focus."""
        if event.widget is not self.browser.view.abstract:
            self.remove_class("-zen")

    def action_pane_left(self) -> None:
        """Go from the abstract to the list, from the list to the sidebar."""
        self._focus(-1)

    def action_pane_right(self) -> None:
        """Go from the sidebar to the list, from the list to the abstract."""
        self._focus(1)

    def action_pane_next(self) -> None:
        """Go to the next pane, around the screen."""
        self._focus(1, around=True)

    def action_pane_before(self) -> None:
        """Go to the previous pane, around the screen."""
        self._focus(-1, around=True)

    async def action_filter(self) -> None:
        """Search as you type."""
        await self._filter.open(self.browser.location.selection)
        self.browser.jobs.index.update()

    def action_scope(self) -> None:
        """Search here, or in the whole library."""
        if self._filter.is_on:
            self._filter.action_scope()
        else:
            find, scope = (key_of(name, self.actions) for name in ("filter", "reader.scope"))
            text = f"press {find} to search; then {scope} searches the whole library"
            self.post_message(Notice(text))

    def action_keep_view(self) -> None:
        """Save the search as a view."""
        from paperterm.session.selection import view_query
        from paperterm.tui.dialogs.ask import AskScreen

        query, selection = self.browser.request
        if self.browser.title or not self.browser.request.is_search:
            find, keep = (key_of(name, self.actions) for name in ("filter", "keep_view"))
            text = f"press {find} to search; then {keep} saves the search as a view"
            self.post_message(Notice(text))
            return
        found = str(view_query(query, selection))
        order = selection.order if selection.order in SAVED_ORDERS else Order.ANNOUNCED
        draft = self.browser.jobs.drafts.open("view")

        def named(name: str | None) -> None:
            if name:
                self.browser.jobs.settings.add_view(name, found, order, draft)
                return
            draft.drop()
            if name is not None:
                self.post_message(Notice("not saved: a view needs a name"))

        screen = AskScreen("Save as a view", draft, view_summary(found, selection))
        self.app.push_screen(screen, named)

    def action_catch_up(self) -> None:
        """List the first papers of the days missed; there, ask what to do with the rest."""
        self._filter.close()
        self.browser.catch_up()

    def action_fetch(self) -> None:
        """Fetch what is due."""
        self.query_one(TopBar).fetch(is_manual=True)

    def action_export(self) -> None:
        """Ask for a format or an outlet, and hand papers over."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        if not (outgoing := self._outgoing()):
            return
        rows = self.targets()
        choices = [Choice(one.name, one.summary, one.problem, one.letter, one.id) for one in rows]
        last, below = self.browser.jobs.outgoing.last, self._what_goes_out(rows, outgoing)
        self.app.push_screen(PickScreen("Export or send", choices, last, below=below), self.take)

    def _what_goes_out(self, rows: Sequence[Target], outgoing: Outgoing) -> str:
        """Return what a file would hold, and what an outlet would get."""
        papers, folder = self.browser.papers, self._session.export_folder
        outlets = ", ".join(one.name for one in rows if not one.is_file)
        if outgoing.is_range:
            range_ = f"the range of {plural(len(outgoing.picked.rows), 'paper')}"
            return f"files: {range_}, into {folder}\n{outlets}: {range_}"
        title = papers.current.paper.title if papers.current else "the paper"
        listed = f"the list of {plural(len(papers), 'paper')}"
        return f"files: {listed}, into {folder}\n{outlets}: {fit(typeset(title), _TITLE_WIDTH)}"

    def action_repeat(self) -> None:
        """Hand papers over as the last time."""
        if last := self.browser.jobs.outgoing.last:
            self.take(last)
        else:
            key = key_of("export", self.actions)
            self.post_message(Notice(f"nothing to repeat: press {key} to export or send papers"))

    def targets(self) -> Sequence[Target]:
        """Return where papers can go."""
        from paperterm.session.outgoing import targets

        return targets(self._session.settings, self.browser.request.selection)

    def take(self, id_: str | None) -> None:
        """Hand papers over to the target of that id, or say why not."""
        outgoing = self._outgoing() if id_ else None
        if not outgoing:
            return
        target = next((one for one in self.targets() if one.id == id_), None)
        if not target:
            key = key_of("export", self.actions)
            self.post_message(Notice(f"{id_} is not there any more: press {key} to choose another"))
        elif target.problem:
            self.post_message(Notice(f"{target.name}: {target.problem}"))
        else:
            self.browser.jobs.outgoing.take(target, outgoing)
            self.browser.papers.end_range()

    def _outgoing(self) -> Outgoing | None:
        """Return the papers that would go out; say so if there are none."""
        from paperterm.session.outgoing import Outgoing

        if not len(self.browser.papers):
            self.post_message(Notice("nothing to export here"))
            return None
        query, selection = self.browser.request
        narrowed = None if query is EVERYTHING else query
        has_range = self.browser.papers.has_range
        return Outgoing(selection, narrowed, self.browser.view.picked, has_range)

    def action_help(self) -> None:
        """Show the keys, and run the one chosen."""
        from paperterm.tui.dialogs.help import HelpScreen

        async def chosen(action: AvailableAction | None) -> None:
            if action:
                await action.run()

        self.app.push_screen(
            HelpScreen(available_actions(self, self.actions), self.actions), chosen
        )

    def action_palette(self) -> None:
        """Find anything, and go there or run it."""
        from paperterm.tui.dialogs.palette import Palette
        from paperterm.tui.reader.palette import Commands, Papers

        self.browser.jobs.search.prepare()
        hint = "Search commands, topics, days, papers …"
        self._palette = Palette([Commands, Papers], hint)
        self.app.push_screen(self._palette)

    def action_theme(self) -> None:
        """Ask for a theme, and save it."""
        from paperterm.tui.dialogs.themes import ThemesScreen

        def chosen(name: str | None) -> None:
            if name:
                self.keep_theme(name)

        self.app.push_screen(ThemesScreen(key_of("modal.close", self.actions)), chosen)

    def action_layout(self) -> None:
        """Show the abstract below the list, or beside it, and save that."""
        is_compact = self._session.settings.density == "compact"
        is_columns = self.has_class(COLUMNS)
        layout = other_layout(self.app.size, is_columns=is_columns, is_compact=is_compact)
        notice = f"layout: the abstract {'below' if is_columns else 'beside'} the list"
        self.browser.jobs.settings.set("reader", "layout", layout, notice)

    def action_settings(self) -> None:
        """Open config.toml in the user's editor, and suspend the reader meanwhile."""
        from paperterm.session.editor import edit_file
        from paperterm.tui.suspend import suspended

        file, editor = self._session.folders.config_file, self._session.settings.editor
        try:
            suspended(self.app, lambda: edit_file(file, editor))
        except PapertermError as error:
            where = "" if str(file) in str(error) else f"; your settings are in {file}"
            self.post_message(Notice(f"{error}{where}", is_error=True))
        self.browser.jobs.settings.reload()

    def visit_paper(self, id_: PaperId, day: Day, kind: Kind | None) -> None:
        """Go to a paper on a day, where it was announced as this kind."""
        location = self.browser.location.with_choice(ALL_PAPERS).with_period(Period.DAY, day)
        if location.kinds is not None and kind and kind not in location.kinds:
            location = location.with_kinds(None)
        self.visit(location, id_)

    @on(Browser.VisitRequested)
    def _visit_requested(self, event: Browser.VisitRequested) -> None:
        self.visit(event.location, event.paper)

    def keep_theme(self, name: str) -> None:
        """Change the theme, and save it."""
        self.app.theme = name
        self.browser.jobs.settings.set("reader", "theme", name, f"theme: {name}")

    def keep_setting(self, table: str, key: str, value: Value) -> None:
        """Change a setting, and save it."""
        shown = str(value).lower()
        self.browser.jobs.settings.set(table, key, value, f"[{table}] {key} = {shown}")

    def settings_in_force(self) -> Mapping[tuple[str, str], Any]:
        """Return the value of each setting, by table and key."""
        return self._session.settings.values

    def visit(self, location: Location, on: PaperId | None = None) -> None:
        """End any search and go to a location, the cursor on a paper there, if given."""
        self._filter.close()
        self.browser.visit(location, on)
        self.set_focus(self.browser.papers)

    def _focus(self, step: int, *, around: bool = False) -> None:
        panes: list[Widget] = [
            self.browser.sidebar,
            self.browser.papers,
            self.browser.view.abstract,
        ]
        if not len(self.browser.papers):
            panes.pop()  # nothing to read
        now = panes.index(self.focused) if self.focused in panes else 1
        last = len(panes) - 1
        pane = (now + step) % (last + 1) if around else max(0, min(now + step, last))
        if pane == now and step > 0:
            self.browser.view.paper_here()
        # A hidden pane cannot get the focus: on a small screen, show the sidebar first.
        self.set_class(pane == 0, "-choosing")
        panes[pane].focus()
