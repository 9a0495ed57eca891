"""The command palette: actions, views, topics, days, settings and papers by a few words.

Imported when it is opened.
"""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from textual import on
from textual.command import CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from paperterm.config import Value
from paperterm.config.settings import SETTINGS
from paperterm.export import FORMATS
from paperterm.model import Day, Kind, PaperId
from paperterm.query import Field, Query, Term, all_of
from paperterm.query.fold import tokens
from paperterm.query.tree import any_of
from paperterm.text import clean
from paperterm.tui.draw.cells import fill, fit, typeset
from paperterm.tui.draw.dates import name_of_day
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.themes import describe_theme, themes_in_order
from paperterm.tui.keys.actions import APP, FIND, MARK, MOVE, OUT, TOPIC, KeyAction
from paperterm.tui.keys.available import AvailableAction, available_actions, is_available
from paperterm.tui.keys.other_words import OTHER_WORDS
from paperterm.tui.reader.browser import Browser
from paperterm.tui.reader.location import Location

if TYPE_CHECKING:
    from paperterm.library.index import IndexRow

_MOST_PAPERS = 20
_MOST_DAYS = 10
_LONGEST = 500
"""Maximum length of the search text."""
_FEWEST_LETTERS = 2
"""One letter would find almost every paper."""
_WIDTH = 96
_KIND_WIDTH = 11
_QUIET = "$foreground 70%"
_RANK_OF_MOVES = 1
_USEFUL = (MARK, OUT, FIND, "", MOVE, TOPIC, APP)
"""The order of groups before anything is typed; the empty group is views, topics and days."""
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
    """The command palette of the reader's screen.

    Enter waits for the results of all that is typed.
    """

    def __init__(self) -> None:
        hint = glyphs("Search commands, topics, days, papers …")
        super().__init__([Commands, Papers], placeholder=hint)
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


class PaletteHost(Protocol):
    """The reader's screen, as the palette needs it."""

    actions: Sequence[KeyAction]
    browser: Browser
    unsaved: int

    def visit(self, location: Location) -> None:
        """Go to a location."""

    def visit_paper(self, id_: PaperId, day: Day, kind: Kind | None) -> None:
        """Go to a paper on a day."""

    def keep_theme(self, name: str) -> None:
        """Change the theme, and save it."""

    def keep_setting(self, table: str, key: str, value: Value) -> None:
        """Change a setting, and save it."""

    def action_settings(self) -> None:
        """Open config.toml in the user's editor."""

    def export(self, name: str) -> None:
        """Export the list in the format of that name."""

    def settings_in_force(self) -> Mapping[tuple[str, str], Any]:
        """Return the value of each setting, by table and key."""


class _OfReader(Provider):
    """A provider for the reader's screen."""

    @property
    def reader(self) -> PaletteHost:
        """The reader's screen."""
        return cast("PaletteHost", self.screen)

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


