"""The preview of a topic: counts, a bar for each day, and some papers."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from paperterm.model import Day
from paperterm.session.workbench import Matches, Preview
from paperterm.text import plural
from paperterm.tui.draw.cells import fill
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.workbench.bar_chart import BarChart
from paperterm.tui.workbench.samples import Samples

_MINUS = "\N{MINUS SIGN}"
_GAP = "  ·  "


class PreviewPane(Vertical):
    """The right half of the workbench."""

    def __init__(self, day: Day | None, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._day = day

    def compose(self) -> ComposeResult:
        """Make counts, bars and papers."""
        yield PreviewCounts(self._day, id="figures")
        yield BarChart(self._day, id="bars")
        yield Samples(id="samples")

    def show(self, preview: Preview) -> None:
        """Show a preview."""
        self.query_one(PreviewCounts).show(preview)
        self.query_one(BarChart).show(preview.bars)
        self.query_one(Samples).show(preview.topic, preview.samples)


class PreviewCounts(CachedLines):
    """The counts of papers, and the effect of the changes."""

    STYLES = {
        "number": "bold $foreground",
        "label": "$text-muted",
        "gained": "bold $success",
        "lost": "bold $error",
    }

    def __init__(self, day: Day | None, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._day = day
        self._preview: Preview | None = None

    def show(self, preview: Preview) -> None:
        """Show the counts of a preview."""
        self._preview = preview
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the counts of the newest days, then of the library, as far as they fit."""
        width = self.size.width
        preview = self._preview
        if preview is None:
            text = " reading the newest days…" if y == 0 else ""
            return Strip([Segment(fill(text, width), self.style_for("label"))], width)
        if not preview.topic.keywords:
            parts = _HOW_TO if y == 0 else []
        else:
            parts = _of_window(preview, self._day) if y == 0 else _of_library(preview)
        segments: list[Segment] = []
        room = width
        for part in parts:
            needed = sum(cell_len(text) for _, text in part) + (len(_GAP) if segments else 1)
            if needed <= room:
                room -= needed
                segments.append(Segment(glyphs(_GAP) if segments else " ", self.style_for("label")))
                segments += [Segment(glyphs(text), self.style_for(name)) for name, text in part]
        return Strip(segments).adjust_cell_length(width, self.style_for())


Parts = list[list[tuple[str, str]]]

_HOW_TO: Parts = [[("label", "type a keyword to see what it matches")]]


def _of_window(preview: Preview, here: Day | None) -> Parts:
    window, days = preview.window, len(preview.bars)
    if not days:
        return [[("label", "the library is empty; fetch a day to see matches")]]
    parts: Parts = [[("number", f"{window.papers:,}"), ("label", f" in {plural(days, 'day')}")]]
    parts += _changes(window)
    count = dict(preview.bars).get(here) if here else None
    if here and count is not None:
        parts.append([("number", f"{count:,}"), ("label", f" on {here.day} {here:%b}")])
    per_day = window.papers / days
    parts.append([("label", f"{per_day:.0f} a day" if per_day >= 10 else f"{per_day:.1f} a day")])
    return parts


def _of_library(preview: Preview) -> Parts:
    library = preview.library
    if preview.days < preview.all_days:
        share = 100 * preview.days // preview.all_days
        return [
            [("number", f"{library.papers:,}"), ("label", " so far")],
            [("label", f"{share} % of the library read")],
        ]
    percent = 100 * library.papers / library.total if library.total else 0
    share_of = f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %"
    return [
        [("number", f"{library.papers:,}"), ("label", " in all")],
        *_changes(library),
        [("label", f"{share_of} of {library.total:,}")],
    ]


def _changes(counts: Matches) -> Parts:
    """Return the papers gained and lost compared to the saved topic."""
    gained = [("gained", f"+{counts.gained:,}")] if counts.gained else []
    lost = [("lost", f"{_MINUS}{counts.lost:,}")] if counts.lost else []
    between = [("label", " ")] if gained and lost else []
    return [[*gained, *between, *lost]] if gained or lost else []
