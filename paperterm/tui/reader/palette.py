"""The command palette: actions, views, topics, days, settings and papers by a few words.

Imported when it is opened.
"""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.command import Hits

from paperterm.config import Value
from paperterm.config.settings import SETTINGS
from paperterm.model import Day, Kind, PaperId, PaperRef
from paperterm.query import Query, Term, all_of
from paperterm.query.fields import Field
from paperterm.query.fold import tokens
from paperterm.query.parse import only_id
from paperterm.query.tree import any_of
from paperterm.tui.dialogs.palette import RANK_OF_MOVES, PaletteItem, ScreenProvider, quality
from paperterm.tui.draw.cells import typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.themes import describe_theme, themes_in_order
from paperterm.tui.keys.actions import APP, FIND, MARK, MOVE, OUT, TOPIC, KeyAction
from paperterm.tui.keys.other_words import OTHER_WORDS
from paperterm.tui.reader.browser import Browser
from paperterm.tui.reader.location import Location

if TYPE_CHECKING:
    from paperterm.library.index import IndexRow
    from paperterm.session.outgoing import Target

_MOST_PAPERS = 20
_MOST_DAYS = 10
_FEWEST_LETTERS = 2
"""One letter would find almost every paper."""
_USEFUL = (MARK, OUT, FIND, "", MOVE, TOPIC, APP)
"""The order of groups before anything is typed; the empty group is views, topics and days."""


class PaletteHost(Protocol):
    """The reader's screen, as the palette needs it."""

    actions: Sequence[KeyAction]
    browser: Browser
    unsaved: int

    def visit(self, location: Location) -> None:
        """Go to a location."""

    def visit_paper(self, id_: PaperId, day: Day, kind: Kind | None) -> None:
        """Go to a paper on a day."""

    def add_paper(self, id_: PaperId) -> None:
        """Go to a paper, which arXiv is asked for if no day holds it."""

    def keep_theme(self, name: str) -> None:
        """Change the theme, and save it."""

    def keep_setting(self, table: str, key: str, value: Value) -> None:
        """Change a setting, and save it."""

    def action_settings(self) -> None:
        """Open config.toml in the user's editor."""

    def targets(self) -> Sequence[Target]:
        """Return where papers can go."""

    def take(self, id_: str) -> None:
        """Hand papers over to the target of that id."""

    def settings_in_force(self) -> Mapping[tuple[str, str], Any]:
        """Return the value of each setting, by table and key."""


class _OfReader(ScreenProvider):
    """A provider for the reader's screen."""

    @property
    def reader(self) -> PaletteHost:
        """The reader's screen."""
        return cast("PaletteHost", self.screen)


class Commands(_OfReader):
    """Actions, views, topics, days, themes, formats, outlets and settings."""

    async def discover(self) -> Hits:
        """Yield what is shown before anything is typed: everything but old days and themes."""
        first = (*self._actions(), *self._choices(), *self._days("", 5))
        for at, command in enumerate(sorted(first, key=_usefulness)):
            yield self.hit(command, -at)

    async def search(self, query: str) -> Hits:
        """Yield what matches the words."""
        everything = (
            *self._actions(),
            *self._choices(),
            *self._days(query, _MOST_DAYS),
            *self._themes(),
            *self._targets(),
            *self._settings(),
        )
        for hit in self.hits(everything, query):
            yield hit

    def _actions(self) -> Iterator[PaletteItem]:
        """Yield what can be done now; the palette itself is open already."""
        left_out = {"palette"} if self.reader.unsaved else {"palette", "retry"}
        return self.actions(self.reader.actions, left_out)

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
            name = day.name
            if not words or quality(words, name, also):
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

    def _targets(self) -> Iterator[PaletteItem]:
        for one in self.reader.targets():
            also = f"save as {one.summary} {OTHER_WORDS.get(one.id, '')}"
            go = partial(self.reader.take, one.id)
            does = "Export the list" if one.is_file else "Send the paper"
            yield PaletteItem("export", "", f"{does}: {one.name}", go, 5, also)

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
        if not any(row.day for row in rows) and (id_ := only_id(parsed)):
            ask = partial(self.reader.add_paper, id_)
            text = f"{id_} is not in your library: press enter to ask arXiv"
            yield self.hit(PaletteItem("paper", "", text, ask, 0), 0, words)


def query_of(text: str) -> Query | None:
    """Return a query for a pasted id, or for beginnings of words in titles or authors.

    It is None for few letters.
    """
    if ref := PaperRef.find(text):
        return Term(Field.ID, ref.id)
    words = tokens(text)
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    fields = (Field.TITLE, Field.AUTHORS)
    return all_of(any_of(Term(field, word, prefix=True) for field in fields) for word in words)


def _paper(row: IndexRow, day: Day, reader: PaletteHost) -> PaletteItem:
    detail = f"{day.name}{glyphs(' · ')}{typeset(', '.join(row.authors))}"
    go = partial(reader.visit_paper, row.id, day, row.kind)
    return PaletteItem("paper", "", typeset(row.title), go, 0, "", detail)


def _usefulness(command: PaletteItem) -> tuple[bool, int]:
    """Return the sort key of a command before anything is typed."""
    rank = _USEFUL.index(command.group) if command.group in _USEFUL else len(_USEFUL)
    return command.rank == RANK_OF_MOVES, rank
