"""The bar on top: the location, the number of its papers, and the state of the last refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.strip import Strip

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

_AFTER_FAILURE = 600.0
"""Seconds between two looks at the clock: a timer does not run while a laptop sleeps."""


class TopBar(CachedLines):
    """The location, the number of its papers, and the state of the last refresh.

    It owns the refreshes: it checks at the start and whenever papers are due, and posts
    `RefreshJob.DayStored` for new days.
    """

    STYLES = {
        "name": "bold $primary",
        "location": "bold",
        "status": "$text-muted",
        "count": "$text-muted",
    }

    def __init__(self, session: Session, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._session = session
        self.refresher = RefreshJob(session, self.post_message)
        self._location = ""
        self._count = ""
        self._status = self._short = ""
        self._is_manual = False

    def show(self, location: str, count: str) -> None:
        """Show a location, and the count of its papers."""
        if (location, count) != (self._location, self._count):
            self._location, self._count = location, count
            self.refresh()

    def fetch(self, *, is_manual: bool = False) -> None:
        """Fetch what is due from arXiv.

        Args:
            is_manual: The user pressed the key: report the result even if nothing is new.
        """
        self._is_manual = is_manual
        self._show_status("fetching from arXiv")
        self.refresher.start(insists=is_manual)

    def start_work(self) -> None:
        """Check for new papers, once the first screen is painted, and then as they are due."""
        self.call_after_refresh(self.refresher.check)

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
        if outlook.is_due:
            short = f"press {key} to fetch"
            self._show_status(f"new papers are due: {short}", short)
        else:
            self._show_status(_status(outlook))
        self.refresher.check_in(outlook.wait(self._session.now()))

    @on(RefreshJob.Progressed)
    def _progress(self, event: RefreshJob.Progressed) -> None:
        event.stop()
        self._show_status(event.text)

    @on(RefreshJob.Ended)
    def _end(self, event: RefreshJob.Ended) -> None:
        report = event.report
        text = _status(report) if report else event.problem
        self._show_status(text)
        if self._is_manual and not (report and report.days):
            self.post_message(Notice(text))
        for text in filter(None, [*report.advice, report.pruned] if report else []):
            self.post_message(Notice(text))
        self._is_manual = False
        self.refresher.check_in(report.wait(self._session.now()) if report else _AFTER_FAILURE)

    def _show_status(self, status: str, short: str = "") -> None:
        """Show a status, or a short one where it does not fit."""
        if status != self._status:
            self._status, self._short = status, short
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw name, location and status on the left, the count on the right."""
        width = self.size.width
        name = " paperterm " if width >= 60 else " "
        count = f" {fit(self._count, width // 2)} "
        location = f" {fit(clean(self._location), width - cell_len(name) - cell_len(count) - 1)} "
        left = width - sum(map(cell_len, (name, location, count)))
        status = glyphs("· ") + clean(self._status) if self._status and left > 12 else ""
        if self._short and cell_len(status) > left:
            status = glyphs("· ") + self._short
        parts = {"name": name, "location": location, "status": fill(status, left), "count": count}
        segments = [Segment(text, self.style_for(part)) for part, text in parts.items()]
        return Strip(segments).adjust_cell_length(width, self.style_for())


def _status(status: Outlook | Report) -> str:
    from paperterm.refresh.outlook import status_line  # the start does without

    return status_line(status)