class Commands(_OfReader):
    """Actions, views, topics, days, themes, export formats and settings."""

    async def discover(self) -> Hits:
        """Yield what is shown before anything is typed: everything but old days and themes."""
        first = (*self._actions(), *self._choices(), *self._days("", 5))
        for at, command in enumerate(sorted(first, key=_usefulness)):
            yield self.hit(command, -at)

    async def search(self, query: str) -> Hits:
        """Yield what matches the words."""
        words = query.casefold().split()
        everything = (
            *self._actions(),
            *self._choices(),
            *self._days(query, _MOST_DAYS),
            *self._themes(),
            *self._formats(),
            *self._settings(),
        )
        for command in everything:
            if quality := _quality(words, command.text, command.also):
                yield self.hit(command, quality * 100 + command.rank, words)

    def _actions(self) -> Iterator[PaletteItem]:
        """Yield what can be done now; the palette itself is open already."""
        left_out = {"palette"} if self.reader.unsaved else {"palette", "retry"}
        actions = self.reader.actions
        found = available_actions(self.screen, actions)
        for available in sorted(found, key=lambda available: actions.index(available.action)):
            action, target, _ = available
            if target and action.name not in left_out and is_available(target, action.name):
                key, group, rank = action.first_key, action.group, _rank(available)
                other = OTHER_WORDS.get(action.name, "")
                also = f"{action.label} {group} {key} {action.name.replace('_', ' ')} {other}"
                yield PaletteItem("", key, action.help, available.run, rank, also, group=group)

    def _choices(self) -> Iterator[PaletteItem]:
        browser = self.reader.browser
        for choice in browser.sidebar.choices:
            kind = "topic" if choice.topic is not None else "view"
            go = partial(self.reader.visit, browser.location.with_choice(choice))
            yield PaletteItem(kind, "", choice.title, go, 7, kind)

    def _days(self, query: str, most: int) -> Iterable[PaletteItem]:
        found = []
        words = query.casefold().split()
        for day in self.reader.browser.days:
            also = f"day {day:%A} {day:%B} {day.isoformat()}"
            name = name_of_day(day)
            if not words or _quality(words, name, also):
                found.append(PaletteItem("day", "", name, partial(self._go_to_day, day), 6, also))
                if len(found) == most:
                    break
        return found

    def _themes(self) -> Iterator[PaletteItem]:
        for theme in themes_in_order(self.app.available_themes.values()):
            also = f"theme {describe_theme(theme)}"
            yield PaletteItem(
                "theme", "", theme.name, partial(self.reader.keep_theme, theme.name), 5, also
            )

    def _formats(self) -> Iterator[PaletteItem]:
        for one in FORMATS:
            also = f"save as {one.suffix} {one.summary} {OTHER_WORDS.get(one.name, '')}"
            go = partial(self.reader.export, one.name)
            yield PaletteItem("export", "", f"Export the list: {one.name}", go, 5, also)

    def _settings(self) -> Iterator[PaletteItem]:
        """Yield each value of a setting that has only a few; others are written in the editor."""
        values = self.reader.settings_in_force()
        for row in SETTINGS:
            now = values[row.table, row.key]
            name = f"{row.table} {row.key.replace('_', ' ')}"
            also = f"setting {row.key} {OTHER_WORDS.get(row.key, '')}"
            for value in row.options:
                is_now = " (now)" if value == now else ""
                shown = ("on" if value else "off") if isinstance(value, bool) else value
                set_it = partial(self.reader.keep_setting, row.table, row.key, value)
                text = f"{name}: {shown}{is_now}"
                yield PaletteItem("setting", "", text, set_it, 4, also, row.explanation)
            if not row.options:
                edit, also = self.reader.action_settings, f"{also} {row.explanation}"
                text = f"{name}: edit it in config.toml"
                yield PaletteItem("setting", "", text, edit, 3, also, row.explanation)

    def _go_to_day(self, day: Day) -> None:
        self.reader.visit(self.reader.browser.location.on_day(day))


class Papers(_OfReader):
    """Papers of the whole library, by words of their titles and authors."""

    async def search(self, query: str) -> Hits:
        """Yield the newest papers that match."""
        parsed = query_of(query)
        if parsed is None:
            return
        words = query.casefold().split()
        # The next search cancels this one.
        rows = await wrap_future(self.reader.browser.jobs.search.few(parsed, _MOST_PAPERS))
        for at, row in enumerate(rows):
            if row.day:
                yield self.hit(_paper(row, row.day, self.reader), -at, words)


def query_of(text: str) -> Query | None:
    """Return a query for beginnings of words in titles or authors; None for few letters."""
    words = tokens(text)
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    fields = (Field.TITLE, Field.AUTHORS)
    return all_of(any_of(Term(field, word, prefix=True) for field in fields) for word in words)


def _paper(row: IndexRow, day: Day, reader: PaletteHost) -> PaletteItem:
    detail = f"{name_of_day(day)}{glyphs(' · ')}{typeset(', '.join(row.authors))}"
    go = partial(reader.visit_paper, row.id, day, row.kind)
    return PaletteItem("paper", "", typeset(row.title), go, 0, "", detail)


def _rank(available: AvailableAction) -> int:
    """Return the rank of an action; moving comes last, its keys are known best."""
    if available.action.owner in {"RowList", "AbstractPane"}:
        return _RANK_OF_MOVES
    return 9 if available.is_bound else 8


def _usefulness(command: PaletteItem) -> tuple[bool, int]:
    """Return the sort key of a command before anything is typed."""
    rank = _USEFUL.index(command.group) if command.group in _USEFUL else len(_USEFUL)
    return command.rank == _RANK_OF_MOVES, rank


def _quality(words: Sequence[str], text: str, also: str) -> float:
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
