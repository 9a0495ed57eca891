"""A figure alone, as large as the terminal, with its caption below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from paperterm.fulltext.document import Block, Caption, Document, Figure, Picture
from paperterm.fulltext.draw import draw
from paperterm.fulltext.lines import Line, Part
from paperterm.text import clean
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.kitty import MOST_CELLS
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.fulltext.figures import Figures
from paperterm.tui.fulltext.page import PaperPage
from paperterm.tui.jobs.figures import FiguresJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import KeyAction, bindings
from paperterm.tui.keys.available import bound_nodes, key_hints
from paperterm.tui.widgets.hint_bar import HintBar

_MOST_CAPTION = 4
_WIDEST_CAPTION = 100


class FigureView(CachedLines):
    """Draws one picture, and its caption."""

    STYLES = {**PaperPage.STYLES}

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures
        self._picture = Picture(source="")
        self._caption: Block | None = None
        self._lines: Sequence[Line] = ()
        self._why = ""

    def show(self, picture: Picture, caption: Block | None) -> None:
        """Show a picture."""
        self._picture, self._caption = picture, caption
        self._why = ""
        self.lay_out()

    def lay_out(self) -> None:
        """Make room for the picture, and ask for it."""
        width, height = self.size
        if not (width and height):
            return
        caption: list[Line] = []
        if self._caption:
            caption = draw(self._caption, min(width - 2, _WIDEST_CAPTION))[:_MOST_CAPTION]
        room = max(1, height - len(caption) - bool(caption))
        picture = self._figures.framed(self._picture, room)
        lines = draw(picture, min(width, MOST_CELLS))
        self._lines = [*lines, *([()] if caption else []), *caption]
        parts = list(self._parts())
        self._figures.forget(parts)
        unknown = () if parts else (self._picture.source,)
        self._figures.want(parts, unknown, self.post_message)
        self.refresh()

    def on_resize(self) -> None:
        """Make room for the new size."""
        self.lay_out()

    def on_unmount(self) -> None:
        """Make the terminal forget the picture."""
        self._figures.forget()
        self._figures.want((), (), self.post_message)

    def _parts(self) -> Iterator[Part]:
        return (span.part for line in self._lines for span in line if span.part)

    @on(FiguresJob.FigureDecoded)
    def _decoded(self, event: FiguresJob.FigureDecoded) -> None:
        if self._figures.take(event.wanted, event.raster, self._parts()):
            self.lay_out()
        self.refresh()

    @on(FiguresJob.FigureLacking)
    def _lacking(self, event: FiguresJob.FigureLacking) -> None:
        self._figures.lack(event.path, event.why)
        self.lay_out()

    @on(FiguresJob.FigureAwaited)
    def _awaited(self, event: FiguresJob.FigureAwaited) -> None:
        self._figures.wait(event.path)
        self.refresh()

    def painted(self, crop: Region) -> list[Strip]:
        """Draw the lines; where the terminal has sixels, the picture comes over them."""
        parts = ((y, span.part) for y, line in enumerate(self._lines) for span in line)
        for y, part in parts:
            if part and not part.row:
                at = self.content_region.offset
                left = max(0, (self.size.width - part.columns) // 2)
                self.call_after_refresh(
                    self._figures.paint, part, at.x + left, at.y + self._top + y
                )
        return super().painted(crop)

    @property
    def _top(self) -> int:
        return max(0, (self.size.height - len(self._lines)) // 2)

    def render_line(self, y: int) -> Strip:
        """Draw a line, in the middle."""
        width, top = self.size.width, self._top
        if not 0 <= y - top < len(self._lines):
            return Strip([Segment(" " * width, self.style_for())], width)
        segments: list[Segment] = []
        spans = self._lines[y - top]
        for span in [span for span in spans if span.part] or spans:
            drawn = self._figures.segments(span.part) if span.part else None
            if drawn is not None:
                segments += drawn
                continue
            text = glyphs(span.text)
            if span.part and span.part.row == span.part.rows // 2:
                text = self._figures.state(span.part.source).center(span.part.columns)
            names = (name for name in span.style.split() if name in self.STYLES)
            segments.append(Segment(text, self.style_for(*names)))
        line = Strip(segments)
        left = max(0, (width - line.cell_length) // 2)
        before = Segment(" " * left, self.style_for())
        return Strip([before, *line]).adjust_cell_length(width, self.style_for())


class FigureScreen(Screen[None]):
    """Shows the pictures of a paper, one at a time.

    Args:
        figures: Draws them.
        document: The paper.
        source: The address of the first to show, as the page has it.
        actions: The table, with the user's keys.
        view: Opens a picture in the viewer of the system, by its address.
    """

    BINDINGS = bindings("FigureScreen")
    CSS_PATH = [*stylesheet("fulltext")]

    def __init__(
        self,
        figures: Figures,
        document: Document,
        source: str,
        actions: Sequence[KeyAction],
        view: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._figures = figures
        found = (one for block in document.blocks for one in _captioned(block, None))
        self._pictures = [(one, caption) for one, caption in found if one.source]
        sources = [picture.source for picture, _ in self._pictures]
        self._at = sources.index(source) if source in sources else 0
        self._actions = actions
        self._view = view

    def compose(self) -> ComposeResult:
        """Lay out the picture and the hints."""
        yield FigureView(self._figures)
        yield HintBar(id="hints")

    def on_mount(self) -> None:
        """Show the first picture."""
        self.app.app_resume_signal.subscribe(self, lambda _: self._figures.send_again())
        self._show()

    def on_unmount(self) -> None:
        """Leave the signal, which would keep the screen for good."""
        self.app.app_resume_signal.unsubscribe(self)

    def on_screen_resume(self) -> None:
        """Draw everything again: a dialog was on top."""
        self.query_one(FigureView).refresh()

    def _show(self) -> None:
        self.query_one(FigureView).show(*self._pictures[self._at])
        hints = key_hints(bound_nodes(self), self._actions)
        lead = f"figure {self._at + 1} of {len(self._pictures)}"
        self.query_one(HintBar).show(hints, lead)

    @on(Notice)
    def _show_notice(self, event: Notice) -> None:
        """Show a notice in the hint line."""
        if not event.is_error:
            text = glyphs(clean(event.text))
            self.query_one(HintBar).show_message(text, is_running=event.is_running)

    def on_key(self) -> None:
        """Clear the message."""
        self.query_one(HintBar).dismiss()

    def is_available(self, name: str) -> bool:
        """Return whether there is another figure to step to."""
        return len(self._pictures) > 1 or not name.startswith("figure.step")

    def action_step(self, step: int) -> None:
        """Show the next picture, or the one before."""
        at = max(0, min(self._at + step, len(self._pictures) - 1))
        if at == self._at:
            self.post_message(Notice("the last figure" if step > 0 else "the first figure"))
            return
        self._at = at
        self._show()

    def action_view(self) -> None:
        """Open the picture in the viewer of the system."""
        self._view(self._pictures[self._at][0].source)

    def action_leave(self) -> None:
        """Go back to the paper."""
        self.dismiss()


def _captioned(block: Block, caption: Caption | None) -> Iterator[tuple[Picture, Caption | None]]:
    """Yield the pictures in a block, each with the caption of the innermost figure with one."""
    if isinstance(block, Picture):
        yield block, caption
    if isinstance(block, Figure):
        own = next((one for one in block.blocks if isinstance(one, Caption)), None)
        caption = own or caption
    for part in block.parts():
        yield from _captioned(part, caption)
