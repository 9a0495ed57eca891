"""The two bars: place and news on top, key hints below."""

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

_MESSAGE_SECONDS = 5.0
_BETWEEN = 2
"""Cells between two hints."""
_LOOK_AGAIN_AT_MOST = 6 * 3600.0
_LATER = (60.0, 600.0)
"""Extra seconds to wait, at random: every reader is due at the same time."""


class TopBar(CachedLines):
    """The place, the number of papers in it, and the news from arXiv.

    It owns the refreshes: it checks at the start and whenever papers are due, and posts
    `RefreshJob.DayStored` for new days.
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
        """Show a place, and the count of its papers."""
        if (place, count) != (self._place, self._count):
            self._place, self._count = place, count
            self.refresh()

    def fetch(self, *, asked: bool = False) -> None:
        """Fetch what is due from arXiv.

        Args:
            asked: The user asked for it: report the result even if nothing is new.
        """
        self._is_asked = asked
        self._show_news("fetching from arXiv")
        self.refresher.start()

    def on_mount(self) -> None:
        """Check for new papers, once the first screen is painted."""
        self.call_after_refresh(self.refresher.look)

    def on_unmount(self) -> None:
        """Stop fetching."""
        self.refresher.close()

    @on(RefreshJob.OutlookRead)
    def _outlook_read(self, event: RefreshJob.OutlookRead) -> None:
        outlook = event.outlook
        if outlook.is_due and self._session.settings.automatic:
            self.fetch()
            return
        key = own_key("fetch", self._session.settings.keys)
        due = f"new papers are due: press {key} to fetch"
        self._show_news(due if outlook.is_due else _status(outlook))
        self._look_at(outlook.wait(self._session.now()))

    @on(RefreshJob.Progressed)
    def _progress(self, event: RefreshJob.Progressed) -> None:
        event.stop()
        self._show_news(event.says)

    @on(RefreshJob.Ended)
    def _end(self, event: RefreshJob.Ended) -> None:
        report = event.report
        says = _status(report) if report else event.problem
        self._show_news(says)
        if self._is_asked and not (report and report.days):
            self.post_message(Notice(says))
        if report and report.let_go:
            self.post_message(Notice(report.let_go))
        self._is_asked = False
        self._look_at(report.wait(self._session.now()) if report else _LATER[1])

    def _show_news(self, news: str) -> None:
        if news != self._news:
            self._news = news
            self.refresh()

    def _look_at(self, seconds: float) -> None:
        """Check again a little later than the time when every reader does."""
        if self._timer:
            self._timer.stop()
        wait = min(seconds + uniform(*_LATER), _LOOK_AGAIN_AT_MOST)
        self._timer = self.set_timer(wait, self.refresher.look)

    def render_line(self, y: int) -> Strip:
        """Draw name, place and news on the left, the count on the right."""
        width = self.size.width
        name = " paperterm " if width >= 60 else " "
        count = f" {fit(self._count, width // 2)} "
        place = f" {fit(clean(self._place), width - cell_len(name) - cell_len(count) - 1)} "
        left = width - sum(map(cell_len, (name, place, count)))
        news = fill(glyphs("· ") + clean(self._news) if self._news and left > 12 else "", left)
        parts = (("name", name), ("place", place), ("news", news), ("count", count))
        segments = [Segment(text, self.style_for(part)) for part, text in parts]
        return Strip(segments).adjust_cell_length(width, self.style_for())


def _status(stands: Outlook | Report) -> str:
    """Return the state of a refresh, and the local time of the next one."""
    again = f"; next {stands.next.astimezone():%a %H:%M}" if stands.next else ""
    return f"{stands.says}{again}"


class HintBar(CachedLines):
    """The key hints, as many as fit; for a while, a message in their place."""

    LOOKS = {
        "key": "bold $primary",
        "says": "$text-muted",
        "message": "bold $accent",
        "under": "underline $foreground",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._hints: Sequence[KeyAction] = ()
        self._lead = ""
        self._under: KeyAction | None = None
        self._message = ""
        self._is_running = False
        self._timer: Timer | None = None

    def show(self, hints: Sequence[KeyAction], lead: str = "") -> None:
        """Show key hints.

        Args:
            hints: The actions, the most needed first.
            lead: A text before them.
        """
        if (hints, lead) != (self._hints, self._lead):
            self._hints, self._lead = hints, lead
            self.refresh()

    def show_message(self, text: str, *, is_running: bool = False) -> None:
        """Show a message in place of the key hints, for a few seconds or until the next key.

        Args:
            text: The message.
            is_running: Keep it after the next key: it is about work in progress.
        """
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_MESSAGE_SECONDS, self.clear)
        self._message, self._is_running = text, is_running
        self.refresh()

    def dismiss(self) -> None:
        """Clear the message after a key or click, unless it is about work in progress."""
        if not self._is_running:
            self.clear()

    def clear(self) -> None:
        """Show the key hints again."""
        if self._message:
            self._message, self._is_running = "", False
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the message, or the key hints."""
        width = self.size.width
        if self._message:
            return Strip(
                [Segment(fill(f" {clean(self._message)}", width), self.style_for("message"))], width
            )
        margin, fitting = self._fitting
        segments = [Segment(" " * margin, self.style_for("says"))]
        if self._lead:
            segments.append(Segment(f"{self._lead}  ", self.style_for("message")))
        for hint in fitting:
            is_under = hint == self._under
            segments.append(Segment(f"{hint.first_key} ", self.style_for("key")))
            segments.append(Segment(hint.label, self.style_for("under" if is_under else "says")))
            segments.append(Segment("  ", self.style_for("says")))
        return Strip(segments).adjust_cell_length(width, self.style_for())

    def on_click(self, event: events.Click) -> None:
        """Press the key of the hint; clear a message."""
        if self._message:
            self.clear()
        elif hint := self._hint_at(event.x):
            self.app.simulate_key(hint.keys[0])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline the hint under the mouse."""
        self._point_at(self._hint_at(event.x))

    def on_leave(self) -> None:
        """Underline nothing."""
        self._point_at(None)

    def _point_at(self, hint: KeyAction | None) -> None:
        if hint != self._under:
            self._under = hint
            self.refresh()

    @property
    def _fitting(self) -> tuple[int, list[KeyAction]]:
        """The margin on the left, and the hints that fit; some are always shown."""
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
        """Return the hint in a column, if there is one."""
        if self._message:
            return None
        margin, fitting = self._fitting
        x -= margin + self._lead_width
        for hint in fitting if x >= 0 else ():
            x -= _width(hint)
            if x < 0:
                return hint
        return None


def _width(hint: KeyAction) -> int:
    """Return the width of a hint, with the gap after it."""
    return cell_len(hint.first_key) + 1 + cell_len(hint.label) + _BETWEEN
