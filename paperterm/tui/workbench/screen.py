"""The workbench: a topic is written on the left, and on the right is what it would match."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from paperterm.errors import InputError
from paperterm.model import Day
from paperterm.session import Session, topic_text
from paperterm.text import clean
from paperterm.topics import Topic
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.jobs.preview import PreviewJob
from paperterm.tui.keys.actions import bindings, hints, key_of, own
from paperterm.tui.reader.bars import HintBar
from paperterm.tui.reader.breakpoints import BREAKPOINTS, class_at
from paperterm.tui.workbench.category_field import CategoryField, Proposals
from paperterm.tui.workbench.form import TopicForm
from paperterm.tui.workbench.headline import TitleLine
from paperterm.tui.workbench.match_choice import MatchChoice
from paperterm.tui.workbench.overlaps import Overlaps
from paperterm.tui.workbench.preview import PreviewPane
from paperterm.tui.workbench.samples import Samples

HEIGHTS = ((0, "-short"), (22, "-low"), (32, "-high"))
"""Lines from which there is room for more of the preview."""


_BINDINGS = [one for one in bindings("workbench") if isinstance(one, Binding)]
_AT_ONCE = ("tab", "shift+tab")
"""Keys that no field waits for: what is typed right behind them is for the next field."""


class Question(Static, can_focus=True):
    """Asks what to do with the changes."""

    BINDINGS = bindings("unsaved")

    class Answered(Message):
        """The user knows what to do: save the changes, or drop them."""

        def __init__(self, *, is_save: bool) -> None:
            super().__init__()
            self.is_save = is_save

    def action_save(self) -> None:
        """Save the changes."""
        self.post_message(self.Answered(is_save=True))

    def action_drop(self) -> None:
        """Drop the changes."""
        self.post_message(self.Answered(is_save=False))


class WorkbenchScreen(Screen[Topic | None]):
    """A topic, new or to be edited; gives back what was saved, or None.

    Args:
        session: Whose topics and library.
        topic: The topic to edit; None for a new one.
        day: The day that the user was looking at.
    """

    BINDINGS = [
        *(replace(one, priority=one.key in _AT_ONCE) for one in _BINDINGS),
        # Not in the table, where ctrl+q is the app's: it only has to ask before.
        Binding("ctrl+q", "quit", show=False, id="app.quit"),
    ]
    CSS_PATH = [*stylesheet("workbench")]
    HORIZONTAL_BREAKPOINTS = [*BREAKPOINTS]
    VERTICAL_BREAKPOINTS = [*HEIGHTS]

    def __init__(self, session: Session, topic: Topic | None, day: Day | None) -> None:
        super().__init__()
        self._settings = session.settings
        self._actions = own(session.settings.keys)
        self._saved = topic
        self._day = day
        self._looked = topic or Topic("", ())
        self._was_focused: Widget | None = None
        self._is_quitting = False
        self._is_saving = False
        self.previewer = PreviewJob(session, self.post_message)

    def compose(self) -> ComposeResult:
        """A line on top, form and preview, and what can be done."""
        topic = self._saved or Topic("", ())
        yield TitleLine(id="headline")
        with Horizontal(id="bench"):
            with Vertical(id="writing"):
                yield TopicForm(topic, self._settings.categories, id="form")
                yield Overlaps(id="overlaps")
            yield PreviewPane(self._day, id="preview")
        yield Static("", id="wrong", markup=False)
        save, drop, leave = (
            key_of(name, self._actions)
            for name in ("unsaved.save", "unsaved.drop", "workbench.leave")
        )
        says = glyphs(f" Save the changes?  {save} saves · {drop} drops them · {leave} goes on")
        yield Question(says, id="question", markup=False)
        yield HintBar(id="hints")

    def on_mount(self) -> None:
        """Begin on top: with the name, which is all there for the taking."""
        self._form = self.query_one(TopicForm)
        self.add_class(class_at(self.app.size.width))
        self._complain("")
        self._form.take_keys("name")
        self._show_headline()
        self.previewer.look(self._form.topic, self._saved)

    def on_unmount(self) -> None:
        """Nothing is left unwritten."""
        self.previewer.close()

    @property
    def is_changed(self) -> bool:
        """Whether there is something to be lost."""
        topic = self._form.topic
        return bool(self._form.unfinished) or topic != (self._saved or Topic("", ()))

    @on(TopicForm.Edited)
    def _edited(self) -> None:
        """See what the topic matches now."""
        self._complain(self._form.doubt)
        self._show_headline()
        topic = self._form.topic
        if topic != self._looked:
            self._looked = topic
            self.previewer.look(topic, self._saved)

    @on(PreviewJob.PreviewReady)
    def _seen(self, event: PreviewJob.PreviewReady) -> None:
        if event.preview.topic == self._looked:
            self._form.show(event.preview)
            self.query_one(PreviewPane).show(event.preview)
            self.query_one(Overlaps).show(event.preview)

    @on(PreviewJob.Saved)
    def _was_saved(self, event: PreviewJob.Saved) -> None:
        self.dismiss(event.topic)
        if self._is_quitting:
            self.app.call_later(self.app.action_quit)

    @on(PreviewJob.Failed)
    def _failed(self, event: PreviewJob.Failed) -> None:
        self._is_quitting = self._is_saving = False
        self._complain(event.says)

    @on(TopicForm.TooLong)
    def _too_long(self) -> None:
        self._complain("what was pasted is too long for a topic; it was left out")

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
        """Other fields, other hints; on a small screen the papers get room when they have keys."""
        self.query_one(Question).display = self._is_asking
        self.query_one(HintBar).display = not self._is_asking
        self.set_class(isinstance(focused, Samples), "-sampling")
        is_completing = focused is not None and isinstance(focused.parent, CategoryField)
        self.set_class(is_completing, "-completing")
        self._show_hints()

    @on(Proposals.Changed)
    def _show_hints(self) -> None:
        """Show the keys that do something: where nothing is proposed, nothing is taken."""
        focused, owners = self.focused, ["workbench"]
        field = focused.parent if focused else None
        if isinstance(focused, MatchChoice):
            owners = ["match", "workbench"]
        elif isinstance(field, CategoryField) and field.is_proposing:
            owners = ["completion", "workbench"]
        self.query_one(HintBar).show(hints(*owners, of=self._actions))

    def action_save(self) -> None:
        """Write the topic into the settings, or say what is wrong with it."""
        if self._is_saving:
            return
        if self._is_asking:
            self._ask(is_asking=False)
        topic = self._form.topic
        was = self._saved.name if self._saved else None
        known = [one.name for one in self._settings.topics]
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
            self.previewer.save(topic, self._saved)

    def action_leave(self) -> None:
        """Back to the reader; what was changed is asked about, and the question is taken back."""
        if self._is_asking:
            self._is_quitting = False
            self._ask(is_asking=False)
        elif self.is_changed:
            self._ask(is_asking=True)
        else:
            self._leave()

    def action_quit(self) -> None:
        """Quit paperterm; what was changed is asked about."""
        self._is_quitting = True
        if not self._is_asking:
            self.action_leave()

    def action_next_field(self) -> None:
        """To the next field."""
        if not self._is_asking:
            self.focus_next()

    def action_field_before(self) -> None:
        """To the field before."""
        if not self._is_asking:
            self.focus_previous()

    def _leave(self) -> None:
        self.dismiss(None)
        if self._is_quitting:
            self.app.call_later(self.app.action_quit)

    def _ask(self, *, is_asking: bool) -> None:
        """Ask what to do with the changes, in place of the hints; or be done with it."""
        question = self.query_one(Question)
        if is_asking:
            self._was_focused = self.focused
            question.display = True
            self.set_focus(question)
        else:
            self.set_focus(self._was_focused)

    def _complain(self, says: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.display = bool(says)
        wrong.update(clean(says))

    def _show_headline(self) -> None:
        name = self._saved.name if self._saved else "New topic"
        self.query_one(TitleLine).show(name, is_changed=self.is_changed)
