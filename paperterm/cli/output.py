"""Output of the commands: cleaned for a terminal, byte for byte to a pipe or file."""

from __future__ import annotations

import os
import sys
import unicodedata
from struct import iter_unpack
from typing import Any

import orjson

from paperterm.errors import DiskError, InputError
from paperterm.text import clean

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def put(text: str) -> None:
    """Write lines to stdout; each of them ends with a line break."""
    if sys.stdout.isatty():
        text = as_terminal_text(text)
    # A file name may not be UTF-8; Python decodes its other bytes to surrogates.
    put_bytes(text.encode(errors="surrogateescape"))


def as_terminal_text(text: str) -> str:
    """Return lines without control characters."""
    return "\n".join(map(_cleaned, text.split("\n")))


def put_content(content: bytes) -> None:
    """Write the content of a file to stdout; to a terminal as clean text.

    Raises:
        InputError: The content is binary and stdout is a terminal.
    """
    if not sys.stdout.isatty():
        put_bytes(content)
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:
        problem = "a binary format cannot be shown in a terminal"
        raise InputError("stdout", problem, "use -o FILE") from None
    put(text)


def put_bytes(content: bytes) -> None:
    """Write bytes to stdout.

    Raises:
        BrokenPipeError: The other end of the pipe was closed.
        DiskError: stdout cannot be written.
    """
    try:
        sys.stdout.flush()
        rest = memoryview(content)
        while rest:
            # Unbuffered, a full disk writes a part, and only the next write fails.
            rest = rest[sys.stdout.buffer.write(rest) or 0 :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_stdout()
        raise DiskError.of("stdout", error, "write to it") from error


def leave_stdout() -> None:
    """Discard the rest of stdout, which Python would otherwise fail to flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_text(path: str) -> str:
    """Return a path, or a message that contains one, with U+FFFD for bytes that are not UTF-8."""
    return os.fsencode(path).decode(errors="replace")


def put_json(value: Any) -> None:
    """Write one JSON document to stdout."""
    content = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if sys.stdout.isatty():
        content = "".join(map(_escaped, content.decode())).encode()
    put_bytes(content)


def put_result(record: Any, text: str, *, as_json: bool) -> None:
    """Write a result to stdout: one JSON document, or text."""
    if as_json:
        put_json(record)
    else:
        put(text)


def complain(text: str) -> None:
    """Write one line to stderr."""
    line = f"paperterm: {clean(text)}\n"
    sys.stderr.buffer.write(line.encode(errors="replace"))
    sys.stderr.flush()


def _cleaned(line: str) -> str:
    """Return a line without control characters; its spaces align columns, so they stay."""
    return " ".join(map(clean, line.split(" ")))


def _escaped(character: str) -> str:
    """Return a character, or its JSON escape if it is a control or invisible character."""
    if character == "\n" or unicodedata.category(character) not in _INVISIBLE:
        return character
    units = iter_unpack(">H", character.encode("utf-16-be", "surrogatepass"))
    return "".join(f"\\u{unit:04x}" for (unit,) in units)
