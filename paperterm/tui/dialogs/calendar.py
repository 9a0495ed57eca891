"""The calendar: the days of the last months at a glance, to choose one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from paperterm.model import Day, Status, has_mailing
from paperterm.model.days import eastern
from paperterm.session.following import Following
from paperterm.sources.schedule import newest_out
from paperterm.text import clean, plural
from paperterm.tui.dialogs import weeks
from paperterm.tui.dialogs.dialog import Dialog
from paperterm.tui.dialogs.heat_map import HeatMap
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.legend import EMPTY, GAP, SHADES, TODAY
from paperterm.tui.draw.stylesheets import stylesheet
from paperterm.tui.jobs.counts import CountsJob
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import ACTIONS, KeyAction, bindings, key_of

if TYPE_CHECKING:
    from paperterm.library.index import DayCount


class CalendarScreen(Dialog[Day]):
    """Shows the days; returns the one to open, or None.

    Args:
        counter: Counts the papers of the days.
        days: The days of the library, as far as they are known.
        day: Where the cursor is at first; today by default.
        hides: Which papers are not counted.
        now: The current time.
        actions: The table, with the user's keys.
    """

    BINDINGS = bindings("CalendarScreen")
    CSS_PATH = [*stylesheet("calendar")]

    def __init__(
        self,
        counter: CountsJob,
        days: Sequence[Day],
        day: Day | None,
        hides: Following | None,
        now: datetime,
        actions: Sequence[KeyAction] = ACTIONS,
    ) -> None:
        super().__init__()
        self._counter = counter
        self._hides = hides
        self._days: Mapping[Day, DayCount | None] = dict.fromkeys(days)
        today = eastern(now).date()
        self._today = Day(today.year, today.month, today.day)
        self._actions = actions
        self._statuses: dict[Day, Status | None] = {}
        self._due: dict[Day, bool] = {}
        newest = newest_out(now)
        self._map = HeatMap(self._days, day or self._today, self._today, newest, id="heat-map")

    def compose(self) -> ComposeResult:
        """Make the map, the description of a day, and the legend."""
        with Vertical(id="calendar", classes="box") as box:
            box.border_title = glyphs(f"Calendar · today is {self._today.name}")
            choose, close, before, after = (
                key_of(name, self._actions)
                for name in ("go_there", "modal.close", "months(-1)", "months(1)")
            )
            hint = f"{choose} opens · {before} {after} months · {close} closes"
            box.border_subtitle = Content(glyphs(hint))
            yield self._map
            yield Static("", id="day", markup=False)
            yield Static("", id="signs", markup=False)

    def on_mount(self) -> None:
        """Show the legend, and start counting."""
        shades, *others = (f"{one.drawn} {one.means}" for one in (SHADES, GAP, EMPTY, TODAY))
        signs = f"{shades}; grey: all read\n{'   '.join(others)}"
        self.query_one("#signs", Static).update(glyphs(signs))
        self._counter.count_days(self._hides, self.post_message)
        self._describe()

    def on_unmount(self) -> None:
        """Stop counting."""
        self._counter.stop_days()

    @on(CountsJob.DaysCounted)
    def _counted(self, event: CountsJob.DaysCounted) -> None:
        self._days = event.days
        self._map.show(event.days)
        if event.problem:
            self.query_one("#signs", Static).update(clean(event.problem))
        self._describe()

    @on(CountsJob.StatusRead)
    def _status_read(self, event: CountsJob.StatusRead) -> None:
        self._statuses[event.day] = event.status
        self._describe()

    @on(CountsJob.DueRead)
    def _due_read(self, event: CountsJob.DueRead) -> None:
        self._due[event.day] = event.is_due
        self._describe()

    @on(HeatMap.DayHighlighted)
    def _describe(self) -> None:
        """Describe the day under the cursor."""
        day = self._map.cursor
        facts = [day.name + (", today" if day == self._today else "")]
        if self._is_empty(day):
            facts.append(EMPTY.means)
        elif day in self._days:
            if count := self._days[day]:
                facts += [plural(count.papers, "paper"), f"{count.unread:,} unread"]
            if day in self._statuses:
                facts += [str(status)] if (status := self._statuses[day]) else []
            else:
                self._counter.read_status(day, self.post_message)
        elif not has_mailing(day):
            facts.append("no mailing")
        elif self._map.is_missing(day):
            facts += self._why_missing(day)
        else:
            facts.append("not announced yet")
        self.query_one("#day", Static).update(glyphs(" · ").join(facts))

    def _is_empty(self, day: Day) -> bool:
        """Return whether the day was fetched and has no papers."""
        count = self._days.get(day)
        return count is not None and not count.papers

    def _why_missing(self, day: Day) -> list[str]:
        """Describe a day that was not fetched, and how to fetch it once that is known."""
        if day not in self._due:
            self._counter.read_due(day, self.post_message)
            return ["not fetched"]
        fetches = self._fetches() if self._due[day] else f"run paperterm fetch --since {day}"
        return ["not fetched", fetches]

    @on(HeatMap.DayChosen)
    def action_go_there(self) -> None:
        """Open the day, if it is in the library."""
        day = self._map.cursor
        if day in self._days and not self._is_empty(day):
            self.dismiss(day)
            return
        text = f"no papers on {day.name}: "
        if self._is_empty(day):
            text += "nothing was announced in your categories"
        elif not has_mailing(day):
            text += "arXiv has no mailing on that evening"
        elif not self._map.is_missing(day):
            text += "not announced yet"
        elif self._due.get(day):
            text += f"not fetched; {self._fetches()}"
        else:
            text += f"not fetched; run paperterm fetch --since {day}"
        self.post_message(Notice(text, is_error=True))

    def _fetches(self) -> str:
        return f"press {key_of('fetch', self._actions)} in the list to fetch it"

    def action_days(self, step: int) -> None:
        """Move by some evenings."""
        self._map.move(weeks.days_on(self._map.cursor, step))

    def action_weeks(self, step: int) -> None:
        """Move by some weeks."""
        self._map.move(weeks.weeks_on(self._map.cursor, step))

    def action_months(self, step: int) -> None:
        """Move by some months."""
        self._map.move(weeks.months_on(self._map.cursor, step))

    def action_farthest(self, step: int) -> None:
        """Move to the first day of the library, or to the last day."""
        stored = [day for day in self._days if not self._is_empty(day)]
        self._map.move(min(stored, default=self._map.first) if step < 0 else self._map.last)
