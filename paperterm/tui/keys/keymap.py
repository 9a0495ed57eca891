"""The keys that the user chose: checked against the action table, and said as Textual wants it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import combinations

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from paperterm.errors import ConfigError
from paperterm.tui.keys.actions import ACTIONS, KEY_NAMES, KeyAction

IN_FORCE = {
    "in the list": ("list", "rows", "reading", "desk", "reader", "app"),
    "in the sidebar": ("side", "rows", "desk", "reader", "app"),
    "in the abstract": ("pane", "reading", "desk", "reader", "app"),
    "in the filter bar": ("filter", "app"),
    "in a dialog": ("modal", "rows", "app"),
    "in the calendar": ("calendar", "modal", "app"),
    "in the help": ("help", "modal", "rows", "app"),
    "when a key is looked up": ("search", "app"),
    "in a topic": ("completion", "workbench", "app"),
    "at the match of a topic": ("match", "workbench", "app"),
    "in the papers of a topic": ("rows", "workbench", "app"),
    "when a topic was changed": ("unsaved", "workbench", "app"),
    "in a line of text": ("line", "app"),
    "in the tags": ("tags", "line", "app"),
    "in a note": ("note", "app"),
}
"""Owners whose keys are in force together: no two of their actions may have the same key."""

TYPED_IN = frozenset({"filter", "line", "note", "search", "tags", "workbench", "completion"})
"""Owners with a line of text: what can be typed there is no key of theirs."""

NO_KEY = "<ignore>"
"""What Textual binds an action to that is to have no key."""

_MODIFIERS = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_OTHER_NAMES = {"del": "delete", "pgdn": "pagedown", "pgup": "pageup", "return": "enter"}
_OTHER_NAMES |= {shown: name for name, shown in KEY_NAMES.items()}
_NAMED = frozenset(key.value for key in Keys if key.value.isalnum())

Chosen = dict[str, tuple[str, ...]]


def keymap(wanted: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], list[ConfigError]]:
    """What `App.set_keymap` takes, and what is wrong.

    A choice that cannot be is left out: the action then keeps its own keys.

    Args:
        wanted: The keys by the name of the action, as the user wrote both; an empty tuple takes
            the keys of an action away. `star` will do for `reading.star` as long as there is no
            other `star`.
    """
    chosen: Chosen = {}
    problems: list[ConfigError] = []
    for written, keys in wanted.items():
        try:
            name = _action(written)
            if name in chosen:
                raise _problem(written, f"is {_short(name)}, which has its keys already")
            chosen[name] = tuple(dict.fromkeys(_key(written, name, key) for key in keys))
        except ConfigError as error:
            problems.append(error)
    usual = {*_clashes({})}
    while clash := next((one for one in _clashes(chosen) if one not in usual), None):
        first, second, key = clash
        loser = max((name for name in (first, second) if name in chosen), key=[*chosen].index)
        winner = first if loser == second else second
        said = f"is {_shown(key)}, the key of {_short(winner)}"
        problems.append(_problem(_short(loser), said, "give one of them another"))
        del chosen[loser]
    return {name: ",".join(keys) or NO_KEY for name, keys in chosen.items()}, problems


def name_of(action: KeyAction) -> str:
    """The whole name of an action, which is the id of its binding."""
    return f"{action.owner}.{action.id}"


def short_name(action: KeyAction) -> str:
    """The name to write in `[keys]`: as short as it can be."""
    return _short(name_of(action))


def with_keys(keys: Mapping[str, str]) -> tuple[KeyAction, ...]:
    """The action table with the keys of a keymap, for hints and help; one without keys is gone."""
    actions = []
    for action in ACTIONS:
        said = keys.get(name_of(action))
        if said is None:
            actions.append(action)
        elif said != NO_KEY:
            actions.append(action._replace(keys=tuple(said.split(","))))
    return tuple(actions)


def _short(name: str) -> str:
    _, _, id_ = name.partition(".")
    return id_ if [action.id for action in ACTIONS].count(id_) == 1 else name


def _action(written: str) -> str:
    """The whole name of the action that somebody wrote the name of."""
    whole = [name_of(action) for action in ACTIONS if written in (name_of(action), action.id)]
    if len(whole) == 1:
        return whole[0]
    if whole:
        raise _problem(written, "is the name of several actions", f"write {' or '.join(whole)}")
    known = [name for action in ACTIONS for name in (name_of(action), action.id)]
    nearest = get_close_matches(written, known, 1)
    raise _problem(written, "is no action", f"did you mean {nearest[0]}?" if nearest else "")


def _key(written: str, name: str, key: str) -> str:
    """A key as Textual calls it."""
    head, plus, last = key[:-1].rpartition("+")  # the last sign is the key, even if it is a +
    last += key[-1:]
    modifiers = head.lower().split("+") if plus else []
    if modifiers or len(last) > 1:
        last = last.lower()
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        modifiers, last = [], last.upper()
    last = textual_name(last)
    if not (_is_key(last) and _MODIFIERS.issuperset(modifiers)):
        nearest = get_close_matches(last, sorted({*_NAMED, *_OTHER_NAMES}), 1)
        hint = f"did you mean {nearest[0]}?" if nearest else 'such as "s", "enter" or "ctrl+d"'
        raise _problem(written, f"is {_shown(key)}, which is no key", hint)
    if not modifiers and last.isdecimal():
        raise _problem(written, f"is {_shown(key)}, but digits count: 5j")
    if not modifiers and name.partition(".")[0] in TYPED_IN and _is_typed(last):
        raise _problem(written, f"is {_shown(key)}, which is typed there", "such as ctrl+t or f2")
    return "+".join([*sorted(modifiers), last])


def textual_name(key: str) -> str:
    """A key without modifiers as Textual calls it: `?` is `question_mark`."""
    key = _OTHER_NAMES.get(key, key)
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(name: str) -> bool:
    return name in _NAMED or _is_typed(name)


def _is_typed(name: str) -> bool:
    whole = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}.get(name, name)
    character = key_to_character(whole)
    return name == "space" or (
        name not in _NAMED and character is not None and character.isprintable()
    )


def _clashes(chosen: Chosen) -> Iterable[tuple[str, str, str]]:
    """Two actions and the key that both have where both are in force."""
    for owners in IN_FORCE.values():
        having: dict[str, list[str]] = {}
        for action in ACTIONS:
            if action.owner in owners:
                name = name_of(action)
                for key in chosen.get(name, tuple(map(textual_name, action.keys))):
                    having.setdefault(key, []).append(name)
        for key, names in having.items():
            for first, second in combinations(names, 2):
                yield first, second, key


def _shown(key: str) -> str:
    return f"“{KEY_NAMES.get(key, key)}”"


def _problem(written: str, problem: str, hint: str = "") -> ConfigError:
    return ConfigError(f"keys.{written}", problem, hint)
