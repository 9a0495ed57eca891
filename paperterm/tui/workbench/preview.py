"""What a topic would match: figures, a bar for each day, and some papers."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from paperterm.model import Day
from paperterm.session.workbench import Matches, Preview
from paperterm.text import plural
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.workbench.bar_chart import BarChart
from paperterm.tui.workbench.samples import Samples

_MINUS = "\N{MINUS SIGN}"
_GAP = "  ·  "


class PreviewPane(Vertical):
    """The right half of the workbench.

    Args:
        day: The day to point out.
    """

    def __init__(self, day: Day | None, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._day = day

    def compose(self) -> ComposeResult:
        """Figures, bars, papers."""
        yield PreviewCounts(self._day, id="figures")
        yield BarChart(self._day, id="bars")
        yield Samples(id="samples")

    def show(self, preview: Preview) -> None:
        """Show what a topic would match."""
        self.query_one(PreviewCounts).show(preview)
        self.query_one(BarChart).show(preview.bars)
        self.query_one(Samples).show(preview.topic, preview.samples)


class PreviewCounts(Widget):
    """How many papers, over which days, and what the changes do."""

    COMPONENT_CLASSES = {"figures--number", "figures--says", "figures--gained", "figures--lost"}

    def __init__(self, day: Day | None, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._day = day
        self._preview: Preview | None = None

    def show(self, preview: Preview) -> None:
        """Show other figures."""
        self._preview = preview
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The window, then the library; as much as fits."""
        width = self.size.width
        told = self._preview
        if told is None:
            text = " reading the newest days" if y == 0 else ""
            return Strip([Segment(fill(text, width), self._ink("says"))], width)
        if not told.topic.keywords:
            parts = _HOW_TO if y == 0 else []
        else:
            parts = _of_window(told, self._day) if y == 0 else _of_library(told)
        segments: list[Segment] = []
        room = width
        for part in parts:
            needed = sum(cell_len(text) for _, text in part) + (len(_GAP) if segments else 1)
            if needed <= room:
                room -= needed
                segments.append(Segment(glyphs(_GAP) if segments else " ", self._ink("says")))
                segments += [Segment(glyphs(text), self._ink(name)) for name, text in part]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _ink(self, part: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"figures--{part}")


Parts = list[list[tuple[str, str]]]

_HOW_TO: Parts = [[("says", "type a keyword to see what it finds")]]


def _of_window(told: Preview, here: Day | None) -> Parts:
    window, days = told.window, len(told.bars)
    if not days:
        return [[("says", "the library is empty; fetch a day to see what matches")]]
    parts: Parts = [
        [("number", f"{window.papers:,}"), ("says", f" in {plural(days, 'day')}")],
    ]
    parts += _changes(window)
    count = dict(told.bars).get(here) if here else None
    if here and count is not None:
        parts.append([("number", f"{count:,}"), ("says", f" on {here.day} {here:%b}")])
    per_day = window.papers / days
    parts.append([("says", f"{per_day:.0f} a day" if per_day >= 10 else f"{per_day:.1f} a day")])
    return parts


def _of_library(told: Preview) -> Parts:
    library = told.library
    if told.days < told.of_days:
        share = 100 * told.days // told.of_days
        return [
            [("number", f"{library.papers:,}"), ("says", " so far")],
            [("says", f"{share} % of the library read")],
        ]
    percent = 100 * library.papers / library.of if library.of else 0
    share_of = f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %"
    return [
        [("number", f"{library.papers:,}"), ("says", " in all")],
        *_changes(library),
        [("says", f"{share_of} of {library.of:,}")],
    ]


def _changes(counts: Matches) -> Parts:
    """What is new in the topic, and what is lost, against what is saved."""
    told = [("gained", f"+{counts.gained:,}"), ("says", " "), ("lost", f"{_MINUS}{counts.lost:,}")]
    shown = told[: 3 if counts.lost else 1] if counts.gained else told[2:]
    return [shown] if counts.gained or counts.lost else []
