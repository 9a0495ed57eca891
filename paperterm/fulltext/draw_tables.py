"""Draws tables: columns as wide as they need, spans, and the rules of the page.

A table is made narrow by wrapping cells between words. One that is still too wide is drawn wider
than asked for: no cell is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from paperterm.fulltext.document import Block, Cell, Table, block_text, blocks_text
from paperterm.fulltext.lines import Line, Span, line_width, placed
from paperterm.text.cells import cell_width

DrawAll = Callable[[Sequence[Block], int, int], list[Line]]
"""Draws blocks in a width, from an offset."""

_GAP = 2
_BOUNDLESS = 10_000
_LONGEST_WORD = 14
"""A longer word is cut where the table is too wide."""


class _Grid:
    """A table laid out for a width."""

    def __init__(self, table: Table, width: int, at: int, draw: DrawAll) -> None:
        self.cells = table.cells
        self.columns = max((cell.column + cell.columns for cell in self.cells), default=0)
        self.rows = max((cell.row + cell.rows for cell in self.cells), default=0)
        self.starts = _starts(self.cells, at)
        self.draw = draw
        self.widths = self._fitted(width - _GAP * (self.columns - 1))
        self.drawn = [self._cell_lines(number) for number in range(len(self.cells))]
        self.heights = self._heights()
        self.tops = list(accumulate(self.heights, initial=0))
        self.at: dict[tuple[int, int], int] = {}
        for number, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self.at.setdefault((row, column), number)

    def _fitted(self, room: int) -> list[int]:
        """Return the width of each column."""
        natural = self._widths(self._natural)
        if sum(natural) <= room:
            return natural
        least = self._widths(self._least)
        least = [min(pair) for pair in zip(least, natural, strict=True)]
        spare = max(0, room - sum(least))
        return _shared(natural, least, spare)

    def _widths(self, need: Callable[[int], int]) -> list[int]:
        """Return what the columns need: first for cells in one column, then for wider ones."""
        widths = [0] * self.columns
        order = sorted(range(len(self.cells)), key=lambda number: self.cells[number].columns)
        for number in order:
            cell = self.cells[number]
            span = range(cell.column, cell.column + cell.columns)
            missing = need(number) - sum(widths[at] for at in span) - _GAP * (len(span) - 1)
            for place, column in enumerate(span):
                share = missing // (len(span) - place)
                if share > 0:
                    widths[column] += share
                    missing -= share
        return widths

    def _natural(self, number: int) -> int:
        drawn = self.draw(self.cells[number].blocks, _BOUNDLESS, 0)
        return max(map(line_width, drawn), default=0)

    def _least(self, number: int) -> int:
        blocks = self.cells[number].blocks
        if any(isinstance(block, Table) for block in blocks):
            return max(map(line_width, self.draw(blocks, 1, 0)), default=0)
        words = blocks_text(blocks).split()
        return min(max(map(cell_width, words), default=0), _LONGEST_WORD)

    def _cell_lines(self, number: int) -> list[Line]:
        cell = self.cells[number]
        width = self.width_of(cell)
        drawn = self.draw(cell.blocks, max(width, 1), self.starts[number])
        style = "head" if cell.is_head else ""
        return [_styled(placed(line, width, cell.align), style) for line in drawn]

    def width_of(self, cell: Cell) -> int:
        """Return the width of a cell."""
        end = cell.column + cell.columns
        return sum(self.widths[cell.column : end]) + _GAP * (cell.columns - 1)

    def _heights(self) -> list[int]:
        heights = [0] * self.rows
        for cell, lines in sorted(
            zip(self.cells, self.drawn, strict=True), key=lambda pair: pair[0].rows
        ):
            span = range(cell.row, cell.row + cell.rows)
            missing = len(lines) - sum(heights[row] for row in span)
            if missing > 0:
                heights[span[-1]] += missing
        return heights

    def lines(self) -> list[Line]:
        """Return the table as lines."""
        lines: list[Line] = []
        for row in range(self.rows):
            lines += self._rule(row)
            lines += [self._line(row, y) for y in range(self.heights[row])]
        return lines + self._rule(self.rows)

    def _line(self, row: int, y: int) -> Line:
        line: list[Span] = []
        column = 0
        while column < self.columns:
            number = self.at.get((row, column))
            if number is None:
                line.append(Span(" " * self.widths[column]))
                step = 1
            else:
                cell = self.cells[number]
                drawn = self.drawn[number]
                place = y + self.tops[row] - self.tops[cell.row]
                width = self.width_of(cell)
                line += drawn[place] if place < len(drawn) else (Span(" " * width),)
                step = max(1, cell.column + cell.columns - column)
            column += step
            if column < self.columns:
                line.append(self._gap(row, column))
        return tuple(line)

    def _gap(self, row: int, column: int) -> Span:
        """Return what is between two columns: a rule if one of its cells has one there."""
        left, right = self.at.get((row, column - 1)), self.at.get((row, column))
        ruled = (left is not None and "r" in self.cells[left].rules.lower()) or (
            right is not None and "l" in self.cells[right].rules.lower()
        )
        return Span("│ ", "rule") if ruled else Span(" " * _GAP)

    def _rule(self, row: int) -> list[Line]:
        """Return the rule above a row, or no line if there is none."""
        signs = [self._sign(row, column) for column in range(self.columns)]
        if not any(signs):
            return []
        parts = []
        for column, sign in enumerate(signs):
            is_last = column == self.columns - 1
            follows = not is_last and sign and signs[column + 1]
            parts.append((sign or " ") * self.widths[column])
            parts.append("" if is_last else (sign if follows else " ") * _GAP)
        return [(Span("".join(parts), "rule"),)]

    def _sign(self, row: int, column: int) -> str:
        above, below = self.at.get((row - 1, column)), self.at.get((row, column))
        if above is not None and above == below:
            return ""
        rules = ""
        if above is not None:
            rules += "".join(sign for sign in self.cells[above].rules if sign in "bB")
        if below is not None:
            rules += "".join(sign for sign in self.cells[below].rules if sign in "tT")
        if not rules:
            return ""
        return "━" if rules != rules.lower() else "─"


def table_lines(table: Table, width: int, at: int, draw: DrawAll) -> list[Line]:
    """Return a table as lines of a width, or wider if it cannot be narrower."""
    if not table.cells:
        return []
    return _Grid(table, width, at, draw).lines()


def _starts(cells: Sequence[Cell], at: int) -> list[int]:
    """Return the offset of each cell in the text of the block."""
    sizes = []
    for cell in cells:
        texts = [text for block in cell.blocks if (text := block_text(block))]
        sizes.append(sum(len(text) + 1 for text in texts))
    return list(accumulate(sizes, initial=at))


def _shared(natural: Sequence[int], least: Sequence[int], spare: int) -> list[int]:
    """Return the least widths, and spare cells for those that want more, in proportion."""
    wants = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
    total = sum(wants)
    if not total or spare <= 0:
        return list(least)
    given = [spare * want // total for want in wants]
    return [narrow + more for narrow, more in zip(least, given, strict=True)]


def _styled(line: Line, style: str) -> Line:
    if not style:
        return line
    return tuple(span._replace(style=f"{style} {span.style}".rstrip()) for span in line)
