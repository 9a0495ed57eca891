"""The line that a query is typed in."""

from __future__ import annotations

from textual import events

from paperterm.query.fields import Field
from paperterm.tui.draw.cells import fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.widgets.short_line import ShortLine


class QueryLine(ShortLine):
    """A line that shows examples while it is empty, and accepts a paste of several lines."""

    EXAMPLES = "  ".join(
        [*filter(None, (field.value.hint for field in Field)), '"a phrase"', "/regex/"]
    )

    def on_resize(self, event: events.Resize) -> None:
        """Show as many examples as fit."""
        self.placeholder = glyphs(fit(self.EXAMPLES, event.size.width))

    def on_paste(self, event: events.Paste) -> None:
        """Join the lines of a paste: Textual would take the first and drop the rest."""
        lines = event.text.splitlines()
        if len(lines) > 1:
            event.text = " ".join(filter(None, map(str.strip, lines)))
