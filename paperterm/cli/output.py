"""Output of the commands: cleaned for a terminal, byte for byte to a pipe or file."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import Any

import orjson

from paperterm.errors import DiskError, InputError
from paperterm.text import clean

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def put(text: str) -> None:
    """Write lines to stdout; each of them ends with a line break."""
    if sys.stdout.isatty():
        text = "\n".join(map(_cleaned, text.split("\n")))
    # The name of a file need not be UTF-8; Python decodes other bytes to surrogates.
    put_bytes(text.encode(errors="surrogateescape"))


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
            # Unbuffered, a full disk accepts a part of it; only the next write fails.
            rest = rest[sys.stdout.buffer.write(rest) or 0 :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_stdout()
        raise DiskError.of("stdout", error, "write to it") from error


def leave_stdout() -> None:
    """Discard what Python would flush to stdout at its exit, because it cannot be written."""
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


def complain(text: str) -> None:
    """Write one line to stderr."""
    line = f"paperterm: {clean(text)}\n"
    sys.stderr.buffer.write(line.encode(errors="replace"))
    sys.stderr.flush()


def _cleaned(line: str) -> str:
    """Return a line without terminal controls; its spaces stay, because they align columns."""
    return " ".join(map(clean, line.split(" ")))


def _escaped(character: str) -> str:
    """Return a character, or its JSON escape if it is a control or invisible character."""
    if character == "\n" or unicodedata.category(character) not in _INVISIBLE:
        return character
    return _escape(ord(character))


def _escape(code: int) -> str:
    """Return the JSON escape of a code point, which is in UTF-16."""
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
