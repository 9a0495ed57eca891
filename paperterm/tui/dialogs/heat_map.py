"""The days as a heat map: how many papers each has, and how much of it is unread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from paperterm.model import Day, has_mailing
from paperterm.tui.dialogs import weeks
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import EMPTY, GAP, SHADES, TODAY, UNCOUNTED
from paperterm.tui.draw.line_cache import CachedLines

if TYPE_CHECKING:
    from paperterm.library.index import DayCount

MOST_WEEKS = 53
HEIGHT = 1 + len(weeks.ROWS)

_LABEL = 4
_CELL = 2
_MARK = 2
WIDTH = _LABEL + MOST_WEEKS * _CELL + _MARK


class HeatMap(CachedLines):
    """Weeks as columns, newest on the right, with a cursor.

    The left half of a day is shaded by its papers, the right half by the unread ones. A day
    without papers is marked differently from a day that was not fetched.

    Args:
        days: The days of the library.
        day: Where the cursor is at first.
        today: The day to mark.
        newest: The newest day announced; none after it is missing.
    """

    STYLES = {
        "shade-1": "$primary 55%",
        "shade-2": "$primary 70%",
        "shade-3": "$primary 85%",
        "shade-4": "$primary",
        "read": "$foreground 35%",
        "empty": "$text-muted",
        "gap": "$warning",
        "before": "$text-disabled",
        "label": "$text-muted",
        "cursor": "bold $accent",
    }

    class DayHighlighted(Message):
        """The cursor moved to another day."""

    class DayChosen(Message):
        """The user opened the day under the cursor."""

    def __init__(
        self,
        days: Mapping[Day, DayCount | None],
        day: Day,
        today: Day,
        newest: Day,
        id: str,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self.cursor = weeks.evening(day)
        self._days = days
        self._today = today
        self._newest = newest
        self._shades = glyphs(SHADES.drawn)
        self._counts: list[int] = []
        self._right = weeks.week_of(self.last)

    @property
    def first(self) -> Day:
        """The first day: a year ago, or that of the library if it is earlier."""
        year_ago = weeks.weeks_on(self._today, 1 - MOST_WEEKS)
        return weeks.evening(min([*self._days, year_ago]))

    @property
    def last(self) -> Day:
        """The last day: today, or that of the library if it is later."""
        return weeks.evening(max([*self._days, self._today]))

    def show(self, days: Mapping[Day, DayCount | None]) -> None:
        """Show the counts of days."""
        self._days = days
        self._counts = sorted(count.papers for count in days.values() if count and count.papers)
        self.move(self.cursor)
        self.refresh()

    def move(self, day: Day) -> None:
        """Put the cursor on a day, or on the nearest one."""
        before, self.cursor = self.cursor, max(self.first, min(day, self.last))
        self._reveal()
        if self.cursor != before:
            self.refresh()
            self.post_message(self.DayHighlighted())

    def is_missing(self, day: Day) -> bool:
        """Return whether a day was announced but is not in the library."""
        return day not in self._days and day <= self._newest and has_mailing(day)

    def on_resize(self) -> None:
        """Fit the weeks to the width, around the cursor."""
        self._right = weeks.week_of(self.last)
        self.move(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a day; open it on a double click."""
        column, row = (event.x - _LABEL) // _CELL, event.y - 1
        if 0 <= column < self._columns and 0 <= row < len(weeks.ROWS):
            self.move(weeks.at(self._left + timedelta(weeks=column), row))
            if event.chain > 1:
                self.post_message(self.DayChosen())

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go to the previous week."""
        event.stop()
        self.move(weeks.weeks_on(self.cursor, -1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go to the next week."""
        event.stop()
        self.move(weeks.weeks_on(self.cursor, 1))

    def render_line(self, y: int) -> Strip:
        """Draw the months, then a line for each weekday."""
        width = self.size.width
        if y == 0:
            segments = [Segment(self._months(), self.style_for("label"))]
        elif y <= len(weeks.ROWS):
            segments = self._row(y - 1)
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, self.style_for())

    @property
    def _columns(self) -> int:
        return max(1, min(MOST_WEEKS, (self.size.width - _LABEL - _MARK) // _CELL))

    @property
    def _left(self) -> date:
        return self._right - timedelta(weeks=self._columns - 1)

    def _reveal(self) -> None:
        """Scroll so that there are weeks on both sides of the cursor, if there are any."""
        here = weeks.week_of(self.cursor)
        beside = timedelta(weeks=self._columns // 4)
        others = timedelta(weeks=self._columns - 1)
        right = max(here + beside, min(self._right, here + others - beside))
        earliest = weeks.week_of(self.first) + others
        self._right = min(weeks.week_of(self.last), max(right, earliest))

    def _months(self) -> str:
        """Return the names of the months, above the weeks they begin in."""
        line = " " * (_LABEL + self._columns * _CELL)
        for column in range(self._columns):
            sunday = self._left + timedelta(weeks=column)
            if sunday.day <= 7:
                name = f"{sunday:%b '%y}" if sunday.month == 1 else f"{sunday:%b}"
                start = _LABEL + column * _CELL
                if start + len(name) <= len(line):
                    line = line[:start] + name + line[start + len(name) :]
        return line

    def _row(self, row: int) -> list[Segment]:
        """Draw a weekday of all weeks."""
        segments = [Segment(f"{weeks.ROWS[row]:<{_LABEL}}", self.style_for("label"))]
        for column in range(self._columns):
            day = weeks.at(self._left + timedelta(weeks=column), row)
            segments += self._cell(day)
        is_today = self._right == weeks.week_of(self._today) and row == weeks.row_of(self._today)
        mark = glyphs(TODAY.drawn) if is_today else ""
        return [*segments, Segment(f"{mark:>{_MARK}}", self.style_for("cursor"))]

    def _cell(self, day: Day) -> list[Segment]:
        if day == self.cursor:
            return [Segment("[]", self.style_for("cursor"))]
        if day not in self._days:
            sign = glyphs(GAP.drawn) if self.is_missing(day) else ""
            is_within = bool(self._days) and day > min(self._days)
            return [Segment(f"{sign:<{_CELL}}", self.style_for("gap" if is_within else "before"))]
        count = self._days[day]
        if count is None:
            return [Segment(f"{UNCOUNTED.drawn:<{_CELL}}", self.style_for("gap"))]
        if not count.papers:
            return [Segment(f"{glyphs(EMPTY.drawn):<{_CELL}}", self.style_for("empty"))]
        share = bisect_right(self._counts, count.papers) / max(1, len(self._counts))
        level = max(1, ceil(share * len(self._shades)))
        ink = self.style_for(f"shade-{level}" if count.unread else "read")
        left = self._shades[level - 1]
        still = ceil(level * count.unread / count.new) if count.new else 0
        return [Segment(left + (self._shades[still - 1] if still else " "), ink)]
