"""The small window for a footnote or a reference, where it is pointed at."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from paperterm.fulltext.document import Block, Note, Reference
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import Line
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.fulltext.page import PaperPage
from paperterm.tui.keys.actions import KeyAction, bindings, key_of

_MOST_LINES = 400
_EDGES = 6
"""Columns and lines of the box around the text."""


class BlockText(CachedLines, can_focus=True):
    """A block of a paper, scrolled by lines if it is long."""

    STYLES = {**PaperPage.STYLES}
    BINDINGS = bindings("BlockText")

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block
        self._width = 0
        self._top = 0
        self._lines: Sequence[Line] = ()

    def laid_out(self, width: int) -> Sequence[Line]:
        """Return the lines of the block at a width."""
        if width != self._width:
            self._width = width
            self._lines = draw(self._block, max(1, width))[:_MOST_LINES]
        return self._lines

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width, at = self.size.width, self._top + y
        lines = self.laid_out(width)
        segments = []
        if at < len(lines):
            for span in lines[at]:
                names = (name for name in span.style.split() if name in self.STYLES)
                text = span.text if span.at >= 0 else glyphs(span.text)
                segments.append(Segment(text, self.style_for(*names)))
        used = sum(cell_len(segment.text) for segment in segments)
        strip = Strip(segments, used)
        return strip.adjust_cell_length(width, self.style_for())

    def action_line(self, step: int) -> None:
        """Scroll by a line."""
        last = max(0, len(self._lines) - self.size.height)
        self._top = max(0, min(last, self._top + step))
        self.refresh()


class BlockWindow(Dialog[str]):
    """Shows a footnote or reference; returns what to do with it, or None.

    That is `paper`, to go to the paper it is, `page`, to open its address, or `there`, to go to it.

    Args:
        block: The block.
        actions: The table, with the user's keys.
    """

    BINDINGS = bindings("BlockWindow")

    def __init__(self, block: Block, actions: Sequence[KeyAction]) -> None:
        super().__init__()
        self._block = block
        self._actions = actions

    def compose(self) -> ComposeResult:
        """Make a box with the text, and what can be done below it."""
        with Vertical(id="window", classes="box") as box:
            box.border_title = "Footnote" if isinstance(self._block, Note) else "Reference"
            box.border_subtitle = Content(glyphs(self._hint()))
            yield BlockText(self._block)

    def on_mount(self) -> None:
        """Make the window as high as its text."""
        text = self.query_one(BlockText)
        width = min(self.app.size.width, 76) - _EDGES
        height = len(text.laid_out(width))
        text.styles.height = max(1, min(height, self.app.size.height - _EDGES))
        text.focus()

    def _hint(self) -> str:
        enter, page, there, close = (
            key_of(name, self._actions)
            for name in ("window.go", "window.page", "window.there", "modal.close")
        )
        hints = []
        if isinstance(self._block, Reference) and self._block.arxiv_ids:
            hints.append(f"{enter} arXiv:{self._block.arxiv_ids[0]}")
        if self.address:
            hints.append(f"{page} page")
        hints += [f"{there} there", f"{close} close"]
        return " · ".join(hints)

    @property
    def address(self) -> str:
        """The address of what is shown, or an empty string."""
        if isinstance(self._block, Reference):
            doi = f"https://doi.org/{self._block.doi}" if self._block.doi else ""
            ids = [f"https://arxiv.org/abs/{id_}" for id_ in self._block.arxiv_ids]
            return next(iter([*self._block.links, *filter(None, [doi]), *ids]), "")
        runs = (run for leaf in self._block.leaves() for run in leaf)
        return next((run.target for run in runs if "://" in run.target), "")

    def is_available(self, name: str) -> bool:
        """Return whether there is something to go to."""
        if name == "window.go":
            return isinstance(self._block, Reference) and bool(self._block.arxiv_ids)
        return bool(self.address) if name == "window.page" else True

    def action_go(self) -> None:
        """Go to the paper that the reference is; else to its page."""
        if self.is_available("window.go"):
            self.dismiss("paper")
        else:
            self.action_page()

    def action_page(self) -> None:
        """Open the page of the reference in the browser."""
        if self.address:
            self.dismiss("page")

    def action_there(self) -> None:
        """Go to its place in the paper."""
        self.dismiss("there")
