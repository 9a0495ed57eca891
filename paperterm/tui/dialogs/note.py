"""Writing a note, here or in the user's editor."""

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
from paperterm.session.drafts import Draft
from paperterm.session.editor import edit_text
from paperterm.tui.dialogs.ask import RESTORED
from paperterm.tui.draw.cells import fit, typeset
from paperterm.tui.draw.control_pictures import pictured_lines
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.marks import MarksJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.suspend import suspended

LONGEST = 10_000
"""The longest line that can be edited here: each key wraps it again, which takes seconds for a
million characters."""

_TYPED = 100
"""Characters that may have been typed ahead: these come as a paste too."""

_TITLE_WIDTH = 70
_HINT = "{keep} saves · {edit} opens your editor"
_TOO_LONG = "truncated · {edit} opens the whole note"
_UNREAD = "the existing note cannot be read · {keep} appends this to it"


class NoteText(TextArea):
    """The text of the note; it rejects a paste that would make a line too long.

    Args:
        edit: The key that opens the editor.
    """

    def __init__(self, edit: str) -> None:
        super().__init__(compact=True, id="note-text", tab_behavior="focus")
        self._edit = edit

    def on_paste(self, event: events.Paste) -> None:
        """Insert the text if it fits."""
        if not self._takes(event.text):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        """Insert text that was cut or copied here, if it fits."""
        if self._takes(self.app.clipboard):
            super().action_paste()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Take every character, also while the note is shown only in part: none is a command."""
        return character is not None and character.isprintable()

    def _takes(self, text: str) -> bool:
        """Return whether a paste fits; report it if not."""
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        after = self.document.get_line(end[0])[end[1] :]
        longest = _longest_line(before + text + after)
        if len(text) <= _TYPED or longest <= LONGEST:
            return True
        problem = f"paste rejected: a line of {longest:,} characters is too long"
        hint = f"the limit is {LONGEST:,}; {self._edit} opens your editor"
        self.post_message(Notice(f"{problem} ({hint})", is_error=True))
        return False


class NoteScreen(ModalScreen[MarkChange | None]):
    """The note on a paper; returns the change of its mark, or None if nothing changed.

    The existing note is read while the dialog is open. Text typed meanwhile is put after it, and
    closing waits for it. A note with too long a line is shown truncated; the editor has all of it.

    Args:
        title: The title of the paper.
        draft: Keeps what is typed, and the note before it.
        editor: The editor command; $VISUAL or $EDITOR if empty.
        keep: The key that saves and closes.
        edit: The key that opens the editor.
        quotation: A text of the paper to add to the note as a quotation.
    """

    # Priority over the text area, where ctrl+e goes to the end of the line.
    BINDINGS = [
        replace(binding, priority=True)
        for binding in bindings("NoteScreen", "quit")
        if isinstance(binding, Binding)
    ]

    def __init__(
        self,
        title: str,
        editor: Sequence[str],
        draft: Draft,
        *,
        keep: str,
        edit: str,
        quotation: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._draft = draft
        self._editor = editor
        self._keep, self._edit = keep, edit
        self._quotation = _quoted(quotation)
        self._before: str | None = None
        self._shown = ""
        self._long = ""
        self._is_left = False

    def compose(self) -> ComposeResult:
        """Make a box with the note."""
        with Vertical(id="note", classes="box") as box:
            box.border_title = glyphs(f"Note · {RESTORED}") if self._draft.found else "Note"
            box.border_subtitle = self._hint(_HINT)
            yield Static(Content(fit(typeset(self._title), _TITLE_WIDTH)), id="note-title")
            yield NoteText(self._edit)

    def on_mount(self) -> None:
        """Focus the text, which is that of the draft at first, then the quotation."""
        if text := self._draft.found.get("text", "") + self._quotation:
            self._show(text)
        self._area.focus()

    @on(TextArea.Changed)
    def _keep_draft(self) -> None:
        text = self._text
        if self._before is None:
            before = self._draft.found.get("before")
            self._draft.keep(text=text, **({} if before is None else {"before": before}))
        elif text == self._shown:
            self._draft.keep()
        else:
            self._draft.keep(text=text, before=self._before)

    @on(MarksJob.MarksRead)
    def _mark_read(self, event: MarksJob.MarksRead) -> None:
        """Show the existing note, with the cursor after it; a draft is a new text of it."""
        typed, before = self._text, self._draft.found.get("before")
        if not event.marks:
            self._append_later(typed)
            return
        note = event.marks[0].note_text or ""
        self._show(pictured_lines(note))
        # The text area may end lines differently: compare with its own text later.
        self._shown = self._text
        self._before = note if before is None or typed == self._shown else before
        if before is not None:
            self._show(typed)
        elif typed:
            apart = "\n\n" if self._quotation and self._shown else ""
            self._show(self._shown + apart + pictured_lines(typed))
        if self._is_left:
            self.action_keep()

    def action_keep(self) -> None:
        """Close and return the note."""
        text = self._text
        if text == self._shown:
            self.dismiss(None)
        elif self._before is None:
            self._is_left = self._area.disabled = True
        else:
            written = pictured_lines(text).rstrip() if text.strip() else ""
            self.dismiss(marking.rewrite(self._before, written))

    def action_edit(self) -> None:
        """Edit the note in the user's editor."""
        if self._before is None:
            return
        before = self._text
        try:
            text = suspended(self.app, lambda: edit_text(before, self._editor))
        except PapertermError as error:
            self.post_message(Notice(str(error), is_error=True))
            return
        # A file ends with a line break, and has the line ends of the system.
        if text.splitlines() != before.strip().splitlines():
            self._show(pictured_lines(text))

    @property
    def _area(self) -> NoteText:
        return self.query_one(NoteText)

    @property
    def _text(self) -> str:
        """The whole note."""
        return self._long or self._area.text

    def _show(self, text: str) -> None:
        """Show a note, with the cursor after it; read-only if a line is too long."""
        self._long = text if _longest_line(text) > LONGEST else ""
        area = self._area
        area.read_only = bool(self._long)
        area.text = text[:LONGEST] if self._long else text
        area.move_cursor((0, 0) if self._long else area.document.end)
        self.query_one("#note").border_subtitle = self._hint(_TOO_LONG if self._long else _HINT)

    def _append_later(self, typed: str) -> None:
        """Go on without the existing note, which cannot be read; append to it later."""
        if self._is_left and not typed.strip():
            self.dismiss(None)
            return
        self._before = self._draft.found.get("before", "")
        self._is_left = self._area.disabled = False
        self._area.focus()
        self.query_one("#note").border_subtitle = self._hint(_UNREAD)

    def _hint(self, hint: str) -> Content:
        return Content(glyphs(hint).format(keep=self._keep, edit=self._edit))


def _quoted(text: str) -> str:
    """Return a text as Markdown quotes it, with room for what is to be said about it."""
    lines = pictured_lines(text).splitlines() if text.strip() else []
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + ("\n" if lines else "")


def _longest_line(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)
