"""The screen of a whole paper: its page, its outline, and what cannot be had of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Input, Static

from paperterm.fulltext.document import Block, Document, Kind, Reference, Section
from paperterm.model import Entry, PaperId
from paperterm.session.reading_places import ReadingPlace
from paperterm.text import clean
from paperterm.tui.draw.cells import fill, fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.fulltext.outline import Outline, heading
from paperterm.tui.fulltext.page import PaperPage
from paperterm.tui.fulltext.sheet import MOST_HITS, Stretch
from paperterm.tui.fulltext.window import BlockWindow
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.figures import INSTALL, FiguresJob
from paperterm.tui.jobs.messages import Notice, seconds_to_read
from paperterm.tui.jobs.reading import ReadingJob
from paperterm.tui.keys.actions import KeyAction, bindings, key_of
from paperterm.tui.keys.available import (
    AvailableAction,
    available_actions,
    bound_nodes,
    key_hints,
)
from paperterm.tui.keys.driver import report_of
from paperterm.tui.textual_private import FrontScreen, terminal_of
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from paperterm.session.fulltext import Page
    from paperterm.session.graphics import Graphics
    from paperterm.tui.fulltext.figures import Figures

_WITH_OUTLINE = 116
"""Columns from which the outline fits beside lines of text that are not too short."""
_NARROW, _WIDE = "-narrow", "-wide"
_MAIL = "mailto:"
_FIRST_HINTS = ("whole.leave", "page.outline", "page.find", "page.link(1)", "page.range")
_FIRST_SECONDS = 0.05
"""How long the first frame waits for the paper: an empty page would be drawn for nothing."""
_REST_SECONDS = 1.0
"""After so long without a move, the place is remembered: the terminal may be closed."""
_EMPTY = "arXiv's HTML of this paper has no text"
_OF_RANGE = ("page.copy", "page.quote", "whole.leave")


class PaperLine(CachedLines):
    """The title of the paper, and how much of it is read."""

    STYLES = {"name": "bold $primary", "title": "bold", "read": "$text-muted"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._title = self._state = ""

    def show(self, title: str, state: str) -> None:
        """Show a title, and a few words on the right."""
        if (title, state) != (self._title, self._state):
            self._title, self._state = title, state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        state = f" {self._state} "
        room = max(0, width - cell_len(state))
        segments = [
            Segment(fill(f" {fit(typeset(self._title), room - 2)}", room), self.style_for("title")),
            Segment(state, self.style_for("read")),
        ]
        return Strip(segments).adjust_cell_length(width, self.style_for())


class WholePaperScreen(FrontScreen[PaperId | None]):
    """Shows a whole paper; returns the paper to go to, or None.

    Args:
        entry: The paper.
        jobs: Gets and reads it, and opens and copies things.
        actions: The table, with the user's keys.
        quote: Opens the note on the paper, with a quotation.
        graphics: How to draw figures, as the setting says; "" if they are not to be drawn.
    """

    BINDINGS = bindings("WholePaperScreen")
    CSS_PATH = [*stylesheet("fulltext")]
    HORIZONTAL_BREAKPOINTS = [(0, _NARROW), (_WITH_OUTLINE, _WIDE)]
    AUTO_FOCUS = "#page"

    def __init__(
        self,
        entry: Entry,
        jobs: Jobs,
        actions: Sequence[KeyAction],
        quote: Callable[[str], object],
        graphics: str = "",
    ) -> None:
        super().__init__()
        self._chosen = graphics
        self._graphics: Graphics | None = None
        self._has_extra = False
        self._is_begun = False
        self._read_page: ReadingJob.PaperRead | None = None
        self._first: Message | None = None
        self._shown_early: Message | None = None
        self._has_first = asyncio.Event()
        self._entry = entry
        self._jobs = jobs
        self.actions = actions
        self._quote = quote
        self._document = Document("", ())
        self._state = self._said = ""
        self._place: ReadingPlace | None = None
        self._kept: ReadingPlace | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the title, the outline beside the page, and the bars below; get the paper."""
        self._ask(fresh=False)  # while the widgets are made
        # Textual sets it after the first frame, which would be drawn in another layout.
        self.add_class(_WIDE if self.app.size.width >= _WITH_OUTLINE else _NARROW)
        yield PaperLine(id="paper-line")
        with Horizontal(id="sheet"):
            yield Outline(id="outline")
            yield PaperPage(id="page")
            yield Static("", id="lacking", markup=False)
        yield HintBar(id="hints")

    async def on_mount(self) -> None:
        """Show the paper if it is here in a moment; look how its figures can be drawn."""
        self.app.app_resume_signal.subscribe(self, lambda _: self.page.send_figures_again())
        if self._chosen:
            told = report_of(terminal_of(self))
            self._jobs.figures.look(self._chosen, told, self.post_message)
        self._show_line()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_SECONDS):
                await self._has_first.wait()
        # A short paper is shown with its figures, which need the size of the page.
        if isinstance(first := self._first, ReadingJob.PaperBegun):
            self._shown_early = first
            self._show_beginning(first)

    def on_screen_resume(self) -> None:
        """Go on with the figures, of which another screen may have wanted others, and the hints."""
        self._show_hints()
        self.page.want_figures()

    def on_unmount(self) -> None:
        """Forget the paper: a timer of Textual may keep the screen for some seconds."""
        self._keep_place()
        self.app.app_resume_signal.unsubscribe(self)  # it would keep the screen for good
        self._jobs.reading.stop()
        self._jobs.figures.stop()
        self._read_page = self._first = self._shown_early = None
        self._document = Document("", ())

    @property
    def page(self) -> PaperPage:
        """The page."""
        return self.query_one(PaperPage)

    def _ask(self, *, fresh: bool) -> None:
        self._state = "asking arXiv" if fresh else "opening"
        loop = asyncio.get_running_loop()

        def post(answer: Message) -> None:
            """Post an answer; note the first one, as messages are read after the first frame."""
            self._first = self._first or answer
            self.post_message(answer)
            loop.call_soon_threadsafe(self._has_first.set)

        self._jobs.reading.read(self._entry.paper, post, fresh=fresh)

    @on(ReadingJob.PaperBegun)
    def _was_begun(self, event: ReadingJob.PaperBegun) -> None:
        if event is not self._shown_early:
            self._show_beginning(event)

    def _show_beginning(self, begun: ReadingJob.PaperBegun) -> None:
        """Show the beginning of a paper, and then let the rest be read."""
        self._is_begun = True
        self._document = begun.document
        self._kept = begun.place
        self.page.show(begun.document, begun.texts, begun.place, self._figures_of(begun))
        self._say("")
        self._follow()
        self.call_after_refresh(self._jobs.reading.go_on)

    @on(ReadingJob.PaperRead)
    def _show_paper(self, read: ReadingJob.PaperRead) -> None:
        self._read_page = read
        self._document = read.document
        self._state = _about(read.page)
        self._kept = read.place
        if self._is_begun:
            self._is_begun = False
            self.page.show_rest(read.document, read.texts)
            self.page.draw_figures(self._figures_of(read))
        else:
            self.page.show(read.document, read.texts, read.place, self._figures_of(read))
        self._say("" if read.document.blocks else self._alternatives(_EMPTY))
        self._follow()

    def _figures_of(
        self, read: ReadingJob.PaperRead | ReadingJob.PaperBegun, *, alone: bool = False
    ) -> Figures | None:
        """Return what draws the pictures; None if nothing does, or if that is not known yet."""
        if self._graphics is None:
            return None
        from paperterm.tui.fulltext.figures import Figures, cell_size

        page = read.page
        paths = page.paper.id, page.shown_version
        cell, want, write = cell_size(), self._jobs.figures.want, terminal_of(self).write
        return Figures(*paths, read.document, self._graphics, cell, write, want, alone=alone)

    @on(FiguresJob.GraphicsFound)
    def _graphics_found(self, event: FiguresJob.GraphicsFound) -> None:
        self._graphics = event.graphics
        self._has_extra = event.graphics is not None
        if event.graphics and (read := self._read_page):  # the paper was faster
            self.page.draw_figures(self._figures_of(read))

    @on(PaperPage.FigureChosen)
    def _figure_chosen(self, event: PaperPage.FigureChosen) -> None:
        """Show a picture alone; in the viewer of the system, if it cannot be drawn."""
        read = self._read_page
        if read is None:
            self.post_message(Notice("the paper is still loading"))
            return
        if not event.source:
            self.post_message(Notice("this paper has no figures"))
            return
        figures = self._figures_of(read, alone=True)
        if figures is None:
            self._view(read, event.source)
            return
        from paperterm.tui.fulltext.figure_screen import FigureScreen

        view = partial(self._view, read)
        self.app.push_screen(FigureScreen(figures, read.document, event.source, self.actions, view))

    def _view(self, read: ReadingJob.PaperRead, source: str) -> None:
        """Open a picture in the viewer of the system."""
        from paperterm.fulltext.pictures import picture_path

        page = read.page
        path = picture_path(page.paper.id, page.shown_version, read.document.base, source)
        if path is None:
            self.post_message(Notice("this is not among the figures of the paper"))
            return
        may_draw = self._chosen and not self._has_extra
        hint = f"; to see figures here: {INSTALL}" if may_draw else ""
        self._jobs.figures.view(path, hint)

    @on(ReadingJob.PaperLacking)
    def _is_lacking(self, lacking: ReadingJob.PaperLacking) -> None:
        """Say why there is no whole paper, and what there is instead."""
        self._state = "not saved in full"
        if self._document.blocks:  # the one from before is still shown
            self.post_message(Notice(lacking.failure.problem))
        else:
            self._say(self._alternatives(lacking.failure.problem, lacking.failure.hint))
        self._follow()

    def _alternatives(self, problem: str, hint: str = "") -> str:
        keys = {
            name: key_of(name, self.actions)
            for name in ("whole.leave", "whole.pdf", "whole.abs", "whole.anew", "whole.download")
        }
        lines = [
            clean(problem),
            *([clean(hint)] if hint else []),
            "",
            f"{keys['whole.leave']:>7}  back to the abstract",
            f"{keys['whole.download']:>7}  download the PDF",
            f"{keys['whole.pdf']:>7}  open the PDF in the browser",
            f"{keys['whole.abs']:>7}  open its page in the browser",
            f"{keys['whole.anew']:>7}  ask arXiv again",
        ]
        return glyphs("\n".join(lines))

    def _say(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.query_one("#lacking", Static).update(text)
            self.set_class(bool(text), "-lacking")
            self.page.can_focus = not text  # keys would wait until it has the focus
            self.set_focus(None if text else self.page)

    @on(PaperPage.Moved)
    def _follow(self) -> None:
        """Show what follows from the place in the paper."""
        blocks = self._document.blocks
        if blocks and not self.page.size:  # it follows when the page is laid out
            return
        if blocks:
            self._place = self.page.place or ReadingPlace(blocks[0].id)
        self._show_line()
        self.query_one(Outline).show(self.sections, self.page.section)
        self._show_hints()
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, self._keep_place)

    def _show_line(self) -> None:
        state = self._state
        if self._document.blocks and not self._is_begun:
            state = glyphs(" · ").join(filter(None, (state, f"{self.page.percent} %")))
        self.query_one(PaperLine).show(self._entry.paper.title, state)

    def watch_focused(self) -> None:
        """Show the keys that work now."""
        self._show_hints()

    @on(events.ScreenSuspend)
    def _make_way(self) -> None:
        """Show the keys of the window on top."""
        self.watch(self.app.screen, "focused", self._show_hints)

    def _show_hints(self) -> None:
        first = _OF_RANGE if self.page.has_range else _FIRST_HINTS
        hints = key_hints(bound_nodes(self.app.screen), self.actions, first=first)
        lead = "range" if self.page.has_range else ""
        self.query_one(HintBar).show(hints, lead)

    @on(Notice)
    def _show_notice(self, event: Notice) -> None:
        """Show a notice in the hint line, or as a toast where it does not fit."""
        if event.is_error:
            return
        text = glyphs(clean(event.text))
        if cell_len(text) < self.size.width:
            self.query_one(HintBar).show_message(text, is_running=event.is_running)
        else:
            self.notify(text, timeout=seconds_to_read(text), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Clear the message."""
        self.query_one(HintBar).dismiss()

    # Links

    @on(PaperPage.LinkChosen)
    def _link_chosen(self, event: PaperPage.LinkChosen) -> None:
        link = event.link
        if link.target.startswith(_MAIL):
            self._jobs.programs.copy(link.target.removeprefix(_MAIL), "")
            return
        if not link.target.startswith("#"):
            self._jobs.programs.open(link.target)
            return
        name = link.target[1:]
        block = self._pointed_at(name, link)
        if block is None:
            self._go_to(name)
            return

        def chosen(what: str | None) -> None:
            if what == "there":
                self._go_to(name)
            elif what == "page":
                self._jobs.programs.open(window.address)
            elif what == "paper" and isinstance(block, Reference):
                self.dismiss_to(PaperId(block.arxiv_ids[0]))

        window = BlockWindow(block, self.actions)
        self.app.push_screen(window, chosen)

    def _pointed_at(self, name: str, link: Stretch) -> Block | None:
        """Return the footnote or reference that a link leads to; None if it leads elsewhere."""
        if link.kind is Kind.NOTE:
            return self._document.notes.get(name)
        place = self._document.places.get(name)
        block = self._document.blocks[place[0]] if place else None
        return block if isinstance(block, Reference) else None

    def _go_to(self, name: str) -> None:
        if place := self._document.places.get(name):
            self.page.go_to_block(*place)

    def dismiss_to(self, id_: PaperId | None) -> None:
        """Leave, and go to a paper if one is given; the place here is remembered."""
        self._keep_place()
        self.dismiss(id_)

    def _keep_place(self) -> None:
        """Remember where the user is."""
        if self._rest:
            self._rest.stop()
        if self._place and self._place != self._kept:
            self._kept = self._place
            self._jobs.reading.keep_place(self._entry.id, self._place)

    @property
    def sections(self) -> Sequence[Section]:
        """The headings of the paper."""
        return [section for _, section in self._document.outline]

    def go_to_section(self, number: int) -> None:
        """Go to a heading, by its place in the outline."""
        self.page.go_to_block(self._document.outline[number][0])

    @on(Outline.Chosen)
    def _section_chosen(self, event: Outline.Chosen) -> None:
        self.go_to_section(event.number)

    # Finding

    async def action_find(self) -> None:
        """Find words in the paper."""
        if not self.query(SearchLine):
            await self.mount(SearchLine(id="find"), before="#hints")
        field = self.query_one(SearchLine)
        field.display = True
        field.value = ""
        field.focus()

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        self.page.find(event.value)

    @on(Input.Submitted, "#find")
    def _find_entered(self, event: Input.Submitted) -> None:
        self._close_find()
        count = self.page.find(event.value)
        if event.value:
            found = f"{count:,} times" if count != 1 else "once"
            found = f"at least {found}" if count == MOST_HITS else found
            text = f"{found}: {event.value}" if count else f"not in this paper: {event.value}"
            self.post_message(Notice(text))

    @on(SearchLine.Cleared)
    def _find_cleared(self) -> None:
        self.page.find("")
        self._close_find()

    def _close_find(self) -> None:
        self.query_one(SearchLine).display = False
        self.page.focus()

    # Keys

    def is_available(self, name: str) -> bool:
        """Return whether there is a paper to act on."""
        if name in ("outline", "find", "quote", "page.outline", "page.find", "page.quote"):
            return bool(self._document.blocks)
        return True

    def action_leave(self) -> None:
        """End the range, or clear what was found, or go back to the list."""
        if self.page.has_range:
            self.page.end_range()
        elif self.page.has_found:
            self.page.find("")
        else:
            self.dismiss_to(None)

    def action_outline(self) -> None:
        """Ask for a section, and go there."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        sections = self.sections
        if not sections:
            self.post_message(Notice("this paper has no headings"))
            return
        choices = [
            Choice(heading(section), value=str(number)) for number, section in enumerate(sections)
        ]

        def chosen(number: str | None) -> None:
            if number is not None:
                self.go_to_section(int(number))

        now = str(max(0, self.page.section))
        self.app.push_screen(PickScreen("Outline", choices, now), chosen)

    def action_copy(self) -> None:
        """Copy the range."""
        text = self.page.range_text
        if not text:
            key = key_of("page.range", self.actions)
            self.post_message(Notice(f"press {key} to begin a range of lines, then copy it"))
            return
        self._jobs.programs.copy(text, f"{len(text.split()):,} words")
        self.page.end_range()

    def action_quote(self) -> None:
        """Open the note on the paper, with the range as a quotation."""
        text = self.page.range_text
        self.page.end_range()
        self._quote(text)

    def action_anew(self) -> None:
        """Ask arXiv for the paper again."""
        self._keep_place()
        self._ask(fresh=True)
        self._say("")
        self._show_line()

    def action_abs(self) -> None:
        """Open the page of the paper in the browser."""
        self._jobs.programs.open(self._entry.id.abs_url)

    def action_pdf(self) -> None:
        """Open the PDF of the paper in the browser."""
        self._jobs.programs.open(self._entry.id.pdf_url)

    def action_download(self) -> None:
        """Download the PDF of the paper."""
        self._jobs.programs.download(self._entry.id)

    def action_zen(self) -> None:
        """Hide or show the outline and the bars."""
        self.toggle_class("-zen")

    def action_palette(self) -> None:
        """Find an action or a heading, and run it or go there."""
        from paperterm.tui.dialogs.palette import Palette
        from paperterm.tui.fulltext.palette import PaperCommands

        self.app.push_screen(Palette([PaperCommands], "Search commands and headings …"))

    def action_help(self) -> None:
        """Show the keys, and run the one chosen."""
        from paperterm.tui.dialogs.help import HelpScreen

        async def chosen(action: AvailableAction | None) -> None:
            if action:
                await action.run()

        actions = available_actions(self, self.actions)
        self.app.push_screen(HelpScreen(actions, self.actions), chosen)


def _about(page: Page) -> str:
    """Return what is to be known about a page."""
    facts = []
    if page.is_earlier:
        facts.append(f"v{page.version}, an earlier version")
    if page.is_cut:
        facts.append("its end is missing")
    return glyphs(" · ").join(facts)
