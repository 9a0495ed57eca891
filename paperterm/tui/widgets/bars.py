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
from textual.widget import Widget

from paperterm.session import Session
from paperterm.tui.backstage import Backstage
from paperterm.tui.cells import fill, fit, shown
from paperterm.tui.glyphs import glyphs
from paperterm.tui.keys import Action
from paperterm.tui.looks import Looks
from paperterm.tui.refresher import Refresher

if TYPE_CHECKING:
    from paperterm.refresh.events import Report
    from paperterm.refresh.outlook import Outlook

_TOLD_SECONDS = 5.0
_LOOK_AGAIN_AT_MOST = 6 * 3600.0
_LATER = (60.0, 600.0)
"""Seconds after the time at which everybody else asks too."""

TOP_LOOKS = {
    "name": "bold $primary",
    "place": "bold",
    "news": "$text-muted",
    "count": "$text-muted",
}
HINT_LOOKS = {
    "key": "bold $primary",
    "says": "$text-muted",
    "told": "bold $accent",
    "under": "underline $foreground",
}


class TopBar(Widget):
    """Where one is, how many papers are there, and how things stand with arXiv.

    It owns the refreshes: it looks how things stand at the start and again when something is due,
    and tells of new days by `Refresher.DayStored`, which bubbles up.
    """

    def __init__(self, session: Session, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._session = session
        self.refresher = Refresher(session, self.post_message)
        self._look = Looks(self, TOP_LOOKS)
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

    @on(Refresher.Standing)
    def _stand(self, event: Refresher.Standing) -> None:
        outlook = event.outlook
        if outlook.is_due and self._session.settings.automatic:
            self.fetch()
            return
        due = "a new announcement is due; R asks for it"
        self._tell(due if outlook.is_due else _said(outlook))
        self._look_at(outlook.wait(self._session.now()))

    @on(Refresher.Progressed)
    def _progress(self, event: Refresher.Progressed) -> None:
        event.stop()
        self._tell(event.says)

    @on(Refresher.Ended)
    def _end(self, event: Refresher.Ended) -> None:
        report = event.report
        says = _said(report) if report else event.problem
        self._tell(says)
        if self._is_asked and not (report and report.days):
            self.post_message(Backstage.Told(says))
        if report and report.let_go:
            self.post_message(Backstage.Told(report.let_go))
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
        place = f" {fit(shown(self._place), width - cell_len(name) - cell_len(count) - 1)} "
        left = width - sum(map(cell_len, (name, place, count)))
        news = fill(glyphs("· ") + shown(self._news) if self._news and left > 12 else "", left)
        parts = (("name", name), ("place", place), ("news", news), ("count", count))
        segments = [Segment(text, self._look(part)) for part, text in parts]
        return Strip(segments).adjust_cell_length(width, self._look())

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._look.forget()


def _said(stands: Outlook | Report) -> str:
    """How things stand, and when it goes on, in this machine's time."""
    again = f"; next {stands.next.astimezone():%a %H:%M}" if stands.next else ""
    return f"{stands.says}{again}"


class HintBar(Widget):
    """The keys that do something here, as many as fit; for a moment, what there is to tell."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._look = Looks(self, HINT_LOOKS)
        self._hints: Sequence[Action] = ()
        self._under: Action | None = None
        self._told = ""
        self._timer: Timer | None = None

    def show(self, hints: Sequence[Action]) -> None:
        """Show keys and what they do, the most needed first; those that always help stay."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def tell(self, text: str) -> None:
        """Say something in place of the keys, until something else happens or a while is over."""
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_TOLD_SECONDS, self.clear)
        self._told = text
        self.refresh()

    def clear(self) -> None:
        """Show the keys again."""
        if self._told:
            self._told = ""
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Key and word, key and word; or what there is to tell."""
        width = self.size.width
        if self._told:
            return Strip([Segment(fill(f" {shown(self._told)}", width), self._look("told"))], width)
        segments: list[Segment] = []
        for hint in self._fitting:
            is_under = hint == self._under
            segments.append(Segment(f" {hint.first_key} ", self._look("key")))
            segments.append(Segment(hint.says, self._look("under" if is_under else "says")))
            segments.append(Segment(" ", self._look("says")))
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

    def _point_at(self, hint: Action | None) -> None:
        if hint != self._under:
            self._under = hint
            self.refresh()

    @property
    def _fitting(self) -> list[Action]:
        """The hints that there is room for, those that always help among them."""
        room = self.size.width - sum(_width(hint) for hint in self._hints if hint.always)
        fitting = []
        for hint in self._hints:
            needed = 0 if hint.always else _width(hint)
            if needed <= room:
                room -= needed
                fitting.append(hint)
        return fitting

    def _hint_at(self, x: int) -> Action | None:
        """The hint in a column, if there is one."""
        for hint in [] if self._told else self._fitting:
            x -= _width(hint)
            if x < 0:
                return hint
        return None

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._look.forget()


def _width(hint: Action) -> int:
    return cell_len(hint.first_key) + cell_len(hint.says) + 3
