"""Writing a note, here or in an editor of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from paperterm.errors import PapertermError
from paperterm.session.editing import edited
from paperterm.tui.aside import aside
from paperterm.tui.backstage import Backstage
from paperterm.tui.cells import fit, shown
from paperterm.tui.keys import bindings

_TITLE_WIDTH = 70


class NoteScreen(ModalScreen[str | None]):
    """A note on a paper; gives back what was written, however it is left.

    Args:
        title: Of the paper.
        text: The note there is.
        editor: The program to write in, and its arguments; none is $VISUAL or $EDITOR.
    """

    # Before the text area, in which ctrl+e would go to the end of the line.
    BINDINGS = [replace(one, priority=True) for one in bindings("note") if isinstance(one, Binding)]

    def __init__(self, title: str, text: str, editor: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._editor = editor

    def compose(self) -> ComposeResult:
        """The note in a box."""
        with Vertical(id="note", classes="box") as box:
            box.border_title = "Note"
            box.border_subtitle = "esc keeps it · ctrl+e opens your editor"
            yield Static(Content(fit(shown(self._title), _TITLE_WIDTH)), id="note-title")
            yield TextArea(self._text, compact=True, id="note-text", tab_behavior="focus")

    def on_mount(self) -> None:
        """The cursor goes behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Back, with what was written."""
        self.dismiss(self.query_one(TextArea).text.strip())

    def action_edit(self) -> None:
        """Write in the editor, while the reader steps aside."""
        area = self.query_one(TextArea)
        try:
            text = aside(self.app, lambda: edited(area.text, self._editor))
        except PapertermError as error:
            self.post_message(Backstage.Told(str(error), is_error=True))
        else:
            area.text = text
            area.move_cursor(area.document.end)
