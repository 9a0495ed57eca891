"""Reading config.toml: what is right counts, what is wrong is a problem with file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from paperterm import disk
from paperterm.config.config import Config
from paperterm.config.settings import BUILT_IN_VIEWS, CATEGORIES, SETTINGS, TOPICS, SavedView
from paperterm.errors import ConfigError, DiskError, QueryError
from paperterm.topics import Keyword, Match, Topic, is_category

_TOPIC_KEYS = ("keywords", "filters", "match", "categories")
_TABLES = (
    *("categories", "topics", "views", "keys"),
    *dict.fromkeys(row.table for row in SETTINGS),
)

Stamp = tuple[int, int, int]
"""Size, time and inode of a file."""

MOST_BYTES = 1_000_000
"""A larger file is something else; 300 topics are 30,000."""

MOST_PROBLEMS = 20
"""So many are told one by one; the config of another program may have thousands."""


def write_first(path: Path) -> None:
    """Write the first config.toml.

    Raises:
        DiskError: It cannot be written.
    """
    from paperterm.config.defaults import first_config  # only a first start needs it

    disk.write(path, first_config().encode())


def stamp(path: Path) -> Stamp | None:
    """What is another one when the file was changed; None where there is no file to be read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def load(path: Path) -> Config:
    """The settings of a file; the defaults where there is none, or where it cannot be read."""
    try:
        if not disk.is_there(path):
            return Config()
        content = disk.read(path)
    except DiskError as error:
        return _unreadable(error.subject, error.problem)
    return read(path, content)


def read(path: Path, content: bytes) -> Config:
    """The same of what a file holds."""
    if len(content) > MOST_BYTES:
        return _unreadable(str(path), "is larger than 1 MB, which no settings are")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unreadable(f"{path}, line {line}", "is not UTF-8")
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from paperterm.config.locate import syntax_line  # only a mistake needs it

        line, problem = syntax_line(text, error)
        return _unreadable(f"{path}, line {line}", problem)
    except (ValueError, RecursionError):
        # A number of 5,000 digits, or 1,000 brackets: the parser has no better word for them.
        return _unreadable(str(path), "has a value that nobody can read")
    return _ConfigReader(path, text).config(told)


def _unreadable(subject: str, problem: str) -> Config:
    error = ConfigError(subject, problem, "until it is mended the defaults count")
    return Config(problems=(error,), is_readable=False)


