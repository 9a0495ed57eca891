"""The filter bar: what to search for, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from paperterm.errors import QueryError
from paperterm.query import EVERYTHING, Query
from paperterm.session import Selection
from paperterm.session.drafts import Draft
from paperterm.text import clean
from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.drafts import DraftsJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import ACTIONS, KeyAction, bindings, key_of

if TYPE_CHECKING:
    from textual.widgets import Input

    from paperterm.tui.reader.query_line import QueryLine

LONGEST = 10_000
"""Characters of a query; a text pasted by mistake is cut there."""
_LONG = 200
"""Characters of a query that is longer than anyone types: it was pasted."""
_PAUSE = 0.15
"""Seconds to wait for more of a pasted query."""
_FORMER = 100
"""Queries in the history, which lasts until the reader is closed."""
_ROOM_TO_TYPE = 20
"""Cells that the query has at least."""
_ENTERED = "entered"
"""The field of a draft which says that the query was complete."""
_BESIDE = 5
"""Cells of the sign before the query, and of blanks."""


class FilterBar(Vertical):
    """A line to type a query in. Each change is posted as a message.

    An invalid query changes nothing: the line says so, and the list keeps the last valid query.

    Args:
        drafts: Keeps the query until it is cleared.
    """

    BINDINGS = bindings("FilterBar")

    class QueryChanged(Message):
        """The query, or where to search, changed."""

        def can_replace(self, message: Message) -> bool:
            """Keep only the newest: keys may come faster than searches."""
            return isinstance(message, FilterBar.QueryChanged)

    class Cleared(Message):
        """The query was cleared."""

    class Done(Message):
        """The query was entered, and the keys go back to the list."""

    def __init__(self, drafts: DraftsJob, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.display = False
        self._drafts = drafts
        self._draft: Draft | None = None
        self._actions: Sequence[KeyAction] = ACTIONS
        self._text = ""
        self._parsed_text = ""
        self._closed_text = ""
        self._valid: tuple[str, Query] = ("", EVERYTHING)
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
        """The last valid text; empty when the filter is off."""
        return self._valid[0]

    @property
    def is_on(self) -> bool:
        """Whether the list shows what a query finds."""
        return self.display

    @property
    def is_wide(self) -> bool:
        """Whether the whole library is searched."""
        return self.is_on and self._is_wide

    @property
    def filtered(self) -> Query:
        """The last valid query."""
        return self._valid[1] if self.is_on else EVERYTHING

    @property
    def selection(self) -> Selection:
        """Where to search."""
        here = self._here
        return Selection(order=here.order, following=here.following) if self._is_wide else here

    @property
    def elsewhere(self) -> str:
        """Where else to search, in words."""
        return "this list" if self._is_wide else "whole library"

    def named(self, hint: KeyAction) -> KeyAction:
        """Return a key hint, with the other scope as the label of the scope key."""
        is_scope = hint.name in ("filter.scope", "reader.scope")
        return hint._replace(label=self.elsewhere) if is_scope else hint

    def follow_keys(self, actions: Sequence[KeyAction]) -> None:
        """Name the keys from this action table from now on."""
        self._actions = actions
        self._update_words()

    async def open(self, here: Selection) -> None:
        """Let the user type or edit the query; `here` is what the list shows."""
        if not self.is_on:
            self._here, self._is_wide = here, False
            self._forget()
        left = self._left_text() if self._draft is None else ""
        self._text = left or self._text
        line = await self._shown_line()
        line.select_on_focus = not left  # a key would replace it all
        line.cursor_position = len(line.value)
        # At once: the keys that were sent together with this one are for the query.
        self.screen.set_focus(line)
        if left:
            self._search()
            key = key_of("filter.leave", self._actions)
            self.post_message(Notice(f"your unfinished search is back; {key} clears it"))

    def _left_text(self) -> str:
        """Begin a draft; return a query that was left unfinished, or remember one for `up`."""
        self._draft = self._drafts.open("search")
        left = self._draft.found
        if left and (_ENTERED in left or self.is_on):
            self._remember(left["text"])
            self._draft.keep()
            key = key_of("former(-1)", self._actions)
            self.post_message(Notice(f"{key} brings back your last search"))
            return ""
        return left.get("text", "")

    def drop_entered(self) -> None:
        """Drop the draft of a query that is not being typed: the user quits."""
        if self._draft and _ENTERED in self._draft.texts:
            self._draft.drop()

    async def search_for(self, text: str, here: Selection) -> None:
        """Search the whole library; the focus stays where it is."""
        self._here, self._is_wide, self._text = here, True, text
        await self._shown_line()
        self._search()
        self._remember(text)

    def search_in(self, here: Selection) -> None:
        """Search here from now on: the location changed."""
        if here._replace(order=self._here.order) != self._here:
            # Searches what was chosen, not the whole library.
            self._is_wide = False
        self._here = here
        self._update_words()
        self.post_message(self.QueryChanged())

    def close(self) -> None:
        """Clear the query."""
        if self.is_on:
            self.display = False
            self._forget()
            if self._draft:
                self._draft.drop()
                self._draft = None
            self.post_message(self.Cleared())

    def is_available(self, name: str) -> bool:
        """Return whether a query is being typed."""
        return self.has_focus_within

    def action_leave(self) -> None:
        """Clear the query and leave."""
        self.close()

    def action_scope(self) -> None:
        """Switch between this list and the whole library."""
        if self.is_on:
            self._is_wide = not self._is_wide
            self._update_words()
            self.post_message(self.QueryChanged())

    def action_former(self, step: int) -> None:
        """Show an earlier or later query of the history, which ends with what was typed."""
        if self._at == len(self._former):
            self._typed = self._text
        self._at = max(0, min(self._at + step, len(self._former)))
        line = self._line
        line.value = [*self._former, self._typed][self._at]
        line.cursor_position = len(line.value)

    def on_click(self, event: events.Click) -> None:
        """Switch the scope when it is clicked."""
        if event.widget is not None and event.widget.id == "filter-scope":
            self.action_scope()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed."""
        event.stop()
        if event.value == self._text:
            return
        self._text = event.value
        self._is_refused = False
        if self._draft:
            self._draft.keep(text=self._text)
        if self._later:
            self._later.stop()
        if len(self._text) > _LONG:
            # A paste that arrives key by key: each key would be a search.
            self._later = self.set_timer(_PAUSE, self._search)
        else:
            self._search()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter the query as the command line would read it, or show its problem."""
        event.stop()
        if not event.value.strip():
            self.close()
            return
        self._text = event.value
        self._search()
        if self._wrong:
            self._is_refused = True
            self._update_words()
            return
        self._text = self._parsed_text = self._closed_text
        self._valid = (self._text, self._valid[1])
        event.input.value = self._text
        self._remember(self._text)
        if self._draft:
            self._draft.keep(text=self._text, **{_ENTERED: "yes"})
        self.post_message(self.Done())

    def _search(self) -> None:
        """Search for what is typed if it is valid; otherwise the list stays as it is."""
        if self._text != self._parsed_text:
            self._parse()
        if not self._wrong:
            self.post_message(self.QueryChanged())
        self._update_words()

    def _parse(self) -> None:
        from paperterm.query.parse import parse_typed  # the first screen needs no query

        self._parsed_text = self._text
        try:
            self._closed_text, query = parse_typed(self._text)
        except QueryError as error:
            self._wrong = error
        else:
            self._wrong, self._valid = None, (self._text, query)

    def _forget(self) -> None:
        """Clear what is typed."""
        if self._later:
            self._later.stop()
        self._text = self._parsed_text = self._closed_text = ""
        self._valid = ("", EVERYTHING)
        self._wrong, self._is_refused = None, False
        self._at = len(self._former)

    def _remember(self, text: str) -> None:
        """Append a query to the history, once."""
        others = [query for query in self._former if query != text]
        self._former = [*others, text][-_FORMER:]
        self._at = len(self._former)

    async def _shown_line(self) -> Input:
        """Return the line with the query in it, made when it is first needed."""
        from textual.widgets import Static  # takes 20 ms: not at the start

        from paperterm.tui.reader.query_line import QueryLine

        if not self.children:
            line = QueryLine(id="filter-input", compact=True, max_length=LONGEST)
            sign, scope = Static("/", id="filter-sign"), Static("", id="filter-scope", markup=False)
            wrong = Static("", id="filter-wrong", markup=False)
            await self.mount_all([Horizontal(sign, line, scope, id="filter-row"), wrong])
        self.display = True
        self._line.value = self._text
        self._update_words()
        return self._line

    @property
    def _line(self) -> QueryLine:
        from paperterm.tui.reader.query_line import QueryLine

        return self.query_one(QueryLine)

    @on(events.Resize)
    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _update_words(self) -> None:
        """Show beside the line where it searches, or the problem of the query."""
        if not self.children:
            return
        from textual.widgets import Static

        typed = self._text or self._line.EXAMPLES
        taken = max(cell_len(typed), _ROOM_TO_TYPE) + _BESIDE
        beside = self._beside(self.size.width - taken)
        scope, below = (self.query_one(f"#filter-{name}", Static) for name in ("scope", "wrong"))
        if scope.content != beside:
            scope.update(beside)
        below.display = self._is_refused
        if self._wrong and self._is_refused:
            below.update(glyphs(clean(self._wrong.message)))

    def _beside(self, room: int) -> str:
        """Return the words beside the line, in `room` cells if possible."""
        if self._wrong:
            short = "not a query yet"
            text = short if self._is_refused else f"{short}: {clean(self._wrong.reason)}"
            return glyphs(fit(text, max(room, len(short) + 1)))
        scope = "in the whole library" if self._is_wide else "in this list"
        key = key_of("filter.scope" if self.has_focus_within else "reader.scope", self._actions)
        whole = glyphs(f"{scope} · {key}: {self.elsewhere}")
        return whole if cell_len(whole) <= room else scope
