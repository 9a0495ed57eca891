"""Split a TOML file into statements, and find the line of a key.

The standard parser reports no positions, and tomlkit attaches a comment above a table to the table
before it. These functions need a file that the standard parser accepts, and check nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

KeyPath = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[{]|[\]}]|\n",
    re.DOTALL,
)
_KEY = re.compile(
    r"""\s*\[{0,2}[ \t]*(?P<keys>(?:[ \t.]|[A-Za-z0-9_-]|"(?:\\.|[^"\\\n])*"|'[^'\n]*')+)"""
)
_SYNTAX_LINE = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)")


class TomlStatement(NamedTuple):
    """A table header, or a key with its value, which may span several lines.

    Attributes:
        start: The offset of its first line.
        end: The offset behind its last line, the line end included.
        line: The number of its first line, from 1.
        table: The table that contains it; empty for a header.
        keys: The keys that are written in it.
        is_header: Whether it opens a table.
        text: All of it.
    """

    start: int
    end: int
    line: int
    table: KeyPath
    keys: KeyPath
    is_header: bool
    text: str

    @property
    def path(self) -> KeyPath:
        """The whole key."""
        return (*self.table, *self.keys)

    @property
    def value(self) -> object:
        """The value; {} for a header."""
        value: object = {} if self.is_header else tomllib.loads(self.text)
        for key in self.keys if value else ():
            assert isinstance(value, dict)
            value = value[key]
        return value

    @property
    def spelling(self) -> tuple[int, int]:
        """The start and end of its keys in the text."""
        found = _KEY.match(self.text)
        assert found
        return found.start("keys"), found.start("keys") + len(found["keys"].rstrip(" \t"))


@lru_cache(2)
def statements(text: str) -> tuple[TomlStatement, ...]:
    """Return the statements of a file, in its order."""
    return tuple(_statements(text))


def line_of(text: str, path: KeyPath) -> int:
    """Return the line of the longest prefix of `path` in the file, from 1; 1 if it has none."""
    best = (0, 1)
    for statement in statements(text):
        length = _matched_keys(statement, path)
        if length > best[0]:
            best = (length, statement.line)
    return best[1]


def syntax_line(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Return the line of a syntax error, and its message without the position."""
    message = str(error)
    found = _SYNTAX_LINE.search(message)
    line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
    return line, _SYNTAX_LINE.sub("", message)


def _statements(text: str) -> Iterator[TomlStatement]:
    table: KeyPath = ()
    line = 1
    for start, end in _spans(text):
        lines = text[start:end]
        if lines.strip() and not lines.lstrip().startswith("#"):
            is_header = lines.lstrip().startswith("[")
            keys = _keys(lines)
            table = keys if is_header else table
            parent = () if is_header else table
            yield TomlStatement(start, end, line, parent, keys, is_header, lines)
        line += lines.count("\n")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each line; the lines of one value are one."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "\n" and depth == 0:
            yield start, token.end()
            start = token.end()
    if start < len(text):
        yield start, len(text)


def _keys(statement: str) -> KeyPath:
    found = _KEY.match(statement)
    assert found
    keys = []
    nested: object = tomllib.loads(f"{found['keys']} = 0")
    while isinstance(nested, dict):
        key, nested = next(iter(nested.items()))
        keys.append(key)
    return tuple(keys)


def _matched_keys(statement: TomlStatement, path: KeyPath) -> int:
    """Return how many keys of `path` a statement contains, inline tables included."""
    here = statement.path
    alike = 0
    while alike < len(here) and here[: alike + 1] == path[: alike + 1]:
        alike += 1
    if alike < len(here):
        is_named = alike == len(path) or (alike > len(statement.table) and not statement.is_header)
        return alike if is_named else 0
    value = statement.value
    for key in path[alike:]:
        if not isinstance(value, dict) or key not in value:
            break
        value = value[key]
        alike += 1
    return alike
