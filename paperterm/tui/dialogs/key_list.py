"""Keys and what they do, signs and what they mean, by group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import Symbol
from paperterm.tui.keys.available import AvailableAction
from paperterm.tui.keys.keymap import short_name
from paperterm.tui.widgets.row_list import RowList

_FEW_COLUMNS = 60
"""Narrower than that, only the first key of each action is shown."""


class HelpRow(NamedTuple):
    """A row of the help.

    Attributes:
        first: What is shown on a narrow screen: the first key, or the sign.
        keys: All keys, or the sign.
        says: What the keys do, or what the sign means.
        group: The heading.
        names: What else it is found by.
        does: The action; None for a sign.
    """

    first: str
    keys: str
    says: str
    group: str
    names: str = ""
    does: AvailableAction | None = None

    @classmethod
    def of_action(cls, one: AvailableAction) -> HelpRow:
        """The row of an action."""
        action = one.action
        name = short_name(action)
        names = f"{action.says} {name} {name.replace('_', ' ').replace('.', ' ')}"
        return cls(action.first_key, action.key_names, action.help, action.group, names, one)

    @classmethod
    def of_sign(cls, sign: Symbol) -> HelpRow:
        """The row of a sign, as it is drawn now."""
        drawn = glyphs(sign.drawn)
        return cls(drawn, drawn, sign.means[0].upper() + sign.means[1:], sign.group)

    @property
    def is_here(self) -> bool:
        """Whether it is a key that works where one was."""
        return self.does is not None and self.does.is_here

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is a key that does nothing from there."""
        return self.does is not None and self.does.doer is None


class KeyList(RowList):
    """Keys with what they do, then signs; what cannot be done from where one was is quieter."""

    LOOKS = {
        "cursor": "on $primary 25%",
        "heading": "bold $primary",
        "key": "$accent",
        "says": "$foreground",
        "quiet": "$text-muted",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown: Sequence[HelpRow] = ()
        self._headings: dict[int, str] = {}
        self._widths = (0, 0)

    @property
    def chosen(self) -> HelpRow | None:
        """What the cursor is on."""
        return self._shown[self.cursor] if self._shown else None

    def show(self, told: Sequence[HelpRow], row: int = 0) -> None:
        """Show rows, those of a group below each other, the cursor on one of them."""
        self._shown, self._headings = grouped(told)
        on = self._shown.index(told[row]) if told else 0
        keys = [one for one in told if one.does]
        first = max((len(one.first) for one in keys), default=0)
        every = max((len(one.keys) for one in keys), default=0)
        # The columns stay where they are when there is less to show.
        self._widths = max(first, self._widths[0]), max(every, self._widths[1])
        self.reset(len(self._shown), on, headed=[*self._headings])

    def draw(self, row: int, line: int, width: int) -> Strip:
        """A heading, or what stands on the left and what it is about."""
        if line < 0:
            style = self.rich_style + self.ink("heading")
            return Strip([Segment(fill(f" {self._headings[row]}", width), style)], width)
        one = self._shown[row]
        is_cursor = row == self.cursor
        ground = self.ground("cursor") if is_cursor else self.rich_style
        is_narrow = width < _FEW_COLUMNS
        keys = one.first if is_narrow else one.keys
        # A sign may be wider than any key: that row alone gives way.
        room = max(self._widths[0 if is_narrow else 1], cell_len(keys))
        named = fill(f"{glyphs('▌') if is_cursor else ' '} {keys}", room + 4)
        says = fill(one.says, width - len(named))
        ink = self.ink("quiet" if one.is_elsewhere else "says")
        drawn = [
            Segment(named, ground + self.ink("key")),
            Segment(says, ground + ink),
        ]
        return Strip(drawn).adjust_cell_length(width, ground)


def grouped(told: Sequence[HelpRow]) -> tuple[list[HelpRow], dict[int, str]]:
    """Rows in the order to be shown, those for here first, and the heading above a row."""
    groups = list(dict.fromkeys(one.group for one in told))

    def place(one: HelpRow) -> tuple[bool, int]:
        return not one.is_here, groups.index(one.group)

    rows = sorted(told, key=place)
    headings: dict[int, str] = {}
    at = 0
    for (is_elsewhere, group), some in groupby(rows, key=place):
        name = groups[group]
        said = is_elsewhere and name in headings.values()
        headings[at] = f"{name}, elsewhere" if said else name
        at += len(list(some))
    return rows, headings


def found(told: Sequence[HelpRow], text: str) -> list[HelpRow]:
    """The rows that somebody may mean who types this.

    Each word is a key or a sign, or begins a word of what is said of it, of its group or names.
    """
    return [one for one in told if all(_means(one, word) for word in text.split())]


def _means(one: HelpRow, word: str) -> bool:
    if word in one.keys.split():
        return True
    told = f"{one.keys} {one.says} {one.group} {one.names}".casefold()
    return any(part.strip("“”():;,.").startswith(word.casefold()) for part in told.split())
