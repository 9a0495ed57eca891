"""The two bars: where one is and how things stand, on top; what can be done here, below."""

from __future__ import annotations

from collections.abc import Sequence
from random import uniform
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.strip import Strip
from textual.timer import Timer

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.draw.cells import fill, fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.jobs.refresh import RefreshJob
from paperterm.tui.keys.actions import KeyAction, own_key

if TYPE_CHECKING:
    from paperterm.refresh.events import Report
    from paperterm.refresh.outlook import Outlook

_TOLD_SECONDS = 5.0
_BETWEEN = 2
"""Blank cells between two hints."""
_LOOK_AGAIN_AT_MOST = 6 * 3600.0
_LATER = (60.0, 600.0)
"""Seconds after the time at which everybody else asks too."""


class TopBar(CachedLines):
    """Where one is, how many papers are there, and how things stand with arXiv.

    It owns the refreshes: it looks how things stand at the start and again when something is due,
    and tells of new days by `Refresher.DayStored`, which bubbles up.
    """

    LOOKS = {
        "name": "bold $primary",
        "place": "bold",
        "news": "$text-muted",
        "count": "$text-muted",
    }

    def __init__(self, session: Session, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._session = session
        self.refresher = RefreshJob(session, self.post_message)
        self._place = ""
        self._count = ""
        self._news = ""
        self._timer: Timer | None = None
        self._is_asked = False

    def show(self, place: str, count: str) -> None:
        """Show a place, and what is to read there."""
        if (place, count) != (self._place, self._count):
            self._place, self._count = place, count
            self.refresh()

    def fetch(self, *, asked: bool = False) -> None:
        """Ask arXiv for what is due.

        Args:
            asked: The user wants to know how it went, even if nothing came of it.
        """
        self._is_asked = asked
        self._tell("asking arXiv")
        self.refresher.start()

    def on_mount(self) -> None:
        """Look how things stand, once the first screen is painted."""
        self.call_after_refresh(self.refresher.look)

    def on_unmount(self) -> None:
        """Stop asking."""
        self.refresher.close()

    @on(RefreshJob.OutlookRead)
    def _stand(self, event: RefreshJob.OutlookRead) -> None:
        outlook = event.outlook
        if outlook.is_due and self._session.settings.automatic:
            self.fetch()
            return
        key = own_key("reader.fetch", self._session.settings.keys)
        due = f"{key} gets what is new: an announcement is due"
        self._tell(due if outlook.is_due else _said(outlook))
        self._look_at(outlook.wait(self._session.now()))

    @on(RefreshJob.Progressed)
    def _progress(self, event: RefreshJob.Progressed) -> None:
        event.stop()
        self._tell(event.says)

    @on(RefreshJob.Ended)
    def _end(self, event: RefreshJob.Ended) -> None:
        report = event.report
        says = _said(report) if report else event.problem
        self._tell(says)
        if self._is_asked and not (report and report.days):
            self.post_message(Notice(says))
        if report and report.let_go:
            self.post_message(Notice(report.let_go))
        self._is_asked = False
        self._look_at(report.wait(self._session.now()) if report else _LATER[1])

    def _tell(self, news: str) -> None:
        if news != self._news:
            self._news = news
            self.refresh()

    def _look_at(self, seconds: float) -> None:
        """Look again then, and never exactly then: that is when everybody asks."""
        if self._timer:
            self._timer.stop()
        wait = min(seconds + uniform(*_LATER), _LOOK_AGAIN_AT_MOST)
        self._timer = self.set_timer(wait, self.refresher.look)

    def render_line(self, y: int) -> Strip:
        """Name, place and news on the left, the count on the right."""
        width = self.size.width
        name = " paperterm " if width >= 60 else " "
        count = f" {fit(self._count, width // 2)} "
        place = f" {fit(clean(self._place), width - cell_len(name) - cell_len(count) - 1)} "
        left = width - sum(map(cell_len, (name, place, count)))
        news = fill(glyphs("· ") + clean(self._news) if self._news and left > 12 else "", left)
        parts = (("name", name), ("place", place), ("news", news), ("count", count))
        segments = [Segment(text, self._look(part)) for part, text in parts]
        return Strip(segments).adjust_cell_length(width, self._look())


def _said(stands: Outlook | Report) -> str:
    """How things stand, and when it goes on, in this machine's time."""
    again = f"; next {stands.next.astimezone():%a %H:%M}" if stands.next else ""
    return f"{stands.says}{again}"


class HintBar(CachedLines):
    """The keys that do something here, as many as fit; for a moment, what there is to tell."""

    LOOKS = {
        "key": "bold $primary",
        "says": "$text-muted",
        "told": "bold $accent",
        "under": "underline $foreground",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._hints: Sequence[KeyAction] = ()
        self._lead = ""
        self._under: KeyAction | None = None
        self._told = ""
        self._is_running = False
        self._timer: Timer | None = None

    def show(self, hints: Sequence[KeyAction], lead: str = "") -> None:
        """Show keys and what they do, the most needed first; those that always help stay.

        Args:
            hints: The actions.
            lead: What is said before them, of how things are.
        """
        if (hints, lead) != (self._hints, self._lead):
            self._hints, self._lead = hints, lead
            self.refresh()

    def tell(self, text: str, *, is_running: bool = False) -> None:
        """Say something in place of the keys, until the next key or until a while is over.

        Args:
            text: What to say.
            is_running: It is about something that goes on, whatever keys come meanwhile.
        """
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_TOLD_SECONDS, self.clear)
        self._told, self._is_running = text, is_running
        self.refresh()

    def give_way(self) -> None:
        """Something is done: what was told before it is over, unless that goes on."""
        if not self._is_running:
            self.clear()

    def clear(self) -> None:
        """Show the keys again."""
        if self._told:
            self._told, self._is_running = "", False
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Key and word, key and word; or what there is to tell."""
        width = self.size.width
        if self._told:
            return Strip([Segment(fill(f" {clean(self._told)}", width), self._look("told"))], width)
        margin, fitting = self._fitting
        segments = [Segment(" " * margin, self._look("says"))]
        if self._lead:
            segments.append(Segment(f"{self._lead}  ", self._look("told")))
        for hint in fitting:
            is_under = hint == self._under
            segments.append(Segment(f"{hint.first_key} ", self._look("key")))
            segments.append(Segment(hint.says, self._look("under" if is_under else "says")))
            segments.append(Segment("  ", self._look("says")))
        return Strip(segments).adjust_cell_length(width, self._look())

    def on_click(self, event: events.Click) -> None:
        """A click on a hint is as good as its key; one on a message takes that away."""
        if self._told:
            self.clear()
        elif hint := self._hint_at(event.x):
            self.app.simulate_key(hint.keys[0])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The hint under the mouse can be seen."""
        self._point_at(self._hint_at(event.x))

    def on_leave(self) -> None:
        """No longer."""
        self._point_at(None)

    def _point_at(self, hint: KeyAction | None) -> None:
        if hint != self._under:
            self._under = hint
            self.refresh()

    @property
    def _fitting(self) -> tuple[int, list[KeyAction]]:
        """A blank on the left if there is room, and the hints that fit; some always do."""
        room = self.size.width + _BETWEEN - self._lead_width
        room -= sum(_width(hint) for hint in self._hints if hint.always)
        fitting = []
        for hint in self._hints:
            needed = 0 if hint.always else _width(hint)
            if needed <= room:
                room -= needed
                fitting.append(hint)
        return (1 if room > 0 else 0), fitting

    @property
    def _lead_width(self) -> int:
        return cell_len(self._lead) + _BETWEEN if self._lead else 0

    def _hint_at(self, x: int) -> KeyAction | None:
        """The hint in a column, if there is one."""
        if self._told:
            return None
        margin, fitting = self._fitting
        x -= margin + self._lead_width
        for hint in fitting if x >= 0 else ():
            x -= _width(hint)
            if x < 0:
                return hint
        return None


def _width(hint: KeyAction) -> int:
    """The cells of a hint, with those behind it."""
    return cell_len(hint.first_key) + 1 + cell_len(hint.says) + _BETWEEN
