"""In which line of a TOML file a key stands; the standard parser does not say."""

from __future__ import annotations

import re
import tomllib

from paperterm.config.toml_statements import Path, TomlStatement, statements

_SYNTAX_LINE = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)")


def line_of(text: str, path: Path) -> int:
    """The line, from 1, of the longest beginning of `path` that the file spells out; 1 if none."""
    best = (0, 1)
    for statement in statements(text):
        length = _spelled(statement, path)
        if length > best[0]:
            best = (length, statement.line)
    return best[1]


def syntax_line(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """The line of a syntax error, and what is wrong without the place."""
    said = str(error)
    found = _SYNTAX_LINE.search(said)
    line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
    return line, _SYNTAX_LINE.sub("", said)


def _spelled(statement: TomlStatement, path: Path) -> int:
    """How many keys of `path` a statement spells out, inline tables included; 0 for another one."""
    here = statement.path
    alike = 0
    while alike < len(here) and here[: alike + 1] == path[: alike + 1]:
        alike += 1
    if alike < len(here):
        is_said = alike == len(path) or (alike > len(statement.table) and not statement.is_header)
        return alike if is_said else 0
    value = statement.told
    for key in path[alike:]:
        if not isinstance(value, dict) or key not in value:
            break
        value = value[key]
        alike += 1
    return alike
