"""Draws one block of a paper as lines of a width.

Each drawn piece of the paper's text knows its offset into the text of its block, so that places,
matches and ranges are the same at any width. Only tables may be wider than asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from paperterm.fulltext.document import (
    Authors,
    Block,
    Caption,
    Equation,
    Figure,
    List,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Run,
    Section,
    Table,
    Theorem,
    Title,
    block_text,
    runs_text,
)
from paperterm.fulltext.draw_equations import equation_lines
from paperterm.fulltext.draw_tables import table_lines
from paperterm.fulltext.lines import EMPTY, Line, Part, Span, flowed, line_width, placed, shifted
from paperterm.fulltext.pictures import cells
from paperterm.text.cells import cell_width

_NARROWEST = 8
"""Indents end where less room than this would be left."""
_LABEL = 6


def draw(block: Block, width: int) -> list[Line]:
    """Return a block as lines; no line if there is nothing to show."""
    return _lines(block, max(width, 1), 0)


def _lines(block: Block, width: int, at: int) -> list[Line]:
    """Return a block as lines; its text begins at an offset of that of the whole block."""
    drawing = _DRAWINGS.get(type(block))
    return drawing(block, width, at) if drawing else []


def _all(blocks: Sequence[Block], width: int, at: int, *, apart: bool = False) -> list[Line]:
    """Return several blocks as lines, with an empty line between them if they are set apart."""
    lines: list[Line] = []
    for block in blocks:
        drawn = _lines(block, width, at)
        if drawn and lines and (apart or _stands_alone(block)):
            lines.append(EMPTY)
        lines += drawn
        at = _behind(at, block_text(block))
    return lines


def _behind(at: int, text: str) -> int:
    """Return the offset behind a leaf or block, and the line break after it."""
    return at + len(text) + 1 if text else at


def _stands_alone(block: Block) -> bool:
    return isinstance(block, (Equation, Figure, Table, Listing))


def _title(block: Title, width: int, at: int) -> list[Line]:
    return flowed(block.runs, width, at, "title")


def _authors(block: Authors, width: int, at: int) -> list[Line]:
    lines: list[Line] = []
    for inner in block.blocks:
        style = "authors" if isinstance(inner, Paragraph) else ""
        runs = inner.runs if isinstance(inner, Paragraph) else ()
        lines += flowed(runs, width, at, style) if runs else _lines(inner, width, at)
        at = _behind(at, block_text(inner))
    return lines


def _section(block: Section, width: int, at: int) -> list[Line]:
    style = "heading" if block.level < 3 else "heading minor"
    hanging = min(len(block.number) + 1 if block.number else 0, max(0, width - _NARROWEST))
    return flowed(block.runs, width, at, style, hanging)


def _paragraph(block: Paragraph, width: int, at: int) -> list[Line]:
    return flowed(block.runs, width, at, block.style)


def _indented(
    blocks: Sequence[Block], width: int, at: int, first: Line, before: str, style: str = ""
) -> list[Line]:
    """Return blocks with a sign before each line, and another before the first."""
    if width - cell_width(before) < _NARROWEST:
        return [first, *_all(blocks, width, at)] if first else _all(blocks, width, at)
    lines = shifted(_all(blocks, width - cell_width(before), at), before, style)
    if first and line_width(first) > cell_width(before):
        return [first, *lines]
    if first and lines:
        head = placed(first, cell_width(before), "left")
        return [(*head, *lines[0][1:]), *lines[1:]]
    return [first, *lines] if first else lines


def _list(block: List, width: int, at: int) -> list[Line]:
    lines: list[Line] = []
    tags = [runs_text(item.tag) or item.sign for item in block.items]
    widest = max(map(cell_width, tags), default=0)
    indent = min(widest, _LABEL) + 1
    for item in block.items:
        tag = flowed(item.tag, width, at, "label")
        at = _behind(at, runs_text(item.tag))
        *over, first = tag or [(Span(item.sign, "label"),)]
        lines += over
        lines += _indented(item.blocks, width, at, first, " " * indent)
        for inner in item.blocks:
            at = _behind(at, block_text(inner))
    return lines


def _quote(block: Quote, width: int, at: int) -> list[Line]:
    return _indented(block.blocks, width, at, EMPTY, "│ ", "rule")


def _note(block: Note, width: int, at: int) -> list[Line]:
    mark = (Span(f"{block.mark} ", "note"),)
    lines = _indented(block.blocks, width, at, mark, " " * max(2, cell_width(block.mark) + 1))
    return [tuple(_with(span, "aside") for span in line) for line in lines]


def _with(span: Span, style: str) -> Span:
    return span._replace(style=f"{style} {span.style}".rstrip())


def _reference(block: Reference, width: int, at: int) -> list[Line]:
    label = runs_text(block.label)
    first = flowed(block.label, width, at, "label")
    behind = _behind(at, label)
    if cell_width(label) >= _LABEL:  # a name: on lines of its own
        return [*first, *_indented(block.blocks, width, behind, EMPTY, "  ")]
    *over, last = first or [EMPTY]
    return [*over, *_indented(block.blocks, width, behind, last, " " * _LABEL)]


def _theorem(block: Theorem, width: int, at: int) -> list[Line]:
    title = runs_text(block.title)
    behind = _behind(at, title)
    heading = flowed(block.title, width - 2, at, "theorem")
    body = [*heading, *_all(block.blocks, max(1, width - 2), behind)]
    if width < _NARROWEST:
        return body
    return shifted(body, "  " if block.is_proof else "▎ ", "rule")


def _listing(block: Listing, width: int, at: int) -> list[Line]:
    lines: list[Line] = []
    gutter = max((cell_width(line.number) for line in block.lines), default=0)
    room = width - gutter - 1 if gutter else width
    if room < _NARROWEST:
        gutter, room = 0, width
    for line in block.lines:
        number = flowed((Run(line.number),), width, at, "number")
        at = _behind(at, line.number)
        indent = len(text := runs_text(line.runs)) - len(text.lstrip(" "))
        hanging = min(indent + 2, max(0, room // 2))
        drawn = flowed(line.runs, room, at, "", hanging) or [EMPTY]
        at = _behind(at, text)
        if gutter:
            head = placed((number or [EMPTY])[0], gutter, "right")
            drawn = [
                (*(head if not row else (Span(" " * gutter),)), Span(" "), *one)
                for row, one in enumerate(drawn)
            ]
        else:
            drawn = [*number, *drawn]
        lines += drawn
    return lines


def _picture(block: Picture, width: int, at: int) -> list[Line]:
    lines: list[Line] = []
    if block.frame:
        columns, rows = cells(block.frame, width)
        before = Span(" " * ((width - columns) // 2))
        text = " " * columns
        lines += [
            (before, Span(text, "figure", part=Part(block.source, columns, rows, row)))
            for row in range(rows)
        ]
    if block.runs:
        lines += flowed((*block.runs,), width, at, "picture")
    sign = f"[picture: {block.note}]" if block.note else "[picture]"
    return lines or [(Span(sign[:width], "picture"),)]


def _figure(block: Figure, width: int, at: int) -> list[Line]:
    return _all(block.blocks, width, at)


def _caption(block: Caption, width: int, at: int) -> list[Line]:
    lines: list[Line] = []
    for inner in block.blocks:
        if isinstance(inner, Paragraph):
            lines += flowed(inner.runs, width, at, "caption")
        else:
            lines += _lines(inner, width, at)
        at = _behind(at, block_text(inner))
    return lines


def _table(block: Table, width: int, at: int) -> list[Line]:
    return table_lines(block, width, at, _all)


def _equation(block: Equation, width: int, at: int) -> list[Line]:
    return equation_lines(block, width, at)


_DRAWINGS: dict[type[Block], Callable[[Any, int, int], list[Line]]] = {
    Authors: _authors,
    Caption: _caption,
    Equation: _equation,
    Figure: _figure,
    List: _list,
    Listing: _listing,
    Note: _note,
    Paragraph: _paragraph,
    Picture: _picture,
    Quote: _quote,
    Reference: _reference,
    Section: _section,
    Table: _table,
    Theorem: _theorem,
    Title: _title,
}
