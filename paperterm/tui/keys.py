"""The action table: every key of the reader, from which bindings, hints, help and docs follow.

A row needs a method `action_<id>` on the class that owns it; the class takes its bindings with
`bindings("<owner>")`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType

from paperterm.tui.glyphs import glyphs

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


class Action(NamedTuple):
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
    def first_key(self) -> str:
        """The key to show."""
        return self.key_names.split()[0]

    @property
    def key_names(self) -> str:
        """The keys as a user would write them."""
        return " ".join(KEY_NAMES.get(key, key) for key in self.keys)


_MOVE, _PANE, _MARK, _FIND, _TOPIC, _OUT, _APP, _BENCH, _DAYS, _HELP = (
    *("Move", "In the abstract", "Mark"),
    *("Find", "Topics", "Out", "App", "While a topic is written"),
    *("In the calendar", "In this help"),
)

ACTIONS = (
    Action("rows", "down", ("j", "down"), "down", "Next row; 5j goes five rows down", _MOVE),
    Action("rows", "up", ("k", "up"), "up", "Row before; 5k goes five rows up", _MOVE),
    Action("rows", "first", ("g", "home"), "first", "First row", _MOVE),
    Action("rows", "last", ("G", "end"), "last", "Last row; 5G goes to the fifth", _MOVE),
    Action("rows", "half_down", ("ctrl+d", "pagedown"), "down", "Half a screen down", _MOVE),
    Action("rows", "half_up", ("ctrl+u", "pageup"), "up", "Half a screen up", _MOVE),
    Action("reading", "next_unread", ("space",), "next unread", "Next unread paper", _MOVE, True),
    Action("rows", "choose", ("enter",), "open", "Into the next pane", _MOVE),
    Action(
        "side", "move_topic(-1)", ("less_than_sign",), "topic up", "Move the topic up", _TOPIC, True
    ),
    Action("side", "move_topic(1)", ("greater_than_sign",), "down", "Move it down", _TOPIC, True),
    Action(
        *("desk", "edit_topic", ("t",), "edit", "Edit the topic, and see what would match"),
        *(_TOPIC, True),
    ),
    Action("desk", "new_topic", ("T",), "new topic", "A new topic", _TOPIC, True),
    Action("side", "delete", ("d", "delete"), "delete view", "Delete the saved view", _FIND, True),
    Action("side", "yes", ("y",), "", "Yes, delete it", _FIND),
    Action("side", "no", ("n", "escape"), "", "No, keep it", _FIND),
    Action("reader", "pane_left", ("h", "left"), "topics", "To the left: topics", _MOVE, True),
    Action("reader", "pane_right", ("l", "right"), "abstract", "To the right: abstract", _MOVE),
    Action("reader", "pane_next", ("tab",), "pane", "To the next pane", _MOVE),
    Action("reader", "pane_before", ("shift+tab",), "pane", "To the pane before", _MOVE),
    Action("reading", "scroll_abstract(1)", ("J",), "", "Scroll the abstract down", _MOVE),
    Action("reading", "scroll_abstract(-1)", ("K",), "", "Scroll the abstract up", _MOVE),
    Action("pane", "line(1)", ("j", "down"), "down", "Scroll down", _PANE),
    Action("pane", "line(-1)", ("k", "up"), "up", "Scroll up", _PANE),
    Action("pane", "half(1)", ("ctrl+d", "pagedown"), "", "Half a screen down", _PANE),
    Action("pane", "half(-1)", ("ctrl+u", "pageup"), "", "Half a screen up", _PANE),
    Action("pane", "edge(-1)", ("g", "home"), "", "To the top", _PANE),
    Action("pane", "edge(1)", ("G", "end"), "", "To the end", _PANE),
    Action("pane", "leave", ("q", "escape"), "back", "Back to the list", _PANE, True),
    Action("reading", "read_next", ("x",), "read, next", "Mark as read, and on", _MARK, True),
    Action("reading", "star", ("s",), "star", "Star the paper, or take the star back", _MARK, True),
    Action("list", "queue", ("q",), "queue", "Put in the queue, or take out", _MARK, True),
    Action(
        "list", "move_queued(-1)", ("less_than_sign",), "sooner", "Up in the queue", _MARK, True
    ),
    Action("list", "move_queued(1)", ("greater_than_sign",), "later", "Down in it", _MARK, True),
    Action("list", "range", ("v",), "", "Begin a range, or end it", _MARK),
    Action("reading", "read_all", ("A",), "", "Mark all in the list as read", _MARK),
    Action("reading", "undo", ("u",), "undo", "Take the last mark back", _MARK),
    Action("reading", "redo", ("ctrl+r",), "", "Do it again", _MARK),
    Action("reading", "retry", ("ctrl+s",), "", "Save the marks that could not be saved", _MARK),
    Action("reading", "tag", ("number_sign",), "tag", "Tags; completed as you type", _MARK),
    Action("reading", "note", ("a",), "note", "Write a note", _MARK),
    Action("reading", "follow", ("f",), "", "Follow an author of the paper", _MARK),
    Action("reading", "download", ("D",), "", "Download its PDF", _OUT),
    Action("reading", "copy", ("y",), "", "Copy its link, its id, or how to cite it", _OUT),
    Action("reading", "pipe", ("vertical_line",), "", "Give it to a program", _OUT),
    Action("desk", "kinds", ("m",), "", "Which kinds to show: new, cross-lists, all", _FIND),
    Action("note", "keep", ("ctrl+s", "escape"), "keep", "Keep the note", _MARK, True),
    Action("note", "edit", ("ctrl+e",), "editor", "Write it in your editor", _MARK, True),
    Action("reading", "raw", ("dollar_sign",), "", "TeX as it was written", _APP),
    Action("reading", "zen", ("z",), "", "The paper alone on the screen", _APP),
    Action("reading", "toggle_read", ("r",), "read", "Mark as read or unread, and stay", _MARK),
    Action("reader", "filter", ("slash",), "find", "Find papers as you type", _FIND, True),
    Action("reader", "scope", ("backslash",), "", "Find here, or in the whole library", _FIND),
    Action("list", "clear", ("escape",), "", "End the range; show everything again", _FIND),
    Action("filter", "scope", ("tab",), "elsewhere", "Here, or in the whole library", _FIND, True),
    Action(
        "filter", "leave", ("escape",), "back", "Back to where one was; enter keeps", _FIND, True
    ),
    Action("reading", "open_abs", ("o",), "open", "Open its page at arXiv", _OUT, True),
    Action("reading", "open_pdf", ("p",), "PDF", "Open its PDF at arXiv", _OUT),
    Action("reader", "export", ("e",), "export", "Export what the list shows", _OUT, True),
    Action("workbench", "save", ("ctrl+s",), "save", "Save the topic", _BENCH, True, True),
    Action("workbench", "next_field", ("tab",), "next field", "To the next field", _BENCH, True),
    Action("workbench", "field_before", ("shift+tab",), "", "To the field before", _BENCH),
    Action("workbench", "leave", ("escape",), "back", "Back; asks about changes", _BENCH, True),
    Action("completion", "take", ("enter",), "take it", "Take what is proposed", _BENCH, True),
    Action("completion", "choose(1)", ("down",), "another", "Another category", _BENCH, True),
    Action("completion", "choose(-1)", ("up",), "", "The category before", _BENCH),
    Action("match", "other", ("space", "right"), "other", "The other way to match", _BENCH, True),
    Action("unsaved", "save", ("y",), "save", "Save the changes", _BENCH),
    Action("unsaved", "drop", ("n",), "drop", "Drop the changes", _BENCH),
    Action("reader", "fetch", ("R",), "refresh", "Ask arXiv for what is new", _APP),
    Action("reader", "help", ("question_mark",), "help", "This help", _APP, True, True),
    Action("reader", "palette", ("ctrl+p",), "anything", "Find and do anything", _APP, True),
    Action("reader", "theme", ("ctrl+t",), "", "Another theme, seen at once", _APP),
    Action("reader", "settings", ("comma",), "", "Open the settings in your editor", _APP),
    Action("app", "messages", ("exclamation_mark",), "", "What was told, the newest first", _APP),
    Action("help", "look_up", ("slash",), "look up", "Look a key up, as you type", _HELP, True),
    Action("search", "step(1)", ("down",), "", "The next one", _HELP),
    Action("search", "step(-1)", ("up",), "", "The one before", _HELP),
    Action("search", "give_up", ("escape",), "", "Look for nothing", _HELP),
    Action("desk", "older", ("left_square_bracket",), "older", "Day before", _MOVE, True),
    Action("desk", "newer", ("right_square_bracket",), "newer", "Day after", _MOVE, True),
    Action("desk", "wider", ("minus",), "more days", "More days: month, year, all", _MOVE),
    Action("desk", "narrower", ("plus", "equals_sign"), "", "Fewer days, down to one", _MOVE),
    Action("reader", "keep_view", ("V",), "", "Keep what is found as a view", _FIND),
    Action("reading", "papers_of", ("F",), "", "Find all papers of an author", _FIND),
    Action("reading", "next_hit", ("n",), "", "Next hit in the abstract", _FIND),
    Action("reading", "previous_hit", ("N",), "", "Hit before", _FIND),
    Action("line", "close", ("escape",), "close", "Close it, and change nothing", _APP, True),
    Action("desk", "sort", ("S",), "sort", "Sort the list", _FIND),
    Action("desk", "calendar", ("C",), "calendar", "Papers a day, what is unread, gaps", _FIND),
    Action("calendar", "days(1)", ("j", "down"), "", "The next evening", _DAYS),
    Action("calendar", "days(-1)", ("k", "up"), "", "The evening before", _DAYS),
    Action("calendar", "weeks(-1)", ("h", "left"), "", "The week before", _DAYS),
    Action("calendar", "weeks(1)", ("l", "right"), "", "The next week", _DAYS),
    Action("calendar", "months(-1)", ("left_square_bracket",), "", "The month before", _DAYS),
    Action("calendar", "months(1)", ("right_square_bracket",), "", "The next month", _DAYS),
    Action("calendar", "farthest(-1)", ("g", "home"), "", "The first day of the library", _DAYS),
    Action("calendar", "farthest(1)", ("G", "end"), "", "Today", _DAYS),
    Action(
        "calendar", "go_there", ("enter",), "go there", "Read the papers of the day", _DAYS, True
    ),
    Action("modal", "close", ("escape", "q"), "close", "Close what is on top", _APP, True),
    Action(
        "app", "quit", ("ctrl+q",), "quit", "Quit; all of it is saved already", _APP, True, True
    ),
)

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
            name = f"{action.owner}.{action.id}"
            if action.owner == owner or name in passed:
                does = action.id if action.owner == owner else name
                keys = ",".join(action.keys)
                found.append(Binding(keys, does, action.says, show=False, id=name))
    return found


def own(chosen: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The action table with the keys of the settings; a choice that cannot be is as usual."""
    if not chosen:
        return ACTIONS
    from paperterm.tui.keymap import keymap, with_keys  # only who has keys of their own needs it

    return with_keys(keymap(chosen)[0])


def moves(actions: Sequence[Action] = ACTIONS) -> frozenset[str]:
    """The keys that do no more than move in a list, digits before them included."""
    own = (one.keys for one in actions if one.owner == "rows" and one.id != "choose")
    return frozenset([*"0123456789", *(key for keys in own for key in keys)])


def key_of(name: str, actions: Sequence[Action] = ACTIONS) -> str:
    """The key to show for an action, `reader.help`; a dash where the user took it away."""
    owner, _, id_ = name.partition(".")
    keys = (one.first_key for one in actions if (one.owner, one.id) == (owner, id_))
    return next(keys, glyphs("–"))


def hints(*owners: str, of: Sequence[Action] = ACTIONS, idle: Collection[str] = ()) -> list[Action]:
    """What the line of hints shows while these owners have the keys, of such an action table.

    Args:
        owners: Whose keys are in force.
        of: The table, with the user's keys.
        idle: The names of actions that would do nothing now.
    """
    return [
        action
        for action in of
        if action.hint and action.owner in owners and f"{action.owner}.{action.id}" not in idle
    ]
