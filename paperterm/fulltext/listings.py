"""Code and algorithms of a page, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperterm.fulltext.document import Listing, ListingLine, Run, Runs, runs_text
from paperterm.fulltext.elements import detach, tokens
from paperterm.fulltext.flow import Flow, Reader
from paperterm.text import clean
from paperterm.text.clean import clean_code

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEPTH = 20
_WIDEST_INDENT = 40
_STYLES = {
    "ltx_lst_keyword": "keyword",
    "ltx_lst_keywords2": "keyword",
    "ltx_lst_keywords3": "keyword",
    "ltx_lst_string": "string",
    "ltx_lst_comment": "comment",
}


def read_listing(element: Element, flow: Flow, reader: Reader) -> None:
    """Add the lines of a listing to what is read."""
    flow.close()
    flow.anchor_all(element)
    id_, ids = flow.marks()
    found = [line for line in element.iter() if "ltx_listingline" in tokens(line)]
    lines = tuple(_line(line, flow, reader) for line in found)
    flow.put(Listing(lines=lines, id=id_, ids=ids))


def read_preformatted(element: Element, flow: Flow) -> None:
    """Add text whose line breaks count to what is read."""
    flow.anchor_all(element)
    id_, ids = flow.marks()
    lines = "".join(element.itertext()).strip("\n").split("\n")
    runs = ((Run(text, style="code"),) if (text := clean_code(line)) else () for line in lines)
    flow.put(Listing(lines=tuple(ListingLine("", line) for line in runs), id=id_, ids=ids))


def _line(line: Element, flow: Flow, reader: Reader) -> ListingLine:
    """Return a line: code keeps all its blanks, a step of an algorithm those it begins with."""
    tags = [tag for tag in line if "ltx_tag" in tokens(tag)]
    number = clean("".join("".join(tag.itertext()) for tag in tags))
    for tag in tags:
        detach(tag)
    if _is_code(line):
        return ListingLine(number, _code(line))
    indent = _indent("".join(line.itertext()))
    return ListingLine(number, (*indent, *reader.runs(line, flow)))


def _is_code(line: Element) -> bool:
    inner = list(line.iter())
    has_parts = any(node.tag in ("math", "a") or "ltx_note" in tokens(node) for node in inner)
    return not has_parts and any("ltx_font_typewriter" in tokens(node) for node in inner)


def _indent(text: str) -> Runs:
    text = text.lstrip("\n")
    width = len(text) - len(text.lstrip())
    return (Run(" " * min(width, _WIDEST_INDENT)),) if width > 1 else ()


def _code(line: Element) -> Runs:
    runs: list[Run] = []
    for text, style in _pieces(line, "code"):
        shown = text.replace("\n", "").replace("␣", " ")
        if shown:
            runs.append(Run(shown, style=style))
    text = runs_text(runs)
    if clean_code(text) != text:  # what is to be removed may be at the border of two pieces
        return (Run(clean_code(text), style="code"),) if text.strip() else ()
    return tuple(runs)


def _pieces(element: Element, style: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the texts of a line, each with its style."""
    for name in tokens(element):
        style = _STYLES.get(name, style)
    if depth > _DEPTH:
        yield "".join(element.itertext()), style
        return
    yield element.text or "", style
    for child in element:
        yield from _pieces(child, style, depth + 1)
        yield child.tail or "", style
