"""The lines of a paper in the list: the title with the signs before it, the columns below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment

from paperterm.model import Entry
from paperterm.model.seen import changed_since_read
from paperterm.query.following import is_by
from paperterm.tui.draw.cells import ELLIPSIS, fill, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.reader.columns import Column, column_line
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.query import Query

_STEPS = " ▁▂▄▆█"
"""How much a paper is liked, after a blank for a list in another order."""


class PaperRow(NamedTuple):
    """How papers are drawn in a list.

    Attributes:
        columns: The columns below the title.
        is_compact: Draw the title alone.
        followed: The authors whose papers get a sign, folded.
        query: Its words are highlighted in titles.
        date_format: How `date` is formatted; "" where a heading shows the day.
    """

    columns: Sequence[Column]
    is_compact: bool = False
    followed: frozenset[str] = frozenset()
    query: Query | None = None
    date_format: str = ""

    @property
    def height(self) -> int:
        """The lines of a row."""
        return 1 if self.is_compact else 2

    def segments(
        self, entry: Entry | None, line: int, width: int, rows: RowList, step: int | None = None
    ) -> list[Segment]:
        """Draw a line of a paper in the styles of a list; an ellipsis while it is loading.

        A step of interest is a bar of five heights before the authors, or the title if compact.
        The cell on the left, the cursor's, and one on the right are not drawn.
        """
        if entry is None:
            return [Segment("" if line else f"    {glyphs(ELLIPSIS)}", rows.ink("about"))]
        star, room = rows.ink("star"), width - ((8 if step else 7) if self.is_compact else 6)
        followed = "@" if self.followed and is_by(entry.paper, self.followed) else " "
        interest = glyphs(_STEPS[step or 0])
        if line:
            text = column_line(entry, self.columns, self.date_format, room)
            before = [Segment(interest, rows.ink("sign")), Segment(f" {followed} ", star)]
            return [*before, Segment(text, rows.ink("about"))]
        sign = rows.ink("sign")
        read = "△" if changed_since_read(entry) else " "
        return [
            Segment(glyphs("●" if entry.is_unread else read), sign),
            Segment(glyphs("★" if entry.mark.is_starred else " "), star),
            Segment(glyphs("≡" if entry.mark.is_queued else " "), sign),
            *([Segment(followed, star)] if self.is_compact else []),
            *([Segment(interest, sign)] if self.is_compact and step else []),
            Segment(" "),
            *self._title(entry, room, rows),
        ]

    def _title(self, entry: Entry, width: int, rows: RowList) -> list[Segment]:
        """Draw the title, with the words of the query highlighted."""
        title = fill(typeset(entry.paper.title), width)
        style = rows.ink("unread" if entry.is_unread else "read")
        if self.query is None:
            return [Segment(title, style)]
        from paperterm.query import Field
        from paperterm.query.highlight import highlights

        segments, at = [], 0
        for start, end in highlights(self.query, title, Field.TITLE):
            segments.append(Segment(title[at:start], style))
            segments.append(Segment(title[start:end], rows.style_for("found")))
            at = end
        return [*segments, Segment(title[at:], style)]
