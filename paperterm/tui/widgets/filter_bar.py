"""The filter bar: what to look for, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from paperterm.errors import InputError
from paperterm.query import EVERYTHING, Query, kept, parse, parse_typing
from paperterm.session import Selection
from paperterm.tui.backstage import Backstage
from paperterm.tui.glyphs import glyphs
from paperterm.tui.keys import bindings

if TYPE_CHECKING:
    from textual.widgets import Input

LONGEST = 10_000
"""Characters of a query; a text that is pasted by mistake ends there."""
_LONG = 200
_PAUSE = 0.15
"""Characters of what nobody types, and seconds without another key until it is looked for."""


class FilterBar(Horizontal):
    """A line to type a query in; who shows the list hears of every change."""

    BINDINGS = bindings("filter")

    class Changed(Message):
        """There is another query, or another place to look."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters: keys may come faster than they are looked for."""
            return isinstance(message, FilterBar.Changed)

    class Cleared(Message):
        """There is no query any more."""

    class Done(Message):
        """The query stays, and the keys go back to the list."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.display = False
        self._text = ""
        self._here = Selection()
        self._is_wide = False
        self._later: Timer | None = None

    @property
    def query_text(self) -> str:
        """What is looked for; nothing when the filter is off."""
        return self._text

    @property
    def is_on(self) -> bool:
        """Whether the list shows what a query finds."""
        return self.display

    @property
    def filtered(self) -> Query:
        """The query, as far as it is typed."""
        return parse_typing(self._text) if self.is_on else EVERYTHING

    @property
    def selection(self) -> Selection:
        """Where it looks."""
        return Selection(order=self._here.order) if self._is_wide else self._here

    @property
    def place(self) -> str:
        """Where it looks, in words."""
        return "the whole library" if self._is_wide else "this list"

    async def open(self, here: Selection) -> None:
        """Let the user type, from the query that is there on; `here` is what the list shows."""
        if not self.is_on:
            self._here, self._is_wide, self._text = here, False, ""
        line = await self._shown_line()
        # At once: the keys that were sent together with this one are for the query.
        self.screen.set_focus(line)

    async def look_for(self, text: str, here: Selection) -> None:
        """Look for something in the whole library; the keys stay where they are."""
        self._here, self._is_wide, self._text = here, True, text
        await self._shown_line()
        self.post_message(self.Changed())

    def look_in(self, here: Selection) -> None:
        """The list is to show something else: look there."""
        if here != self._here:
            # What was chosen is looked at, not the whole library.
            self._here, self._is_wide = here, False
            self._show_scope()
        self.post_message(self.Changed())

    def close(self) -> None:
        """No query any more."""
        if self.is_on:
            self.display = False
            self._text = ""
            self.post_message(self.Cleared())

    def action_leave(self) -> None:
        """Leave, back to where one was."""
        self.close()

    def action_scope(self) -> None:
        """Here, or in the whole library."""
        if self.is_on:
            self._is_wide = not self._is_wide
            self._show_scope()
            self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """A click on where it looks looks elsewhere."""
        if event.widget is not None and event.widget.id == "filter-scope":
            self.action_scope()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed."""
        event.stop()
        if event.value == self._text:
            return
        self._text = event.value
        if self._later:
            self._later.stop()
        if len(self._text) > _LONG:
            # Somebody pastes it key by key: each would be a search.
            self._later = self.set_timer(_PAUSE, lambda: self.post_message(self.Changed()))
        else:
            self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the query as the command line would understand it, or say what is wrong."""
        event.stop()
        if not event.value.strip():
            self.close()
            return
        whole = kept(event.value)
        try:
            # What is only not closed yet is closed; what would be left out is wrong.
            parse(whole if whole.startswith(event.value.rstrip()) else event.value)
        except InputError as error:
            self.post_message(Backstage.Told(str(error)))
            return
        self._text = event.input.value = whole
        self.post_message(self.Done())

    async def _shown_line(self) -> Input:
        """The line, made when it is needed first, with the query in it."""
        from textual.widgets import Input, Static  # 20 ms: only who searches needs them

        from paperterm.tui.widgets.short_line import ShortLine

        if not self.children:
            line = ShortLine(id="filter-input", compact=True, max_length=LONGEST)
            sign, scope = Static("/", id="filter-sign"), Static("", id="filter-scope", markup=False)
            await self.mount_all([sign, line, scope])
        self.display = True
        self._show_scope()
        shown = self.query_one(Input)
        shown.value = self._text
        return shown

    def _show_scope(self) -> None:
        from textual.widgets import Static

        other = "this list" if self._is_wide else "the whole library"
        self.query_one("#filter-scope", Static).update(glyphs(f"in {self.place} · tab: in {other}"))
