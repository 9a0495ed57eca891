"""Writing a note, here or in an editor of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from paperterm.errors import PapertermError
from paperterm.session import MarkChange, marking
from paperterm.session.editor import edited
from paperterm.tui.draw.cells import fit, shown
from paperterm.tui.draw.control_pictures import pictured_lines
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.suspend import suspended

LONGEST = 10_000
"""Characters of a line that is written here. It is wrapped anew at each key: one of a million takes
seconds for that."""

_TYPED = 100
"""Characters that may have been typed while others were waited for: these come as a paste too."""

_TITLE_WIDTH = 70
_HINT = "{keep} keeps it · {edit} opens your editor"
_TOO_LONG = "only its beginning · {edit} opens all of it"
_UNREAD = "the note there cannot be read · {keep} adds this to it"


class NoteText(TextArea):
    """Where the note is written; a paste that makes a line too long is left out, and told.

    Args:
        edit: The key that opens an editor, in which there is room.
    """

    def __init__(self, edit: str) -> None:
        super().__init__(compact=True, id="note-text", tab_behavior="focus")
        self._edit = edit

    def on_paste(self, event: events.Paste) -> None:
        """Take what fits."""
        if not self._takes(event.text):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        """The same for what was cut or copied here."""
        if self._takes(self.app.clipboard):
            super().action_paste()

    def _takes(self, text: str) -> bool:
        """Whether there is room for a paste; says so if not."""
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        after = self.document.get_line(end[0])[end[1] :]
        longest = _longest_line(before + text + after)
        if len(text) <= _TYPED or longest <= LONGEST:
            return True
        says = f"a paste was left out: its line would have {longest:,} characters"
        hint = f"at most {LONGEST:,} fit here; {self._edit} opens your editor"
        self.post_message(Notice(f"{says}, and {hint}", is_error=True))
        return False


class NoteScreen(ModalScreen[MarkChange | None]):
    """The note on a paper; gives back what is to be done to the mark, None where nothing is.

    It is told what the note is while it is open. What is typed before stands behind it, and
    leaving waits for it. Of a note with a line that is too long for here it shows the beginning;
    the editor has all of it.

    Args:
        title: Of the paper.
        editor: The program to write in, and its arguments; none is $VISUAL or $EDITOR.
        keep: The key that leaves and keeps the note.
        edit: The key that opens the editor.
    """

    # Before the text area, in which ctrl+e would go to the end of the line.
    BINDINGS = [replace(one, priority=True) for one in bindings("note") if isinstance(one, Binding)]

    def __init__(self, title: str, editor: Sequence[str], *, keep: str, edit: str) -> None:
        super().__init__()
        self._title = title
        self._editor = editor
        self._keep, self._edit = keep, edit
        self._before: str | None = None
        self._shown = ""
        self._long = ""
        self._is_left = False

    def compose(self) -> ComposeResult:
        """The note in a box."""
        with Vertical(id="note", classes="box") as box:
            box.border_title = "Note"
            box.border_subtitle = self._hint(_HINT)
            yield Static(Content(fit(shown(self._title), _TITLE_WIDTH)), id="note-title")
            yield NoteText(self._edit)

    def on_mount(self) -> None:
        """Take what is typed."""
        self.query_one(TextArea).focus()

    @on(Backstage.MarksRead)
    def _mark_read(self, event: Backstage.MarksRead) -> None:
        """Show the note there is; the cursor goes behind it."""
        typed = self._text
        if not event.marks:
            self._go_on(typed)
            return
        self._before = event.marks[0].note_text or ""
        self._show(pictured_lines(self._before))
        # The text area may end lines in another way: what it says now is what was not changed.
        self._shown = self._text
        if typed:
            self._show(self._shown + pictured_lines(typed))
        if self._is_left:
            self.action_keep()

    def action_keep(self) -> None:
        """Back, with what was written."""
        text = self._text
        if text == self._shown:
            self.dismiss(None)
        elif self._before is None:
            self._is_left = self._area.disabled = True
        else:
            written = pictured_lines(text).rstrip() if text.strip() else ""
            self.dismiss(marking.rewrite(self._before, written))

    def action_edit(self) -> None:
        """Write in the editor, while the reader steps aside."""
        if self._before is None:
            return
        before = self._text
        try:
            text = suspended(self.app, lambda: edited(before, self._editor))
        except PapertermError as error:
            self.post_message(Notice(str(error), is_error=True))
            return
        # A file ends in a line break, and its lines as the system ends them.
        if text.splitlines() != before.strip().splitlines():
            self._show(pictured_lines(text))

    @property
    def _area(self) -> NoteText:
        return self.query_one(NoteText)

    @property
    def _text(self) -> str:
        """The whole note as it is now."""
        return self._long or self._area.text

    def _show(self, text: str) -> None:
        """Show a note, the cursor behind it; one with too long a line cannot be changed here."""
        self._long = text if _longest_line(text) > LONGEST else ""
        area = self._area
        area.read_only = bool(self._long)
        area.text = text[:LONGEST] if self._long else text
        area.move_cursor((0, 0) if self._long else area.document.end)
        self.query_one("#note").border_subtitle = self._hint(_TOO_LONG if self._long else _HINT)

    def _go_on(self, typed: str) -> None:
        """Stay where the note there is cannot be read; what is written comes behind it later."""
        if self._is_left and not typed.strip():
            self.dismiss(None)
            return
        self._before = ""
        self._is_left = self._area.disabled = False
        self._area.focus()
        self.query_one("#note").border_subtitle = self._hint(_UNREAD)

    def _hint(self, says: str) -> Content:
        return Content(glyphs(says).format(keep=self._keep, edit=self._edit))


def _longest_line(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)
