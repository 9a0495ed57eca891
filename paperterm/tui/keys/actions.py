"""The action table: every key of the reader, from which bindings, hints, help and docs follow.

A row needs a method `action_<id>` on the class that owns it; the class takes its bindings with
`bindings("<owner>")`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType

from paperterm.tui.draw.glyphs import glyphs

KEY_NAMES = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "slash": "/",
    "dollar_sign": "$",
    "number_sign": "#",
    "vertical_line": "|",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "backslash": "\\",
    "comma": ",",
    "exclamation_mark": "!",
    "escape": "esc",
}


class KeyAction(NamedTuple):
    """One thing the user can do.

    Attributes:
        owner: The class that does it, as `bindings` names it.
        id: Its stable name; the method is `action_<id>`.
        keys: Textual's names of its keys, the one to show first.
        says: What it does, in a few words for the hints.
        help: The same in a sentence for the help.
        group: The heading in the help.
        hint: Whether it is shown in the line of hints.
        always: Whether it is shown there however narrow the screen is.
    """

    owner: str
    id: str
    keys: tuple[str, ...]
    says: str
    help: str
    group: str
    hint: bool = False
    always: bool = False

    @property
    def name(self) -> str:
        """Its name among all: that of its binding."""
        return f"{self.owner}.{self.id}"

    @property
    def first_key(self) -> str:
        """The key to show."""
        return self.key_names.split()[0]

    @property
    def key_names(self) -> str:
        """The keys as a user would write them."""
        return " ".join(KEY_NAMES.get(key, key) for key in self.keys)


MOVE, MARK, FIND, TOPIC, OUT = "Move", "Mark", "Find", "Topics", "Out"
APP = "App"
_PANE, _DAYS = "In the abstract", "In the calendar"
_BENCH, _HELP = "While a topic is written", "In this help"

ACTIONS = (
    KeyAction("rows", "down", ("j", "down"), "down", "Next row; 5j goes five rows down", MOVE),
    KeyAction("rows", "up", ("k", "up"), "up", "Row before; 5k goes five rows up", MOVE),
    KeyAction("rows", "first", ("g", "home"), "first", "First row", MOVE),
    KeyAction("rows", "last", ("G", "end"), "last", "Last row; 5G goes to the fifth", MOVE),
    KeyAction("rows", "half_down", ("ctrl+d", "pagedown"), "down", "Half a screen down", MOVE),
    KeyAction("rows", "half_up", ("ctrl+u", "pageup"), "up", "Half a screen up", MOVE),
    KeyAction("reading", "next_unread", ("space",), "next unread", "Next unread paper", MOVE, True),
    KeyAction("rows", "choose", ("enter",), "open", "Into the next pane", MOVE),
    KeyAction(
        "reader", "pane_left", ("h", "left"), "topics", "To the left: list, topics", MOVE, True
    ),
    KeyAction(
        "reader", "pane_right", ("l", "right"), "abstract", "To the right: list, abstract", MOVE
    ),
    KeyAction("reader", "pane_next", ("tab",), "pane", "To the next pane", MOVE),
    KeyAction("reader", "pane_before", ("shift+tab",), "pane", "To the pane before", MOVE),
    KeyAction(
        "reading", "scroll_abstract(1)", ("J", "ctrl+e"), "", "Scroll the abstract down", MOVE
    ),
    KeyAction(
        "reading", "scroll_abstract(-1)", ("K", "ctrl+y"), "", "Scroll the abstract up", MOVE
    ),
    KeyAction("side", "leave", ("escape",), "back", "Back to the list", MOVE, True),
    KeyAction("desk", "older", ("left_square_bracket",), "older", "Day before", MOVE, True),
    KeyAction("desk", "newer", ("right_square_bracket",), "newer", "Day after", MOVE, True),
    KeyAction("desk", "wider", ("minus",), "more days", "More days: month, year, all", MOVE),
    KeyAction("desk", "narrower", ("plus", "equals_sign"), "", "Fewer days, down to one", MOVE),
    KeyAction("reading", "read_next", ("x",), "read, next", "Mark as read, and on", MARK, True),
    KeyAction(
        "reading", "star", ("s",), "star", "Star the paper, or take the star back", MARK, True
    ),
    KeyAction("list", "queue", ("q",), "queue", "Put in the queue, or take out", MARK, True),
    KeyAction(
        "list", "move_queued(-1)", ("less_than_sign",), "sooner", "Up in the queue", MARK, True
    ),
    KeyAction("list", "move_queued(1)", ("greater_than_sign",), "later", "Down in it", MARK, True),
    KeyAction("list", "range", ("v",), "range", "Begin a range to mark or copy, or end it", MARK),
    KeyAction("reading", "read_all", ("A",), "", "Mark all in the list as read", MARK),
    KeyAction("reading", "undo", ("u",), "undo", "Take the last mark back", MARK),
    KeyAction("reading", "redo", ("ctrl+r",), "", "Do it again", MARK),
    KeyAction("reading", "retry", ("ctrl+s",), "", "Save the marks that could not be saved", MARK),
    KeyAction("reading", "tag", ("number_sign",), "tag", "Tags; completed as you type", MARK),
    KeyAction(
        "tags", "complete", ("tab",), "complete", "Take the tag that is proposed", MARK, True
    ),
    KeyAction("reading", "note", ("a",), "note", "Write a note on one paper", MARK),
    KeyAction("reading", "follow", ("f",), "", "Follow an author of one paper", MARK),
    KeyAction("note", "keep", ("escape", "ctrl+s"), "keep", "Keep the note", MARK, True),
    KeyAction("note", "edit", ("ctrl+e",), "editor", "Write it in your editor", MARK, True),
    KeyAction("reading", "toggle_read", ("r",), "read", "Mark as read or unread, and stay", MARK),
    KeyAction("side", "delete", ("d", "delete"), "delete", "Delete the topic or view", FIND, True),
    KeyAction("side", "yes", ("y",), "", "Yes, delete it", FIND),
    KeyAction("side", "no", ("n",), "", "No, keep it", FIND),
    KeyAction("desk", "kinds", ("m",), "", "Which kinds to show: new, cross-lists, all", FIND),
    KeyAction("reader", "filter", ("slash",), "find", "Find papers as you type", FIND, True),
    KeyAction("reader", "scope", ("backslash",), "", "Find here, or in the whole library", FIND),
    KeyAction("list", "clear", ("escape",), "", "End the range; show everything again", FIND),
    KeyAction(
        "filter", "scope", ("tab",), "whole library", "Here, or in the whole library", FIND, True
    ),
    KeyAction(
        "filter", "leave", ("escape",), "back", "Back to where one was; enter keeps", FIND, True
    ),
    KeyAction("filter", "former(-1)", ("up",), "", "A query of before", FIND),
    KeyAction("filter", "former(1)", ("down",), "", "The one after it", FIND),
    KeyAction("reader", "keep_view", ("V",), "", "Keep what is found as a view", FIND),
    KeyAction("reading", "papers_of", ("F",), "", "Find all papers of an author", FIND),
    KeyAction("reading", "next_hit", ("n",), "", "Next hit in the abstract", FIND),
    KeyAction("reading", "previous_hit", ("N",), "", "Hit before", FIND),
    KeyAction("desk", "sort", ("S",), "sort", "Sort the list", FIND),
    KeyAction("desk", "calendar", ("C",), "calendar", "Papers a day, what is unread, gaps", FIND),
    KeyAction(
        "side", "move_topic(-1)", ("less_than_sign",), "topic up", "Move the topic up", TOPIC, True
    ),
    KeyAction("side", "move_topic(1)", ("greater_than_sign",), "down", "Move it down", TOPIC, True),
    KeyAction(
        *("desk", "edit_topic", ("t",), "edit", "Edit the topic, and see what would match"),
        *(TOPIC, True),
    ),
    KeyAction("desk", "new_topic", ("T",), "new topic", "A new topic", TOPIC, True),
    KeyAction(
        "reading", "download", ("D",), "PDF to disk", "Download its PDF; of a range too", OUT
    ),
    KeyAction("reading", "copy", ("y",), "copy", "Copy link, id or citation; of a range too", OUT),
    KeyAction(
        "reading", "pipe", ("vertical_line",), "pipe", "Give it, or a range, to a program", OUT
    ),
    KeyAction(
        "reading", "open_abs", ("o",), "open", "Open the page of one paper at arXiv", OUT, True
    ),
    KeyAction("reading", "open_pdf", ("p",), "PDF", "Open the PDF of one paper at arXiv", OUT),
    KeyAction("reader", "export", ("e",), "export", "Export what the list shows", OUT, True),
    KeyAction("pane", "line(1)", ("j", "down"), "down", "Scroll down", _PANE),
    KeyAction("pane", "line(-1)", ("k", "up"), "up", "Scroll up", _PANE),
    KeyAction("pane", "half(1)", ("ctrl+d", "pagedown"), "", "Half a screen down", _PANE),
    KeyAction("pane", "half(-1)", ("ctrl+u", "pageup"), "", "Half a screen up", _PANE),
    KeyAction("pane", "edge(-1)", ("g", "home"), "", "To the top", _PANE),
    KeyAction("pane", "edge(1)", ("G", "end"), "", "To the end", _PANE),
    KeyAction("pane", "leave", ("q", "escape"), "back", "Back to the list", _PANE, True),
    KeyAction("calendar", "days(1)", ("j", "down"), "", "The next evening", _DAYS),
    KeyAction("calendar", "days(-1)", ("k", "up"), "", "The evening before", _DAYS),
    KeyAction("calendar", "weeks(-1)", ("h", "left"), "", "The week before", _DAYS),
    KeyAction("calendar", "weeks(1)", ("l", "right"), "", "The next week", _DAYS),
    KeyAction("calendar", "months(-1)", ("left_square_bracket",), "", "The month before", _DAYS),
    KeyAction("calendar", "months(1)", ("right_square_bracket",), "", "The next month", _DAYS),
    KeyAction("calendar", "farthest(-1)", ("g", "home"), "", "The first day of the library", _DAYS),
    KeyAction("calendar", "farthest(1)", ("G", "end"), "", "Today", _DAYS),
    KeyAction(
        "calendar", "go_there", ("enter",), "go there", "Read the papers of the day", _DAYS, True
    ),
    KeyAction("workbench", "save", ("ctrl+s",), "save", "Save the topic", _BENCH, True, True),
    KeyAction("workbench", "next_field", ("tab",), "next field", "To the next field", _BENCH, True),
    KeyAction("workbench", "field_before", ("shift+tab",), "", "To the field before", _BENCH),
    KeyAction("workbench", "leave", ("escape",), "back", "Back; asks about changes", _BENCH, True),
    KeyAction("completion", "take", ("enter",), "take it", "Take what is proposed", _BENCH, True),
    KeyAction("completion", "choose(1)", ("down",), "another", "Another category", _BENCH, True),
    KeyAction("completion", "choose(-1)", ("up",), "", "The category before", _BENCH),
    KeyAction(
        "match", "other", ("space", "right"), "other", "The other way to match", _BENCH, True
    ),
    KeyAction("unsaved", "save", ("y",), "save", "Save the changes", _BENCH),
    KeyAction("unsaved", "drop", ("n",), "drop", "Drop the changes", _BENCH),
    KeyAction("help", "look_up", ("slash",), "look up", "Look a key up, as you type", _HELP, True),
    KeyAction("search", "step(1)", ("down",), "", "The next one", _HELP),
    KeyAction("search", "step(-1)", ("up",), "", "The one before", _HELP),
    KeyAction("search", "give_up", ("escape",), "", "Look for nothing", _HELP),
    KeyAction("reading", "raw", ("dollar_sign",), "", "TeX as it was written", APP),
    KeyAction("reading", "zen", ("z",), "", "The paper alone on the screen", APP),
    KeyAction("reader", "fetch", ("R",), "refresh", "Ask arXiv for what is new", APP),
    KeyAction("reader", "help", ("question_mark",), "help", "This help", APP, True, True),
    KeyAction("reader", "palette", ("ctrl+p",), "anything", "Find and do anything", APP, True),
    KeyAction("reader", "theme", ("ctrl+t",), "", "Another theme, seen at once", APP),
    KeyAction("reader", "settings", ("comma",), "", "Open the settings in your editor", APP),
    KeyAction("app", "messages", ("exclamation_mark",), "", "What was told, the newest first", APP),
    KeyAction("line", "close", ("escape",), "close", "Close it, and change nothing", APP, True),
    KeyAction("modal", "close", ("escape", "q"), "close", "Close what is on top", APP, True),
    KeyAction(
        "app", "quit", ("ctrl+q",), "quit", "Quit; all of it is saved already", APP, True, True
    ),
)

OF_A_RANGE = (
    *("reading.read_next", "reading.star", "list.queue", "reading.toggle_read", "reading.tag"),
    *("reading.copy", "reading.download", "reading.pipe"),
)
"""What acts on all papers of a range; whatever else acts on a paper is for one."""

_NEEDED = ("reading.read_next", "reading.star", "reading.next_unread", "list.queue", "pane.leave")
"""What is hinted at first, however narrow the screen is."""

# Where a line is typed in, what was told has no key: it is a sign like others.
_OF_APP = {"modal": ("app.quit", "app.messages"), "line": ("app.quit",), "note": ("app.quit",)}


def bindings(*owners: str) -> list[BindingType]:
    """The bindings of the rows that belong to these owners.

    A dialog keeps the keys of the app from the app: there, these are bound by the dialog.
    """
    found: list[BindingType] = []
    for owner in owners:
        passed = _OF_APP.get(owner, ())
        for action in ACTIONS:
            if action.owner == owner or action.name in passed:
                does = action.id if action.owner == owner else action.name
                keys = ",".join(action.keys)
                found.append(Binding(keys, does, action.says, show=False, id=action.name))
    return found


def own(chosen: Mapping[str, tuple[str, ...]]) -> tuple[KeyAction, ...]:
    """The action table with the keys of the settings; a choice that cannot be is as usual."""
    if not chosen:
        return ACTIONS
    from paperterm.tui.keys.keymap import (  # only who has keys of their own needs it
        keymap,
        with_keys,
    )

    return with_keys(keymap(chosen)[0])


def own_key(name: str, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """The key to show for an action, with the keys of the settings."""
    return key_of(name, own(chosen))


def moves(actions: Sequence[KeyAction] = ACTIONS) -> frozenset[str]:
    """The keys that do no more than move in a list, digits before them included."""
    own = (one.keys for one in actions if one.owner == "rows" and one.id != "choose")
    return frozenset([*"0123456789", *(key for keys in own for key in keys)])


def key_of(name: str, actions: Sequence[KeyAction] = ACTIONS) -> str:
    """The key to show for an action, `reader.help`; a dash where the user took it away."""
    keys = (one.first_key for one in actions if one.name == name)
    return next(keys, glyphs("–"))


def hints(
    *owners: str,
    of: Sequence[KeyAction] = ACTIONS,
    idle: Collection[str] = (),
    first: Sequence[str] = (),
    says: Mapping[str, str] | None = None,
) -> list[KeyAction]:
    """What the line of hints shows while these owners have the keys, of such an action table.

    Args:
        owners: Whose keys are in force.
        of: The table, with the user's keys.
        idle: The names of actions that would do nothing now.
        first: The names of those that come first now, those among them that are no hints else.
        says: What some do now, by name, where that is not what they do elsewhere.
    """
    order = list(dict.fromkeys([*first, *_NEEDED, *(action.name for action in of)]))
    words = says or {}
    shown = [
        action._replace(says=words.get(action.name, action.says))
        for action in of
        if action.owner in owners
        and (action.hint or action.name in first)
        and action.name not in idle
    ]
    return sorted(shown, key=lambda action: order.index(action.name))
