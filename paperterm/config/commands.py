"""Settings from elsewhere, without the programs that they would start."""

from __future__ import annotations

import tomllib
from typing import Any

from paperterm.config import toml_rewrite
from paperterm.config.settings import SETTINGS
from paperterm.errors import ConfigError

_BYTE_ORDER_MARK = "\ufeff"


def with_own_commands(theirs: bytes, ours: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    """Keep the commands of our settings in settings from elsewhere.

    Args:
        theirs: A config.toml from elsewhere.
        ours: Our config.toml, if there is one.

    Returns:
        Their config.toml with our commands, and the names of the commands that were left out.

    Raises:
        ConfigError: Their file has a syntax error, or its commands cannot be edited.
    """
    text = _text(theirs)
    found = _commands(text)
    try:
        own = _commands(_text(ours)) if ours else {}
    except ConfigError:
        own = {}  # not in force either
    for path, value in own.items():
        if found.get(path) != value:
            text = toml_rewrite.with_value(text, path, value)
    for path in found.keys() - own.keys():
        text = toml_rewrite.without_value(text, path)
    if _commands(text) != own:
        raise ConfigError("config.toml", "has commands that cannot be left out")
    left_out = sorted(key for (_, key), value in found.items() if own.get((_, key)) != value)
    return (text.encode() if left_out or found != own else theirs), tuple(left_out)


def _commands(text: str) -> dict[tuple[str, str], Any]:
    """Return the values of the settings that are commands, by table and key."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("config.toml", f"has a syntax error ({error})") from error
    rows = [(row.table, row.key) for row in SETTINGS if row.is_command]
    return {
        (table, key): tables[table][key]
        for table, key in rows
        if isinstance(tables.get(table), dict) and key in tables[table]
    }


def _text(content: bytes) -> str:
    try:
        return toml_rewrite.ended(content.decode().removeprefix(_BYTE_ORDER_MARK))
    except UnicodeDecodeError as error:
        raise ConfigError("config.toml", f"is not UTF-8 ({error})") from error
