"""The sidebar: views and topics, with what is unread in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from paperterm.session import ALL, VIEWS, Period, Session
from paperterm.session.day_counts import ViewCounts
from paperterm.session.selection import UNREAD, ViewKind
from paperterm.text import plural
from paperterm.tui.draw.cells import fill, shown
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.sparkline import sparkline
from paperterm.tui.jobs.backstage import Backstage
from paperterm.tui.jobs.data_message import DataMessage
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings, own_key
from paperterm.tui.reader.location import ALL_PAPERS, Choice
from paperterm.tui.widgets.row_list import RowList

TREND = 14
"""Cells of a sparkline: one for each day."""

_COUNT = 4
_NAME = 16
"""Cells of a name that a sparkline leaves, at least, where a name is as long."""

_QUESTION = "Delete? y/n"
_UNREAD = "unread"


class _Heading(NamedTuple):
    """A line above some rows, and what is counted beside them: in the days of a view, or `says`."""

    title: str
    says: str = ""
    of: ViewKind | None = None


_NOTHING = _Heading("")


class Sidebar(RowList):
    """Views on top, topics below; moving the cursor chooses.

    Args:
        session: Has the views and topics.
        backstage: Moves and deletes topics, and deletes views.
    """

    BINDINGS = bindings("side")
    LOOKS = {
        "heading": "bold $text-muted",
        "row": "$foreground",
        "legend": "$text-muted",
        "count": "$text-muted",
        "unread": "bold $foreground",
        "none": "$text-disabled",
        "trend": "$primary 80%",
        "question": "bold $accent",
        "cursor": "bold on $primary 25%",
        "cursor-blurred": "bold on $panel",
    }

    class Opened(DataMessage):
        """The user wants to look into a topic."""

        topic: str

    def __init__(self, session: Session, backstage: Backstage, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._backstage = backstage
        self._choices: list[Choice] = []
        self._headings: dict[tuple[int, int], _Heading] = {}
        self._counts = ViewCounts()
        self._spans = (Period.DAY, Period.ALL)
        self._longest = 0
        self._is_asking = False
        self._was_asking = False

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self._choices[self.cursor] if self._choices else ALL_PAPERS

    @property
    def can_delete(self) -> bool:
        """Whether a topic or a saved view is chosen; the others are built in."""
        return self.choice.topic is not None or _is_saved(self.choice.view)

    def can_move(self, step: int) -> bool:
        """Whether a topic is chosen that can be moved up or down."""
        there = self.cursor + step
        is_topic = self.choice.topic is not None and 0 <= there < len(self)
        return is_topic and self._choices[there].topic is not None

    def on_mount(self) -> None:
        """Show the rows, the first choice chosen."""
        self.show_choices()

    def show_choices(self, chosen: Choice | None = None) -> None:
        """Show the views and topics there are now.

        Args:
            chosen: The one to choose; by default the one that is chosen.
        """
        before = self.choice
        views = [Choice(view) for view in self._session.views if not _is_saved(view)]
        saved = [Choice(view) for view in self._session.views if _is_saved(view)]
        topics = [Choice(ALL, topic.name) for topic in self._session.settings.topics]
        self._choices = [*views, *saved, *topics]
        kept = next(row for row, one in enumerate(views) if one.view.span is Period.ALL)
        # What was kept is counted in other days than what comes in.
        headings = {0: [_Heading("Views", of=ALL)], kept: [_Heading("", of=views[kept].view)]}
        if saved:
            headings[len(views)] = [_NOTHING, _Heading("Saved", of=views[kept].view)]
        headings[len(views) + len(saved)] = [_NOTHING, *self._of_topics(is_any=bool(topics))]
        self._headings = {
            (row, nth - len(some)): one
            for row, some in headings.items()
            for nth, one in enumerate(some)
        }
        self._longest = max((cell_len(shown(one.title)) for one in topics), default=0)
        self._is_asking = False
        headed = [row for row, some in headings.items() for _ in some]
        row = self._row_of(before, chosen)
        self.reset(len(self._choices), row, keep_place=True, headed=headed)

    def _of_topics(self, *, is_any: bool) -> Sequence[_Heading]:
        """What stands above the topics."""
        if is_any:
            return [_Heading("Topics", _UNREAD)]
        key = own_key("desk.new_topic", self._session.settings.keys)
        return [_Heading("Topics"), _Heading(f"  {key} makes the first one")]

    def choose(self, choice: Choice) -> None:
        """Put the cursor on a view or topic, if it is there."""
        if choice in self._choices:
            self.move(self._choices.index(choice))

    def show_counts(self, counts: ViewCounts, spans: tuple[Period, Period]) -> None:
        """Show how many papers there are in each view, and how many to read in each topic.

        Args:
            counts: As far as they are known.
            spans: The days in which what comes in is counted, and those of what was kept.
        """
        if (counts, spans) != (self._counts, self._spans):
            self._counts, self._spans = counts, spans
            self.refresh()

    def choose_next_unread(self) -> bool:
        """Choose the next topic below that has something to read; whether there is one."""
        for row in range(self.cursor + 1, len(self)):
            topic = self._choices[row].topic
            if topic is not None and self._counts.topics.get(topic):
                self.move(row)
                return True
        return False

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
        row, line = self._at(event.y + self.scroll_offset.y)
        is_answer = self._is_asking and (row, line) == (self.cursor, 0)
        self._was_asking, self._is_asking = is_answer, False
        if is_answer:
            event.prevent_default()
            if event.x == 1 + _QUESTION.index("y/"):
                self.action_yes()
            self.refresh_row(row)
        elif line < 0:
            event.prevent_default()
        elif event.chain > 1 and self.choice.topic is not None:
            event.prevent_default()
            self.post_message(self.Opened(self.choice.topic))

    def action_move_topic(self, step: int) -> None:
        """Move the topic up or down."""
        names = [topic.name for topic in self._session.settings.topics]
        name = self.choice.topic
        if name is None or name not in names:
            self.post_message(Notice("topics can be moved; this is a view"))
        elif not 0 <= names.index(name) + step < len(names):
            which = "first" if step < 0 else "last"
            self.post_message(Notice(f"{name} is the {which} topic already"))
        else:
            self._backstage.move_topic(name, step)

    def action_delete(self) -> None:
        """Ask whether to delete the topic or the saved view."""
        name, topic = self.choice.title, self._session.settings.topic(self.choice.topic or "")
        if not self.can_delete:
            says = f"{name} is built in; topics and saved views are deleted here"
        else:
            self._is_asking = True
            self.refresh_row(self.cursor)
            finds = f"finds {self.choice.view.query}"
            has = f"has {plural(len(topic.keywords), 'keyword')}" if topic else finds
            yes = own_key("side.yes", self._session.settings.keys)
            says = f"delete {name}, which {has}? {yes} deletes it"
        self.post_message(Notice(says))

    def action_yes(self) -> None:
        """Do what was asked about."""
        if not self._was_asking:
            return
        if self.choice.topic is not None:
            self._backstage.remove_topic(self.choice.topic)
        else:
            self._backstage.remove_view(self.choice.view.name)

    def action_no(self) -> None:
        """Do not."""

    def action_leave(self) -> None:
        """Back to the list; where something was asked, that is answered by it."""
        if not self._was_asking:
            self.post_message(self.RowChosen(self))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """A heading; or a title, the last days, and the count on the right."""
        if line < 0:
            return self._heading(self._headings[row, line], width)
        choice = self._choices[row]
        is_chosen = row == self.cursor
        style = self.plain + self.ink("row")
        if is_chosen:
            style = self.ground(f"cursor{'' if self.has_focus else '-blurred'}")
        bar = glyphs("▌") if is_chosen else " "
        if is_chosen and self._is_asking:
            asked = fill(f"{bar}{_QUESTION}", width)
            return Strip([Segment(asked, style + self.ink("question"))], width)
        end = self._end(choice, width, style)
        room = width - sum(len(segment.text) for segment in end)
        title = Segment(fill(f"{bar} {shown(choice.title)}", room), style)
        return Strip([title, *end]).adjust_cell_length(width, style)

    def _heading(self, heading: _Heading, width: int) -> Strip:
        """A line that is no choice; it says what is counted below, and what the sparklines are."""
        style = self.plain + self.ink("heading")
        quiet = self.plain + self.ink("legend")
        title, says = f"  {heading.title}", f"{self._says_of(heading)} "
        trend = ""
        if heading.says == _UNREAD and self._has_trends(width):
            # Over the bars, and two blanks away from what stands over the numbers.
            trend, room = f"{self._trend_days} days", TREND + _COUNT + 2 - len(says)
            start = min(TREND - self._trend_days, room - 2 - len(trend))
            trend = f"{' ' * start}{trend}".ljust(room)
        if len(title) + 1 + len(trend) + len(says) > width:
            trend = says = ""
        parts = [
            Segment(fill(title, width - len(trend) - len(says)), style),
            Segment(trend, self.plain + self.ink("trend")),
            Segment(says, quiet),
        ]
        return Strip(parts).adjust_cell_length(width, style)

    def _says_of(self, heading: _Heading) -> str:
        """What the numbers below a heading count."""
        if heading.of is None:
            return heading.says
        span = self._spans[heading.of.span is Period.ALL]
        return "all days" if span is Period.ALL else f"this {span}"

    def _end(self, choice: Choice, width: int, style: Style) -> list[Segment]:
        """What stands on the right of a title."""
        count = self._count_of(choice)
        is_unread = choice.topic is not None or choice.view is UNREAD
        ink = "none" if count == "0" else "unread" if is_unread else "count"
        if choice.topic is None or not self._has_trends(width):
            return [Segment(f" {count} ", style + self.ink(ink))]
        trend = sparkline(self._counts.trends.get(choice.topic, ()))
        return [
            Segment(f"{trend:>{TREND}}", style + self.ink("trend")),
            Segment(f" {count:>{_COUNT}} ", style + self.ink(ink)),
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

    def _row_of(self, before: Choice, chosen: Choice | None) -> int:
        """The row to choose, or that of what was chosen before; else the first one."""
        rows = [self._choices.index(one) for one in (chosen, before) if one in self._choices]
        return rows[0] if rows else 0


def _is_saved(view: ViewKind) -> bool:
    return view.name not in {one.name for one in VIEWS}


def short(count: int) -> str:
    """A count in four cells."""
    if count < 10_000:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"
