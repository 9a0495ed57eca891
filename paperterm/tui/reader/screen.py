"""The reader's screen: the browser between two bars, and a line to search with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from paperterm.config import Value
from paperterm.errors import PapertermError
from paperterm.model import Day, Kind, PaperId
from paperterm.query import EVERYTHING, Field, MatchForm, Term
from paperterm.query.fold import tokens
from paperterm.session import Period, Session
from paperterm.session.news import has_new_keys
from paperterm.text import clean, plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.draw.breakpoints import BREAKPOINTS, class_at
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Notice, seconds_to_read
from paperterm.tui.jobs.refresh import RefreshJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import bindings, key_of
from paperterm.tui.keys.available import AvailableAction, available_actions, bound_nodes
from paperterm.tui.keys.own_keys import own
from paperterm.tui.reader.browser import Browser
from paperterm.tui.reader.filter_bar import FilterBar
from paperterm.tui.reader.key_hints import hint_for_other_pane, hints_at
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
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.dom import DOMNode

    from paperterm.tui.reader.palette import Palette

_SILENCE = 0.7
"""Seconds of waiting for the disk after which quitting needs an explanation."""


class ReaderScreen(Screen[None]):
    """Three panes on a session. It touches no disk: jobs do that.

    Attributes:
        unsaved: The number of papers with unsaved marks.

    Args:
        session: The library and the settings.
        opening: The listing to open on.
    """

    BINDINGS = bindings("ReaderScreen")
    HORIZONTAL_BREAKPOINTS = [*BREAKPOINTS]
    AUTO_FOCUS = "#list"
    BLANK = True  # its children cover it

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
        self._is_leaving = False
        self._has_new_keys = has_new_keys(session.folders)

    def compose(self) -> ComposeResult:
        """Lay out bars above and below, three panes between."""
        # Before there are children to be styled again: that takes 8 ms each time.
        self.add_class(class_at(self.app.size.width))
        yield TopBar(self._session, id="top")
        yield self.browser
        yield self._filter
        yield self._hints

    def on_mount(self) -> None:
        """Open on the newest day."""
        self._filter.follow_keys(self.actions)
        for problem in self._session.problems:
            self.post_message(Notice(str(problem), is_error=True))
        self.browser.jobs.settings.note_new_keys()
        if self._has_new_keys:
            back, queue = (key_of(name, self.actions) for name in ("back", "queue"))
            text = f"new keys: {back} goes back, and quits from the list; {queue} queues a paper"
            self.post_message(Notice(text))

    @on(Browser.ListingChanged)
    def _show_location(self) -> None:
        browser, bar = self.browser, self._filter
        where = browser.location.name + (glyphs(" · estimated") if browser.is_estimated else "")
        if bar.is_on:
            where = search_title(bar.query_text, "Whole library" if bar.is_wide else where)
        unsaved = glyphs(f"{self.unsaved:,} not saved · ") if self.unsaved else ""
        count = count_text(len(browser.papers), browser.papers.unread)
        self.query_one(TopBar).show(where, unsaved + count)

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on."""
        if name == "export":
            return len(self.browser.papers) > 0
        if name in ("keep_view", "reader.scope"):
            return self.browser.request.is_search
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
        """Clear the search; without one, quit, after a question if marks are not saved."""
        if self._filter.is_on:
            self._filter.close()
        elif self.unsaved:
            from paperterm.tui.dialogs.pick import confirm

            title = f"{plural(self.unsaved, 'paper')} not saved. Quit without saving?"
            retry = f"no, then {key_of('retry', self.actions)}, tries again to save"
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
        if not tokens(event.author):
            self.post_message(Notice("this name has no letters to search for"))
            return
        await self._search_for(str(Term(Field.AUTHORS, event.author, MatchForm.PHRASE)))

    @on(PaperActions.PaperRequested)
    async def _paper_requested(self, event: PaperActions.PaperRequested) -> None:
        """Search for a paper by its id, so that esc leads back."""
        await self._search_for(f"id:{event.id}")

    async def _search_for(self, query: str) -> None:
        self.remove_class("-zen")
        self.set_focus(self.browser.papers)
        await self._filter.search_for(query, self.browser.location.selection)
        self.browser.jobs.index.update()

    @on(PaperList.ClearRequested)
    def _clear_requested(self) -> None:
        self._filter.close()

    @on(FilterBar.Cleared)
    def _filter_cleared(self) -> None:
        self.browser.end_search()
        self.set_focus(self.browser.papers)

    @on(IndexJob.IndexProgress)
    def _indexed(self, event: IndexJob.IndexProgress) -> None:
        if event.is_over and self._palette and self._palette.is_current:
            self._palette.search_again()

    @on(RefreshJob.DayStored)
    def _day_stored(self, event: RefreshJob.DayStored) -> None:
        self.browser.day_stored(event.day, event.new)

    @on(SettingsJob.SettingsChanged)
    def _settings_changed(self, event: SettingsJob.SettingsChanged) -> None:
        self.actions = own(self._session.settings.keys)
        self._filter.follow_keys(self.actions)
        self.watch_focused(self.focused)
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
            is_searching=self.browser.request.is_search,
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
        if not self.browser.request.is_search:
            find, keep = (key_of(name, self.actions) for name in ("filter", "keep_view"))
            text = f"press {find} to search; then {keep} saves the search as a view"
            self.post_message(Notice(text))
            return
        found = str(view_query(query, selection))
        draft = self.browser.jobs.drafts.open("view")

        def named(name: str | None) -> None:
            if name:
                self.browser.jobs.settings.add_view(name, found, draft)
                return
            draft.drop()
            if name is not None:
                self.post_message(Notice("not saved: a view needs a name"))

        screen = AskScreen("Save as a view", draft, view_summary(found, selection))
        self.app.push_screen(screen, named)

    def action_fetch(self) -> None:
        """Fetch what is due."""
        self.query_one(TopBar).fetch(is_manual=True)

    def action_export(self) -> None:
        """Ask for a format, and export the list."""
        from paperterm.export import FORMATS
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        _, selection = self.browser.request
        if not len(self.browser.papers):
            self.post_message(Notice("nothing to export here"))
            return

        def chosen(name: str | None) -> None:
            if name:
                self.export(name)

        choices = [Choice(one.name, one.summary, one.problem(selection)) for one in FORMATS]
        folder = f"into {self._session.export_folder}"
        title = "Export what the list shows"
        self.app.push_screen(PickScreen(title, choices, below=folder), chosen)

    def export(self, name: str) -> None:
        """Export the list in the format of that name, or say why not."""
        from paperterm.export import exporter

        query, selection = self.browser.request
        chosen = exporter(name)
        if not len(self.browser.papers):
            self.post_message(Notice("nothing to export here"))
        elif problem := chosen.problem(selection):
            self.post_message(Notice(f"{name}: {problem}"))
        else:
            narrowed = None if query is EVERYTHING else query
            self.browser.jobs.programs.export(selection, chosen, narrowed)

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
        from paperterm.tui.reader.palette import Palette

        self.browser.jobs.search.prepare()
        self._palette = Palette()
        self.app.push_screen(self._palette)

    def action_theme(self) -> None:
        """Ask for a theme, and save it."""
        from paperterm.tui.dialogs.themes import ThemesScreen

        def chosen(name: str | None) -> None:
            if name:
                self.keep_theme(name)

        self.app.push_screen(ThemesScreen(key_of("modal.close", self.actions)), chosen)

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
