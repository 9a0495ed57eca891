"""The lines of a paper in the list: the title with the signs before it, the columns below it.

A title that is too long for a line flows into the second, and leaves the rest of it to the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment

from paperterm.model import Entry, PaperId
from paperterm.tui.draw.cells import ELLIPSIS, fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.wrap import wrapped
from paperterm.tui.reader.columns import Column, brief_line, column_line
from paperterm.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from paperterm.query import Query

_STEPS = " ▁▂▄▆█?"
"""How much a paper is liked, after a blank for a list in another order, and before a try."""

_TRY = len(_STEPS) - 1

_AROUND = 6
"""Cells of a row that no text takes: the signs, and a cell on both sides."""

_GAP = 2
"""The least room between the end of a title and the columns on the same line."""

_LEFT_BY_CUT = 28
"""Cells that a title that is cut anyway leaves to the columns: a name and a category."""


class TitleLines(NamedTuple):
    """A title on two lines.

    Attributes:
        first: Its first line; the whole title if that fits.
        second: The rest, cut if it is too long.
        begin: Where the rest begins in the title.
    """

    first: str
    second: str = ""
    begin: int = 0


def title_lines(title: str, width: int) -> TitleLines:
    """Divide a title between two lines of at most `width` cells, at a blank if it has one."""
    first, *others = wrapped(title, width)
    if not others:
        return TitleLines(title[first.start : first.end])
    begin, end = others[0]
    # What is too long for both is cut anyway, and leaves room for the columns.
    room = width if len(others) == 1 else max(width // 2, width - _LEFT_BY_CUT)
    rest = title[begin : end if len(others) == 1 else None]
    return TitleLines(title[first.start : first.end], fit(rest, room), begin)


@lru_cache(maxsize=256)
def _places(query: Query, title: str) -> list[tuple[int, int]]:
    """Return where the words of a query are in a title, which has two lines that ask for them."""
    from paperterm.query.highlight import highlights
    from paperterm.query.tree import TextPart

    return highlights(query, title, TextPart.TITLE)


class PaperRow(NamedTuple):
    """How papers are drawn in a list.

    Attributes:
        columns: The columns below the title.
        is_compact: Draw the title alone.
        followed: The authors whose papers get a sign, folded.
        query: Its words are highlighted in titles.
        date_format: How `date` is formatted; "" where all rows, or those below a heading, have
            the same.
        whole: The papers that are saved in full; those in the queue have a sign of their own.
        in_words: Write what the signs mean before the title, in their place.
    """

    columns: Sequence[Column]
    is_compact: bool = False
    followed: frozenset[str] = frozenset()
    query: Query | None = None
    date_format: str = ""
    whole: frozenset[PaperId] = frozenset()
    in_words: bool = False

    @property
    def height(self) -> int:
        """The lines of a row."""
        return 1 if self.is_compact else 2

    def segments(
        self,
        entry: Entry | None,
        line: int,
        width: int,
        rows: RowList,
        step: int | None = None,
        *,
        is_guess: bool = False,
    ) -> list[Segment]:
        """Draw a line of a paper in the styles of a list; an ellipsis while it is loading.

        A step of interest is a bar of five heights before the authors, or the title if compact;
        a `~` after it tells a guess. Papers that the user judged have none: they are what others
        are compared with. The cell on the left, the cursor's, and one on the right are not drawn.
        """
        if entry is None:
            return [Segment("" if line else f"    {glyphs(ELLIPSIS)}", rows.ink("about"))]
        title = typeset(entry.paper.title)
        shown = step
        if step != _TRY and (entry.mark.is_kept or entry.mark.is_dismissed):
            shown = 0 if step else None
        is_guess = is_guess and bool(shown) and shown != _TRY
        if self.in_words:
            words = self._words(entry, shown, is_guess=is_guess)
            return self._without_signs(entry, f"{words}{title}", line, width, rows)
        star, sign = rows.ink("star"), rows.ink("sign")
        followed = "@" if self._is_followed(entry) else " "
        zotero = "z" if entry.mark.is_in_zotero else ""
        interest = glyphs(_STEPS[shown or 0])
        if line:
            # What is in Zotero is kept, so it has no guess.
            second = Segment("~", rows.ink("about")) if is_guess else Segment(zotero or " ", star)
            before = [Segment(interest, sign), second, Segment(f"{followed} ", star)]
            return [*before, *self._second_line(entry, title, width - _AROUND, rows)]
        read = "△" if entry.is_changed_since_read else " "
        opinion = "★" if entry.mark.is_starred else "×" if entry.mark.is_dismissed else " "
        signs = [
            Segment(glyphs("●" if entry.is_unread else read), sign),
            Segment(glyphs(opinion), star),
            Segment(glyphs(self._queue_sign(entry)), sign),
        ]
        if not self.is_compact:
            first = title_lines(title, width - _AROUND).first
            return [*signs, Segment(" "), *self._title(entry, title, first, rows)]
        bar = [Segment(interest, sign), Segment("~" * is_guess, rows.ink("about"))]
        more = [Segment(f"{followed}{zotero}", star), *(bar if step else [])]
        room = width - _AROUND - sum(len(one.text) for one in more)
        return [*signs, *more, Segment(" "), *self._title(entry, title, fit(title, room), rows)]

    def _is_followed(self, entry: Entry) -> bool:
        if not self.followed:
            return False
        from paperterm.query.following import is_by

        return is_by(entry.paper, self.followed)

    def _queue_sign(self, entry: Entry) -> str:
        if not entry.mark.is_queued:
            return " "
        return "▤" if entry.id in self.whole else "≡"

    def _without_signs(
        self, entry: Entry, title: str, line: int, width: int, rows: RowList
    ) -> list[Segment]:
        room = width - _AROUND
        if line:
            return [Segment("    "), *self._second_line(entry, title, room, rows)]
        shown = fit(title, room) if self.is_compact else title_lines(title, room).first
        return [Segment("    "), *self._title(entry, title, shown, rows)]

    def _words(self, entry: Entry, step: int | None, *, is_guess: bool) -> str:
        """Return what the signs of a paper mean, with a colon; "" if it has none."""
        mark = entry.mark
        words = [
            "unread" if entry.is_unread else "changed since" if entry.is_changed_since_read else "",
            "starred" if mark.is_starred else "dismissed" if mark.is_dismissed else "",
            "queued" if mark.is_queued else "",
            "saved in full" if mark.is_queued and entry.id in self.whole else "",
            "in Zotero" if mark.is_in_zotero else "",
            "followed author" if self._is_followed(entry) else "",
            "a guess" if is_guess else "",
            "worth a try" if step == _TRY else f"interest {step} of {_TRY - 1}" if step else "",
        ]
        said = ", ".join(filter(None, words))
        return f"{said}: " if said else ""

    def _second_line(self, entry: Entry, title: str, width: int, rows: RowList) -> list[Segment]:
        """Draw the rest of the title, if it has any, and the columns; these at the right then."""
        about = rows.ink("about")
        _, rest, begin = title_lines(title, width)
        if not rest:
            return [Segment(column_line(entry, self.columns, self.date_format, width), about)]
        room = width - cell_len(rest)
        text = brief_line(entry, self.columns, self.date_format, room - _GAP)
        before = " " * (room - cell_len(text))
        return [*self._title(entry, title, rest, rows, begin), Segment(before + text, about)]

    def _title(
        self, entry: Entry, title: str, shown: str, rows: RowList, begin: int = 0
    ) -> Iterator[Segment]:
        """Draw a part of a title, with the words of the query highlighted.

        Args:
            entry: The paper.
            title: The whole title.
            shown: The part, which may end with an ellipsis.
            rows: The list, which has the styles.
            begin: Where the part begins in the title.
        """
        style = rows.ink("unread" if entry.is_unread else "read")
        at = 0
        for start, end in () if self.query is None else _places(self.query, title):
            start, end = max(at, start - begin), min(end - begin, len(shown))
            if start < end:
                yield Segment(shown[at:start], style)
                yield Segment(shown[start:end], rows.style_for("found"))
                at = end
        yield Segment(shown[at:], style)
