"""The help: every key, to be searched and run, and every sign with its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Input

from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import SIGNS, Sign
from paperterm.tui.keys.actions import KeyAction, bindings, key_of
from paperterm.tui.keys.available import AvailableAction
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.search_line import SearchLine

_FEW_COLUMNS = 60
"""On a narrower screen, only the first key of each action is shown."""


class HelpRow(NamedTuple):
    """A row of the help.

    Attributes:
        first: The first key, or the sign; a narrow screen shows no more.
        keys: All keys, or the sign.
        meaning: What the keys do, or what the sign means.
        group: The heading.
        names: Other words that find it.
        action: The action; None for a sign.
    """

    first: str
    keys: str
    meaning: str
    group: str
    names: str = ""
    action: AvailableAction | None = None

    @classmethod
    def of_action(cls, available: AvailableAction) -> HelpRow:
        """Return the row of an action."""
        action = available.action
        names = f"{action.label} {action.name} {action.name.replace('_', ' ').replace('.', ' ')}"
        return cls(action.first_key, action.key_names, action.help, action.group, names, available)

    @classmethod
    def of_sign(cls, sign: Sign) -> HelpRow:
        """Return the row of a sign, as it is drawn now."""
        drawn = glyphs(sign.drawn)
        return cls(drawn, drawn, sign.means[0].upper() + sign.means[1:], sign.group)

    @property
    def is_bound(self) -> bool:
        """Whether its key works in the pane the help was opened from."""
        return self.action is not None and self.action.is_bound

    @property
    def is_unavailable(self) -> bool:
        """Whether it cannot be run from there."""
        return self.action is not None and self.action.target is None


class KeyList(RowList):
    """Keys with what they do, then signs; what cannot be run is dimmed."""

    STYLES = {
        "cursor": "on $primary 25%",
        "heading": "bold $primary",
        "key": "$accent",
        "meaning": "$foreground",
        "quiet": "$text-muted",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows: Sequence[HelpRow] = ()
        self._headings: dict[int, str] = {}
        self._widths = (0, 0)

    @property
    def chosen(self) -> HelpRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[HelpRow], cursor: int = 0) -> None:
        """Show rows by group, with the cursor on one of them."""
        self._rows, self._headings = grouped(rows)
        on = self._rows.index(rows[cursor]) if rows else 0
        keys = [row for row in rows if row.action]
        first = max((len(row.first) for row in keys), default=0)
        every = max((len(row.keys) for row in keys), default=0)
        # The columns stay where they are when fewer rows are shown.
        self._widths = max(first, self._widths[0]), max(every, self._widths[1])
        self.reset(len(self._rows), on, headed=[*self._headings])

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw a heading, or keys and what they do."""
        if line < 0:
            style = self.rich_style + self.ink("heading")
            return Strip([Segment(fill(f" {self._headings[row]}", width), style)], width)
        help_row = self._rows[row]
        is_cursor = row == self.cursor
        ground = self.style_for("cursor") if is_cursor else self.rich_style
        is_narrow = width < _FEW_COLUMNS
        keys = help_row.first if is_narrow else help_row.keys
        # A sign may be wider than any key: only its own row makes room for it.
        room = max(self._widths[0 if is_narrow else 1], cell_len(keys))
        left = fill(f"{glyphs('▌') if is_cursor else ' '} {keys}", room + 4)
        right = fill(help_row.meaning, width - len(left))
        ink = self.ink("quiet" if help_row.is_unavailable else "meaning")
        segments = [Segment(left, ground + self.ink("key")), Segment(right, ground + ink)]
        return Strip(segments).adjust_cell_length(width, ground)


class HelpScreen(Dialog[AvailableAction]):
    """All keys, those of the focused pane first, then the signs; returns the action to run.

    Args:
        available: The actions as they can be run now.
        actions: The table, with the user's keys.
    """

    BINDINGS = bindings("HelpScreen")
    AUTO_FOCUS = "#keys"

    def __init__(self, available: Sequence[AvailableAction], actions: Sequence[KeyAction]) -> None:
        super().__init__()
        self._rows = [*map(HelpRow.of_action, available), *map(HelpRow.of_sign, SIGNS)]
        self._actions = actions

    def compose(self) -> ComposeResult:
        """Make the search line and the rows."""
        with Vertical(id="help", classes="box") as box:
            box.border_title = "Help"
            box.border_subtitle = self._hint()
            yield SearchLine(id="help-search")
            yield KeyList(id="keys")

    def on_mount(self) -> None:
        """Show all rows."""
        self.query_one(SearchLine).display = False
        self.query_one(KeyList).show(self._rows)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        """Show the rows that match, with the cursor on the exact key if there is one."""
        event.stop()
        shown = found(self._rows, event.value)
        word = event.value.strip()
        exact = (at for at, row in enumerate(shown) if word in row.keys.split())
        self.query_one(KeyList).show(shown, next(exact, 0))
        self._show_message("" if shown else glyphs("no match · esc shows all"))

    @on(SearchLine.Stepped)
    def _step(self, event: SearchLine.Stepped) -> None:
        keys = self.query_one(KeyList)
        keys.move(keys.cursor + event.by)

    @on(SearchLine.Cleared)
    def _clear_search(self) -> None:
        line = self.query_one(SearchLine)
        line.value = ""
        line.display = False
        self.query_one(KeyList).focus()

    @on(Input.Submitted)
    @on(RowList.RowChosen)
    def _choose(self) -> None:
        row = self.query_one(KeyList).chosen
        if row is None:
            return
        if row.action is None:
            self._show_message("a sign, not a key")
        elif row.is_unavailable:
            self._show_message("not available here")
        else:
            self.dismiss(row.action)

    def action_look_up(self) -> None:
        """Search for a key."""
        line = self.query_one(SearchLine)
        line.display = True
        line.focus()

    def _show_message(self, message: str) -> None:
        self.query_one("#help").border_subtitle = message or self._hint()

    def _hint(self) -> str:
        search, close = (key_of(name, self._actions) for name in ("look_up", "modal.close"))
        return glyphs(f"{search} searches · enter runs · {close} closes")


def grouped(rows: Sequence[HelpRow]) -> tuple[list[HelpRow], dict[int, str]]:
    """Return rows in order, those that work here first, and headings by row."""
    groups = list(dict.fromkeys(row.group for row in rows))

    def order(row: HelpRow) -> tuple[bool, int]:
        return not row.is_bound, groups.index(row.group)

    ordered = sorted(rows, key=order)
    headings: dict[int, str] = {}
    at = 0
    for (is_elsewhere, group), some in groupby(ordered, key=order):
        name = groups[group]
        is_second = is_elsewhere and name in headings.values()
        headings[at] = f"{name}, elsewhere" if is_second else name
        at += len(list(some))
    return ordered, headings


def found(rows: Sequence[HelpRow], text: str) -> list[HelpRow]:
    """Return the rows that match a text.

    Each word is a key or a sign, or begins a word of its meaning, group or names.
    """
    return [row for row in rows if all(_matches(row, word) for word in text.split())]


def _matches(row: HelpRow, word: str) -> bool:
    if word in row.keys.split():
        return True
    text = f"{row.keys} {row.meaning} {row.group} {row.names}".casefold()
    return any(part.strip("“”():;,.").startswith(word.casefold()) for part in text.split())
