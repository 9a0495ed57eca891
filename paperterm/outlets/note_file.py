"""The text of a note file: front matter, a block between two comments, and what a person wrote.

Only the block is written again. Its first comment has check sums of the rest and of each line, so
an edit inside it is noticed, and the lines that paperterm did not write are moved below it. In the
front matter, missing keys and missing items of lists are added; nothing is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from paperterm.export.escape import yaml_value

Value = str | int | Sequence[str]
"""A value of the front matter."""

_SAYS = "rewritten by `paperterm send notes`; write outside"
_END = "<!-- /paperterm -->"
_NEW_LINE = "\n"
_BEGIN = re.compile(
    rf"<!-- paperterm (?P<id>\S+) (?P<sum>[0-9a-f]{{8}})(?P<lines>(?:\.[0-9a-f]{{8}})*): "
    rf"{re.escape(_SAYS)} -->\r?\n"
)
_FRONT = re.compile(r"---[ \t]*\r?\n(?P<rows>(?:.*\r?\n)*?)---[ \t]*(?:\r?\n|\Z)")
_KEY = re.compile(r"""(["']?)(?P<key>[^\s"'#:-][^"':\r\n]*?)\1[ \t]*:(?=[ \t\r\n]|\Z)""")
_FLOW_LIST = re.compile(r"(?P<start>[^\[\r\n]*\[(?P<items>[^\[\]{}\r\n#]*))\][ \t]*\r?\n")
_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]+(?P<item>.*?)[ \t]*\r?\n")


class Known(NamedTuple):
    """What paperterm writes about a paper.

    Attributes:
        id: The id of the paper.
        front: The keys of the front matter.
        lines: The lines of the block, before the note.
        notes: The texts of the note; those that the person wrote into the file are left out.
    """

    id: str
    front: Mapping[str, Value]
    lines: Sequence[str]
    notes: Sequence[str]

    def body(self, notes: Sequence[str]) -> str:
        """Return the block without its comments."""
        parts = ["\n".join(self.lines), *(["## Note", *dict.fromkeys(notes)] if notes else [])]
        return "\n\n".join(parts).replace("<!--", "&lt;!--") + "\n"


class Block(NamedTuple):
    """The block of a paper in a file, with its comments from `start` to `end`.

    `sum` and `lines` are the check sums of what paperterm wrote.
    """

    id: str
    sum: str
    lines: frozenset[str]
    body: str
    start: int
    end: int


class NoteFile(NamedTuple):
    """The text of a file in its parts: the front matter, the block, and what is around it."""

    front: str
    before: str
    after: str


def id_in(text: str) -> str:
    """Return the id of the paper that a note is about, by its block or its front matter; or ""."""
    if block := next(_blocks(text), None):
        return block.id
    front = _FRONT.match(text)
    for key, rows in _rows(front["rows"]) if front else ():
        if key == "arxiv":
            return _plain(rows.partition(":")[2].splitlines()[0])
    return ""


def own_text(text: str, known: Known) -> str:
    """Return what a person wrote into a file, except into its front matter."""
    _, before, after = _parts(text, known)
    return "\n\n".join(filter(None, (before.strip(), after.strip())))


def updated(text: str, known: Known) -> str:
    """Return the text of a file, empty if it is new, with what paperterm writes up to date."""
    front, before, after = _parts(text, known)
    own = own_text(text, known)
    notes = [_without(note, own) for note in known.notes]
    body = known.body([note for note in notes if note and not has_paragraphs(own, note)])
    sums = ".".join([_sum(body), *dict.fromkeys(map(_sum, _lines(body)))])
    begin = f"<!-- paperterm {known.id} {sums}: {_SAYS} -->"
    return f"{_updated_front(front, known.front)}{before}{begin}\n{body}{_END}{after or _NEW_LINE}"


def has_paragraphs(text: str, some: str) -> bool:
    """Return whether a text has the paragraphs of another, in a row and whole."""
    return _apart(some) in _apart(text)


def _without(note: str, own: str) -> str:
    """Return a note without the paragraphs that a person wrote into the file."""
    return _apart(note).replace(_apart(own), "\n\n").strip() if own else note


def _apart(text: str) -> str:
    return f"\n\n{text.strip()}\n\n"


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text; a begin without an end is none."""
    at = 0
    while found := _BEGIN.search(text, at):
        end = text.find(_END, found.end())
        if end < 0:
            return
        at = end + len(_END)
        lines = frozenset(filter(None, found["lines"].split(".")))
        yield Block(found["id"], found["sum"], lines, text[found.end() : end], found.start(), at)


