"""The key hints of the reader: which come first where, and where the keys of other panes work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from textual.dom import DOMNode
from textual.widget import Widget

from paperterm.query import EVERYTHING, Query, terms
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.draw.glyphs import glyphs
from paperterm.tui.keys.actions import KEY_NAMES, OF_A_RANGE, KeyAction, key_of
from paperterm.tui.keys.available import key_hints
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.sidebar import Sidebar

_WITH_QUERY = ("clear", "keep_view", "next_hit", "reader.scope")
"""The first hints while the list shows a search."""
_WITH_TITLE = ("clear", "catch_up")
"""Those while it shows what the reader chose."""


class Hints(NamedTuple):
    """What the line of key hints shows.

    Attributes:
        actions: The keys, the most needed first.
        lead: A text before them.
    """

    actions: Sequence[KeyAction]
    lead: str = ""


def hints_at(
    papers: PaperList,
    focused: Widget | None,
    bound: Mapping[str, DOMNode],
    actions: Sequence[KeyAction],
    *,
    query: Query = EVERYTHING,
    has_title: bool = False,
) -> Hints:
    """Return the key hints.

    Args:
        papers: The paper list.
        focused: The focused widget of the reader.
        bound: The actions whose keys work: here, or in the dialog on top.
        actions: The table, with the user's keys.
        query: What the list is searched for.
        has_title: Whether the user did not type the query: the list has a name.
    """
    in_abstract = isinstance(focused, AbstractPane)
    first: Sequence[str] = ()
    labels = {"pane_left": "list"} if in_abstract else {}
    if "star" in bound and papers.has_range:
        first, labels["toggle_read"] = OF_A_RANGE, "read, unread"
        shown = key_hints(bound, actions, first, labels=labels)
        ends = "" if in_abstract else f" · {key_of('clear', actions)} ends it"
        lead = glyphs(f"range of {len(papers.picked):,}{ends}")
        return Hints([action for action in shown if action.always or action.name in first], lead)
    in_sidebar = isinstance(focused, Sidebar)
    hidden = {"pane_left"} if in_sidebar else {"edit_topic", "new_topic"}
    if "sort" in bound and has_title:
        first = _WITH_TITLE
        labels |= {"clear": "back", "catch_up": "left out"}
    elif "sort" in bound and query is not EVERYTHING:
        first = _WITH_QUERY
        labels |= {"clear": "clear search", "keep_view": "save view", "next_hit": "next"}
        if not any(term.field.parts for term, is_wanted in terms(query) if is_wanted):
            hidden.add("next_hit")
    if not len(papers):
        hidden |= {"next_unread", "pane_right"}
    return Hints(key_hints(bound, actions, first, hidden, labels))


def hint_for_other_pane(
    key: str,
    papers: PaperList,
    sidebar: Sidebar,
    bound: Mapping[str, DOMNode],
    actions: Sequence[KeyAction],
) -> str:
    """Return where a key works that does nothing in this pane; nothing for any other key.

    Args:
        key: As Textual calls it.
        papers: The paper list.
        sidebar: The pane beside it.
        bound: The actions whose keys work here.
        actions: The table, with the user's keys.
    """
    having = [action for action in actions if key in action.keys]
    if "sort" not in bound or any(action.name in bound for action in having):
        return ""
    owners = {action.owner for action in having}
    around_papers = takewhile(lambda node: node is not sidebar.parent, papers.ancestors_with_self)
    if owners.intersection(type(node).__name__ for node in around_papers):
        pane, to = "paper list", "pane_right" if "side.leave" in bound else "pane_left"
    elif type(sidebar).__name__ in owners:
        pane, to = "sidebar", "pane_left"
    else:
        return ""
    return f"{KEY_NAMES.get(key, key)} works in the {pane} (press {key_of(to, actions)})"
