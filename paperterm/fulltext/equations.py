"""Displayed formulas: LaTeXML lays them out as tables, one formula a cell and the number beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperterm.fulltext.document import Equation, EquationRow, Run, Runs, runs_text
from paperterm.fulltext.elements import detach, tokens
from paperterm.fulltext.flow import Flow, Reader
from paperterm.fulltext.tables import table_rows
from paperterm.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_equations(element: Element, flow: Flow, reader: Reader) -> None:
    """Add the formulas of a table, or of a paragraph that is one, to what is read."""
    flow.close()
    flow.anchor_all(element)
    id_, ids = flow.marks()
    lines = list(table_rows(element))
    rows = [row for line in lines if (row := _row(line, flow, reader))]
    if not lines and (runs := reader.runs(element, flow)):
        rows = [EquationRow((runs,))]
    flow.put(Equation(rows=tuple(rows), id=id_, ids=ids))


def _row(line: Element, flow: Flow, reader: Reader) -> EquationRow | None:
    cells: list[Runs] = []
    number = ""
    for cell in line:
        if not isinstance(cell.tag, str):
            continue
        if "ltx_eqn_eqno" in tokens(cell):
            number = clean(runs_text(reader.runs(cell, flow)))
        else:
            for tag in [tag for tag in cell.iter("span") if "ltx_tag" in tokens(tag)]:
                number = number or clean("".join(tag.itertext()))
                detach(tag)
            cells.append(reader.runs(cell, flow))
    if not any(cells) and not number:
        return None
    return EquationRow(tuple(cells), number)


def is_padding(runs: Runs) -> bool:
    """Return whether a cell has nothing to show."""
    return not any(run.text.strip() for run in runs)


def joined(cells: tuple[Runs, ...]) -> Runs:
    """Return aligned cells as one line, with blanks between them."""
    line: list[Run] = []
    for runs in cells:
        if not is_padding(runs):
            line += [*([Run(" ")] if line else []), *runs]
    return tuple(line)
