"""Edit config.toml; its comments and everything else stay as they are.

All functions take the file first, return the edit, which `revert` undoes, and raise:
    ConfigError: The file has a syntax error, that part of it cannot be edited, or the result could
        not be read again.
    BusyError: Another process has been editing it for too long.
    DiskError: It cannot be read or written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from paperterm import disk
from paperterm.config import toml_rewrite
from paperterm.config.defaults import (
    categories_text,
    plain_keywords,
    topic_text,
    value_text,
)
from paperterm.config.load import parse_config, write_first
from paperterm.config.setting import Value
from paperterm.config.settings import SETTINGS, TOPICS, Config
from paperterm.config.toml_statements import statements
from paperterm.config.views import SavedView, is_built_in
from paperterm.errors import ConfigError, InputError
from paperterm.lock import PATIENCE, acquired
from paperterm.model import Order
from paperterm.model.taxonomy import TAXONOMY, hint_for, is_announced
from paperterm.topics import Topic

Tables = MutableMapping[str, Any]
"""The parsed file."""

_DEFAULTS = {"topics": [*map(topic_text, TOPICS)], "categories": [categories_text()]}
"""The tables that a file without them has, as text."""


class Edit(NamedTuple):
    """The text of the file before and after an edit."""

    before: str
    after: str


_BYTE_ORDER_MARK = "\ufeff"
_BY_HAND = "edit it by hand"


def add_topic(path: Path, topic: Topic) -> Edit:
    """Add a topic at the end of the file.

    Raises:
        ConfigError: There is a topic of that name.
    """
    return add_topics(path, [topic])


def add_topics(path: Path, new: Iterable[Topic]) -> Edit:
    """Add topics at the end of the file, all or none.

    Raises:
        ConfigError: There is a topic of that name.
    """

    def edit(text: str, tables: Tables) -> str:
        topics = _topics(tables)
        for topic in new:
            _check_new(topic.name, topics)
            topics[topic.name] = _plain(topic)
            text = toml_rewrite.with_end(text, topic_text(topic))
        return text

    return _edit(path, edit, default="topics")


def change_topic(path: Path, name: str, topic: Topic, before: Topic | None = None) -> Edit:
    """Replace a topic; its comments and unknown keys stay.

    Args:
        path: The file.
        name: The topic to replace.
        topic: The new topic.
        before: The topic as the user saw it. Keys that are equal in both stay as they are in the
            file, because another process may have changed them.

    Raises:
        ConfigError: The topic `name` is unknown, or the new name is taken.
    """

    def edit(text: str, tables: Tables) -> str:
        topics = _topics(tables)
        table = _topic(name, topics)
        _check_new(topic.name, topics.keys() - {name})
        old = _all_keys(before) if before else {}
        for key, value in _all_keys(topic).items():
            if value != old.get(key) and value != _canonical(table.get(key, _NO_KEYS[key])):
                text = toml_rewrite.with_value(text, ("topics", name, key), value)
                table[key] = value
        if topic.name != name:
            text = toml_rewrite.renamed(text, ("topics", name), topic.name)
            tables["topics"] = {
                topic.name if key == name else key: value for key, value in topics.items()
            }
        return text

    return _edit(path, edit, default="topics")


def move_topic(path: Path, name: str, step: int) -> Edit:
    """Move a topic `step` places down, or up if negative, but not beyond the ends.

    Raises:
        ConfigError: The topic is unknown.
    """

    def edit(text: str, tables: Tables) -> str:
        topics = _topics(tables)
        _topic(name, topics)
        names = list(topics)
        old = names.index(name)
        new = max(0, min(old + step, len(names) - 1))
        moved = [one for one in names if one != name]
        moved.insert(new, name)
        tables["topics"] = {one: topics[one] for one in moved}
        part = slice(min(old, new), max(old, new) + 1)
        return toml_rewrite.arranged(text, _blocks(text, names[part]), _blocks(text, moved[part]))

    return _edit(path, edit, default="topics")


def remove_topic(path: Path, name: str) -> Edit:
    """Remove a topic, and the comments directly above and below it.

    Raises:
        ConfigError: The topic is unknown.
    """

    def edit(text: str, tables: Tables) -> str:
        topics = _topics(tables)
        if name not in topics:
            raise _unknown_topic(name)
        del topics[name]
        left = toml_rewrite.without_block(text, *_blocks(text, [name]))
        if topics or any(statement.path == ("topics",) for statement in statements(text)):
            return left
        # A file without a table of topics gets the default ones.
        return toml_rewrite.with_end(left, "[topics]\n", like=text)

    return _edit(path, edit, default="topics")


def add_view(path: Path, view: SavedView, *, replace: bool = False) -> Edit:
    """Save a view; with `replace`, overwrite the one of that name.

    Raises:
        InputError: The name is empty, built in, or taken.
        QueryError: The query is invalid.
    """
    from paperterm.query.parse import parse

    if not view.name.strip():
        raise InputError("", "a view needs a name")
    if is_built_in(view.name):
        raise InputError(
            repr(view.name), "already the name of a built-in view", "choose another name"
        )
    parse(view.query)

    def changed(old: Any) -> Any:
        if old is not None and not replace:
            raise InputError(repr(view.name), "already a saved view", "choose another name")
        if view.order is Order.ANNOUNCED:
            return view.query
        return {"query": view.query, "sort": str(view.order)}

    return _change_value(path, "views", view.name, changed)


def remove_view(path: Path, name: str) -> Edit:
    """Remove a saved view.

    Raises:
        ConfigError: The view is unknown.
    """

    def edit(text: str, tables: Tables) -> str:
        views = tables.get("views")
        if not isinstance(views, dict) or name not in views:
            raise ConfigError(repr(name), "unknown view")
        del views[name]
        path = ("views", name)
        if any(one.is_header and one.path == path for one in statements(text)):
            return toml_rewrite.without_block(text, *_blocks(text, [name], "views"))
        return toml_rewrite.without_value(text, path)

    return _edit(path, edit)


def follow(path: Path, author: str) -> Edit:
    """Follow an author, unless the author is already followed.

    Raises:
        InputError: The name is empty.
    """
    name = " ".join(author.split())
    if not name:
        raise InputError("", "an author needs a name")

    def changed(followed: Any) -> list[Any]:
        names = _author_names(path, followed)
        return names if name.casefold() in map(_folded, names) else [*names, name]

    return _change_value(path, "authors", "followed", changed)


def unfollow(path: Path, author: str) -> Edit:
    """Stop following an author.

    Raises:
        ConfigError: The author is not followed.
    """

    def changed(followed: Any) -> list[Any]:
        names = _author_names(path, followed)
        left = [name for name in names if _folded(name) != _folded(author)]
        if left == names:
            raise ConfigError(author, "not followed")
        return left

    return _change_value(path, "authors", "followed", changed)


def revert(path: Path, edit: Edit) -> Edit:
    """Undo an edit; what was changed since, elsewhere in the file, stays.

    Raises:
        ConfigError: The same lines were changed since.
    """
    with _locked(path):
        text = disk.read(path).decode() if disk.is_there(path) else ""
        reverted = toml_rewrite.reverted(text, edit.before, edit.after)
        if reverted is None or not parse_config(path, reverted.encode()).is_readable:
            raise ConfigError(str(path), "the same lines have changed since")
        if reverted != text:
            disk.write(path, reverted.encode())
        return Edit(text, reverted)


def follow_category(path: Path, category: str) -> Edit:
    """Follow a category under its official name, unless it is already followed.

    Raises:
        InputError: The category is unknown.
    """
    if not is_announced(category):
        raise InputError(repr(category), "unknown category", hint_for(category))
    title = TAXONOMY.get(category, "")

    def named(before: Any) -> Any:
        return title if before is None else before

    return _change_value(path, "categories", category, named)


def unfollow_category(path: Path, category: str) -> Edit:
    """Stop following a category.

    Raises:
        ConfigError: It is not followed, or it is the only one.
    """

    def edit(text: str, tables: Tables) -> str:
        followed = tables.get("categories")
        if not isinstance(followed, dict) or category not in followed:
            raise ConfigError(category, "not followed")
        if len(followed) == 1:
            raise ConfigError(category, "is the only category", "follow another one first")
        del followed[category]
        return toml_rewrite.without_value(text, ("categories", category))

    return _edit(path, edit, default="categories")


def set_setting(path: Path, table: str, key: str, value: Value) -> Edit:
    """Write a setting.

    Raises:
        InputError: The setting is unknown, or the value is invalid.
    """
    row = next((row for row in SETTINGS if (row.table, row.key) == (table, key)), None)
    if row is None:
        raise InputError(f"{table}.{key}", "unknown setting")
    if not row.accepts(value):
        raise InputError(f"{table}.{key}", f"cannot be {value!r}", f"use {row.wanted}")
    return _change_value(path, table, key, lambda _: value)


def _change_value(path: Path, table: str, key: str, change: Callable[[Any], Any]) -> Edit:
    """Replace a value by what `change` returns for it, or for None if it is missing."""

    def edit(text: str, tables: Tables) -> str:
        keys = tables.setdefault(table, {})
        if not isinstance(keys, dict):
            raise ConfigError(f"{path}, {table}", "is not a table", f"write [{table}]")
        value = change(keys.get(key))
        parsed = _parse(f"value = {value_text(value)}")["value"]
        if key in keys and keys[key] == parsed:
            return text
        keys[key] = parsed
        return toml_rewrite.with_value(text, (table, key), value)

    return _edit(path, edit, default=table)


def _edit(path: Path, edit: Callable[[str, Tables], str], *, default: str = "") -> Edit:
    """Read the file, edit it, and write it if the result parses to the edited tables.

    Args:
        path: The file.
        edit: Takes the text and its tables; changes the tables, and returns the new text.
        default: The table that the edit is about: a file without it first gets the default one, if
            that is not empty.
    """
    with _locked(path):
        if not disk.is_there(path):
            write_first(path)
        content = disk.read(path)
        config = parse_config(path, content)
        if not config.is_readable:
            raise config.problems[0]
        whole = content.decode()
        bare = whole.removeprefix(_BYTE_ORDER_MARK)
        mark = whole[: len(whole) - len(bare)]
        text = toml_rewrite.ended(bare)
        if default in _DEFAULTS and default not in tomllib.loads(text):
            for table in _DEFAULTS[default]:
                text = toml_rewrite.with_end(text, table)
        wanted = _parse(text)
        text = edit(text, wanted)
        if not _parses_to(text, wanted):
            problem = "is written in a way that paperterm cannot edit; nothing was changed"
            raise ConfigError(str(path), problem, _BY_HAND)
        if mark + text != whole:
            changed = (mark + text).encode()
            _check_read(config, parse_config(path, changed))
            disk.write(path, changed)
        return Edit(whole, mark + text)


def _check_read(before: Config, after: Config) -> None:
    """Check that what is to be written can be read again as well as what is there.

    Raises:
        ConfigError: It cannot: it would be too large, or have another problem.
    """
    if not after.is_readable or len(after.problems) > len(before.problems):
        worst = after.problems[-1]
        problem = f"{worst.problem} with this change; nothing was changed"
        raise ConfigError(worst.subject, problem)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Lock the file against edits by other processes."""
    lock = acquired(path.with_name("config.lock"), PATIENCE)
    try:
        yield
    finally:
        lock.release()


