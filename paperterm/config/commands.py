"""Settings from elsewhere, without the programs that they would start."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from paperterm.config import toml_rewrite
from paperterm.config.load import parse_config
from paperterm.config.settings import SETTINGS
from paperterm.errors import ConfigError

_BYTE_ORDER_MARK = "\ufeff"


def with_own_commands(theirs: bytes, ours: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    """Keep the commands of our settings in settings from elsewhere.

    Returns:
        Their config.toml with our commands, and the names of the commands that were left out.

    Raises:
        ConfigError: Their file cannot be read, or its commands cannot be edited.
    """
    text, found = _text(theirs), _commands(theirs)
    try:
        own = _commands(ours or b"")
    except ConfigError:
        own = {}  # not in force either
    if found == own:
        return theirs, ()
    for path, value in own.items():
        text = toml_rewrite.with_value(text, path, value)
    for path in found.keys() - own.keys():
        text = toml_rewrite.without_value(text, path)
    changed = text.encode()
    if _commands(changed) != own:
        raise ConfigError("config.toml", "has commands that cannot be left out")
    usual = {(row.table, row.key): row.default for row in SETTINGS}
    unset = {path: own.get(path, usual[path]) for path in found}
    left_out = (path for path, value in found.items() if value and value != unset[path])
    return changed, tuple(sorted(path[1] for path in left_out))


def _commands(content: bytes) -> dict[tuple[str, str], Any]:
    """Return the values of the settings that are commands, by table and key."""
    config = parse_config(Path("config.toml"), content)
    if not config.is_readable:
        raise config.problems[0]
    tables = tomllib.loads(_text(content))
    rows = [(row.table, row.key) for row in SETTINGS if row.is_command]
    return {
        (table, key): tables[table][key]
        for table, key in rows
        if isinstance(tables.get(table), dict) and key in tables[table]
    }


def _text(content: bytes) -> str:
    return toml_rewrite.ended(content.decode(errors="replace").removeprefix(_BYTE_ORDER_MARK))
