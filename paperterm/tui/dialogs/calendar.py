"""The calendar: the days of the last months at a glance, and the way to each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from paperterm.model import Day, Status, has_mailing
from paperterm.model.days import eastern
from paperterm.refresh.mailings import newest_out
from paperterm.text import clean, plural
from paperterm.tui.dialogs import weeks
from paperterm.tui.dialogs.heat_map import HeatMap
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import EMPTY, GAP, SHADES
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import ACTIONS, KeyAction, bindings, key_of
from paperterm.tui.reader.location import name_of_day

if TYPE_CHECKING:
    from paperterm.library.index import DayCount


class CalendarScreen(ModalScreen[Day | None]):
    """Shows the days; gives back the one to go to, or None.

    Args:
        counter: Counts their papers.
        days: The days of the library, as far as they are known.
        day: The one to put the cursor on; today by default.
        now: The time.
        actions: The action table with the user's keys.
    """

    BINDINGS = [*bindings("calendar"), *bindings("modal")]
    CSS_PATH = [*stylesheet("calendar")]

    def __init__(
        self,
        counter: CountsJob,
        days: Sequence[Day],
        day: Day | None,
        now: datetime,
        actions: Sequence[KeyAction] = ACTIONS,
    ) -> None:
        super().__init__()
        self._counter = counter
        self._days: Mapping[Day, DayCount | None] = dict.fromkeys(days)
        today = eastern(now).date()
        self._today = Day(today.year, today.month, today.day)
        self._actions = actions
        self._statuses: dict[Day, Status | None] = {}
        self._due: dict[Day, bool] = {}
        newest = newest_out(now)
        self._map = HeatMap(self._days, day or self._today, self._today, newest, id="heat-map")

    def compose(self) -> ComposeResult:
        """The map, the day under the cursor in words, and what the signs mean."""
        with Vertical(id="calendar", classes="box") as box:
            box.border_title = glyphs(f"Calendar · today is {name_of_day(self._today)}")
            choose, close, before, after = (
                key_of(name, self._actions)
                for name in (
                    *("calendar.go_there", "modal.close"),
                    *("calendar.months(-1)", "calendar.months(1)"),
                )
            )
            says = f"{choose} goes there · {before} {after} months · {close} closes"
            box.border_subtitle = Content(glyphs(says))
            yield self._map
            yield Static("", id="day", markup=False)
            yield Static("", id="signs", markup=False)

    def on_mount(self) -> None:
        """Count, while the days are shown already."""
        shades, gap, empty = (f"{sign.drawn} {sign.means}" for sign in (SHADES, GAP, EMPTY))
        self.query_one("#signs", Static).update(glyphs(f"{shades}\n{gap}   {empty}"))
        self._counter.count_days(self.post_message)
        self._tell()

    def on_unmount(self) -> None:
        """Nobody waits for the counts any more."""
        self._counter.forget_days()

    @on(CountsJob.DaysCounted)
    def _counted(self, event: CountsJob.DaysCounted) -> None:
        self._days = event.days
        self._map.show(event.days)
        if event.problem:
            self.query_one("#signs", Static).update(clean(event.problem))
        self._tell()

    @on(CountsJob.StatusRead)
    def _status_read(self, event: CountsJob.StatusRead) -> None:
        self._statuses[event.day] = event.status
        self._tell()

    @on(CountsJob.DueRead)
    def _due_read(self, event: CountsJob.DueRead) -> None:
        self._due[event.day] = event.is_due
        self._tell()

    @on(HeatMap.DayHighlighted)
    def _tell(self) -> None:
        """Say in words what is known of the day under the cursor."""
        day = self._map.cursor
        said = [name_of_day(day) + (", today" if day == self._today else "")]
        if self._is_empty(day):
            said.append(EMPTY.means)
        elif day in self._days:
            if count := self._days[day]:
                said += [plural(count.papers, "paper"), f"{count.unread:,} unread"]
            if day in self._statuses:
                said += [str(status)] if (status := self._statuses[day]) else []
            else:
                self._counter.read_status(day, self.post_message)
        elif not has_mailing(day):
            said.append("no mailing")
        elif self._map.is_missing(day):
            said += self._why_missing(day)
        else:
            said.append("not announced yet")
        self.query_one("#day", Static).update(glyphs(" · ").join(said))

    def _is_empty(self, day: Day) -> bool:
        """Whether it is known that the day was fetched, and has no papers."""
        count = self._days.get(day)
        return count is not None and not count.papers

    def _why_missing(self, day: Day) -> list[str]:
        """What is said of a day that was not fetched, once it is known what fetches it."""
        if day not in self._due:
            self._counter.read_due(day, self.post_message)
            return ["not fetched"]
        fetches = self._fetches() if self._due[day] else f"paperterm fetch --since {day}"
        return ["not fetched", fetches]

    @on(HeatMap.DayChosen)
    def action_go_there(self) -> None:
        """Go to the day, if it is in the library."""
        day = self._map.cursor
        if day in self._days and not self._is_empty(day):
            self.dismiss(day)
            return
        says = f"nothing is kept of {name_of_day(day)}"
        if self._is_empty(day):
            says += ": it was fetched, and had no papers in your categories"
        elif not has_mailing(day):
            says += ": arXiv mails nothing that evening"
        elif not self._map.is_missing(day):
            says += ": it is not announced yet"
        elif self._due.get(day):
            says += f"; {self._fetches()}"
        else:
            says += f"; paperterm fetch --since {day} asks for it"
        self.post_message(Notice(says, is_error=True))

    def _fetches(self) -> str:
        return f"{key_of('reader.fetch', self._actions)} in the list fetches it"

    def action_days(self, step: int) -> None:
        """Some evenings further."""
        self._map.move(weeks.days_on(self._map.cursor, step))

    def action_weeks(self, step: int) -> None:
        """Some weeks further."""
        self._map.move(weeks.weeks_on(self._map.cursor, step))

    def action_months(self, step: int) -> None:
        """Some months further."""
        self._map.move(weeks.months_on(self._map.cursor, step))

    def action_farthest(self, step: int) -> None:
        """The first day, or the last."""
        self._map.move(self._map.first if step < 0 else self._map.last)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
