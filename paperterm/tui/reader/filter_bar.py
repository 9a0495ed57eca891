"""The filter bar: what to look for, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from paperterm.errors import QueryError
from paperterm.query import EVERYTHING, Query, entered, parse
from paperterm.session import Selection
from paperterm.text import clean
from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import ACTIONS, KeyAction, bindings, key_of

if TYPE_CHECKING:
    from textual.widgets import Input

    from paperterm.tui.reader.query_line import QueryLine

LONGEST = 10_000
"""Characters of a query; a text that is pasted by mistake ends there."""
_LONG = 200
_PAUSE = 0.15
"""Characters of what nobody types, and seconds without another key until it is looked for."""
_FORMER = 100
"""So many queries are remembered until the reader is closed."""
_ROOM_TO_TYPE = 20
_BESIDE = 5
"""Cells that are left to the query, and those of the sign before it and of blanks."""


class FilterBar(Vertical):
    """A line to type a query in; who shows the list hears of every change.

    What cannot be read yet changes nothing: the line says so, and the query before it counts.
    """

    BINDINGS = bindings("filter")

    class QueryChanged(Message):
        """There is another query, or another place to look."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters: keys may come faster than they are looked for."""
            return isinstance(message, FilterBar.QueryChanged)

    class Cleared(Message):
        """There is no query any more."""

    class Done(Message):
        """The query stays, and the keys go back to the list."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.display = False
        self._actions: Sequence[KeyAction] = ACTIONS
        self._text = ""
        self._read: tuple[str, Query] = ("", EVERYTHING)
        self._wrong: QueryError | None = None
        self._is_refused = False
        self._here = Selection()
        self._is_wide = False
        self._later: Timer | None = None
        self._former: list[str] = []
        self._typed = ""
        self._at = 0

    @property
    def query_text(self) -> str:
        """What is looked for; nothing when the filter is off."""
        return self._read[0]

    @property
    def is_on(self) -> bool:
        """Whether the list shows what a query finds."""
        return self.display

    @property
    def is_wide(self) -> bool:
        """Whether it looks in the whole library."""
        return self.is_on and self._is_wide

    @property
    def filtered(self) -> Query:
        """The query, as far as it was typed when it could be read last."""
        return self._read[1] if self.is_on else EVERYTHING

    @property
    def selection(self) -> Selection:
        """Where it looks."""
        return Selection(order=self._here.order) if self._is_wide else self._here

    @property
    def elsewhere(self) -> str:
        """Where it could look instead, in words."""
        return "this list" if self._is_wide else "whole library"

    def named(self, hint: KeyAction) -> KeyAction:
        """A hint for the line below; that of looking elsewhere says where."""
        is_scope = (hint.owner, hint.id) == ("filter", "scope")
        return hint._replace(says=self.elsewhere) if is_scope else hint

    def follow_keys(self, actions: Sequence[KeyAction]) -> None:
        """Name the keys of this action table from now on."""
        self._actions = actions
        self._tell()

    async def open(self, here: Selection) -> None:
        """Let the user type, from the query that is there on; `here` is what the list shows."""
        if not self.is_on:
            self._here, self._is_wide = here, False
            self._forget()
        line = await self._shown_line()
        # At once: the keys that were sent together with this one are for the query.
        self.screen.set_focus(line)

    async def look_for(self, text: str, here: Selection) -> None:
        """Look for something in the whole library; the keys stay where they are."""
        self._here, self._is_wide, self._text = here, True, text
        await self._shown_line()
        self._look()
        self._remember(text)

    def look_in(self, here: Selection) -> None:
        """The list is to show something else: look there."""
        if replace(here, order=self._here.order) != self._here:
            # What was chosen is looked at, not the whole library.
            self._is_wide = False
        self._here = here
        self._tell()
        self.post_message(self.QueryChanged())

    def close(self) -> None:
        """No query any more."""
        if self.is_on:
            self.display = False
            self._forget()
            self.post_message(self.Cleared())

    def action_leave(self) -> None:
        """Leave, back to where one was."""
        self.close()

    def action_scope(self) -> None:
        """Here, or in the whole library."""
        if self.is_on:
            self._is_wide = not self._is_wide
            self._tell()
            self.post_message(self.QueryChanged())

    def action_former(self, step: int) -> None:
        """A query of before, or one after that, the last of which is what was being typed."""
        if self._at == len(self._former):
            self._typed = self._text
        self._at = max(0, min(self._at + step, len(self._former)))
        line = self._line
        line.value = [*self._former, self._typed][self._at]
        line.cursor_position = len(line.value)

    def on_click(self, event: events.Click) -> None:
        """A click on where it looks looks elsewhere."""
        if event.widget is not None and event.widget.id == "filter-scope":
            self.action_scope()

    def on_resize(self) -> None:
        """More or less room for words beside the line."""
        self._tell()

    def on_descendant_focus(self) -> None:
        """Where a query is typed, other keys count."""
        self._tell()

    def on_descendant_blur(self) -> None:
        """No longer."""
        self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed."""
        event.stop()
        if event.value == self._text:
            return
        self._text = event.value
        self._is_refused = False
        if self._later:
            self._later.stop()
        if len(self._text) > _LONG:
            # Somebody pastes it key by key: each would be a search.
            self._later = self.set_timer(_PAUSE, self._look)
        else:
            self._look()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the query as the command line would understand it, or say what is wrong."""
        event.stop()
        if not event.value.strip():
            self.close()
            return
        self._text = event.value
        self._look()
        if self._wrong:
            self._is_refused = True
            self._tell()
            return
        whole = entered(self._text)
        self._text, self._read = whole, (whole, parse(whole))
        event.input.value = whole
        self._remember(whole)
        self.post_message(self.Done())

    def _look(self) -> None:
        """Look for what is typed, if it can be read; what is listed stays otherwise."""
        try:
            query = parse(entered(self._text))
        except QueryError as error:
            self._wrong = error
        else:
            self._wrong, self._read = None, (self._text, query)
            self.post_message(self.QueryChanged())
        self._tell()

    def _forget(self) -> None:
        """Nothing is typed."""
        if self._later:
            self._later.stop()
        self._text, self._read = "", ("", EVERYTHING)
        self._wrong, self._is_refused = None, False
        self._at = len(self._former)

    def _remember(self, text: str) -> None:
        """The query is one of before, once."""
        others = [one for one in self._former if one != text]
        self._former = [*others, text][-_FORMER:]
        self._at = len(self._former)

    async def _shown_line(self) -> Input:
        """The line, made when it is needed first, with the query in it."""
        from textual.widgets import Static  # 20 ms: only who searches needs them

        from paperterm.tui.reader.query_line import QueryLine

        if not self.children:
            line = QueryLine(id="filter-input", compact=True, max_length=LONGEST)
            sign, scope = Static("/", id="filter-sign"), Static("", id="filter-scope", markup=False)
            wrong = Static("", id="filter-wrong", markup=False)
            await self.mount_all([Horizontal(sign, line, scope, id="filter-row"), wrong])
        self.display = True
        self._line.value = self._text
        self._tell()
        return self._line

    @property
    def _line(self) -> QueryLine:
        from paperterm.tui.reader.query_line import QueryLine

        return self.query_one(QueryLine)

    def _tell(self) -> None:
        """Say beside the line where it looks, or what cannot be read; a refusal has its own row."""
        if not self.children:
            return
        from textual.widgets import Static

        typed = self._text or self._line.EXAMPLES
        taken = max(cell_len(typed), _ROOM_TO_TYPE) + _BESIDE
        beside = self._beside(self.size.width - taken)
        scope, below = (self.query_one(f"#filter-{one}", Static) for one in ("scope", "wrong"))
        if scope.content != beside:
            scope.update(beside)
        below.display = self._is_refused
        if self._wrong and self._is_refused:
            below.update(glyphs(clean(self._wrong.message)))

    def _beside(self, room: int) -> str:
        """What is said in so many cells, or in a few more where that is too little."""
        if self._wrong:
            short = "not a query yet"
            says = short if self._is_refused else f"{short}: {clean(self._wrong.reason)}"
            return glyphs(fit(says, max(room, len(short) + 1)))
        place = "in the whole library" if self._is_wide else "in this list"
        key = key_of("filter.scope" if self.has_focus_within else "reader.scope", self._actions)
        whole = glyphs(f"{place} · {key}: {self.elsewhere}")
        return whole if cell_len(whole) <= room else place
