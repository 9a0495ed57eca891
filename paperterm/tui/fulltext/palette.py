"""What the command palette finds in a whole paper: actions and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol, cast

from textual.command import Hits

from paperterm.fulltext.document import Section
from paperterm.tui.dialogs.palette import RANK_OF_MOVES, PaletteItem, ScreenProvider
from paperterm.tui.fulltext.outline import heading
from paperterm.tui.keys.actions import APP, KeyAction

_RANK_OF_SECTIONS = 7


class PaperHost(Protocol):
    """The screen of a whole paper, as its palette needs it."""

    @property
    def actions(self) -> Sequence[KeyAction]:
        """The table, with the user's keys."""

    @property
    def sections(self) -> Sequence[Section]:
        """The headings."""

    def go_to_section(self, number: int) -> None:
        """Go to a heading, by its place in the outline."""


class PaperCommands(ScreenProvider):
    """Actions and headings."""

    async def discover(self) -> Hits:
        """Yield actions of the paper, headings in order, actions of the app, and moves."""
        items = sorted(self._items(), key=_usefulness)
        for at, item in enumerate(items):
            yield self.hit(item, -at)

    async def search(self, query: str) -> Hits:
        """Yield what matches the words."""
        for hit in self.hits(self._items(), query):
            yield hit

    def _items(self) -> Iterator[PaletteItem]:
        host = cast("PaperHost", self.screen)
        yield from self.actions(host.actions, {"whole.palette"})
        for number, section in enumerate(host.sections):
            go = partial(host.go_to_section, number)
            text = heading(section)
            yield PaletteItem("section", "", text, go, _RANK_OF_SECTIONS, "section heading")


def _usefulness(item: PaletteItem) -> tuple[bool, bool]:
    """Return the sort key of an item before anything is typed; the keys of moves are known best."""
    return item.rank == RANK_OF_MOVES, item.group == APP
