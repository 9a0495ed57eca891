"""A TOML file taken apart into its statements: which lines say which key.

The standard parser tells no places, and tomlkit gives a comment above a table to the table before
it. All of this is for files that the standard parser has read: nothing is checked here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

Path = tuple[str, ...]

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


class TomlStatement(NamedTuple):
    """A header, or a key with its value; an array may go over several lines.

    Attributes:
        start: Where its first line begins.
        end: Where its last line ends, the line end included.
        line: The number of its first line, from 1.
        table: The table it stands in; of a header, nothing.
        keys: What it spells out itself.
        is_header: Whether it opens a table.
        text: All of it.
    """

    start: int
    end: int
    line: int
    table: Path
    keys: Path
    is_header: bool
    text: str

    @property
    def path(self) -> Path:
        """The whole key."""
        return (*self.table, *self.keys)

    @property
    def told(self) -> object:
        """The value; of a header, nothing."""
        value: object = {} if self.is_header else tomllib.loads(self.text)
        for key in self.keys if value else ():
            assert isinstance(value, dict)
            value = value[key]
        return value

    @property
    def spelling(self) -> tuple[int, int]:
        """Where in the text its keys stand."""
        found = _KEY.match(self.text)
        assert found
        return found.start("keys"), found.start("keys") + len(found["keys"].rstrip(" \t"))


@lru_cache(2)
def statements(text: str) -> tuple[TomlStatement, ...]:
    """The statements of a file, in its order."""
    return tuple(_statements(text))


def _statements(text: str) -> Iterator[TomlStatement]:
    table: Path = ()
    line = 1
    for start, end in _spans(text):
        said = text[start:end]
        if said.strip() and not said.lstrip().startswith("#"):
            is_header = said.lstrip().startswith("[")
            keys = _keys(said)
            table = keys if is_header else table
            yield TomlStatement(start, end, line, () if is_header else table, keys, is_header, said)
        line += said.count("\n")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end, those that belong together as one."""
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


def _keys(statement: str) -> Path:
    found = _KEY.match(statement)
    assert found
    keys = []
    told: object = tomllib.loads(f"{found['keys']} = 0")
    while isinstance(told, dict):
        key, told = next(iter(told.items()))
        keys.append(key)
    return tuple(keys)
