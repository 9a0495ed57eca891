"""Edits of config.toml that keep its comments and everything else as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from paperterm import disk
from paperterm.config import toml_rewrite
from paperterm.config.defaults import plain_keywords, topic_text, value_text
from paperterm.config.load import read, write_first
from paperterm.config.settings import TOPICS
from paperterm.config.toml_statements import statements
from paperterm.errors import ConfigError
from paperterm.lock import PATIENCE, acquired
from paperterm.topics import Topic

Told = MutableMapping[str, Any]

_BYTE_ORDER_MARK = "\ufeff"
_BY_HAND = "edit it by hand"


def add_topic(path: Path, topic: Topic) -> None:
    """Write a new topic at the end of the file.

    Raises:
        ConfigError: The file has mistakes in its syntax, or has such a topic.
        BusyError: Another process edits it, and does not end.
        DiskError: It cannot be read or written.
    """

    def edit(text: str, told: Told) -> str:
        topics = _topics(told)
        _new_name(topic.name, topics)
        topics[topic.name] = _plain(topic)
        return toml_rewrite.with_end(text, topic_text(topic))

    _edit(path, edit, topics=True)


def change_topic(path: Path, name: str, topic: Topic, was: Topic | None = None) -> None:
    """Write a topic in the place of another; the comments and other keys there stay.

    Args:
        path: The file.
        name: The topic that is changed.
        topic: What it is to be.
        was: What it was when the user began: keys that are the same in both stay as they are in
            the file, where somebody may have changed them meanwhile.

    Raises:
        ConfigError: As for `add_topic`; or there is no such topic.
        BusyError, DiskError: As for `add_topic`.
    """

    def edit(text: str, told: Told) -> str:
        topics = _topics(told)
        table = _topic(name, topics)
        _new_name(topic.name, topics.keys() - {name})
        before = _all_keys(was) if was else {}
        for key, value in _all_keys(topic).items():
            if value != before.get(key) and value != _usual(table.get(key, _NO_KEYS[key])):
                text = toml_rewrite.with_value(text, ("topics", name, key), value)
                table[key] = value
        if topic.name != name:
            text = toml_rewrite.renamed(text, ("topics", name), topic.name)
            told["topics"] = {
                topic.name if key == name else key: value for key, value in topics.items()
            }
        return text

    _edit(path, edit, topics=True)


def move_topic(path: Path, name: str, step: int) -> None:
    """Move a topic some places down, or up; at most to the end.

    Raises:
        ConfigError: As for `add_topic`; or there is no such topic.
        BusyError, DiskError: As for `add_topic`.
    """

    def edit(text: str, told: Told) -> str:
        topics = _topics(told)
        _topic(name, topics)
        names = list(topics)
        here = names.index(name)
        there = max(0, min(here + step, len(names) - 1))
        moved = [one for one in names if one != name]
        moved.insert(there, name)
        told["topics"] = {one: topics[one] for one in moved}
        part = slice(min(here, there), max(here, there) + 1)
        return toml_rewrite.arranged(text, _blocks(text, names[part]), _blocks(text, moved[part]))

    _edit(path, edit, topics=True)


def remove_topic(path: Path, name: str) -> None:
    """Take a topic out of the file, with the comments that touch it.

    Raises:
        ConfigError: As for `add_topic`; or there is no such topic.
        BusyError, DiskError: As for `add_topic`.
    """

    def edit(text: str, told: Told) -> str:
        topics = _topics(told)
        if name not in topics:
            raise ConfigError(name, "is no topic", _LIST)
        del topics[name]
        left = toml_rewrite.without_block(text, *_blocks(text, [name]))
        if topics or any(statement.path == ("topics",) for statement in statements(text)):
            return left
        # Without a table of topics the first ones would be back.
        return toml_rewrite.with_end(left, "[topics]\n", like=text)

    _edit(path, edit, topics=True)


def change_value(path: Path, table: str, key: str, change: Callable[[Any], Any]) -> None:
    """Write a key of a table, as a function makes it of the value there, or of None.

    Raises:
        ConfigError: The file has mistakes in its syntax, or cannot be edited there; and whatever
            the function raises.
        BusyError, DiskError: As for `add_topic`.
    """

    def edit(text: str, told: Told) -> str:
        keys = told.setdefault(table, {})
        if not isinstance(keys, dict):
            raise ConfigError(f"{path}, {table}", "is no table", f"write [{table}]")
        value = change(keys.get(key))
        said = _told(f"value = {value_text(value)}")["value"]
        if key in keys and keys[key] == said:
            return text
        keys[key] = said
        return toml_rewrite.with_value(text, (table, key), value)

    _edit(path, edit)


def remove_value(path: Path, table: str, key: str) -> None:
    """Take a key out of a table.

    Raises:
        ConfigError: As for `change_value`; or it is not there.
        BusyError, DiskError: As for `add_topic`.
    """

    def edit(text: str, told: Told) -> str:
        keys = told.get(table)
        if not isinstance(keys, dict) or key not in keys:
            raise ConfigError(key, f"is not in [{table}]")
        del keys[key]
        return toml_rewrite.without_value(text, (table, key))

    _edit(path, edit)


def _edit(path: Path, edit: Callable[[str, Told], str], *, topics: bool = False) -> None:
    """Read the file, change it, and write it if it then says what it should, and nothing else.

    Args:
        path: The file.
        edit: Takes the text and what it says; changes what it says, and returns the new text.
        topics: Whether the edit is about topics: a file that leaves them to the defaults gets them.
    """
    with _alone(path):
        if not disk.is_there(path):
            write_first(path)
        content = disk.read(path)
        config = read(path, content)
        if not config.is_readable:
            raise config.problems[0]
        whole = content.decode()
        bare = whole.removeprefix(_BYTE_ORDER_MARK)
        mark = whole[: len(whole) - len(bare)]
        text = toml_rewrite.ended(bare)
        if topics and "topics" not in tomllib.loads(text):
            for topic in TOPICS:
                text = toml_rewrite.with_end(text, topic_text(topic))
        wanted = _told(text)
        text = edit(text, wanted)
        if not _says(text, wanted):
            said = "is written in a way that cannot be edited here; it is as it was"
            raise ConfigError(str(path), said, _BY_HAND)
        if mark + text != whole:
            disk.write(path, (mark + text).encode())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let no other process edit the file until this edit is written."""
    lock = acquired(path.with_name("config.lock"), PATIENCE)
    try:
        yield
    finally:
        lock.release()


