"""Tables of a page, as cells at places of a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperterm.fulltext.document import Caption, Cell, Kind, Paragraph, Run, Table
from paperterm.fulltext.elements import tokens
from paperterm.fulltext.flow import Flow, Reader
from paperterm.text import plural

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_COLUMNS = 400
_MOST_ROWS = 5_000
_MOST_PLACES = 100_000
"""Rows times columns, and places that spans take; a table of more rows has fewer columns."""
_ROW_GROUPS = frozenset(("ltx_thead", "ltx_tbody", "ltx_tfoot"))
_RULES = {
    "ltx_border_t": "t",
    "ltx_border_tt": "T",
    "ltx_border_b": "b",
    "ltx_border_bb": "B",
    "ltx_border_l": "l",
    "ltx_border_ll": "L",
    "ltx_border_r": "r",
    "ltx_border_rr": "R",
}
_ALIGNMENTS = {
    "ltx_align_left": "left",
    "ltx_align_right": "right",
    "ltx_align_center": "center",
}
_SPAN_CLASS = re.compile(r"ltx_(col|row)span_([0-9]{1,4})")


def read_table(element: Element, flow: Flow, reader: Reader) -> None:
    """Add a table to what is read, below its caption."""
    for caption in element.findall("caption"):
        flow.anchor_all(caption)
        caption_id, caption_ids = flow.marks()
        flow.put(Caption(blocks=reader.blocks(caption), id=caption_id, ids=caption_ids))
    id_, ids = flow.marks()
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    all_lines = list(table_rows(element))
    lines = all_lines[:_MOST_ROWS]
    left_out = 0
    most_columns = min(_MOST_COLUMNS, _MOST_PLACES // max(1, len(lines)))
    room = _MOST_PLACES
    for row, line in enumerate(lines):
        column = 0
        for child in line:
            if not isinstance(child.tag, str):
                continue
            while (row, column) in taken:
                column += 1
            if column >= most_columns:
                left_out += 1
                continue
            cell = _cell(child, row, column, len(lines) - row, most_columns - column, reader)
            if cell.rows * cell.columns > room:
                cell = cell._replace(rows=1, columns=1)
            cells.append(cell)
            if cell.rows > 1 or cell.columns > 1:
                room -= cell.rows * cell.columns
                taken |= {
                    (row + down, column + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                }
            column += cell.columns
    flow.put(Table(cells=tuple(cells), id=id_, ids=ids))
    more_rows = len(all_lines) - len(lines)
    if left_out or more_rows:
        missing = plural(more_rows, "row") if more_rows else plural(left_out, "cell")
        said = f"[the table is too large: {missing} left out]"
        flow.put(Paragraph(runs=(Run(said, Kind.FAULT),)))


def table_rows(element: Element, depth: int = 0) -> Iterator[Element]:
    """Yield the rows of a table, not those of tables inside it."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "tr" or "ltx_tr" in tokens(child):
            yield child
        elif depth < 3 and (
            child.tag in ("thead", "tbody", "tfoot") or tokens(child) & _ROW_GROUPS
        ):
            yield from table_rows(child, depth + 1)


def _cell(element: Element, row: int, column: int, below: int, right: int, reader: Reader) -> Cell:
    classes = tokens(element)
    columns, rows = _span(element, classes, "col"), _span(element, classes, "row")
    align = [_ALIGNMENTS[name] for name in classes if name in _ALIGNMENTS]
    return Cell(
        reader.blocks(element),
        row,
        column,
        min(rows, below),
        min(columns, right),
        align[0] if align else element.get("align", "").lower(),
        element.tag == "th" or "ltx_th" in classes,
        "".join(sorted(_RULES[name] for name in classes if name in _RULES)),
    )


def _span(element: Element, classes: frozenset[str], name: str) -> int:
    """Return how many columns or rows a cell takes; at least one."""
    value = element.get(f"{name}span", "")
    for found in map(_SPAN_CLASS.fullmatch, classes):
        if found and found[1] == name:
            value = found[2]
    return max(1, int(value)) if re.fullmatch("[0-9]{1,4}", value) else 1