def _parts(text: str, known: Known) -> NoteFile:
    """Divide a text; the lines of an edited block that paperterm would not write come after it."""
    found = _FRONT.match(text)
    front = found[0] if found else ""
    rest = text[len(front) :]
    block = next((one for one in _blocks(rest) if one.id == known.id), None)
    if block is None:
        gap = "" if not rest or rest.endswith("\n\n") else "\n" if rest.endswith("\n") else "\n\n"
        return NoteFile(front, f"{rest}{gap}", "")
    before, after, body = rest[: block.start], rest[block.end :], block.body
    if _sum(body) != block.sum:
        # Not by what paperterm knows now: a pull may have made a person's lines part of the note.
        added = [line for line in _lines(body) if _sum(line) not in block.lines]
        after = "\n\n" + "\n".join(added) + (after or "\n") if added else after
    return NoteFile(front, before, after)


def _lines(body: str) -> list[str]:
    return list(filter(None, map(str.rstrip, body.splitlines())))


def _sum(body: str) -> str:
    """Return a check sum; line ends do not matter, since a sync may change them."""
    plain = body.replace("\r\n", "\n")
    return f"{crc32(plain.encode(errors='surrogateescape')):08x}"


def _rows(rows: str) -> list[tuple[str, str]]:
    """Return the keys of front matter, each with its lines; "" has what comes before the first."""
    some: list[tuple[str, str]] = []
    for line in rows.splitlines(keepends=True):
        if found := _KEY.match(line):
            some.append((found["key"], line))
        elif some:
            some[-1] = some[-1][0], some[-1][1] + line
        else:
            some.append(("", line))
    return some


def _updated_front(front: str, wanted: Mapping[str, Value]) -> str:
    found = _FRONT.match(front)
    rows = _rows(found["rows"]) if found else []
    known = {key for key, _ in rows}
    texts = [
        _with_items(text, value)
        if (value := wanted.get(key)) and not isinstance(value, str | int)
        else text
        for key, text in rows
    ]
    texts += [_row(key, value) for key, value in wanted.items() if key not in known]
    end = front[found.end("rows") :] if found else "---\n"
    start = front[: found.start("rows")] if found else "---\n"
    return f"{start}{''.join(texts)}{end}"


def _row(key: str, value: Value) -> str:
    if isinstance(value, str | int):
        return f"{key}: {yaml_value(value)}\n"
    return f"{key}:\n{''.join(map(_item, value))}" if value else f"{key}: []\n"


def _item(value: str, indent: str = "  ") -> str:
    return f"{indent}- {yaml_value(value)}\n"


def _with_items(text: str, wanted: Sequence[str]) -> str:
    """Return the lines of a list with the items that are missing; unchanged if it is not a list."""
    head, _, rest = text.partition("\n")
    if (flow := _FLOW_LIST.fullmatch(text)) is not None:
        items = [_plain(one) for one in flow["items"].split(",")]
        lacking = [yaml_value(one) for one in wanted if one not in items]
        if not lacking:
            return text
        between = ", " if flow["items"].strip() else ""
        return f"{flow['start']}{between}{', '.join(lacking)}]\n"
    lines = rest.splitlines(keepends=True)
    found = [_ITEM.fullmatch(line) for line in lines]
    is_list = head.rstrip().endswith(":") and text.endswith("\n") and all(found)
    if not is_list:
        return text
    items = [_plain(one["item"]) for one in found if one]
    indent = next((one["indent"] for one in found if one), "  ")
    return text + "".join(_item(one, indent) for one in wanted if one not in items)


def _plain(value: str) -> str:
    """Return a YAML scalar of one line without its quotes."""
    value = value.strip()
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value.strip('"')
    return value.strip("'")
