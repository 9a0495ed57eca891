"""The workbench: a topic on the left, a live preview of its matches on the right."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from paperterm.errors import InputError
from paperterm.model import Day
from paperterm.session import Session, topic_text
from paperterm.session.drafts import Draft
from paperterm.text import clean
from paperterm.topics import Topic
from paperterm.tui.dialogs.ask import RESTORED
from paperterm.tui.draw.cells import fill, fit, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.jobs.messages import DataMessage
from paperterm.tui.jobs.preview import PreviewJob
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import bindings, key_of
from paperterm.tui.keys.available import bound_nodes, key_hints
from paperterm.tui.keys.own_keys import own
from paperterm.tui.textual_private import FrontScreen
from paperterm.tui.widgets.hint_bar import HintBar
from paperterm.tui.workbench.category_field import CategoryField, Suggestions
from paperterm.tui.workbench.form import TopicForm
from paperterm.tui.workbench.overlaps import Overlaps
from paperterm.tui.workbench.preview import PreviewPane
from paperterm.tui.workbench.samples import Samples
from paperterm.tui.workbench.word_lines import Lines

HEIGHTS = ((0, "-short"), (22, "-low"), (32, "-high"))
"""Heights from which there is room for more of the preview."""


_BINDINGS = [binding for binding in bindings("WorkbenchScreen") if isinstance(binding, Binding)]
_OF_FIELDS = ("take", "choose(1)", "other")
"""Actions of single fields."""
_AT_ONCE = ("tab", "shift+tab")
"""Keys with priority: the keys typed right after them go to the next field."""
_WIDTHS = ((0, "-narrow"), (90, "-medium"), (130, "-wide"))
"""Widths of the screen from which the layout changes, with the class in the style sheet."""


class TitleLine(CachedLines):
    """The name of the program and of the topic, and whether it has unsaved changes."""

    STYLES = {"name": "bold $primary", "topic": "bold", "changed": "bold $accent"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._topic = self._state = ""

    def show(self, topic: str, state: str) -> None:
        """Show the name of a topic, and what is to be known of its changes."""
        if (topic, state) != (self._topic, self._state):
            self._topic, self._state = topic, state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        name = " paperterm " if width >= 60 else " "
        changed = f" {self._state} " if self._state else ""
        room = width - cell_len(name) - cell_len(changed)
        topic = fill(f" {fit(typeset(self._topic), room - 2)}", room)
        parts = (("name", name), ("topic", topic), ("changed", changed))
        segments = [Segment(text, self.style_for(part)) for part, text in parts]
        return Strip(segments).adjust_cell_length(width, self.style_for())


class Question(Static, can_focus=True):
    """Asks whether to save the changes."""

    BINDINGS = bindings("Question")

    class Answered(DataMessage):
        """The user chose to save or to discard the changes."""

        is_save: bool

    def action_save(self) -> None:
        """Save the changes."""
        self.post_message(self.Answered(is_save=True))

    def action_drop(self) -> None:
        """Discard the changes."""
        self.post_message(self.Answered(is_save=False))


class WorkbenchScreen(FrontScreen[Topic | None]):
    """A new or edited topic; returns the saved topic, or None.

    Args:
        session: The topics and the library.
        settings: Saves the topic.
        topic: The topic to edit; None for a new one.
        draft: Keeps what is typed until it is saved or discarded.
        day: The day that the list shows.
    """

    BINDINGS = [
        *(replace(binding, priority=binding.key in _AT_ONCE) for binding in _BINDINGS),
        # Not in the table: ctrl+q is a key of the app, but asks about changes here.
        Binding("ctrl+q", "quit", show=False, id="quit"),
    ]
    CSS_PATH = [*stylesheet("workbench")]
    HORIZONTAL_BREAKPOINTS = [*_WIDTHS]
    VERTICAL_BREAKPOINTS = [*HEIGHTS]

    def __init__(
        self,
        session: Session,
        settings: SettingsJob,
        topic: Topic | None,
        draft: Draft,
        day: Day | None,
    ) -> None:
        super().__init__()
        self._job = settings
        self._settings = session.settings
        self._actions = own(session.settings.keys)
        self._saved = topic
        self._draft = draft
        self._day = day
        self._previewed = topic or Topic("", ())
        self._was_focused: Widget | None = None
        self._is_quitting = False
        self._is_saving = False
        self.previewer = PreviewJob(session, self.post_message)

    def compose(self) -> ComposeResult:
        """Make the title line, form, preview and key hints."""
        topic = self._saved or Topic("", ())
        yield TitleLine(id="title-line")
        with Horizontal(id="bench"):
            with Vertical(id="writing"):
                yield TopicForm(topic, self._draft.found, self._settings.categories, id="form")
                yield Overlaps(id="overlaps")
            yield PreviewPane(self._day, id="preview")
        yield Static("", id="wrong", markup=False)
        save, drop, leave = (
            key_of(name, self._actions) for name in ("unsaved.save", "drop", "workbench.leave")
        )
        hint = glyphs(f" Save the changes?  {save} saves · {drop} discards · {leave} cancels")
        yield Question(hint, id="question", markup=False)
        yield HintBar(id="hints")

    def on_mount(self) -> None:
        """Focus the name, and show a first preview."""
        self._form = self.query_one(TopicForm)
        self.add_class(_class_at(self.app.size.width))
        self._complain("")
        self._form.take_keys("name")
        self._show_title()
        self.previewer.preview(self._form.topic, self._saved)

    def on_unmount(self) -> None:
        """Finish writing."""
        self.previewer.close()

    @property
    def is_changed(self) -> bool:
        """Whether there are unsaved changes."""
        topic = self._form.topic
        return bool(self._form.unfinished) or topic != (self._saved or Topic("", ()))

    @on(TopicForm.Edited)
    def _edited(self) -> None:
        """Update the preview."""
        self._complain(self._form.doubt)
        self._show_title()
        self._draft.keep(**(self._form.texts if self.is_changed else {}))
        topic = self._form.topic
        if topic != self._previewed:
            self._previewed = topic
            self.previewer.preview(topic, self._saved)

    @on(PreviewJob.PreviewReady)
    def _preview_ready(self, event: PreviewJob.PreviewReady) -> None:
        if event.preview.topic == self._previewed:
            self._form.show(event.preview)
            self.query_one(PreviewPane).show(event.preview)
            self.query_one(Overlaps).show(event.preview)

    @on(SettingsJob.TopicSaved)
    def _was_saved(self, event: SettingsJob.TopicSaved) -> None:
        self._draft.drop()
        self.dismiss(event.topic)
        if self._is_quitting:
            self.app.call_later(self.app.action_quit)

    @on(PreviewJob.PreviewFailed)
    @on(SettingsJob.TopicFailed)
    def _failed(self, event: PreviewJob.PreviewFailed | SettingsJob.TopicFailed) -> None:
        self._is_quitting = self._is_saving = False
        self._complain(event.problem)

    @on(TopicForm.TooLong)
    def _too_long(self) -> None:
        self._complain("paste rejected: too long for a topic")

    @on(Question.Answered)
    def _answered(self, event: Question.Answered) -> None:
        if event.is_save:
            self.action_save()
        else:
            self._leave()

    @property
    def _is_asking(self) -> bool:
        return isinstance(self.focused, Question)

    def watch_focused(self, focused: Widget | None) -> None:
        """Update the key hints, and the layout of small screens."""
        self.query_one(Question).display = self._is_asking
        self.query_one(HintBar).display = not self._is_asking
        self.set_class(isinstance(focused, Samples), "-sampling")
        is_completing = focused is not None and isinstance(focused.parent, CategoryField)
        self.set_class(is_completing, "-completing")
        self.set_class(isinstance(focused, Lines), "-wording")
        self._show_hints()

    @on(Suggestions.Changed)
    def _show_hints(self) -> None:
        """Show the key hints, those of the focused field first."""
        hints = key_hints(bound_nodes(self), self._actions, first=_OF_FIELDS)
        self.query_one(HintBar).show(hints)

    def action_save(self) -> None:
        """Save the topic in the settings, or show its problem."""
        if self._is_saving:
            return
        if self._is_asking:
            self._ask(is_asking=False)
        topic = self._form.topic
        was = self._saved.name if self._saved else None
        known = [topic.name for topic in self._settings.topics]
        try:
            topic_text.check(topic, was, known, self._form.unfinished)
        except InputError as error:
            self._is_quitting = False
            self._form.take_keys(error.subject)
            self._complain(str(error))
            return
        if topic == self._saved:
            self._leave()
        else:
            self._is_saving = True
            self._job.save_topic(topic, self._saved, self.post_message)

    def action_leave(self) -> None:
        """Go back to the reader after asking about changes; or cancel the question."""
        if self._is_asking:
            self._is_quitting = False
            self._ask(is_asking=False)
        elif self.is_changed:
            self._ask(is_asking=True)
        else:
            self._leave()

    def action_quit(self) -> None:
        """Quit paperterm after asking about changes."""
        self._is_quitting = True
        if not self._is_asking:
            self.action_leave()

    def action_next_field(self) -> None:
        """Go to the next field."""
        if not self._is_asking:
            self.focus_next()

    def action_field_before(self) -> None:
        """Go to the previous field."""
        if not self._is_asking:
            self.focus_previous()

    def _leave(self) -> None:
        self._draft.drop()
        self.dismiss(None)
        if self._is_quitting:
            self.app.call_later(self.app.action_quit)

    def _ask(self, *, is_asking: bool) -> None:
        """Show or hide the question in place of the key hints."""
        question = self.query_one(Question)
        if is_asking:
            self._was_focused = self.focused
            question.display = True
            self.set_focus(question)
        else:
            self.set_focus(self._was_focused)

    def _complain(self, problem: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.display = bool(problem)
        wrong.update(clean(problem))

    def _show_title(self) -> None:
        name = self._saved.name if self._saved else "New topic"
        state = RESTORED if self._draft.found else "not saved"
        self.query_one(TitleLine).show(name, state if self.is_changed else "")


def _class_at(width: int) -> str:
    """Return the class of a screen of some width.

    Textual sets it after the first frame, which would be drawn in another layout.
    """
    return max(point for point in _WIDTHS if point[0] <= width)[1]
