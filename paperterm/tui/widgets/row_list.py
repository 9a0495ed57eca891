"""A list of rows of equal height that draws only what is on the screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperterm.tui.draw.cells import ELLIPSIS
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.keys.actions import ACTIONS, bindings

_MOST = 999_999
_SCREENS = 4
"""As many screens of lines are kept, the last drawn: a scroll by one row draws one row, and a kept
line takes 5 kB."""
_MOVES = {action.name: action.keys for action in ACTIONS if action.owner == "RowList"}
_TAKE_COUNTS = {*map(str, range(10)), *(key for keys in _MOVES.values() for key in keys)}


class RowList(ScrollView, CachedLines, can_focus=True):
    """The base of the paper list and the sidebar: a cursor, counts, and movement.

    A subclass sets the styles (`STYLES`), the number of rows, their height and headings (`reset`),
    and draws a line of a row (`draw`).
    """

    ROW_HEIGHT = 1

    BINDINGS = [
        *bindings("RowList"),
        *(
            Binding(str(digit), f"count({digit})", show=False, id=f"rows.count_{digit}")
            for digit in range(10)
        ),
    ]

    STYLES = {"away": "bold $background on $primary"}

    class CursorMoved(Message):
        """The cursor moved, or the row under it changed."""

        def __init__(self, row_list: RowList) -> None:
            super().__init__()
            self.row_list = row_list

        @property
        def control(self) -> RowList:
            """The list that sent it."""
            return self.row_list

    class RowChosen(CursorMoved):
        """The user opened the row under the cursor."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.cursor = 0
        self._count = 0
        self._length = 0
        self._drawn: dict[tuple[int, int], Strip] = {}
        self._drawn_width = 0
        self._inks: dict[str, Style] = {}
        self._headed: Sequence[int] = ()
        self._heads: Sequence[int] = ()

    def __len__(self) -> int:
        return self._length

    def __bool__(self) -> bool:
        return True  # an empty list is a widget all the same

    def reset(
        self,
        length: int,
        cursor: int = 0,
        *,
        keep_place: bool = False,
        headed: Sequence[int] = (),
        row_height: int | None = None,
    ) -> None:
        """Replace the rows, and put the cursor on one of them.

        Args:
            length: The number of rows.
            cursor: The row to put it on.
            keep_place: Leave the cursor where it is on the screen, and move the rows; keep the
                count typed so far.
            headed: The rows with a heading above them, sorted, each once for every line of it;
                the number of rows adds lines at the end.
            row_height: The lines of a row, if they change.
        """
        above = self._top(self.cursor) - self.scroll_offset.y
        self.ROW_HEIGHT = row_height or self.ROW_HEIGHT
        self._length = length
        self._headed = headed
        self._heads = [row * self.ROW_HEIGHT + nth for nth, row in enumerate(headed)]
        if not keep_place:
            self._count = 0
        self.cursor = max(0, min(cursor, length - 1))
        self.virtual_size = Size(0, max(length, 1) * self.ROW_HEIGHT + len(headed))
        if keep_place:
            top = self._top(self.cursor) - above
            self.scroll_to(0, max(0, top), animate=False, force=True)
        self._reveal()
        self.refresh()
        self._post_cursor_moved()

    def move(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest one."""
        row = max(0, min(row, self._length - 1))
        if row == self.cursor or not self._length:
            return
        old, self.cursor = self.cursor, row
        self._reveal()
        self.refresh_row(old)
        self.refresh_row(row)
        self._post_cursor_moved()

    def refresh_row(self, row: int) -> None:
        """Draw one row again."""
        for line in range(-1, self.ROW_HEIGHT):
            self._drawn.pop((row, line), None)
        top = self._top(row) - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.ROW_HEIGHT))

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Paint regions again; without any, draw everything again."""
        if not regions:
            self._drawn.clear()
        return super().refresh(*regions, **options)

    def visible_rows(self) -> tuple[int, int]:
        """Return the first and the last row on the screen."""
        top = self.scroll_offset.y
        return self.row_at(top)[0], self.row_at(top + max(0, self.size.height - 1))[0]

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on; moves need the focus."""
        return name not in _MOVES or self.screen.focused is self

    def ink(self, name: str) -> Style:
        """Return a style without its background, to combine with any other."""
        ink = self._inks.get(name)
        if ink is None:
            style = self.style_for(name)
            ink = self._inks[name] = Style(
                color=style.color,
                bold=style.bold,
                italic=style.italic,
                underline=style.underline,
                strike=style.strike,
            )
        return ink

    def notify_style_update(self) -> None:
        """Forget styles and lines when the theme or the state changes."""
        super().notify_style_update()
        self._inks.clear()
        self._drawn.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scroll; move the bar by half cells only, since drawing it costs more than the rows."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = self._place_of_bar(new_value)
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def _place_of_bar(self, top: float) -> float:
        """Return the position of the scroll bar: exact at both ends."""
        half = self.virtual_size.height / max(1, self.size.height) / 2
        return top if top in (0, self.max_scroll_y) else top // half * half

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw line `line` of a row, from 0, `width` cells wide.

        Negative lines are those of the heading above it: -1 is the last.
        """
        raise NotImplementedError

    def draw_empty(self, y: int, width: int) -> Strip:
        """Draw a line of the list when it has no rows."""
        return Strip.blank(width, self.style_for())

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines; put the terminal's cursor on the row, which screen readers follow."""
        if self.has_focus and self.screen is self.app.screen:
            down = self._top(self.cursor) - self.scroll_offset.y
            self.app.cursor_position = self.region.offset + Offset(0, down)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        (strip,) = self.lines([y])
        return strip.crop(0, self.scrollable_content_region.width)

    def lines(self, ys: Iterable[int]) -> Iterator[Strip]:
        """Yield lines of the screen, with room for the scroll bar; draw each only once."""
        width, room = self.scrollable_content_region.width, self.scrollbar_size_vertical
        if width != self._drawn_width:
            self._drawn.clear()
            self._drawn_width = width
        most = _SCREENS * self.size.height
        top, ends = self.scroll_offset.y, (0, self.size.height - 1)
        for y in ys:
            place = self.row_at(y + top) if self._length else (0, y)
            strip = self._drawn.get(place)
            if strip is None:
                strip = self._line(*place, width).adjust_cell_length(width + room, self.style_for())
                self._drawn[place] = strip
                if len(self._drawn) > most:
                    del self._drawn[next(iter(self._drawn))]
            sign = self._sign_of_cursor(y) if y in ends else ""
            yield self._with_sign(strip, sign, width, room) if sign else strip

    def _line(self, row: int, line: int, width: int) -> Strip:
        if not self._length:
            return self.draw_empty(line, width)
        if row >= self._length and line >= 0:
            return Strip.blank(width, self.style_for())
        return self.draw(row, line, width)

    def _with_sign(self, strip: Strip, sign: str, width: int, room: int) -> Strip:
        """Put the sign that points to the cursor at the end of a line."""
        if width <= len(sign):
            return strip
        covered = strip.crop(width - 2, width).text.strip()
        before = glyphs(ELLIPSIS)[0] if covered else " "
        at_end = Segment(before + sign, self.style_for("away"))
        return Strip([*strip.crop(0, width - 2), at_end], width).adjust_cell_length(width + room)

    def action_down(self) -> None:
        """Go down a row, or as many as the count."""
        self.move(self.cursor + self._counted(1))

    def action_up(self) -> None:
        """Go up a row, or as many as the count."""
        self.move(self.cursor - self._counted(1))

    def action_first(self) -> None:
        """Go to the first row."""
        self._count = 0
        self.move(0)

    def action_last(self) -> None:
        """Go to the last row, or to the row with the number of the count."""
        self.move(self._counted(_MOST) - 1)

    def action_half_down(self) -> None:
        """Go down half a screen."""
        self.move(self.cursor + self._counted(1) * self._half())

    def action_half_up(self) -> None:
        """Go up half a screen."""
        self.move(self.cursor - self._counted(1) * self._half())

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        self._count = 0
        if self._length:
            self.post_message(self.RowChosen(self))

    def action_count(self, digit: int) -> None:
        """Add a digit to the count."""
        self._count = min(self._count * 10 + digit, _MOST)

    def on_key(self, event: events.Key) -> None:
        """Clear the count after a key that takes none, and scroll the cursor into view."""
        self._reveal()
        if event.key not in _TAKE_COUNTS:
            self._count = 0

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; open it on a double click."""
        row, _ = self.row_at(event.y + self.scroll_offset.y)
        if 0 <= row < self._length:
            self.move(row)
            if event.chain > 1:
                self.action_choose()

    def on_blur(self) -> None:
        """Clear the count."""
        self._count = 0

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._reveal()

    def _post_cursor_moved(self) -> None:
        """Post `CursorMoved` once the cursor is drawn, which the user waits for."""
        self.call_after_refresh(self.post_message, self.CursorMoved(self))

    def _counted(self, default: int) -> int:
        count, self._count = self._count or default, 0
        return count

    def _half(self) -> int:
        return max(1, self.size.height // self.ROW_HEIGHT // 2)

    def _reveal(self) -> None:
        """Scroll as little as needed to show the cursor, and its heading."""
        height = self.size.height
        top = self._top(self.cursor)
        end = top + self.ROW_HEIGHT
        begin = top - self._lines_above(self.cursor)
        offset = self.scroll_offset.y
        if begin < offset:
            self.scroll_to(0, begin, animate=False, force=True)
        elif end > offset + height > 0:
            self.scroll_to(0, end - height, animate=False, force=True)

    def _sign_of_cursor(self, y: int) -> str:
        """Return the sign that points to the cursor when it is off the screen."""
        if y == 0 and self._top(self.cursor) + self.ROW_HEIGHT <= self.scroll_offset.y:
            return glyphs("▲")
        end = self.scroll_offset.y + self.size.height
        return glyphs("▼") if y == self.size.height - 1 and self._top(self.cursor) >= end else ""

    def _top(self, row: int) -> int:
        """Return the first line of a row, below its heading."""
        return row * self.ROW_HEIGHT + bisect_right(self._headed, row)

    def row_at(self, y: int) -> tuple[int, int]:
        """Return the row of a line, and the line within it; -1 is the last line of its heading."""
        above = bisect_right(self._heads, y)
        if above and self._heads[above - 1] == y:
            row = self._headed[above - 1]
            return row, above - 1 - bisect_right(self._headed, row)
        return divmod(y - above, self.ROW_HEIGHT)

    def _lines_above(self, row: int) -> int:
        """Return the number of lines of the heading of a row."""
        return bisect_right(self._headed, row) - bisect_left(self._headed, row)
