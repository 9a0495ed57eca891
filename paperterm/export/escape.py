"""Escape text of papers for Markdown, YAML and org, so that a parser returns that text."""

from __future__ import annotations

import json
import re

from paperterm.text import clean

_URL = re.compile(r"(https?://[^\s<>\"\\^`{|}\[\]]+[^\s<>\"\\^`{|}.,;:!?)\]'*_~])")
_SPECIAL = re.compile(
    r"""
      [\\$]                         # an escape, and the TeX that pandoc and others look for
    | [`*\[\]<~]                    # code, emphasis, links, HTML, strike-through
    | (?<![^\W_])_|_(?![^\W_])      # emphasis, but not an underscore inside a word
    | &(?=[#A-Za-z])                # a possible entity
    | (?<!\w)@(?=\w)                # a citation to pandoc
    | \#(?=\#*$)                    # the end of a heading
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"(?P<sign>[-+=>#:])|(?P<number>[0-9]{1,9})(?P<dot>[.)])")

_ORG = re.compile(
    _URL.pattern
    + r"""
    | [\\$]                                 # TeX
    | [\[<{^_](?=\S) | @(?=@)               # a link, target, footnote, macro, index or snippet
    | (?<![^\s("'{*/=~+_-])[*/=~+](?=\S)    # emphasis
    | ^\#(?=\+|\s) | ^[|:](?=.)             # a keyword, a comment, a table, a drawer
    | (?i:src|call)(?=_)                    # code that is run
    | (?<=[A-Za-z])(?=:[^\s:])              # another link, such as to a file, or code that is run
    """,
    re.VERBOSE,
)
_NO_SPACE = "\u200b"
"""What org's manual advises to put between signs that would be markup."""

_ORG_ENTITIES = {"\\": f"\\backslash{{}}{_NO_SPACE}", "$": f"\\dollar{{}}{_NO_SPACE}"}


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


def escape_org(text: str) -> str:
    """Return text as one line of org, without markup, in a heading or after other text.

    Addresses of the web stay whole, and org makes links of them; other links are broken.
    """
    return _ORG.sub(_escaped_org, clean(text))


def _escaped_org(found: re.Match[str]) -> str:
    return found[1] or _ORG_ENTITIES.get(found[0]) or f"{found[0]}{_NO_SPACE}"
