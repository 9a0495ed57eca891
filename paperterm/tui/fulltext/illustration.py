"""The first figure of a paper, for the lines of the abstract pane."""

from __future__ import annotations

from rich.segment import Segment

from paperterm.fulltext.document import Picture
from paperterm.fulltext.lines import Part
from paperterm.fulltext.pictures import cells
from paperterm.model import PaperId
from paperterm.tui.fulltext.figures import Figures
from paperterm.tui.jobs.figures import FiguresJob
from paperterm.tui.jobs.messages import Post


class Illustration:
    """A picture that is drawn where there is room for it.

    Args:
        paper: The paper.
        figures: Draws it.
        picture: The picture.
        post: Takes what was decoded, in any thread.
    """

    def __init__(self, paper: PaperId, figures: Figures, picture: Picture, post: Post) -> None:
        self.paper = paper
        self._figures = figures
        self._picture = picture
        self._post = post
        self._first: Part | None = None

    def lay_out(self, width: int, most_rows: int) -> int:
        """Make room for the picture, and ask for it; return the lines that it takes."""
        framed = self._figures.framed(self._picture, most_rows)
        self._first = None
        if framed.frame is None:  # it lacks, or its size will be known when it is decoded
            self._figures.want((), (self._picture.source,), self._post)
            return 0
        columns, rows = cells(framed.frame, width)
        self._first = Part(self._picture.source, columns, rows, 0)
        self._figures.forget([self._first])
        self._figures.want([self._first], (), self._post)
        return rows

    def draw(self, row: int) -> list[Segment]:
        """Return a line of the picture; blanks until it is decoded."""
        if self._first is None:
            return []
        part = self._first._replace(row=row)
        return self._figures.segments(part) or [Segment(" " * part.columns)]

    def take(self, event: FiguresJob.FigureDecoded) -> None:
        """Take the picture."""
        self._figures.take(event.wanted, event.raster, [self._first] if self._first else [])

    def lack(self, event: FiguresJob.FigureLacking) -> None:
        """Note that there is no picture."""
        self._figures.lack(event.path, event.why)

    def forget(self) -> None:
        """Make the terminal forget the picture; it is not wanted any more."""
        self._figures.forget()
        self._figures.want((), (), self._post)

    def send_again(self) -> None:
        """Give the terminal the picture once more: another program had it."""
        self._figures.send_again()
