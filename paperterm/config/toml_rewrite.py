"""Changes of a TOML text, statement by statement: what no change is about stays byte for byte.

The texts are those of files that can be read. Where a file is written in a way that a change
cannot follow, the text that comes back says something else than was wanted: `edit` looks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from paperterm.config.defaults import key_text, value_text
from paperterm.config.toml_statements import Path, TomlStatement, statements
from paperterm.errors import ConfigError

_ONE_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_BLANK = re.compile(r"[ \t\r]*\n")
_COMMENT = re.compile(r"[ \t]*#[^\n]*(\n|\Z)")


class Block(NamedTuple):
    """Where a table stands, with the comments that touch it."""

    start: int
    end: int


def ended(text: str) -> str:
    """The text with an end to its last line, as all that follows here wants it."""
    return text if text.endswith("\n") or not text else text + _like(text, "\n")


def with_value(text: str, path: Path, value: Any) -> str:
    """The text with a key set, in its place, or at the end of its table.

    Raises:
        ConfigError: What stands there is no table.
    """
    for statement in statements(text):
        if not statement.is_header and path[: len(statement.path)] == statement.path:
            return _with_statement(text, statement, _changed(statement, path, value))
    beside = [one for one in statements(text) if _is_in(one, path[:-1])]
    if not beside:
        header = ".".join(map(key_text, path[:-1]))
        return with_end(text, f"[{header}]\n{key_text(path[-1])} = {value_text(value)}\n")
    last = beside[-1]
    table = last.keys if last.is_header else last.table
    keys = ".".join(map(key_text, path[len(table) :]))
    indent = last.text[: len(last.text) - len(last.text.lstrip())]
    line = f"{indent}{keys} = {value_text(value)}\n"
    return text[: last.end] + _like(text, line) + text[last.end :]


def without_value(text: str, path: Path) -> str:
    """The text without a key that it says."""
    for statement in statements(text):
        if not statement.is_header and statement.path == path:
            return _with_statement(text, statement, "")
        if not statement.is_header and path[: len(statement.path)] == statement.path:
            return _with_statement(text, statement, _without(statement, path))
    return text


def with_end(text: str, block: str, like: str = "") -> str:
    """The text with a table at its end, behind an empty line; lines end as there, or in `like`."""
    if not text.strip():
        return _like(text + like, block)
    return text + _like(text + like, f"\n{block}")


def without_block(text: str, block: Block) -> str:
    """The text without a table and the empty lines behind it."""
    end = block.end
    while blank := _BLANK.match(text, end):
        end = blank.end()
    before, after = text[: block.start], text[end:]
    if after or not before.strip():
        return before + after
    return before.rstrip() + _like(text, "\n")


def arranged(text: str, places: list[Block], order: list[Block]) -> str:
    """The text with some tables in another order; what is between them stays there.

    Args:
        text: The text.
        places: Where they stand, from the top.
        order: The same, as they are to be.
    """
    whole = text
    for place, block in reversed([*zip(places, order, strict=True)]):
        said, after = whole[block.start : block.end], text[place.end :]
        if _COMMENT.fullmatch(said.splitlines()[-1]) and after and not _BLANK.match(after):
            said += _like(text, "\n")  # or its last comment would be that of the next one
        text = text[: place.start] + said + after
    return text


def renamed(text: str, path: Path, name: str) -> str:
    """The text with the last key of a table's path called otherwise, wherever it stands."""
    for statement in reversed(statements(text)):
        place = len(path) - 1 - len(statement.table)
        if statement.path[: len(path)] == path and place >= 0:
            start, end = statement.spelling
            found = [*_ONE_KEY.finditer(statement.text, start, end)][place]
            said = statement.text[: found.start()] + key_text(name) + statement.text[found.end() :]
            text = _with_statement(text, statement, said)
    return text


def blocks(text: str, table: str) -> dict[str, Block]:
    """Where the tables inside a table stand, by name; one in several pieces is left out."""
    runs: list[tuple[str, list[int]]] = []
    said = statements(text)
    for number, statement in enumerate(said):
        if len(statement.path) < 2 or statement.path[0] != table:
            continue
        name = statement.path[1]
        if runs and runs[-1][0] == name and runs[-1][1][-1] == number - 1:
            runs[-1][1].append(number)
        else:
            runs.append((name, [number]))
    times = Counter(name for name, _ in runs)
    return {
        name: _with_comments(text, numbers[0], numbers[-1])
        for name, numbers in runs
        if times[name] == 1
    }


def _with_comments(text: str, first: int, last: int) -> Block:
    """Some statements with the comments that touch them; one between two tables is the second's."""
    said = statements(text)
    floor = said[first - 1].end if first else 0
    start, end = _comments_above(text, floor, said[first].start), said[last].end
    if last + 1 < len(said):
        ceiling = _comments_above(text, end, said[last + 1].start)
    else:
        ceiling = len(text)
    while end < ceiling and (comment := _COMMENT.match(text, end)):
        end = comment.end()
    return Block(start, end)


def _comments_above(text: str, floor: int, start: int) -> int:
    while start > floor:
        above = text.rfind("\n", floor, start - 1) + 1 or floor
        if not _COMMENT.match(text, above):
            break
        start = above
    return start


def _is_in(statement: TomlStatement, table: Path) -> bool:
    if statement.is_header:
        return statement.path == table
    return statement.path[:-1] == table


def _with_statement(text: str, statement: TomlStatement, said: str) -> str:
    return text[: statement.start] + said + text[statement.end :]


def _changed(statement: TomlStatement, path: Path, value: Any) -> str:
    document, table = _opened(statement, path)
    old = table.get(path[-1])
    new = _plain(value)
    if isinstance(old, list) and isinstance(new, list):
        _fit(old, new)
    if path[-1] not in table or table.unwrap()[path[-1]] != new:
        table[path[-1]] = new
    # tomlkit ends the lines that it adds to a list its own way.
    return _like(statement.text, document.as_string().replace("\r\n", "\n"))


def _without(statement: TomlStatement, path: Path) -> str:
    document, table = _opened(statement, path)
    del table[path[-1]]
    return str(document.as_string())


def _opened(statement: TomlStatement, path: Path) -> tuple[Any, Any]:
    """A statement as tomlkit has it, which keeps the comments inside a list; and its table."""
    # 36 ms to import: only an edit needs it.
    import tomlkit

    document = tomlkit.parse(statement.text)
    table: Any = document
    for key in path[len(statement.table) : -1]:
        table = table[key]
        if not isinstance(table, MutableMapping):
            raise ConfigError(".".join(path[:-1]), "is no table", "edit it by hand")
    return document, table


def _fit(old: list[Any], new: list[Any]) -> None:
    """Take out and put in what differs, so that the comments between the rest stay."""
    for place in reversed(range(len(old))):
        if _plain(old[place]) not in new:
            del old[place]
    for place, item in enumerate(new):
        if place >= len(old) or _plain(old[place]) != item:
            old.insert(place, item)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.unwrap() if hasattr(value, "unwrap") else value


def _like(text: str, lines: str) -> str:
    """Lines that end as those of a text do."""
    return lines.replace("\n", "\r\n") if "\r\n" in text else lines