def _told(text: str) -> dict[str, Any]:
    """What a text says; numbers as text, since one that is none equals nothing."""
    return tomllib.loads(text, parse_float=lambda number: repr(float(number)))


def _says(text: str, wanted: Told) -> bool:
    """Whether a text says what it should, the topics in their order."""
    try:
        told = _told(text)
    except tomllib.TOMLDecodeError:
        return False
    return told == wanted and list(told.get("topics", {})) == list(wanted.get("topics", {}))


def _topics(told: Told) -> dict[str, Any]:
    topics = told["topics"]
    if not isinstance(topics, dict):
        raise ConfigError("topics", "is no table", _BY_HAND)
    return topics


def _topic(name: str, topics: dict[str, Any]) -> dict[str, Any]:
    table = topics.get(name)
    if not isinstance(table, dict):
        raise ConfigError(name, "is no topic", _LIST)
    return table


def _new_name(name: str, names: Iterable[str]) -> None:
    if name.casefold() in map(str.casefold, names):
        raise ConfigError(name, "is a topic already", "choose another name, or edit it")


def _blocks(text: str, names: Iterable[str]) -> list[toml_rewrite.Block]:
    blocks = toml_rewrite.blocks(text, "topics")
    for name in names:
        if name not in blocks:
            raise ConfigError(name, "does not stand in one piece, with lines of its own", _BY_HAND)
    return [blocks[name] for name in names]


def _plain(topic: Topic) -> dict[str, Any]:
    """A topic as its lines tell it: nothing of what it leaves to the defaults."""
    keys = _all_keys(topic).items()
    return {key: value for key, value in keys if key == "keywords" or value != _NO_KEYS[key]}


def _usual(value: Any) -> Any:
    """A value as we would write it: a list of one word is that word."""
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


_NO_KEYS = _all_keys(Topic("", ()))
_LIST = "`paperterm topics` lists them"
