"""Writing a note, here or in an editor of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from paperterm.errors import PapertermError
from paperterm.session import Action, marking
from paperterm.session.editing import edited
from paperterm.tui.aside import aside
from paperterm.tui.backstage import Backstage
from paperterm.tui.cells import fit, shown
from paperterm.tui.glyphs import glyphs
from paperterm.tui.keys import bindings
from paperterm.tui.pictures import pictured_lines

_TITLE_WIDTH = 70


class NoteScreen(ModalScreen[Action | None]):
    """The note on a paper; gives back what is to be done to the mark, None where nothing is.

    It is told what the note is while it is open. What is typed before stands behind it, and
    leaving waits for it.

    Args:
        title: Of the paper.
        editor: The program to write in, and its arguments; none is $VISUAL or $EDITOR.
    """

    # Before the text area, in which ctrl+e would go to the end of the line.
    BINDINGS = [replace(one, priority=True) for one in bindings("note") if isinstance(one, Binding)]

    def __init__(self, title: str, editor: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._editor = editor
        self._before: str | None = None
        self._shown = ""
        self._is_left = False

    def compose(self) -> ComposeResult:
        """The note in a box."""
        with Vertical(id="note", classes="box") as box:
            box.border_title = "Note"
            box.border_subtitle = glyphs("esc keeps it · ctrl+e opens your editor")
            yield Static(Content(fit(shown(self._title), _TITLE_WIDTH)), id="note-title")
            yield TextArea(compact=True, id="note-text", tab_behavior="focus")

    def on_mount(self) -> None:
        """Take what is typed."""
        self.query_one(TextArea).focus()

    @on(Backstage.MarksRead)
    def _mark_read(self, event: Backstage.MarksRead) -> None:
        """Show the note there is; the cursor goes behind it."""
        if not event.marks:
            self.dismiss(None)
            return
        self._before = event.marks[0].note_text or ""
        area = self.query_one(TextArea)
        typed = area.text
        area.text = pictured_lines(self._before)
        # The text area may end lines in another way: what it says now is what was not changed.
        self._shown = area.text
        area.move_cursor(area.document.end)
        if typed:
            area.insert(pictured_lines(typed))
        if self._is_left:
            self.action_keep()

    def action_keep(self) -> None:
        """Back, with what was written."""
        area = self.query_one(TextArea)
        text = area.text
        if text == self._shown:
            self.dismiss(None)
        elif self._before is None:
            self._is_left = area.disabled = True
        else:
            written = pictured_lines(text).rstrip() if text.strip() else ""
            self.dismiss(marking.rewrite(self._before, written))

    def action_edit(self) -> None:
        """Write in the editor, while the reader steps aside."""
        if self._before is None:
            return
        area = self.query_one(TextArea)
        before = area.text
        try:
            text = aside(self.app, lambda: edited(before, self._editor))
        except PapertermError as error:
            self.post_message(Backstage.Told(str(error), is_error=True))
            return
        # A file ends in a line break, and its lines as the system ends them.
        if text.splitlines() != before.strip().splitlines():
            area.text = pictured_lines(text)
            area.move_cursor(area.document.end)
