"""Edits of views, followed authors and settings; see `edit` for how the file is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paperterm.config.edit import change_value, remove_value
from paperterm.config.settings import BUILT_IN_VIEWS, SETTINGS, SavedView, Value
from paperterm.errors import ConfigError, InputError


def add_view(path: Path, view: SavedView, *, replace: bool = False) -> None:
    """Keep a query as a view.

    Args:
        path: The file.
        view: Its name and query.
        replace: Write over a view of that name.

    Raises:
        InputError: It has no name, that of a built-in view, or of one that is there already.
        QueryError: The query cannot be read.
        ConfigError: The file has mistakes in its syntax, or cannot be edited there.
        BusyError: Another process edits it, and does not end.
        DiskError: It cannot be read or written.
    """
    from paperterm.query import parse

    if not view.name.strip():
        raise InputError("", "a view needs a name")
    if view.name.casefold() in BUILT_IN_VIEWS:
        raise InputError(view.name, "is a view that is always there", "choose another name")
    parse(view.query)

    def changed(query: Any) -> str:
        if query is not None and not replace:
            raise InputError(view.name, "is a view already", "choose another name")
        return view.query

    change_value(path, "views", view.name, changed)


def remove_view(path: Path, name: str) -> None:
    """Take a view out of the file.

    Raises:
        ConfigError: There is none; or as for `add_view`.
        BusyError, DiskError: As for `add_view`.
    """
    remove_value(path, "views", name)


def follow(path: Path, author: str) -> None:
    """Add an author to those who are followed; nothing happens if it is there.

    Raises:
        InputError: It is no name.
        ConfigError, BusyError, DiskError: As for `add_view`.
    """
    name = " ".join(author.split())
    if not name:
        raise InputError("", "an author needs a name")

    def changed(followed: Any) -> list[Any]:
        names = _list(path, followed)
        return names if name.casefold() in map(_folded, names) else [*names, name]

    change_value(path, "authors", "followed", changed)


def unfollow(path: Path, author: str) -> None:
    """Take an author out of those who are followed.

    Raises:
        ConfigError: Nobody of that name is followed; or as for `add_view`.
        BusyError, DiskError: As for `add_view`.
    """
    wanted = " ".join(author.split()).casefold()

    def changed(followed: Any) -> list[Any]:
        names = _list(path, followed)
        left = [name for name in names if _folded(name) != wanted]
        if left == names:
            raise ConfigError(author, "is not followed")
        return left

    change_value(path, "authors", "followed", changed)


def set_setting(path: Path, table: str, key: str, value: Value) -> None:
    """Write a setting.

    Raises:
        InputError: There is no such setting, or it cannot have that value.
        ConfigError, BusyError, DiskError: As for `add_view`.
    """
    row = next((row for row in SETTINGS if (row.table, row.key) == (table, key)), None)
    if row is None:
        raise InputError(f"{table}.{key}", "is no setting")
    if not row.accepts(value):
        raise InputError(f"{table}.{key}", f"is {value!r}", f"it may be {row.wanted}")
    change_value(path, table, key, lambda _: value)


def _list(path: Path, followed: Any) -> list[Any]:
    if followed is None:
        return []
    if not isinstance(followed, list):
        raise ConfigError(f"{path}, authors.followed", "is no list of names", "edit it by hand")
    return followed


def _folded(name: object) -> str:
    return " ".join(str(name).split()).casefold()
