"""The sidebar: views and topics, with what is unread in each."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from paperterm.session import ALL, VIEWS, Session
from paperterm.session.selection import ViewKind
from paperterm.session.tally import Counts
from paperterm.tui.backstage import Backstage
from paperterm.tui.cells import fill, shown
from paperterm.tui.keys import bindings
from paperterm.tui.place import EVERYTHING, Choice
from paperterm.tui.sparkline import sparkline
from paperterm.tui.telling import Telling
from paperterm.tui.widgets.rows import Rows

TREND = 14
"""Cells of a sparkline: one for each day."""

_COUNT = 4
_NAME = 16
"""Cells of a name that a sparkline leaves, at least, where a name is as long."""

_QUESTION = "Delete? y/n"
_NO_TOPIC = "  T makes the first one"


class Sidebar(Rows):
    """Views on top, topics below; moving the cursor chooses.

    Args:
        session: Has the views and topics.
        backstage: Moves topics and deletes views.
    """

    BINDINGS = bindings("side")
    COMPONENT_CLASSES = {
        "sidebar--heading",
        "sidebar--row",
        "sidebar--count",
        "sidebar--none",
        "sidebar--trend",
        "sidebar--question",
        "sidebar--cursor",
        "sidebar--cursor-blurred",
    }

    class Opened(Telling):
        """The user wants to look into a topic."""

        topic: str

    def __init__(self, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._backstage = backstage
        self._lines: list[Choice | str] = []
        self._counts = Counts()
        self._longest = 0
        self._is_asking = False
        self._was_asking = False

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        line = self._lines[self.cursor]
        return line if isinstance(line, Choice) else EVERYTHING

    def on_mount(self) -> None:
        """Show the rows, the first choice chosen."""
        self.show_choices()

    def show_choices(self, chosen: Choice | None = None) -> None:
        """Show the views and topics there are now.

        Args:
            chosen: The one to choose; by default the one that is chosen.
        """
        before = self.choice if self._lines else EVERYTHING
        saved: list[Choice | str] = ["", "Saved"]
        kept = [Choice(view) for view in self._session.views if _is_saved(view)]
        topics = [Choice(ALL, topic.name) for topic in self._session.settings.topics]
        lines: list[Choice | str] = [
            "Views",
            *(Choice(view) for view in self._session.views if not _is_saved(view)),
            *([*saved, *kept] if kept else []),
            "",
            "Topics",
            *topics,
        ]
        self._lines = lines if topics else [*lines, _NO_TOPIC]
        self._longest = max((cell_len(shown(one.title)) for one in topics), default=0)
        self.away = ("^", "v") if self._session.settings.ascii else Rows.away
        self._is_asking = False
        self.reset(len(self._lines), self._row_of(before, chosen), keep_place=True)

    def choose(self, choice: Choice) -> None:
        """Put the cursor on a view or topic, if it is there."""
        if choice in self._lines:
            self.move(self._lines.index(choice))

    def show_counts(self, counts: Counts) -> None:
        """Show how many papers there are in each view, and how many to read in each topic."""
        if counts != self._counts:
            self._counts = counts
            self.refresh()

    def choose_next_unread(self) -> bool:
        """Choose the next topic below that has something to read; whether there is one."""
        for row in range(self.cursor + 1, len(self)):
            line = self._lines[row]
            if isinstance(line, Choice) and line.topic and self._counts.topics.get(line.topic):
                self.move(row)
                return True
        return False

    def move(self, row: int) -> None:
        """Put the cursor on a row; headings are passed over."""
        choices = [at for at, line in enumerate(self._lines) if isinstance(line, Choice)]
        ahead = [at for at in choices if (at >= row if row > self.cursor else at <= row)]
        if ahead:
            super().move(min(ahead) if row > self.cursor else max(ahead))
        elif choices:
            super().move(choices[-1] if row > self.cursor else choices[0])

    def on_key(self, event: events.Key) -> None:
        """Any key answers a question; what is not yes is no."""
        self._was_asking, self._is_asking = self._is_asking, False
        if self._was_asking:
            self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Nor is a question left behind."""
        self._is_asking = self._was_asking = False

    def on_click(self, event: events.Click) -> None:
        """A click chooses, one on the answer answers; a double click looks into a topic."""
        row = event.y + self.scroll_offset.y
        is_answer = self._is_asking and row == self.cursor
        self._was_asking, self._is_asking = is_answer, False
        if is_answer:
            event.prevent_default()
            if event.x == 1 + _QUESTION.index("y/"):
                self.action_yes()
            self.refresh_row(row)
        elif row < len(self) and not isinstance(self._lines[row], Choice):
            event.prevent_default()
        elif event.chain > 1 and self.choice.topic is not None:
            event.prevent_default()
            self.post_message(self.Opened(self.choice.topic))

    def action_move_topic(self, step: int) -> None:
        """Move the topic up or down."""
        names = [topic.name for topic in self._session.settings.topics]
        name = self.choice.topic
        if name is None or name not in names:
            self.post_message(Backstage.Told("topics can be moved; this is a view"))
        elif not 0 <= names.index(name) + step < len(names):
            which = "first" if step < 0 else "last"
            self.post_message(Backstage.Told(f"{name} is the {which} topic already"))
        else:
            self._backstage.move_topic(name, step)

    def action_delete(self) -> None:
        """Ask whether to delete the saved view."""
        name, view = self.choice.title, self.choice.view
        if self.choice.topic is not None:
            says = f"saved views are deleted here; a topic by: paperterm topics remove {name}"
        elif not _is_saved(view):
            says = f"{name} is built in; saved views are deleted here"
        else:
            self._is_asking = True
            self.refresh_row(self.cursor)
            says = f"delete {name}, which finds {view.query}? y deletes it"
        self.post_message(Backstage.Told(says))

    def action_yes(self) -> None:
        """Do what was asked about."""
        if self._was_asking:
            self._backstage.remove_view(self.choice.view.name)

    def action_no(self) -> None:
        """Do not."""

    def draw(self, row: int, line: int, width: int) -> Strip:
        """A heading; or a title, the last days, and the count on the right."""
        choice = self._lines[row]
        if not isinstance(choice, Choice):
            return self._heading(choice, width)
        is_chosen = row == self.cursor
        style = self.plain + self.ink("sidebar--row")
        if is_chosen:
            style = self.ground(f"sidebar--cursor{'' if self.has_focus else '-blurred'}")
        bar = (">" if self._is_ascii else "▌") if is_chosen else " "
        if is_chosen and self._is_asking:
            asked = fill(f"{bar}{_QUESTION}", width)
            return Strip([Segment(asked, style + self.ink("sidebar--question"))], width)
        end = self._end(choice, width, style)
        room = width - sum(len(segment.text) for segment in end)
        title = Segment(fill(f"{bar} {shown(choice.title)}", room), style)
        return Strip([title, *end]).adjust_cell_length(width, style)

    def _heading(self, text: str, width: int) -> Strip:
        """A line that is no choice; above the sparklines it says what they are."""
        is_hint = text == _NO_TOPIC
        style = self.plain + self.ink("sidebar--trend" if is_hint else "sidebar--heading")
        said = f"  {text}"
        if text == "Topics" and self._has_trends(width):
            # To the right as far as the sparklines.
            days = f"last {self._trend_days} days"
            said = f"{said:<{width - _COUNT - 2 - len(days)}}"
            told = Segment(days, self.plain + self.ink("sidebar--trend"))
            return Strip([Segment(said, style), told]).adjust_cell_length(width, style)
        return Strip([Segment(fill(said, width), style)], width)

    def _end(self, choice: Choice, width: int, style: Style) -> list[Segment]:
        """What stands on the right of a title."""
        count = self._count_of(choice)
        ink = "none" if count == "0" else "count"
        if choice.topic is None or not self._has_trends(width):
            return [Segment(f" {count} ", style + self.ink(f"sidebar--{ink}"))]
        trend = sparkline(self._counts.trends.get(choice.topic, ()), plain=self._is_ascii)
        return [
            Segment(f"{trend:>{TREND}}", style + self.ink("sidebar--trend")),
            Segment(f" {count:>{_COUNT}} ", style + self.ink(f"sidebar--{ink}")),
        ]

    @property
    def _trend_days(self) -> int:
        return max(map(len, self._counts.trends.values()), default=0)

    def _count_of(self, choice: Choice) -> str:
        """How many papers there are in a view, and to read in a topic; nothing if not known."""
        if choice.topic is None:
            count = self._counts.views.get(choice.view.name)
            return short(count) if count else ""
        count = self._counts.topics.get(choice.topic)
        return "" if count is None else short(count)

    def _has_trends(self, width: int) -> bool:
        """Whether sparklines leave room for the names."""
        room = width - TREND - _COUNT - 5
        return self._trend_days > 1 and room >= min(self._longest, _NAME)

    @property
    def _is_ascii(self) -> bool:
        return self._session.settings.ascii

    def _row_of(self, before: Choice, chosen: Choice | None) -> int:
        """The row to choose, or that of what was chosen before; else the first one."""
        rows = [self._lines.index(one) for one in (chosen, before) if one in self._lines]
        return rows[0] if rows else 1


def _is_saved(view: ViewKind) -> bool:
    return view.name not in {one.name for one in VIEWS}


def short(count: int) -> str:
    """A count in four cells."""
    if count < 10_000:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"