def _parse(text: str) -> dict[str, Any]:
    """Parse a file, floats as text, because nan is not equal to itself."""
    return tomllib.loads(text, parse_float=lambda number: repr(float(number)))


def _parses_to(text: str, wanted: Tables) -> bool:
    """Return whether a text parses to these tables, with the topics in the same order."""
    try:
        tables = _parse(text)
    except tomllib.TOMLDecodeError:
        return False
    return tables == wanted and list(tables.get("topics", {})) == list(wanted.get("topics", {}))


def _topics(tables: Tables) -> dict[str, Any]:
    topics = tables["topics"]
    if not isinstance(topics, dict):
        raise ConfigError("topics", "is not a table", _BY_HAND)
    return topics


def _topic(name: str, topics: dict[str, Any]) -> dict[str, Any]:
    table = topics.get(name)
    if not isinstance(table, dict):
        raise _unknown_topic(name)
    return table


def _unknown_topic(name: str) -> ConfigError:
    return ConfigError(repr(name), "unknown topic", "`paperterm topics` lists them")


def _check_new(name: str, names: Iterable[str]) -> None:
    if name.casefold() in map(str.casefold, names):
        raise ConfigError(repr(name), "already a topic", "choose another name, or edit that one")


def _blocks(text: str, names: Iterable[str], table: str = "topics") -> list[toml_rewrite.Block]:
    blocks = toml_rewrite.blocks(text, table)
    for name in names:
        if name not in blocks:
            raise ConfigError(repr(name), "is not in one place in the file", _BY_HAND)
    return [blocks[name] for name in names]


def _plain(topic: Topic) -> dict[str, Any]:
    """Return a topic as `topic_text` writes it: without keys that have their default."""
    keys = _all_keys(topic).items()
    return {key: value for key, value in keys if key == "keywords" or value != _NO_KEYS[key]}


def _canonical(value: Any) -> Any:
    """Return a value as paperterm writes it: a list of one word is that word."""
    if isinstance(value, list):
        return [one[0] if isinstance(one, list) and len(one) == 1 else one for one in value]
    return value


def _all_keys(topic: Topic) -> dict[str, Any]:
    return {
        "keywords": plain_keywords(topic.keywords),
        "filters": list(topic.filters),
        "match": str(topic.match),
        "categories": list(topic.categories),
    }


def _author_names(path: Path, followed: Any) -> list[Any]:
    if followed is None:
        return []
    if not isinstance(followed, list):
        raise ConfigError(f"{path}, authors.followed", "is not a list of names", _BY_HAND)
    return followed


def _folded(name: object) -> str:
    return " ".join(str(name).split()).casefold()


_NO_KEYS = _all_keys(Topic("", ()))
