"""The reader's screen: the desk between two bars, and a line to find papers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from paperterm.model import PaperId
from paperterm.query import EVERYTHING
from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.backstage import Backstage
from paperterm.tui.breakpoints import BREAKPOINTS, class_at
from paperterm.tui.keys import bindings, hints
from paperterm.tui.place import count_of, of_search
from paperterm.tui.refresher import Refresher
from paperterm.tui.widgets.abstract_pane import AbstractPane
from paperterm.tui.widgets.bars import HintBar, TopBar
from paperterm.tui.widgets.desk import Desk
from paperterm.tui.widgets.filter_bar import FilterBar
from paperterm.tui.widgets.paper_list import PaperList
from paperterm.tui.widgets.rows import Rows
from paperterm.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from paperterm.export import Exporter

_OWNERS: dict[type[Widget] | type[None], tuple[str, ...]] = {
    AbstractPane: ("pane", "reading"),
    Sidebar: ("rows",),
}


class ReaderScreen(Screen[None]):
    """Three panes on a session. Nothing here touches a disk: that happens backstage.

    Args:
        session: What is read.
        opening: The listing to open on.
    """

    BINDINGS = bindings("reader")
    HORIZONTAL_BREAKPOINTS = [*BREAKPOINTS]

    def __init__(self, session: Session, opening: Backstage.Listed) -> None:
        super().__init__()
        self._session = session
        self.desk = Desk(session, opening, id="desk")
        self._told_about: PaperId | None = None

    def compose(self) -> ComposeResult:
        """Bars above and below, three panes between."""
        yield TopBar(self._session, id="top")
        yield self.desk
        yield FilterBar(id="filter")
        yield HintBar(id="hints")

    def on_mount(self) -> None:
        """Open on the newest day."""
        self._filter = self.query_one(FilterBar)
        self.add_class(class_at(self.app.size.width))
        self.desk.papers.focus()
        for problem in self._session.settings.problems:
            self.post_message(Backstage.Told(str(problem), is_error=True))

    @on(Desk.Changed)
    def _show_place(self) -> None:
        desk, here = self.desk, self._filter
        where = desk.place.name + (" · estimated" if desk.is_estimated else "")
        if here.is_on and here.query_text.strip():
            where = of_search(here.query_text, here.place)
        self.query_one(TopBar).show(where, count_of(len(desk.papers), desk.papers.unread))

    @on(Desk.Moved)
    def _look_elsewhere(self) -> None:
        self._filter.look_in(self.desk.place.selection)

    @on(FilterBar.Changed)
    def _filter_changed(self) -> None:
        self.desk.find(self._filter.filtered, self._filter.selection)

    @on(PaperList.EverythingAsked)
    def _everything_asked(self) -> None:
        self._filter.close()

    @on(FilterBar.Cleared)
    def _filter_cleared(self) -> None:
        self.desk.find_no_more()
        self.set_focus(self.desk.papers)

    @on(Refresher.DayStored)
    def _day_stored(self, event: Refresher.DayStored) -> None:
        self.desk.bring(event.day, event.new)

    @on(Backstage.SettingsChanged)
    def _settings_changed(self, event: Backstage.SettingsChanged) -> None:
        if event.made:
            self._filter.close()

    @on(Rows.Moved, "#list")
    def _another_paper(self) -> None:
        """What was told was about another paper."""
        entry = self.desk.papers.current
        if entry and entry.id != self._told_about:
            self._told_about = entry.id
            self.query_one(HintBar).clear()

    @on(Backstage.Told)
    def _tell(self, event: Backstage.Told) -> None:
        """A word in the line below; what went wrong on top of everything."""
        if event.is_error:
            self.notify(clean(event.text), severity="error", markup=False)
        else:
            self.query_one(HintBar).tell(event.text)

    @on(Rows.Chosen, "#side")
    @on(FilterBar.Done)
    def _to_list(self) -> None:
        self.set_focus(self.desk.papers)
        self._show_place()

    def watch_focused(self, focused: Widget | None) -> None:
        """Other panes, other hints; on a small screen the pane with the keys gets the room."""
        self.set_class(isinstance(focused, AbstractPane), "-reading")
        self.set_class(isinstance(focused, Sidebar), "-choosing")
        is_typing = focused is not None and isinstance(focused.parent, FilterBar)
        owners = _OWNERS.get(type(focused), ("list", "rows", "reading"))
        here = ("filter", "app") if is_typing else (*owners, "desk", "reader", "app")
        self.query_one(HintBar).show(hints(*here))

    def action_pane_left(self) -> None:
        """From the abstract to the list, from the list to the sidebar."""
        self._focus(-1)

    def action_pane_right(self) -> None:
        """From the sidebar to the list, from the list to the abstract."""
        self._focus(1)

    def action_pane_next(self) -> None:
        """The panes in turn."""
        self._focus(1, around=True)

    def action_pane_before(self) -> None:
        """The panes in turn, the other way."""
        self._focus(-1, around=True)

    async def action_filter(self) -> None:
        """Find papers as one types."""
        await self._filter.open(self.desk.place.selection)
        self.desk.searcher.look()

    def action_scope(self) -> None:
        """Find here, or in the whole library."""
        self._filter.action_scope()

    def action_keep_view(self) -> None:
        """Keep what is looked for as a view."""
        from paperterm.session.views import kept_query
        from paperterm.tui.screens.ask import AskScreen

        query, selection = self.desk.asked
        if query is EVERYTHING:
            self.post_message(Backstage.Told("/ finds papers; V keeps what it finds as a view"))
            return
        kept = str(kept_query(query, selection))

        def named(name: str | None) -> None:
            if name:
                self.desk.backstage.keep_view(name, kept)

        says = f"A view in the sidebar that finds {kept}"
        self.app.push_screen(AskScreen("Keep as a view", says), named)

    def action_fetch(self) -> None:
        """Ask arXiv for what is due."""
        self.query_one(TopBar).fetch(asked=True)

    def action_export(self) -> None:
        """Ask for a format, and export what the list shows."""
        from paperterm.tui.screens.export import ExportScreen

        query, selection = self.desk.asked
        if not len(self.desk.papers):
            self.post_message(Backstage.Told("there is nothing to export here"))
            return

        def chosen(exporter: Exporter | None) -> None:
            if exporter:
                wanted = None if query is EVERYTHING else query
                self.desk.backstage.export(selection, exporter, wanted)

        self.app.push_screen(ExportScreen(selection, self._session.export_folder), chosen)

    def action_help(self) -> None:
        """Show the keys."""
        from paperterm.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def _focus(self, step: int, *, around: bool = False) -> None:
        panes: list[Widget] = [self.desk.sidebar, self.desk.papers, self.desk.reading.abstract]
        now = panes.index(self.focused) if self.focused in panes else 1
        there = (now + step) % 3 if around else max(0, min(now + step, 2))
        # A hidden pane cannot take the keys: on a small screen the sidebar shows itself for it.
        self.set_class(there == 0, "-choosing")
        panes[there].focus()
