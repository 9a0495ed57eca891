"""Escape text of papers for Markdown and YAML, so that a parser returns exactly that text."""

from __future__ import annotations

import json
import re

from paperterm.text import clean

_URL = re.compile(r"(https?://[^\s<>\"\\^`{|}\[\]]+[^\s<>\"\\^`{|}.,;:!?)\]'*_~])")
_SPECIAL = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~]|$)       # a backslash that would escape the next sign
    | [`*\[\]<~]                    # code, emphasis, links, HTML, strike-through
    | (?<![^\W_])_|_(?![^\W_])      # emphasis, but not an underscore inside a word
    | &(?=[#A-Za-z])                # a possible entity
    | \#(?=\#*$)                    # the end of a heading
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"(?P<sign>[-+=>#:])|(?P<number>[0-9]{1,9})(?P<dot>[.)])")


def escape_markdown(text: str, *, links: bool = True) -> str:
    """Return text as one line of Markdown, without control characters and line breaks.

    Characters that would start a list or a heading, or close a heading, are escaped too.

    Args:
        text: Any text.
        links: Turn addresses into links; must be false inside a link.
    """
    parts = _URL.split(clean(text)) if links else [clean(text)]
    line = "".join(
        f"<{part}>" if odd % 2 else _SPECIAL.sub(r"\\\g<0>", part) for odd, part in enumerate(parts)
    )
    if start := _BLOCK_START.match(line):
        at = start.start("sign") if start["sign"] else start.start("dot")
        return f"{line[:at]}\\{line[at:]}"
    return line


def code_span(text: str) -> str:
    """Return text as a code span, without its backticks, which cannot be escaped there."""
    inside = clean(text.replace("`", ""))
    return f"`{inside}`" if inside else ""


def yaml_value(value: str | int) -> str:
    """Return a value for YAML front matter.

    A JSON string is a YAML string, except for two characters that YAML forbids.
    """
    if isinstance(value, int):
        return str(value)
    text = json.dumps(clean(value), ensure_ascii=False)
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
