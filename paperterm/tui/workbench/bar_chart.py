"""Papers per day as bars."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from paperterm.model import Day
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 8


class BarChart(CachedLines):
    """A bar for each day, oldest on the left, with dates below."""

    STYLES = {"bar": "$primary", "here": "$accent", "axis": "$text-muted"}

    def __init__(self, day: Day | None, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._here = day
        self._bars: Sequence[tuple[Day, int]] = ()

    def show(self, bars: Sequence[tuple[Day, int]]) -> None:
        """Show bars, newest first."""
        if bars != self._bars:
            self._bars = bars
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line of the bars; the last line has the dates."""
        width, height = self.size
        most = max((count for _, count in self._bars), default=0)
        label = f"{most:,}" if most else ""
        room = width - len(label) - 1
        cells = max(1, min(_WIDEST, room // max(len(self._bars), 1)))
        bars = [*reversed(self._bars[: max(room // cells, 0)])]
        if y == height - 1 > 0:
            segments = self._dates(bars, cells, len(label) + 1)
        else:
            side = label if y == 0 else "0" if most and y == height - 2 else ""
            segments = [Segment(f"{side:>{len(label)}} ", self.style_for("axis"))]
            rows = max(1, height - 1)
            segments += [self._piece(bar, most, cells, rows, rows - 1 - y) for bar in bars]
        return Strip(segments).adjust_cell_length(width, self.style_for())

    def _piece(self, bar: tuple[Day, int], most: int, cells: int, rows: int, row: int) -> Segment:
        """Draw the part of a bar in a row, counted from the bottom."""
        day, count = bar
        eighths = round(count * rows * 8 / most) if most else 0
        if count:
            eighths = max(1, eighths)
        level = _EIGHTHS[max(0, min(8, eighths - row * 8))]
        text = glyphs(level) * max(1, cells - 1) + " " * (cells > 1)
        return Segment(text, self.style_for("here" if day == self._here else "bar"))

    def _dates(self, bars: Sequence[tuple[Day, int]], cells: int, indent: int) -> list[Segment]:
        """Draw the date of the highlighted day, and the first and last date if they fit."""
        if not bars:
            return []
        days = [day for day, _ in bars]
        width = max(len(days) * cells - (cells > 1), 1)
        line, here, start = " " * width, "", 0
        if self._here in days:
            here = f"{self._here.day} {self._here:%b}"
            start = days.index(self._here) * cells + cells // 2 - len(here) // 2
            start = max(0, min(start, width - len(here)))
            line = _placed(line, here, start)
        first, last = _date(days[0], days[-1]), _date(days[-1], days[0])
        line = _placed(line, first, 0)
        line = _placed(line, last, width - len(last))
        end = start + len(here)
        return [
            Segment(" " * indent + line[:start], self.style_for("axis")),
            Segment(line[start:end], self.style_for("here")),
            Segment(line[end:], self.style_for("axis")),
        ]


def _placed(line: str, text: str, start: int) -> str:
    """Return a line with a text inserted, unless it would touch another one."""
    end = start + len(text)
    if start < 0 or end > len(line) or line[max(0, start - 1) : end + 1].strip():
        return line
    return line[:start] + text + line[end:]


def _date(day: Day, other: Day) -> str:
    return f"{day.day} {day:%b}" if day.year == other.year else f"{day.day} {day:%b %Y}"