class _ConfigReader:
    """Takes a parsed file apart, and collects what is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        self._problems: list[ConfigError] = []
        self._untold = 0

    def config(self, told: Mapping[str, Any]) -> Config:
        for key in told:
            if key not in _TABLES:
                self._wrong((key,), "is no setting", f"the tables are {', '.join(_TABLES)}")
        return Config(
            categories=dict(self._categories(told)),
            topics=tuple(self._topics(told)),
            views=tuple(self._views(told)),
            keys=dict(self._keys(self._table(told, "keys", {}), ("keys",))),
            values=self._values(told),
            problems=tuple(self._told_problems()),
        )

    def _categories(self, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, title in self._table(told, "categories", CATEGORIES).items():
            if not is_category(name):
                self._wrong(("categories", name), "is no category of arXiv", "such as cs.AI")
            elif isinstance(title, str):
                yield name, title
            else:
                self._wrong(("categories", name), "is no text", 'write "cs.AI" = "its name"')

    def _topics(self, told: Mapping[str, Any]) -> Iterator[Topic]:
        if "topics" not in told:
            yield from TOPICS
        for name, table in self._table(told, "topics", {}).items():
            path = ("topics", name)
            if not name.strip():
                self._wrong(path, "has no name")
            elif not isinstance(table, dict):
                self._wrong(path, "is no table", f"write [topics.{name}] and keywords below it")
            elif topic := self._topic(path, name, table):
                yield topic

    def _topic(self, path: tuple[str, ...], name: str, table: dict[str, Any]) -> Topic | None:
        good = True
        for key in table:
            if key not in _TOPIC_KEYS:
                self._wrong((*path, key), "is no key of a topic", f"use {', '.join(_TOPIC_KEYS)}")
        keywords = table.get("keywords", [])
        if not (isinstance(keywords, list) and all(map(_is_keyword, keywords))):
            self._wrong((*path, "keywords"), "is no list of words or of lists of words")
            good = False
        filters = table.get("filters", [])
        if not (isinstance(filters, list) and all(map(_is_word, filters))):
            self._wrong((*path, "filters"), "is no list of words")
            good = False
        match = table.get("match", str(Match.SUBSTRING))
        if match not in tuple(Match):
            self._wrong((*path, "match"), f"is {match!r}", 'write "substring" or "word"')
            good = False
        categories = table.get("categories", [])
        if not (isinstance(categories, list) and all(map(_is_category, categories))):
            self._wrong((*path, "categories"), "is no list of categories", 'such as ["cs.AI"]')
            good = False
        if not good:
            return None
        return Topic(
            name, tuple(map(_keyword, keywords)), tuple(filters), Match(match), tuple(categories)
        )

    def _views(self, told: Mapping[str, Any]) -> Iterator[SavedView]:
        for name, query in self._table(told, "views", {}).items():
            path = ("views", name)
            if not name.strip():
                self._wrong(path, "has no name")
            elif name.casefold() in BUILT_IN_VIEWS:
                self._wrong(path, "is a view that is always there", "choose another name")
            elif not isinstance(query, str):
                self._wrong(path, "is no query", 'write "its name" = "its query"')
            elif problem := _misread(query):
                self._wrong(path, problem)
            else:
                yield SavedView(name, query)

    def _keys(
        self, table: Mapping[str, Any], path: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The chosen keys; `list.queue = "Q"` is a table in a table to TOML."""
        for name, keys in table.items():
            here = (*path, name)
            if isinstance(keys, dict):
                yield from self._keys(keys, here)
            elif isinstance(keys, str) and keys:
                yield ".".join(here[1:]), (keys,)
            elif isinstance(keys, list) and all(isinstance(key, str) and key for key in keys):
                yield ".".join(here[1:]), tuple(dict.fromkeys(keys))
            else:
                self._wrong(here, "is no key or list of keys", 'write star = "s"')

    def _values(self, told: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
        values: dict[tuple[str, str], Any] = {}
        known = {(row.table, row.key): row for row in SETTINGS}
        names = dict.fromkeys(row.table for row in SETTINGS)
        tables = {table: self._table(told, table, {}) for table in names}
        for name, row in known.items():
            value = tables[row.table].get(row.key, row.default)
            if not row.accepts(value):
                self._wrong(name, f"is {value!r}", f"write {row.wanted}")
                value = row.default
            values[name] = tuple(dict.fromkeys(value)) if isinstance(value, list) else value
        for table, keys in tables.items():
            for key in keys:
                if (table, key) not in known:
                    self._wrong((table, key), "is no setting")
        return values

    def _table(
        self, told: Mapping[str, Any], name: str, default: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        table = told.get(name, default)
        if isinstance(table, dict):
            return table
        self._wrong((name,), "is no table", f"write [{name}]")
        return default

    def _wrong(self, key: tuple[str, ...], problem: str, hint: str = "") -> None:
        if len(self._problems) < MOST_PROBLEMS:
            from paperterm.config.locate import line_of  # only a mistake needs it

            line = line_of(self._text, key)
            subject = f"{self._path}, line {line}, {'.'.join(key)}"
            self._problems.append(ConfigError(subject, problem, hint))
        else:
            self._untold += 1

    def _told_problems(self) -> Iterator[ConfigError]:
        yield from self._problems
        if self._untold:
            yield ConfigError(str(self._path), "has more mistakes", "is it a file of paperterm?")


def _misread(query: str) -> str:
    """What is wrong with a query, or nothing."""
    from paperterm.query import parse  # 4 ms that a start without views does not need

    try:
        parse(query)
    except QueryError as error:
        return str(error)
    return ""


def _is_category(value: object) -> bool:
    return isinstance(value, str) and is_category(value)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_keyword(value: object) -> bool:
    return _is_word(value) or (
        isinstance(value, list) and bool(value) and all(map(_is_word, value))
    )


def _keyword(value: str | list[str]) -> Keyword:
    return (value,) if isinstance(value, str) else tuple(value)
