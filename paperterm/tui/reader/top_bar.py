"""The bar on top: the place, the number of papers in it, and the news from arXiv."""

from __future__ import annotations

from random import uniform
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.strip import Strip
from textual.timer import Timer

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.draw.cells import fill, fit
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.draw.line_cache import CachedLines
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.jobs.refresh import RefreshJob
from paperterm.tui.keys.own_keys import own_key

if TYPE_CHECKING:
    from paperterm.refresh.events import Report
    from paperterm.refresh.outlook import Outlook

if TYPE_CHECKING:
    pass

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
        if report and report.pruned:
            self.post_message(Notice(report.pruned))
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


def _status(status: Outlook | Report) -> str:
    from paperterm.refresh.outlook import status_line  # the start does without

    return status_line(status)
