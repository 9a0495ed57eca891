"""Count how many real titles are whole in the list, and what else each layout shows.

    python benchmarks/titles.py [--sizes 160x45,120x36,80x24] [FILE.jsonl.gz …]

The reader runs at each size in each layout, and its list draws every title. A title is whole if all
its words are on the two lines of its row. Further columns say on how many rows the first author
and the primary category are too, and how many abstracts end above the bottom of their pane.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

from findable import FILES, papers

from paperterm.cli.demo import open_demo
from paperterm.model import Entry, Mark, Paper
from paperterm.session import Session
from paperterm.tui.abstract.article import article
from paperterm.tui.abstract.pane import Frame
from paperterm.tui.app import PapertermApp
from paperterm.tui.draw.cells import typeset
from paperterm.tui.draw.wrap import wrapped
from paperterm.tui.reader.columns import known_columns
from paperterm.tui.reader.layout import STACKED
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.paper_row import PaperRow
from paperterm.tui.reader.screen import ReaderScreen

BARS = {"160x45": (0.95, 18), "120x36": (0.9, 0), "80x24": (0.9, 7)}
"""The share of titles that has to be whole, and the papers in sight, in the layout `auto`."""
_EVERY = 50
"""One paper in this many has its abstract measured."""

_HEAD = "size     layout        list  in sight  whole title  also named  abstract  whole"


class Shown(NamedTuple):
    """What a layout shows at a size."""

    size: str
    layout: str
    list_width: int
    in_sight: float
    whole: float
    named: float
    abstract: str
    ended: float

    @property
    def is_missed(self) -> bool:
        """Whether it shows less than the layout `auto` should."""
        whole, in_sight = (
            BARS.get(self.size, (0.0, 0)) if self.layout.startswith("auto") else (0, 0)
        )
        return self.whole < whole or self.in_sight < in_sight

    def line(self) -> str:
        """Return a row of the table."""
        return (
            f"{self.size:<8} {self.layout:<13} {self.list_width:>4} {self.in_sight:>9.1f}"
            f" {self.whole:>12.2%} {self.named:>10.2%} {self.abstract:>9} {self.ended:>6.1%}"
            f"{'  MISSED' if self.is_missed else ''}"
        )


async def shown(session: Session, size: str, layout: str, real: Sequence[Paper]) -> Shown:
    """Open the reader, and draw all titles as it does."""
    columns, lines = map(int, size.split("x"))
    app = PapertermApp(session)
    async with app.run_test(size=(columns, lines)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        way = "stacked" if app.screen.has_class(STACKED) else "columns"
        view = app.screen.browser.view
        papers, pane = view.papers, view.abstract.size
        list_width, in_sight = papers.size.width, papers.size.height / papers.ROW_HEIGHT
        width = papers.scrollable_content_region.width
        row = PaperRow(known_columns(session.settings.columns))
        whole = named = 0
        for paper in real:
            first, second = (_text(row, paper, line, width, papers) for line in range(2))
            whole += f"{first} {second}".startswith(" ".join(typeset(paper.title).split()))
            named += _is_named(second, paper)
    some = real[::_EVERY]
    return Shown(
        size,
        layout if layout == way else f"{layout}: {way}",
        list_width,
        in_sight,
        whole / len(real),
        named / len(real),
        f"{pane.width}x{pane.height}",
        sum(_lines(paper, pane.width) <= pane.height for paper in some) / len(some),
    )


def _text(row: PaperRow, paper: Paper, line: int, width: int, papers: PaperList) -> str:
    """Return the words of a line of a row, without the signs before them."""
    segments = row.segments(Entry(paper, None, Mark(paper.id)), line, width, papers)
    return " ".join("".join(segment.text for segment in segments)[4:].split())


def _is_named(text: str, paper: Paper) -> bool:
    """Return whether the first author and the primary category are in a text."""
    author = " ".join(typeset(next(iter(paper.authors), "")).split())
    category = paper.primary_category or next(iter(paper.categories), "")
    return author in text and text.endswith((category, *paper.categories))


def _lines(paper: Paper, width: int) -> int:
    """Return the lines of a paper in the pane, down to the end of its abstract."""
    paragraphs = takewhile(
        lambda one: one.label is None, article(Entry(paper, None, Mark(paper.id)), (), {})
    )
    return sum(len(wrapped(one.text, Frame.of(width).room)) for one in paragraphs) - 1


def main() -> int:
    """Print the table; fail if a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=lambda text: text.split(","), default=[*BARS])
    parser.add_argument("files", type=Path, nargs="*", default=FILES)
    args = parser.parse_args()
    real = [*papers(args.files)]
    print(f"{len(real):,} real titles")
    print(_HEAD)
    is_missed = False
    with open_demo() as demo:
        for size in args.sizes:
            for layout in ("auto", "columns", "stacked"):
                file = demo.session.folders.config_file
                file.write_text(f'[reader]\nlayout = "{layout}"\n[fetch]\nautomatic = false\n')
                demo.session.reload()
                row = asyncio.run(shown(demo.session, size, layout, real))
                print(row.line(), flush=True)
                is_missed |= row.is_missed
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
