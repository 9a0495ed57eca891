"""The line in which a query is typed."""

from __future__ import annotations

from textual.widgets import Input

from paperterm.tui.backstage import Backstage


class QueryLine(Input):
    """A line that says so when something is too long for it."""

    def restricted(self) -> None:
        """Say why a text that was pasted did not come."""
        said = f"a query has at most {self.max_length or 0:,} characters; this is longer"
        self.post_message(Backstage.Told(said))
