"""The table of keys, with the user's keys."""

from __future__ import annotations

from collections.abc import Mapping

from paperterm.tui.keys.actions import ACTIONS, KeyAction, key_of


def own(chosen: Mapping[str, tuple[str, ...]]) -> tuple[KeyAction, ...]:
    """Return the table with the keys of the settings; an invalid choice is left out."""
    if not chosen:
        return ACTIONS
    from paperterm.tui.keys.keymap import keymap, with_keys  # for users with keys of their own

    return with_keys(keymap(chosen)[0])


def own_key(name: str, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """Return the key to show for an action, with the keys of the settings."""
    return key_of(name, own(chosen))
