"""The line that a query is typed in."""

from __future__ import annotations

from textual import events

from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.widgets.short_line import ShortLine


class QueryLine(ShortLine):
    """A line that shows what could be asked while nothing is, and takes a paste whole."""

    EXAMPLES = 'diffusion  ti:graph  au:wang  cat:cs.RO  is:unread  since:7d  "a phrase"  /regex/'

    def on_resize(self, event: events.Resize) -> None:
        """As many examples as there is room for."""
        self.placeholder = glyphs(fit(self.EXAMPLES, event.size.width))

    def on_paste(self, event: events.Paste) -> None:
        """Several lines are one query: Textual would take the first, and lose the rest."""
        lines = event.text.splitlines()
        if len(lines) > 1:
            event.text = " ".join(filter(None, map(str.strip, lines)))
