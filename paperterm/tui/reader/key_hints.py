"""What can be done where one is: which keys are hinted at, and which do nothing there.

Those are bound all the same, and say why when they are pressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import Screen
from textual.widget import Widget

from paperterm.session import Period
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import ACTIONS, KEY_NAMES, OF_A_RANGE, KeyAction, hints, key_of
from paperterm.tui.reader.sidebar import Sidebar

if TYPE_CHECKING:
    from paperterm.tui.reader.browser import Browser

_WITHOUT_PAPERS = frozenset(
    {
        *("reading.undo", "reading.redo", "reading.retry"),  # marks of papers that were here
        "reading.next_unread",  # goes on to older days
        "list.clear",
    }
)
"""Actions of list and abstract that do something where no paper is listed."""

_WITH_QUERY = ("list.clear", "reader.keep_view", "reading.next_hit", "reader.scope")
"""What is hinted at first while a query is kept."""

_OF_PAPERS = ("list", "reading")


class Hints(NamedTuple):
    """What the line of hints shows.

    Attributes:
        actions: The keys, the most needed first.
        lead: What is said before them.
    """

    actions: Sequence[KeyAction]
    lead: str = ""


def hints_at(
    browser: Browser, focused: Widget | None, owners: Sequence[str], actions: Sequence[KeyAction]
) -> Hints:
    """What to hint at.

    Args:
        browser: Where one is.
        focused: What has the keys.
        owners: Whose keys are in force; of a dialog, where one is on top.
        actions: The table, with the user's keys.
    """
    in_abstract = isinstance(focused, AbstractPane)
    first: Sequence[str] = ()
    says = {"reader.pane_left": "list"} if in_abstract else {}
    if "reading" in owners and browser.papers.has_range:
        first, says["reading.toggle_read"] = OF_A_RANGE, "read, unread"
        shown = hints(*owners, of=actions, first=first, says=says)
        ends = "" if in_abstract else f" · {key_of('list.clear', actions)} ends it"
        lead = glyphs(f"range of {len(browser.papers.picked):,}{ends}")
        return Hints([one for one in shown if one.always or one.name in first], lead)
    if "desk" in owners and browser.request.is_search:
        first = _WITH_QUERY
        says |= {"list.clear": "everything", "reader.keep_view": "keep"}
        says |= {"reading.next_hit": "next", "reader.scope": "elsewhere"}
    unwanted = idle(browser, focused)
    return Hints(hints(*owners, of=actions, idle=unwanted, first=first, says=says))


def idle(browser: Browser, focused: Widget | None) -> frozenset[str]:
    """The actions, `desk.older`, that are not worth a hint.

    Args:
        browser: Where one is.
        focused: What has the keys.
    """
    found = unavailable(browser)
    if not isinstance(focused, Sidebar):
        found |= {"desk.edit_topic", "desk.new_topic"}
    else:
        found |= {"reader.pane_left"}
    if not len(browser.papers):
        found |= {"reading.next_unread", "reader.pane_right"}
    return found


def unavailable(browser: Browser) -> frozenset[str]:
    """The actions that have nothing to act on."""
    found = {*_days(browser), *_of_choice(browser.sidebar), *_queue(browser)}
    if not len(browser.papers):
        of_papers = (one.name for one in ACTIONS if one.owner in _OF_PAPERS)
        found |= {"reader.export", *of_papers} - _WITHOUT_PAPERS
    if not browser.request.is_search:
        found |= {"reader.keep_view", "reader.scope"}
        if not browser.papers.has_range:
            found.add("list.clear")
    return frozenset(found)


def hint_for_other_pane(key: str, owners: Sequence[str], actions: Sequence[KeyAction]) -> str:
    """What to say of a key that only another pane has; nothing of any other key.

    Args:
        key: As Textual calls it.
        owners: Whose keys are in force.
        actions: The table, with the user's keys.
    """
    having = [one for one in actions if key in one.keys]
    if any(one.owner in owners for one in having):
        return ""
    of_papers = any(one.owner in _OF_PAPERS for one in having)
    left, right, enter = (
        key_of(name, actions) for name in ("reader.pane_left", "reader.pane_right", "rows.choose")
    )
    name = KEY_NAMES.get(key, key)
    if of_papers and "side" in owners:
        return f"{name} is for papers: {right} or {enter} goes there"
    if of_papers:
        return f"{name} is for the list: {left} goes there"
    # Others of the sidebar only answer its question.
    if any(one.owner == "side" and one.hint for one in having):
        return f"{name} is for the sidebar: {left} goes there"
    return ""


def owners_in(focused: Widget | None) -> tuple[str, ...]:
    """Whose keys are in force in a pane of the reader."""
    owners: tuple[str, ...] = ("list", "rows", "reading")
    if isinstance(focused, AbstractPane):
        owners = ("pane", "reading")
    elif isinstance(focused, Sidebar):
        owners = ("side", "rows")
    return (*owners, "desk", "reader", "app")


def owners_of(screen: Screen[object]) -> tuple[str, ...]:
    """Whose keys are in force on a screen of ours, or of Textual's, which has none."""
    from paperterm.tui.keys.available import owners_of_class

    return owners_of_class(type(screen))


def _of_choice(sidebar: Sidebar) -> Iterator[str]:
    if not sidebar.can_delete:
        yield "side.delete"
    if sidebar.choice.topic is None:
        yield "desk.edit_topic"
    for step in (-1, 1):
        if not sidebar.can_move(step):
            yield f"side.move_topic({step})"


def _queue(browser: Browser) -> Iterator[str]:
    row, entry = browser.papers.cursor, browser.papers.current
    can_move = browser.location.is_queue_in_order and entry is not None and entry.mark.is_queued
    if not (can_move and row > 0):
        yield "list.move_queued(-1)"
    if not (can_move and row < len(browser.papers) - 1):
        yield "list.move_queued(1)"


def _days(browser: Browser) -> Iterator[str]:
    first, last = browser.location.span.around(browser.location.day)
    if not (browser.days and first and browser.days[-1] < first):
        yield "desk.older"
    if not (browser.days and last and browser.days[0] > last):
        yield "desk.newer"
    if browser.location.span in (Period.ALL, Period.DAY):
        yield "desk.wider" if browser.location.span is Period.ALL else "desk.narrower"
