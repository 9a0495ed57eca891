"""The user's keys: check them against the table, and make a keymap for Textual."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from itertools import combinations

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from paperterm.errors import ConfigError
from paperterm.tui.keys.actions import ACTIONS, KEY_NAMES, REBOUND, KeyAction
from paperterm.tui.keys.available import typed_character

FORMER_PREFIXES = frozenset(
    {
        *("app", "calendar", "completion", "desk", "filter", "help", "line", "list", "match"),
        *("modal", "note", "pane", "reader", "reading", "rows", "search", "side", "tags"),
        *("unsaved", "workbench"),
    }
)
"""Prefixes that settings may still have: `reading.star` is `star`."""

TYPING = frozenset({"Input", "TextArea"})
"""Classes that take characters as text, so that these cannot be keys there."""

NO_KEY = "<ignore>"
"""Textual's name for no key at all."""

_MODIFIERS = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_OTHER_NAMES = {"del": "delete", "pgdn": "pagedown", "pgup": "pageup", "return": "enter"}
_OTHER_NAMES |= {shown: name for name, shown in KEY_NAMES.items()}
_NAMED = frozenset(key.value for key in Keys if key.value.isalnum())

Chosen = dict[str, tuple[str, ...]]


def keymap(
    keys_by_name: Mapping[str, tuple[str, ...]], place: Callable[[str], str] = lambda _: ""
) -> tuple[dict[str, str], list[ConfigError]]:
    """Return a keymap for `App.set_keymap`, and the problems of the choice.

    An invalid choice is left out: the action keeps its default keys.

    Args:
        keys_by_name: The keys by the name of the action, both as the user wrote them; an empty
            tuple removes the keys of an action.
        place: Returns where the file has an action, such as `config.toml, line 3`.
    """
    chosen: Chosen = {}
    names: dict[str, str] = {}  # as the user wrote them
    problems: list[ConfigError] = []

    def report(written: str, problem: str, hint: str = "") -> None:
        subject = ", ".join(filter(None, [place(written), f"keys.{written}"]))
        problems.append(ConfigError(subject, problem, hint))

    for written, keys in keys_by_name.items():
        try:
            action = _action(written)
            taken = tuple(dict.fromkeys(_key(action, key) for key in keys))
        except _WrongKeyError as error:
            report(written, *error.args)
            continue
        if first := names.get(action.name):
            report(written, f"is the same action as {_with_place(first, place(first))}")
        else:
            chosen[action.name], names[action.name] = taken, written
    by_default = {*_clashes({})}
    for name, key in REBOUND:
        clashes = {*_clashes(chosen)} - by_default
        if name not in chosen and any(name in pair and key in pair for pair in clashes):
            chosen[name] = ()
    while clash := next((pair for pair in _clashes(chosen) if pair not in by_default), None):
        first, second, key = clash
        loser = max((name for name in (first, second) if name in chosen), key=[*chosen].index)
        winner = first if loser == second else second
        other = _with_place(names[winner], place(names[winner])) if winner in names else winner
        report(names[loser], f"{_quoted(key)} is already used by {other}", "choose another key")
        del chosen[loser], names[loser]
    return {name: ",".join(keys) or NO_KEY for name, keys in chosen.items()}, problems


def with_keys(keys: Mapping[str, str]) -> tuple[KeyAction, ...]:
    """Return the table with the keys of a keymap; an action without keys is left out."""
    actions = []
    for action in ACTIONS:
        given = keys.get(action.name)
        if given is None:
            actions.append(action)
        elif given != NO_KEY:
            actions.append(action._replace(keys=tuple(given.split(","))))
    return tuple(actions)


def _action(written: str) -> KeyAction:
    """Return the action of a name as the user wrote it."""
    actions = {action.name: action for action in ACTIONS}
    prefix, _, last = written.partition(".")
    found = actions.get(written) or (actions.get(last) if prefix in FORMER_PREFIXES else None)
    if found:
        return found
    if several := [action.name for action in ACTIONS if action.id == written]:
        raise _WrongKeyError("several actions have this name", f"use {' or '.join(several)}")
    nearest = get_close_matches(written, actions, 1)
    raise _WrongKeyError("unknown action", f"did you mean {nearest[0]}?" if nearest else "")


def _key(action: KeyAction, key: str) -> str:
    """Return a key as Textual calls it."""
    head, plus, last = key[:-1].rpartition("+")  # the last character is the key, even if it is a +
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
        raise _WrongKeyError(f"unknown key {_quoted(key)}", hint)
    if not modifiers and last.isdecimal():
        raise _WrongKeyError(f"{_quoted(key)}: digits are reserved for counts (5j)")
    if not modifiers and TYPING.intersection(action.classes) and _is_typed(last):
        problem = f"{_quoted(key)} types text where this action is used"
        raise _WrongKeyError(problem, "use a key such as ctrl+t or f2")
    return "+".join([*sorted(modifiers), last])


def textual_name(key: str) -> str:
    """Return Textual's name of a key without modifiers: `?` is `question_mark`."""
    key = _OTHER_NAMES.get(key, key)
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(name: str) -> bool:
    return name in _NAMED or _is_typed(name)


def _is_typed(name: str) -> bool:
    character = typed_character(name)
    return name == "space" or (
        name not in _NAMED and character is not None and character.isprintable()
    )


def _clashes(chosen: Chosen) -> Iterable[tuple[str, str, str]]:
    """Yield pairs of actions with the same key that work at the same time, and the key."""
    for classes in dict.fromkeys(action.classes for action in ACTIONS):
        having: dict[str, list[str]] = {}
        for action in ACTIONS:
            if action.owner in (*classes, "PapertermApp"):
                for key in chosen.get(action.name, tuple(map(textual_name, action.keys))):
                    having.setdefault(key, []).append(action.name)
        for key, names in having.items():
            for first, second in combinations(names, 2):
                yield first, second, key


def _quoted(key: str) -> str:
    return f"“{KEY_NAMES.get(key, key)}”"


def _with_place(name: str, place: str) -> str:
    return f"{name} ({place.rpartition(', ')[2]})" if place else name


class _WrongKeyError(Exception):
    """A name or key is wrong: the problem, and perhaps a hint."""
