"""The base of command palettes: the field, how an item looks, and the actions of a screen.

Imported when one is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from textual import on
from textual.command import CommandPalette, Hit, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from paperterm.text import clean
from paperterm.tui.draw.cells import fill, fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import KeyAction
from paperterm.tui.keys.available import AvailableAction, available_actions, is_available
from paperterm.tui.keys.other_words import OTHER_WORDS

_LONGEST = 500
"""Maximum length of the search text."""
_WIDTH = 96
_KIND_WIDTH = 11
_QUIET = "$foreground 70%"
RANK_OF_MOVES = 1
_MOVED = ("RowList", "AbstractPane")
_AROUND = 6
"""Cells of the palette's frame."""


class PaletteItem(NamedTuple):
    """An item of the palette.

    Attributes:
        kind: What it is; empty for an action.
        key: The key of an action.
        text: Its text.
        do: Runs it.
        rank: Of equal matches, those with a larger rank come first.
        also: Other words that find it.
        detail: A second line.
        group: The group of an action; empty for anything else.
    """

    kind: str
    key: str
    text: str
    do: Callable[[], Any]
    rank: int
    also: str = ""
    detail: str = ""
    group: str = ""


class Palette(CommandPalette):
    """A command palette; enter waits for the results of all that is typed.

    Args:
        providers: Find the items.
        hint: What the empty field says.
    """

    def __init__(self, providers: Collection[type[Provider]], hint: str) -> None:
        super().__init__(providers, placeholder=glyphs(hint))
        self._is_stale = True
        self._is_entered = False

    def on_mount(self) -> None:
        """Limit the length of a paste."""
        self.query_one(Input).max_length = _LONGEST

    @on(Input.Changed)
    def _typed(self) -> None:
        self._is_stale, self._is_entered = True, False

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if self._is_stale:
            event.stop()
            event.prevent_default()
            self._is_entered = True

    @on(Worker.StateChanged)
    def _searched(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.SUCCESS and not event.worker.is_cancelled:
            self._is_stale = False
            if self._is_entered:
                line = self.query_one(Input)
                line.post_message(Input.Submitted(line, line.value))

    def search_again(self) -> None:
        """Search again: there may be more papers now."""
        for line in self.query(Input):  # none while the palette is opening
            if line.value.strip():
                line.post_message(Input.Changed(line, line.value))


class ScreenProvider(Provider):
    """A provider for the screen that the palette is on."""

    def hit(self, command: PaletteItem, score: float, words: Sequence[str] = ()) -> Hit:
        """Return a command as the palette shows it, with the matching words marked."""
        width = min(_WIDTH, self.app.size.width) - _KIND_WIDTH - _AROUND
        text = Content(fit(clean(command.text), width))
        for word in words:
            found = re.search(re.escape(word), text.plain, re.IGNORECASE)
            if found and self.match_style:
                text = text.stylize(self.match_style, *found.span())
        ink = "$accent" if command.key else _QUIET
        kind = Content.styled(fill(command.key or command.kind, _KIND_WIDTH), ink)
        detail = f"{' ' * _KIND_WIDTH}{fit(command.detail, width)}" if command.detail else ""
        second = Content.styled(f"\n{detail}", _QUIET) if detail else Content("")
        return Hit(score, kind + text + second, command.do, text=clean(command.text))

    def actions(self, table: Sequence[KeyAction], hidden: Collection[str]) -> Iterator[PaletteItem]:
        """Yield what can be done now on the screen.

        Args:
            table: The table, with the user's keys.
            hidden: Names of actions that are left out.
        """
        found = available_actions(self.screen, table)
        for available in sorted(found, key=lambda available: table.index(available.action)):
            action, target, _ = available
            if target and action.name not in hidden and is_available(target, action.name):
                key, group, rank = action.first_key, action.group, _rank(available)
                other = OTHER_WORDS.get(action.name, "")
                also = f"{action.label} {group} {key} {action.name.replace('_', ' ')} {other}"
                yield PaletteItem("", key, action.help, available.run, rank, also, group=group)

    def hits(self, items: Iterable[PaletteItem], query: str) -> Iterator[Hit]:
        """Yield the items that match what is typed."""
        words = query.casefold().split()
        for item in items:
            if found := quality(words, item.text, item.also):
                yield self.hit(item, found * 100 + item.rank, words)


def _rank(available: AvailableAction) -> int:
    """Return the rank of an action; moving comes last, its keys are known best."""
    action = available.action
    if action.owner in _MOVED or (action.owner == "PaperPage" and "(" in action.name):
        return RANK_OF_MOVES
    return 9 if available.is_bound else 8


def quality(words: Sequence[str], text: str, also: str) -> float:
    """Return how well the words match, from 0 to 1; best where they begin a word.

    Args:
        words: The words, without capitals.
        text: A text that they may be anywhere in.
        also: Other words, of which they may be the beginning.
    """
    text, begun = text.casefold(), f" {text} {also}".casefold()
    if any(word not in text and f" {word}" not in begun for word in words):
        return 0
    return 1.0 if all(f" {word}" in begun for word in words) else 0.5
