"""Which actions of the table can be done on a screen, and by whom: for the help and the palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from paperterm.tui.keys.actions import KeyAction

_ONLY_WITH_KEYS = frozenset({"rows", "side", "pane", "filter"})
"""Owners whose actions move or type something where the keys go, and mean nothing elsewhere."""


class AvailableAction(NamedTuple):
    """An action, who can do it if anybody can, and whether its key does so now."""

    action: KeyAction
    doer: DOMNode | None
    is_here: bool

    async def do(self) -> None:
        """Do it, as its key would."""
        if self.doer:
            await self.doer.app.run_action(self.action.id, self.doer)


def available_actions(screen: Screen[Any], actions: Sequence[KeyAction]) -> list[AvailableAction]:
    """The actions of a table as they can be done on a screen, those of the focused pane first.

    Args:
        screen: Where somebody is.
        actions: The table, with the user's keys.
    """
    start = screen.focused or screen
    here = _owners(start.ancestors_with_self)
    shown = (node for node in screen.walk_children(Widget) if node.display)
    elsewhere = {**_owners(shown), **here}
    found = []
    for action in actions:
        name = action.owner
        doer = here.get(name)
        if doer is None and name not in _ONLY_WITH_KEYS:
            doer = elsewhere.get(name)
        found.append(AvailableAction(action, doer, name in here))
    depth = {node: at for at, node in enumerate(start.ancestors_with_self)}

    def how_far(one: AvailableAction) -> int:
        return depth[one.doer] if one.is_here and one.doer else len(depth)

    return sorted(found, key=how_far)


def _owners(nodes: Iterable[DOMNode]) -> dict[str, DOMNode]:
    """The owners of the table among some widgets, each the first one there is."""
    owners: dict[str, DOMNode] = {}
    for node in nodes:
        for name in owners_of_class(type(node)):
            owners.setdefault(name, node)
    return owners


@lru_cache(maxsize=256)
def owners_of_class(kind: type[DOMNode]) -> tuple[str, ...]:
    """The owners whose actions a kind of widget does, by the ids of its bindings."""
    return tuple(dict.fromkeys(_names(kind)))


def _names(kind: type[DOMNode]) -> Iterator[str]:
    for base in kind.__mro__:
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                yield binding.id.partition(".")[0]
