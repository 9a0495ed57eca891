"""Read BibTeX as people have it: any encoding, braces that do not pair, macros, biblatex.

Only what identifies a paper is needed, so that an entry with a mistake does not cost the rest: it
reaches to the next one. docs/architecture.md compares the packages on PyPI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from paperterm.sources.reference import RawReference, decoded

_ENTRY = re.compile(r"(?:^|\})[ \t,]*@[ \t]*(\w+)\s*[{(]", re.MULTILINE)
_NO_PAPER = frozenset({"comment", "preamble", "string"})
_FIELD = re.compile(r"[,\s]([A-Za-z][\w-]*)\s*=\s*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"{}]|\{[^{}]*\})*)"')
_BARE = re.compile(r"[^\s,{}\"]*")
_LINE = re.compile(r".*")
_AND = re.compile(r"(?<=\S)\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"[,;]")
_EPRINT = re.compile(r"\beprint\s*=\s*[{\"]*([^\s{}\",]+)", re.IGNORECASE)
_PLACES = (
    *("doi", "url", "volume", "number", "journal", "journaltitle", "booktitle", "publisher"),
    *("howpublished", "note", "addendum", "annote", "annotation", "pages"),
)


def looks_like_it(content: bytes) -> bool:
    """Return whether the first text of a file, after comments, is an entry."""
    text = decoded(content[:200_000])
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("%")), "")
    return first.startswith("@") and _ENTRY.search(text) is not None


def read(content: bytes) -> Iterator[RawReference]:
    """Yield the entries of a file."""
    text = decoded(content)
    at = line = 1
    found = _ENTRY.search(text)
    while found:
        following = _ENTRY.search(text, found.end())
        end = following.start() if following else len(text)
        line += text.count("\n", at - 1, found.end())
        at = found.end() + 1
        if found[1].lower() not in _NO_PAPER:
            yield _reference(text[found.end() : end], line)
        found = following


def _reference(entry: str, line: int) -> RawReference:
    fields = _fields(entry)
    prefix = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
    return RawReference(
        line,
        # Not from the fields: a brace that does not pair may hide the rest of them.
        ids=tuple(_EPRINT.findall(entry)) if prefix == "arxiv" else (),
        texts=tuple(fields[name] for name in _PLACES if name in fields),
        title=fields.get("title", ""),
        authors=tuple(map(_author, _AND.split(fields.get("author", "")))),
        keywords=tuple(_COMMA.split(fields.get("keywords", ""))),
    )


def _fields(entry: str) -> dict[str, str]:
    """Return the fields of an entry, their names small; the first of a name."""
    fields: dict[str, str] = {}
    closing = _pairs(entry)
    at = 0
    while found := _FIELD.search(entry, at):
        value, at = _value(entry, found.end(), closing)
        fields.setdefault(found[1].lower(), value.strip())
    return fields


def _pairs(entry: str) -> dict[int, int]:
    """Return where each opening brace is closed, if it is."""
    closing: dict[int, int] = {}
    opened = []
    for brace in _BRACE.finditer(entry):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            closing[opened.pop()] = brace.start()
    return closing


def _value(entry: str, at: int, closing: Mapping[int, int]) -> tuple[str, int]:
    """Return a value, without its outer braces or quotes, and where it ends."""
    if at in closing:
        return entry[at + 1 : closing[at]], closing[at] + 1
    if quoted := _QUOTED.match(entry, at):
        return quoted[1], quoted.end()
    ending = _LINE if entry.startswith(("{", '"'), at) else _BARE
    rest = ending.match(entry, at)
    return (rest[0].strip('{}", '), rest.end()) if rest else ("", at)


def _author(name: str) -> str:
    """Return `First von Last` of a name that BibTeX may have as `von Last, First`."""
    last, *others = (part.strip() for part in name.split(","))
    return " ".join(filter(None, [*others[::-1][:1], last, *others[:-1]]))
