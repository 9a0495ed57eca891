"""Keys and what they do, by group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.segment import Segment
from textual.strip import Strip

from paperterm.tui.cells import fill
from paperterm.tui.doing import Doable
from paperterm.tui.glyphs import glyphs
from paperterm.tui.keymap import short_name
from paperterm.tui.widgets.rows import Rows

_FEW_COLUMNS = 60
"""Narrower than that, only the first key of each action is shown."""


class KeyList(Rows):
    """Actions with their keys; those that cannot be done from where one was are quieter."""

    LOOKS = {
        "cursor": "on $primary 25%",
        "heading": "bold $primary",
        "key": "$accent",
        "says": "$foreground",
        "quiet": "$text-muted",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown: Sequence[Doable] = ()
        self._headings: dict[int, str] = {}
        self._widths = (0, 0)

    @property
    def chosen(self) -> Doable | None:
        """What the cursor is on."""
        return self._shown[self.cursor] if self._shown else None

    def show(self, doable: Sequence[Doable], row: int = 0) -> None:
        """Show actions, those of a group below each other, the cursor on one of them."""
        self._shown, self._headings = grouped(doable)
        on = self._shown.index(doable[row]) if doable else 0
        actions = [one.action for one in doable]
        first = max((len(action.first_key) for action in actions), default=0)
        every = max((len(action.key_names) for action in actions), default=0)
        # The columns stay where they are when there is less to show.
        self._widths = max(first, self._widths[0]), max(every, self._widths[1])
        self.reset(len(self._shown), on, headed=[*self._headings])

    def draw(self, row: int, line: int, width: int) -> Strip:
        """A heading, or a key and what it does."""
        if line < 0:
            style = self.rich_style + self.ink("heading")
            return Strip([Segment(fill(f" {self._headings[row]}", width), style)], width)
        one = self._shown[row]
        is_cursor = row == self.cursor
        ground = self.ground("cursor") if is_cursor else self.rich_style
        is_narrow = width < _FEW_COLUMNS
        keys = one.action.first_key if is_narrow else one.action.key_names
        key_width = self._widths[0 if is_narrow else 1]
        named = fill(f"{glyphs('▌') if is_cursor else ' '} {keys}", key_width + 4)
        says = fill(one.action.help, width - len(named))
        ink = self.ink("says" if one.doer else "quiet")
        drawn = [
            Segment(named, ground + self.ink("key")),
            Segment(says, ground + ink),
        ]
        return Strip(drawn).adjust_cell_length(width, ground)


def grouped(doable: Sequence[Doable]) -> tuple[list[Doable], dict[int, str]]:
    """Actions in the order to be shown, those for here first, and the heading above a row."""
    groups = list(dict.fromkeys(one.action.group for one in doable))

    def place(one: Doable) -> tuple[bool, int]:
        return not one.is_here, groups.index(one.action.group)

    rows = sorted(doable, key=place)
    headings: dict[int, str] = {}
    at = 0
    for (is_elsewhere, group), some in groupby(rows, key=place):
        name = groups[group]
        said = is_elsewhere and name in headings.values()
        headings[at] = f"{name}, elsewhere" if said else name
        at += len(list(some))
    return rows, headings


def found(doable: Sequence[Doable], text: str) -> list[Doable]:
    """The actions that somebody may mean who types this.

    Each word is a key, or begins a word of what the action does, of its group or of its name.
    """
    return [one for one in doable if all(_means(one, word) for word in text.split())]


def _means(one: Doable, word: str) -> bool:
    action = one.action
    if word in action.key_names.split():
        return True
    name = short_name(action)
    names = f"{name} {name.replace('_', ' ').replace('.', ' ')}"
    told = f"{action.key_names} {action.says} {action.help} {action.group} {names}".casefold()
    return any(part.strip("“”():;,.").startswith(word.casefold()) for part in told.split())
