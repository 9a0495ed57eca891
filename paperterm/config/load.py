"""Read config.toml: valid parts apply, the rest are problems with file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from paperterm import disk
from paperterm.config.settings import CATEGORIES, SETTINGS, TOPICS, Config
from paperterm.config.views import SAVED_ORDERS, SavedView, is_built_in
from paperterm.errors import ConfigError, DiskError, QueryError
from paperterm.model import Order
from paperterm.model.taxonomy import hint_for, is_announced, is_category
from paperterm.topics import Keyword, Match, Topic

_TABLES = (
    *("categories", "topics", "views", "keys"),
    *dict.fromkeys(row.table for row in SETTINGS),
)

MOST_BYTES = 1_000_000
"""A larger file cannot be a config.toml: 300 topics take 30,000 bytes."""

MOST_PROBLEMS = 20
"""More are only counted: the config of another program may have thousands."""


def write_first(path: Path) -> None:
    """Write the first config.toml.

    Raises:
        DiskError: It cannot be written.
    """
    from paperterm.config.defaults import first_config  # only a first start needs it

    disk.write(path, first_config().encode())


def load(path: Path) -> Config:
    """Return the settings of a file; the defaults if it is missing or cannot be read."""
    try:
        if not disk.is_there(path):
            return Config()
        content = disk.read(path)
    except DiskError as error:
        return _unreadable(error.subject, error.problem)
    return parse_config(path, content)


def parse_config(path: Path, content: bytes) -> Config:
    """Return the settings of a file's content; `path` is for its problems."""
    if len(content) > MOST_BYTES:
        return _unreadable(str(path), "is larger than 1 MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unreadable(f"{path}, line {line}", "is not UTF-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from paperterm.config.toml_statements import syntax_line  # only a mistake needs it

        line, problem = syntax_line(text, error)
        return _unreadable(f"{path}, line {line}", problem)
    except (ValueError, RecursionError):
        # A number of 5,000 digits, or 1,000 brackets; the error has no position.
        return _unreadable(str(path), "has a value that is too long or too deep to read")
    return _Parser(path, text).config(tables)


def _unreadable(subject: str, problem: str) -> Config:
    error = ConfigError(subject, problem, "using the defaults until this is fixed")
    return Config(problems=(error,), is_readable=False)


class _Parser:
    """Converts the tables of a file to a `Config`, and collects the problems."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        self._problems: list[ConfigError] = []
        self._more = 0

    def config(self, tables: Mapping[str, Any]) -> Config:
        for key in tables:
            if key not in _TABLES:
                self._report((key,), "unknown table", f"the tables are {', '.join(_TABLES)}")
        return Config(
            categories=dict(self._categories(tables)),
            topics=tuple(self._topics(tables)),
            views=tuple(self._views(tables)),
            keys=dict(self._keys(self._table(tables, "keys", {}), ("keys",))),
            values=self._values(tables),
            problems=tuple(self._all_problems()),
            source=self._text,
        )

    def _categories(self, tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, title in self._table(tables, "categories", CATEGORIES).items():
            if not is_announced(name):
                self._report(("categories", name), "unknown category", hint_for(name))
            elif isinstance(title, str):
                yield name, title
            else:
                self._report(("categories", name), "is not a text", 'write "cs.AI" = "its name"')

    def _topics(self, tables: Mapping[str, Any]) -> Iterator[Topic]:
        if "topics" not in tables:
            yield from TOPICS
        for name, table in self._table(tables, "topics", {}).items():
            path = ("topics", name)
            if not name.strip():
                self._report(path, "has no name")
            elif not isinstance(table, dict):
                self._report(
                    path, "is not a table", f"write [topics.{name}] and its keywords below"
                )
            elif topic := self._topic(path, name, table):
                yield topic

    def _topic(self, path: tuple[str, ...], name: str, table: dict[str, Any]) -> Topic | None:
        for key in table:
            if key not in _TOPIC_LISTS and key != "match":
                names = ", ".join([*_TOPIC_LISTS, "match"])
                self._report((*path, key), "unknown key", f"a topic has {names}")
        lists = {key: table.get(key, []) for key in _TOPIC_LISTS}
        match = table.get("match", str(Match.SUBSTRING))
        is_valid = match in tuple(Match)
        if not is_valid:
            self._report((*path, "match"), f"is {match!r}", 'write "substring" or "word"')
        for key, (is_item, problem, hint) in _TOPIC_LISTS.items():
            if not (isinstance(lists[key], list) and all(map(is_item, lists[key]))):
                self._report((*path, key), problem, hint)
                is_valid = False
        for category in lists["categories"] if is_valid else ():
            if not is_category(category):
                problem = f"unknown category {category!r}"
                self._report((*path, "categories"), problem, hint_for(category))
                is_valid = False
        if not is_valid:
            return None
        keywords = tuple(map(_keyword, lists["keywords"]))
        return Topic(
            name, keywords, tuple(lists["filters"]), Match(match), tuple(lists["categories"])
        )

    def _views(self, tables: Mapping[str, Any]) -> Iterator[SavedView]:
        for name, value in self._table(tables, "views", {}).items():
            path = ("views", name)
            table = value if isinstance(value, dict) else {"query": value}
            query, sort = table.get("query"), table.get("sort", Order.ANNOUNCED)
            unknown = next((key for key in table if key not in ("query", "sort")), None)
            if not name.strip():
                self._report(path, "has no name")
            elif is_built_in(name):
                self._report(path, "already the name of a built-in view", "choose another name")
            elif not isinstance(query, str):
                self._report(path, "is not a query", 'write "its name" = "its query"')
            elif problem := _query_problem(query):
                self._report(path, problem)
            elif unknown is not None:
                self._report((*path, unknown), "unknown setting", "a view has a query and a sort")
            elif sort not in SAVED_ORDERS:
                hint = f"write one of {', '.join(SAVED_ORDERS)}"
                self._report((*path, "sort"), f"is {sort!r}", hint)
            else:
                yield SavedView(name, query, Order(sort))

    def _keys(
        self, table: Mapping[str, Any], path: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield actions with their keys; `list.queue = "Q"` is a nested table to TOML."""
        for name, keys in table.items():
            here = (*path, name)
            if isinstance(keys, dict):
                yield from self._keys(keys, here)
            elif isinstance(keys, str) and keys:
                yield ".".join(here[1:]), (keys,)
            elif isinstance(keys, list) and all(isinstance(key, str) and key for key in keys):
                yield ".".join(here[1:]), tuple(dict.fromkeys(keys))
            else:
                self._report(here, "is not a key or a list of keys", 'write star = "s"')

    def _values(self, tables: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
        values: dict[tuple[str, str], Any] = {}
        known = {(row.table, row.key): row for row in SETTINGS}
        names = dict.fromkeys(row.table for row in SETTINGS)
        found = {table: self._table(tables, table, {}) for table in names}
        for name, row in known.items():
            value = found[row.table].get(row.key, row.default)
            if not row.accepts(value):
                self._report(name, f"is {value!r}", f"write {row.wanted}")
                value = row.default
            values[name] = tuple(dict.fromkeys(value)) if isinstance(value, list) else value
        for table, keys in found.items():
            for key in keys:
                if (table, key) not in known:
                    self._report((table, key), "unknown setting")
        return values

    def _table(
        self, tables: Mapping[str, Any], name: str, default: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        table = tables.get(name, default)
        if isinstance(table, dict):
            return table
        self._report((name,), "is not a table", f"write [{name}]")
        return default

    def _report(self, key: tuple[str, ...], problem: str, hint: str = "") -> None:
        if len(self._problems) < MOST_PROBLEMS:
            from paperterm.config.toml_statements import line_of  # only a mistake needs it

            line = line_of(self._text, key)
            subject = f"{self._path}, line {line}, {'.'.join(key)}"
            self._problems.append(ConfigError(subject, problem, hint))
        else:
            self._more += 1

    def _all_problems(self) -> Iterator[ConfigError]:
        yield from self._problems
        if self._more:
            yield ConfigError(
                str(self._path),
                f"and {self._more:,} more problems",
                "is this file paperterm's?",
            )


def _query_problem(query: str) -> str:
    """Return the error of a query; an empty string if it is valid."""
    from paperterm.query.parse import parse  # 4 ms that a start without views does not need

    try:
        parse(query)
    except QueryError as error:
        return str(error)
    return ""


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_keyword(value: object) -> bool:
    return _is_word(value) or (
        isinstance(value, list) and bool(value) and all(map(_is_word, value))
    )


def _keyword(value: str | list[str]) -> Keyword:
    return (value,) if isinstance(value, str) else tuple(value)


_TOPIC_LISTS = {
    "keywords": (_is_keyword, "is not a list of words or of lists of words", ""),
    "filters": (_is_word, "is not a list of words", ""),
    "categories": (_is_word, "is not a list of categories", 'write for example ["cs.AI"]'),
}
"""The lists of a topic: what each item must be, and the problem and hint if one is not."""
