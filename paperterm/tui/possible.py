"""Which keys would do nothing where one is: the line of hints leaves them out.

They are bound all the same, and say why when they are pressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from paperterm.session import Span
from paperterm.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from paperterm.tui.widgets.desk import Desk

_OF_A_PAPER = ("reading.read_next", "reading.star", "reading.open_abs", "list.queue")
_OF_TOPICS = ("desk.edit_topic", "desk.new_topic")


def idle(desk: Desk, focused: Widget | None) -> frozenset[str]:
    """The actions, `desk.older`, that have nothing to act on.

    Args:
        desk: Where one is.
        focused: What has the keys.
    """
    in_sidebar = isinstance(focused, Sidebar)
    found = {*_days(desk), *(_of_choice(desk.sidebar) if in_sidebar else _OF_TOPICS)}
    if not len(desk.papers):
        found |= {*_OF_A_PAPER, "reader.export", "reader.pane_right"}
    return frozenset(found | {*_queue(desk)})


def owners_of(screen: Screen[object]) -> tuple[str, ...]:
    """Whose keys are in force on a screen of ours, or of Textual's, which has none."""
    from paperterm.tui.doing import owned

    return owned(type(screen))


def _of_choice(sidebar: Sidebar) -> Iterator[str]:
    yield "reader.pane_left"
    if not sidebar.is_on_saved:
        yield "side.delete"
    if sidebar.choice.topic is None:
        yield "desk.edit_topic"
    for step in (-1, 1):
        if not sidebar.can_move(step):
            yield f"side.move_topic({step})"


def _queue(desk: Desk) -> Iterator[str]:
    row, entry = desk.papers.cursor, desk.papers.current
    can_move = desk.place.is_queue_in_order and entry is not None and entry.mark.is_queued
    if not (can_move and row > 0):
        yield "list.move_queued(-1)"
    if not (can_move and row < len(desk.papers) - 1):
        yield "list.move_queued(1)"


def _days(desk: Desk) -> Iterator[str]:
    first, last = desk.place.span.around(desk.place.day)
    if not (desk.days and first and desk.days[-1] < first):
        yield "desk.older"
    if not (desk.days and last and desk.days[0] > last):
        yield "desk.newer"
    if desk.place.span is Span.ALL:
        yield "desk.wider"
