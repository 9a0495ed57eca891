"""A whole paper as JSON, and as plain text of a width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paperterm.fulltext.document import (
    Authors,
    Block,
    Blocks,
    Caption,
    Document,
    Figure,
    Picture,
    Reference,
    Section,
    Table,
    Title,
    block_text,
    blocks_text,
    inside,
    runs_text,
)
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import line_text

_FLOATS = ("figure", "table")
"""Kinds of floats that are not in the text of a section; algorithms and listings are."""


def document_record(document: Document) -> dict[str, Any]:
    """Return the object of a paper: title, authors, sections, figures, tables, references.

    What stands before the first heading is a section of level 0 without number and title. A
    figure, a table or a reference is not in the text of its section.
    """
    authors = [block_text(block) for block in document.blocks if isinstance(block, Authors)]
    floats = [block for block in document.blocks if isinstance(block, Figure)]
    tables = [block for block in document.blocks if isinstance(block, (Figure, Table))]
    return {
        "title": document.title,
        "authors": "\n".join(authors),
        "sections": list(_sections(document.blocks)),
        "figures": [_figure(block) for block in floats if block.kind == "figure"],
        "tables": [_table(block) for block in tables if _is_table(block)],
        "references": [_reference(block) for block in document.references],
    }


def plain_text(document: Document, width: int) -> str:
    """Return a paper as lines of a width, with an empty line between two blocks."""
    parts: list[str] = []
    before: Block | None = None
    for block in document.blocks:
        lines = [line_text(line).rstrip() for line in draw(block, width)]
        if lines:
            is_list = isinstance(block, Reference) and isinstance(before, Reference)
            parts += [*([""] if parts and not is_list else []), *lines]
            before = block
    return "".join(f"{line}\n" for line in parts)


def _sections(blocks: Blocks) -> Iterator[dict[str, Any]]:
    heading: Section | None = None
    inside: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            yield from _section(heading, inside)
            heading, inside = block, []
        elif not isinstance(block, (Title, Authors, Reference)) and not _is_float(block):
            inside.append(block)
    yield from _section(heading, inside)


def _section(heading: Section | None, inside: list[Block]) -> Iterator[dict[str, Any]]:
    text = blocks_text(inside)
    if heading:
        title = runs_text(heading.title)
        level, number = heading.level, heading.number
        yield {"number": number, "title": title, "level": level, "text": text}
    elif text:
        yield {"number": "", "title": "", "level": 0, "text": text}


def _is_float(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Figure) and block.kind in _FLOATS)


def _is_table(block: Figure | Table) -> bool:
    return isinstance(block, Table) or block.kind == "table"


def _figure(figure: Figure) -> dict[str, Any]:
    pictures = [one.source for one in inside(figure) if isinstance(one, Picture) and one.source]
    return {"caption": _caption(figure), "pictures": pictures}


def _table(block: Block) -> dict[str, Any]:
    """Return a table: its caption, and rows of cells; a cell stands where it begins."""
    rows: list[list[str]] = []
    for table in (one for one in inside(block) if isinstance(one, Table)):
        cells: dict[int, list[str]] = {}
        for cell in table.cells:
            cells.setdefault(cell.row, []).append(blocks_text(cell.blocks))
        rows += (cells[row] for row in sorted(cells))
    return {"caption": _caption(block), "rows": rows}


def _caption(block: Block) -> str:
    return "\n".join(block_text(one) for one in inside(block) if isinstance(one, Caption))


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "label": runs_text(reference.label),
        "text": blocks_text(reference.blocks),
        "arxiv_id": next(iter(reference.arxiv_ids), None),
        "doi": reference.doi or None,
    }
