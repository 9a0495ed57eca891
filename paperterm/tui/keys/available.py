"""Which actions can be done on a screen, and by which widget: for key hints, help and palette.

Textual knows which keys are bound at the focus. A widget knows whether an action has something to
act on; if not, the key still works, and a message says what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, cast

from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character
from textual.screen import Screen

from paperterm.tui.keys.actions import KEY_NAMES, KeyAction

_LONG_NAMES = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}


class HasAvailability(Protocol):
    """A widget that knows whether its actions, and those of its children, are of use now."""

    def is_available(self, name: str) -> bool:
        """Return False if the action has nothing to act on; True if this is unknown here."""
        ...


class AvailableAction(NamedTuple):
    """An action, the widget that can do it if there is one, and whether its key works now."""

    action: KeyAction
    target: DOMNode | None
    is_bound: bool

    async def run(self) -> None:
        """Do it, as its key would."""
        if self.target:
            await self.target.app.run_action(self.action.id, self.target)


def is_available(node: DOMNode, name: str) -> bool:
    """Return whether an action of a widget has something to act on."""
    return all(
        cast("HasAvailability", widget).is_available(name)
        for widget in node.ancestors_with_self
        if _has_availability(type(widget))
    )


@lru_cache(maxsize=256)
def _has_availability(kind: type[DOMNode]) -> bool:
    """Return whether a class is a `HasAvailability`: each key asks for a dozen actions."""
    return hasattr(kind, "is_available")


def bound_nodes(screen: Screen[Any]) -> dict[str, DOMNode]:
    """Return the names of the actions whose keys work at the focus, with the widgets they reach.

    Keys that the focused field takes as text are left out.
    """
    field = screen.focused
    found: dict[str, DOMNode] = {}
    for key, active in screen.active_bindings.items():
        name = active.binding.id
        if name and not (field and field.check_consume_key(key, typed_character(key))):
            found.setdefault(name, active.node)
    return found


def key_at_focus(screen: Screen[Any], name: str) -> str:
    """Return the key that does an action at the focus, as a user would write it; "" if none."""
    keys = (key for key, active in screen.active_bindings.items() if active.binding.id == name)
    key = next(keys, "")
    return KEY_NAMES.get(key, key)


def typed_character(key: str) -> str | None:
    """Return the character that a key types; None for one that types none.

    Args:
        key: Textual's name of the key, such as `slash`, which stands for its longer `solidus`.
    """
    return key_to_character(_LONG_NAMES.get(key, key))


def available_actions(screen: Screen[Any], actions: Sequence[KeyAction]) -> list[AvailableAction]:
    """Return the actions of a table as they can be done on a screen, the focused widget's first.

    Args:
        screen: The screen, whatever is on top of it.
        actions: The table, with the user's keys.
    """
    bound = bound_nodes(screen)
    depths = {
        node: depth for depth, node in enumerate((screen.focused or screen).ancestors_with_self)
    }
    elsewhere = {
        owner: next((widget for widget in screen.query(owner) if widget.display), None)
        for owner in {action.owner for action in actions}
    }
    found = []
    for action in actions:
        target: DOMNode | None = bound.get(action.name)
        if not (is_bound := target is not None):
            other = elsewhere[action.owner]
            target = other if other and is_available(other, action.name) else None
        found.append(AvailableAction(action, target, is_bound))

    def distance(available: AvailableAction) -> int:
        _, target, is_bound = available
        return depths[target] if is_bound and target else len(depths)

    return sorted(found, key=distance)


def key_hints(
    bound: Mapping[str, DOMNode],
    actions: Sequence[KeyAction],
    first: Sequence[str] = (),
    hidden: Collection[str] = (),
    labels: Mapping[str, str] | None = None,
) -> list[KeyAction]:
    """Return the actions to show as key hints, the most needed first.

    Args:
        bound: Those whose keys work, as `bound_nodes` returns them.
        actions: The table, with the user's keys.
        first: Names that come first, whether they are hints elsewhere or not.
        hidden: Names of actions that are not worth a hint now.
        labels: Other words for some actions, by name.
    """
    names = dict.fromkeys([*first, *_NEEDED, *(action.name for action in actions)])
    order = {name: at for at, name in enumerate(names)}
    words = labels or {}
    shown = [
        action._replace(label=words[action.name]) if action.name in words else action
        for action in actions
        if (action.hint or action.name in first)
        and action.name in bound
        and action.name not in hidden
        and is_available(bound[action.name], action.name)
    ]
    return sorted(shown, key=lambda action: order[action.name])


_NEEDED = ("read_next", "star", "next_unread", "queue", "pane.leave")
"""The first hints, however narrow the screen is."""
