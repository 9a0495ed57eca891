"""Draws displayed formulas: centred, aligned, and with their numbers on the right."""

from __future__ import annotations

from collections.abc import Iterator

from paperterm.fulltext.document import Equation, EquationRow, Run, Runs, runs_text
from paperterm.fulltext.lines import Line, Span, flowed, line_width
from paperterm.text.cells import cell_width

_INDENT = 4


def equation_lines(block: Equation, width: int, at: int) -> list[Line]:
    """Return formulas as lines; aligned where they fit, else one after the other.

    Those with line breaks in them are not aligned either.
    """
    numbers = max((cell_width(row.number) for row in block.rows), default=0)
    room = width - 2 * (numbers + 2) if numbers else width
    starts = _starts(block, at)
    columns = _columns(block.rows)
    if sum(columns) <= room and not any("\n" in text for text in _texts(block)):
        drawn = [
            _aligned(row, columns, start) for row, start in zip(block.rows, starts, strict=True)
        ]
        left = (width - sum(columns)) // 2
        return [
            _numbered(line, left, row, width, start)
            for line, row, start in zip(drawn, block.rows, starts, strict=True)
        ]
    return [
        line
        for row, start in zip(block.rows, starts, strict=True)
        for line in _broken(row, width, start)
    ]


def _texts(block: Equation) -> Iterator[str]:
    return (runs_text(runs) for row in block.rows for runs in row.cells)


def _starts(block: Equation, at: int) -> list[int]:
    """Return the offset of each row in the text of the block."""
    starts = []
    for row in block.rows:
        starts.append(at)
        for text in (*map(runs_text, row.cells), row.number):
            at += len(text) + 1 if text else 0
    return starts


def _columns(rows: tuple[EquationRow, ...]) -> list[int]:
    """Return the width of each column; cells next to each other have no gap."""
    count = max((len(row.cells) for row in rows), default=0)
    widths = [0] * count
    for row in rows:
        for column, runs in enumerate(row.cells):
            widths[column] = max(widths[column], cell_width(_gapped(runs, row.cells, column)))
    return widths


def _gapped(runs: Runs, cells: tuple[Runs, ...], column: int) -> str:
    text = runs_text(runs)
    return f" {text}" if text and any(cells[:column]) else text


def _aligned(row: EquationRow, columns: list[int], at: int) -> Line:
    """Return a row with its cells in columns, by turns to the right and to the left."""
    line: list[Span] = []
    shown = [column for column, width in enumerate(columns) if width]
    for column, runs in enumerate(row.cells):
        text = runs_text(runs)
        gap = " " if text and any(row.cells[:column]) else ""
        left = columns[column] - cell_width(text) - len(gap)
        is_right = len(shown) > 1 and shown.index(column) % 2 == 0 if column in shown else False
        if is_right and left > 0:
            line.append(Span(" " * left))
        if gap:
            line.append(Span(gap))
        if text:
            line += (flowed(runs, cell_width(text), at, "formula") or [()])[0]
            at += len(text) + 1
        if not is_right and left > 0:
            line.append(Span(" " * left))
    return tuple(line)


def _numbered(line: Line, left: int, row: EquationRow, width: int, start: int) -> Line:
    """Return a line in its place, with its number at the right edge."""
    line = (Span(" " * left), *line) if left > 0 else line
    if not row.number:
        return line
    gap = width - line_width(line) - cell_width(row.number)
    at = start + sum(len(text) + 1 for text in map(runs_text, row.cells) if text)
    return (*line, Span(" " * max(1, gap)), Span(row.number, "number", "", at))


def _broken(row: EquationRow, width: int, at: int) -> list[Line]:
    """Return a row that is too wide for its place as text, its number on the last line."""
    lines: list[Line] = []
    for runs in row.cells:
        text = runs_text(runs)
        indent = _INDENT if width > 3 * _INDENT else 0
        drawn = flowed(runs, width - indent, at, "formula", hanging=2 if width > 20 else 0)
        lines += [(Span(" " * indent), *line) for line in drawn]
        at += len(text) + 1 if text else 0
    if row.number:
        number: Runs = (Run(row.number),)
        gap = width - cell_width(row.number)
        if lines and line_width(lines[-1]) < gap:
            fill = Span(" " * (gap - line_width(lines[-1])))
            lines[-1] = (*lines[-1], fill, Span(row.number, "number", "", at))
        else:
            drawn = flowed(number, width, at, "number")
            lines += [(Span(" " * max(0, gap)), *line) for line in drawn]
    return lines
