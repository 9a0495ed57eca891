"""Change a TOML text statement by statement; the rest stays byte for byte.

The texts must be valid TOML. The result may be wrong for some ways to write a file, so `edit`
parses and compares it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from paperterm.config.defaults import key_text, value_text
from paperterm.config.toml_statements import KeyPath, TomlStatement, statements
from paperterm.errors import ConfigError

_ONE_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_BLANK = re.compile(r"[ \t\r]*\n")
_COMMENT = re.compile(r"[ \t]*#[^\n]*(\n|\Z)")


class Block(NamedTuple):
    """The start and end of a table, with the comments directly above and below."""

    start: int
    end: int


def ended(text: str) -> str:
    """Return a text whose last line has its line end, as the other functions need."""
    return text if text.endswith("\n") or not text else text + _like(text, "\n")


def with_value(text: str, path: KeyPath, value: Any) -> str:
    """Set a key, in its place or at the end of its table.

    Raises:
        ConfigError: The key is inside something that is not a table.
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


def without_value(text: str, path: KeyPath) -> str:
    """Remove a key."""
    for statement in statements(text):
        if not statement.is_header and statement.path == path:
            return _with_statement(text, statement, "")
        if not statement.is_header and path[: len(statement.path)] == statement.path:
            return _with_statement(text, statement, _without(statement, path))
    return text


def with_end(text: str, block: str, like: str = "") -> str:
    """Add a table at the end, after an empty line, with the line ends of the text or of `like`."""
    if not text.strip():
        return _like(text + like, block)
    return text + _like(text + like, f"\n{block}")


def without_block(text: str, block: Block) -> str:
    """Remove a table and the empty lines after it."""
    end = block.end
    while blank := _BLANK.match(text, end):
        end = blank.end()
    before, after = text[: block.start], text[end:]
    if after or not before.strip():
        return before + after
    return before.rstrip() + _like(text, "\n")


def arranged(text: str, places: list[Block], order: list[Block]) -> str:
    """Reorder some tables; the texts between them stay in place.

    Args:
        text: The text.
        places: The tables in their present order.
        order: The same tables in their new order.
    """
    whole = text
    for place, block in reversed([*zip(places, order, strict=True)]):
        lines, after = whole[block.start : block.end], text[place.end :]
        if _COMMENT.fullmatch(lines.splitlines()[-1]) and after and not _BLANK.match(after):
            lines += _like(text, "\n")  # or its last comment would belong to the next table
        text = text[: place.start] + lines + after
    return text


def renamed(text: str, path: KeyPath, name: str) -> str:
    """Rename the last key of a table's path, wherever it occurs."""
    for statement in reversed(statements(text)):
        place = len(path) - 1 - len(statement.table)
        if statement.path[: len(path)] == path and place >= 0:
            start, end = statement.spelling
            found = [*_ONE_KEY.finditer(statement.text, start, end)][place]
            new = statement.text[: found.start()] + key_text(name) + statement.text[found.end() :]
            text = _with_statement(text, statement, new)
    return text


def blocks(text: str, table: str) -> dict[str, Block]:
    """Return the blocks of the subtables of a table, by name, except those in several pieces."""
    runs: list[tuple[str, list[int]]] = []
    for number, statement in enumerate(statements(text)):
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
    """Return statements with the comments above and below; one above a table belongs to it."""
    all_ = statements(text)
    floor = all_[first - 1].end if first else 0
    start, end = _comments_above(text, floor, all_[first].start), all_[last].end
    if last + 1 < len(all_):
        ceiling = _comments_above(text, end, all_[last + 1].start)
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


def _is_in(statement: TomlStatement, table: KeyPath) -> bool:
    if statement.is_header:
        return statement.path == table
    return statement.path[:-1] == table


def _with_statement(text: str, statement: TomlStatement, new: str) -> str:
    return text[: statement.start] + new + text[statement.end :]


def _changed(statement: TomlStatement, path: KeyPath, value: Any) -> str:
    document, table = _opened(statement, path)
    old = table.get(path[-1])
    new = _plain(value)
    if isinstance(old, list) and isinstance(new, list):
        _fit(old, new)
    if path[-1] not in table or table.unwrap()[path[-1]] != new:
        table[path[-1]] = new
    # tomlkit has its own line ends for lines that it adds to a list.
    return _like(statement.text, document.as_string().replace("\r\n", "\n"))


def _without(statement: TomlStatement, path: KeyPath) -> str:
    document, table = _opened(statement, path)
    del table[path[-1]]
    return str(document.as_string())


def _opened(statement: TomlStatement, path: KeyPath) -> tuple[Any, Any]:
    """Parse a statement with tomlkit, which keeps comments in lists; return it and its table."""
    # 36 ms to import: only an edit needs it.
    import tomlkit

    document = tomlkit.parse(statement.text)
    table: Any = document
    for key in path[len(statement.table) : -1]:
        table = table[key]
        if not isinstance(table, MutableMapping):
            raise ConfigError(".".join(path[:-1]), "is not a table", "edit it by hand")
    return document, table


def _fit(old: list[Any], new: list[Any]) -> None:
    """Change only the items that differ, so that the comments between the others stay."""
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
    """Return lines with the line ends of a text."""
    return lines.replace("\n", "\r\n") if "\r\n" in text else lines


def reverted(text: str, before: str, after: str) -> str | None:
    """Undo in a text the change from `before` to `after`; None if its lines changed since."""
    from difflib import SequenceMatcher

    lines, old, new = (one.splitlines(keepends=True) for one in (text, before, after))
    kept = SequenceMatcher(None, new, lines, autojunk=False).get_matching_blocks()
    changes = SequenceMatcher(None, new, old, autojunk=False).get_opcodes()
    for kind, start, end, old_start, old_end in reversed(changes):
        if kind == "equal":
            continue
        block = next((one for one in kept if one.a <= start and end <= one.a + one.size), None)
        if block is None:
            return None
        shift = block.b - block.a
        lines[start + shift : end + shift] = old[old_start:old_end]
    return "".join(lines)
