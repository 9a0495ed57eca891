"""The sidebar: views and topics, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from paperterm.config.views import FIRST, UNREAD, ViewKind, is_built_in
from paperterm.session import ALL, Period, Session
from paperterm.session.day_counts import ViewCounts
from paperterm.text import plural
from paperterm.tui.draw.cells import fill, typeset
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.jobs.messages import DataMessage, Notice
from paperterm.tui.jobs.settings import SettingsJob
from paperterm.tui.keys.actions import bindings
from paperterm.tui.keys.own_keys import own_key
from paperterm.tui.reader.location import ALL_PAPERS, SidebarRow
from paperterm.tui.widgets.row_list import RowList

TREND = 14
"""Cells of a sparkline, one for each day."""

_COUNT = 4
_NAME = 16
"""The least width of a name beside a sparkline, unless all names are shorter."""

_BLOCKS = "▁▂▃▄▅▆▇"
"""Without the full block, which would touch the line above."""

_QUESTION = "Delete? y/n"
_UNREAD = "unread"


class _Heading(NamedTuple):
    """A line above some rows: a title, and a legend for the counts below."""

    title: str
    legend: str = ""
    of: ViewKind | None = None


_NOTHING = _Heading("")


class Sidebar(RowList):
    """Views and topics; moving the cursor chooses.

    Args:
        session: The views and topics.
        settings: Saves changes to them.
        first: The one to choose first.
    """

    BINDINGS = bindings("Sidebar")
    STYLES = {
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
        """The user opened a topic."""

        topic: str

    def __init__(
        self,
        session: Session,
        settings: SettingsJob,
        first: SidebarRow,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._first = first
        self._session = session
        self._settings = settings
        self.choices: list[SidebarRow] = []
        self._headings: dict[tuple[int, int], _Heading] = {}
        self._counts = ViewCounts()
        self._periods = (Period.DAY, Period.ALL)
        self._longest = 0
        self._is_asking = False
        self._was_asking = False

    @property
    def choice(self) -> SidebarRow:
        """The chosen view or topic."""
        return self.choices[self.cursor] if self.choices else ALL_PAPERS

    @property
    def can_delete(self) -> bool:
        """Whether a topic or a saved view is chosen; other views are built in."""
        return self.choice.topic is not None or _is_saved(self.choice.view)

    def is_available(self, name: str) -> bool:
        """Return whether an action has something to act on; all of them need the focus."""
        names = [topic.name for topic in self._session.settings.topics]
        topic = self.choice.topic
        return self.screen.focused is self and {
            "delete": self.can_delete,
            "yes": self._is_asking,
            "no": self._is_asking,
            "move_topic(-1)": topic in names[1:],
            "move_topic(1)": topic in names[:-1],
        }.get(name, True)

    def on_mount(self) -> None:
        """Show the rows, with one of them chosen."""
        self.show_choices(self._first)

    def show_choices(self, chosen: SidebarRow | None = None) -> None:
        """Show the current views and topics.

        Args:
            chosen: The one to choose; by default it stays.
        """
        before = self.choice
        views = [SidebarRow(view) for view in self._session.views if not _is_saved(view)]
        saved = [SidebarRow(view) for view in self._session.views if _is_saved(view)]
        topics = [SidebarRow(ALL, topic.name) for topic in self._session.settings.topics]
        self.choices = [*views, *saved, *topics]
        marked = next(row for row, choice in enumerate(views) if choice.view.span is Period.ALL)
        # Views of marked papers are counted over other days than new papers.
        headings = {0: [_Heading("Views", of=ALL)], marked: [_Heading("", of=views[marked].view)]}
        if saved:
            headings[len(views)] = [_NOTHING, _Heading("Saved", of=views[marked].view)]
        headings[len(views) + len(saved)] = [_NOTHING, *self._of_topics(is_any=bool(topics))]
        self._headings = {
            (row, nth - len(some)): heading
            for row, some in headings.items()
            for nth, heading in enumerate(some)
        }
        self._longest = max((cell_len(typeset(choice.title)) for choice in topics), default=0)
        self._is_asking = False
        headed = [row for row, some in headings.items() for _ in some]
        rows = [self.choices.index(one) for one in (chosen, before) if one in self.choices]
        # Without the row it was on, the cursor stays where it is.
        row = rows[0] if rows else min(self.cursor, len(self.choices) - 1)
        self.reset(len(self.choices), row, keep_place=True, headed=headed)

    def _of_topics(self, *, is_any: bool) -> Sequence[_Heading]:
        """Return the headings above the topics."""
        if is_any:
            return [_Heading("Topics", _UNREAD)]
        key = own_key("new_topic", self._session.settings.keys)
        return [_Heading("Topics"), _Heading(f"  {key} creates one")]

    def choose(self, choice: SidebarRow) -> None:
        """Choose a view or topic, if it is listed."""
        if choice in self.choices:
            self.move(self.choices.index(choice))

    def show_counts(self, counts: ViewCounts, periods: tuple[Period, Period]) -> None:
        """Show the counts of views and topics.

        Args:
            counts: The counts that are known.
            periods: The period in which new papers are counted, and that of marked ones.
        """
        if (counts, periods) != (self._counts, self._periods):
            self._counts, self._periods = counts, periods
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """End the question: any key but yes cancels."""
        self._was_asking, self._is_asking = self._is_asking, False
        if self._was_asking:
            self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Cancel the question."""
        self._is_asking = self._was_asking = False

    def on_click(self, event: events.Click) -> None:
        """Choose a row, or answer the question; open a topic on a double click."""
        row, line = self.row_at(event.y + self.scroll_offset.y)
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
            self.post_message(Notice("only topics can be moved"))
        elif not 0 <= names.index(name) + step < len(names):
            which = "first" if step < 0 else "last"
            self.post_message(Notice(f"{name} is already the {which} topic"))
        else:
            self._settings.move_topic(name, step)

    def action_delete(self) -> None:
        """Ask whether to delete the topic or the saved view."""
        name, topic = self.choice.title, self._session.settings.topic(self.choice.topic or "")
        if not self.can_delete:
            text = f"{name} is built in and cannot be deleted"
        else:
            self._is_asking = True
            self.refresh_row(self.cursor)
            finds = f"finds {self.choice.view.query}"
            has = f"has {plural(len(topic.keywords), 'keyword')}" if topic else finds
            yes = own_key("yes", self._session.settings.keys)
            text = f"delete {name}, which {has}? press {yes} to delete it"
        self.post_message(Notice(text))

    def action_yes(self) -> None:
        """Delete the topic or view in question."""
        if not self._was_asking:
            return
        if self.choice.topic is not None:
            self._settings.remove_topic(self.choice.topic)
        else:
            self._settings.remove_view(self.choice.view.name)

    def action_no(self) -> None:
        """Cancel deleting it; any other key does too."""

    def action_leave(self) -> None:
        """Go back to the list, or only cancel the question."""
        if not self._was_asking:
            self.post_message(self.RowChosen(self))

    def draw(self, row: int, line: int, width: int) -> Strip:
        """Draw a heading, or a title with its sparkline and count."""
        if line < 0:
            return self._heading(self._headings[row, line], width)
        choice = self.choices[row]
        is_chosen = row == self.cursor
        style = self.style_for() + self.ink("row")
        if is_chosen:
            style = self.style_for(f"cursor{'' if self.has_focus else '-blurred'}")
        bar = glyphs("▌") if is_chosen else " "
        if is_chosen and self._is_asking:
            question = fill(f"{bar}{_QUESTION}", width)
            return Strip([Segment(question, style + self.ink("question"))], width)
        end = self._end(choice, width, style)
        room = width - sum(len(segment.text) for segment in end)
        title = Segment(fill(f"{bar} {typeset(choice.title)}", room), style)
        return Strip([title, *end]).adjust_cell_length(width, style)

    def _heading(self, heading: _Heading, width: int) -> Strip:
        """Draw a heading, with the legend of the counts and sparklines below it."""
        style = self.style_for() + self.ink("heading")
        title, legend = f"  {heading.title}", f"{self._legend_of(heading)} "
        trend = ""
        if heading.legend == _UNREAD and self._has_trends(width):
            # Above the bars, two cells away from the text above the counts.
            trend, room = f"{self._trend_days} days", TREND + _COUNT + 2 - len(legend)
            start = min(TREND - self._trend_days, room - 2 - len(trend))
            trend = f"{' ' * start}{trend}".ljust(room)
        if len(title) + 1 + len(trend) + len(legend) > width:
            trend = legend = ""
        parts = [
            Segment(fill(title, width - len(trend) - len(legend)), style),
            Segment(trend, self.style_for() + self.ink("trend")),
            Segment(legend, self.style_for() + self.ink("legend")),
        ]
        return Strip(parts).adjust_cell_length(width, style)

    def _legend_of(self, heading: _Heading) -> str:
        """Return the legend of the counts below a heading."""
        if heading.of is None:
            return heading.legend
        period = self._periods[heading.of.span is Period.ALL]
        return "all days" if period is Period.ALL else f"this {period}"

    def _end(self, choice: SidebarRow, width: int, style: Style) -> list[Segment]:
        """Return the sparkline and the count of a row."""
        count = self._count_of(choice)
        is_unread = choice.topic is not None or choice.view in (UNREAD, FIRST)
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

    def _count_of(self, choice: SidebarRow) -> str:
        """Return the papers of a view, or the unread ones of a topic; empty if unknown."""
        if choice.topic is None:
            views, name = self._counts.views, choice.view.name
            if choice.view in (UNREAD, FIRST):  # the same papers; 0 is for a day that is read
                return "" if not views.get(ALL.name) else short(views.get(UNREAD.name, 0))
            return short(count) if (count := views.get(name)) else ""
        count = self._counts.topics.get(choice.topic)
        return "" if count is None else short(count)

    def _has_trends(self, width: int) -> bool:
        """Return whether there is room for sparklines beside the names."""
        if self._session.settings.accessible:
            return False
        room = width - TREND - _COUNT - 5
        return self._trend_days > 1 and room >= min(self._longest, _NAME)


def _is_saved(view: ViewKind) -> bool:
    return not is_built_in(view.name)


def short(count: int) -> str:
    """Return a count in at most four cells."""
    if count < 10_000:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"


def sparkline(numbers: Sequence[int]) -> str:
    """Draw a bar for each number, relative to the largest; none for 0.

    The mean is at half the height at most, so that equal numbers do not look like peaks.
    """
    if not any(numbers):
        return " " * len(numbers)
    most = max(max(numbers), 2 * sum(numbers) / len(numbers))
    # Rounded up, so that the smallest number is visible.
    steps = [ceil(number * len(_BLOCKS) / most) for number in numbers]
    return glyphs("".join(_BLOCKS[step - 1] if step else " " for step in steps))
