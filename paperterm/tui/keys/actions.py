"""The table of keys: bindings, key hints, help, palette, settings and docs follow from it.

A new key is a row here and a method `action_<id>` on the class that the row names; the class takes
its bindings with `bindings("<class>")`. What can be done where follows from Textual's active
bindings, and from `is_available` of the class if it has one (see `keys.available`).
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """One thing the user can do with a key.

    Attributes:
        classes: The class that does it, then those whose keys work at the same time: what is
            around it, or in it. `Input` or `TextArea` says that text is typed there.
        id: Its method is `action_<id>` of the first class.
        keys: Textual's names of its keys, the one to show first.
        label: What it does in a word or two, for the key hints.
        help: What it does, for the help.
        group: The heading in the help.
        hint: Whether it is among the key hints.
        always: Whether it is among them however narrow the screen is.
        own_name: Its name, where another action has the same id.
    """

    classes: tuple[str, ...]
    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    hint: bool = False
    always: bool = False
    own_name: str = ""

    @property
    def owner(self) -> str:
        """The name of the class that does it."""
        return self.classes[0]

    @property
    def name(self) -> str:
        """Its name in `[keys]`, which no other action has; it is the id of its binding."""
        return self.own_name or self.id

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
_IN_ABSTRACT, _IN_CALENDAR = "In the abstract", "In the calendar"
_IN_TOPIC, _IN_HELP = "While editing a topic", "In this help"

_APP = ("PapertermApp",)
_SCREEN = ("ReaderScreen",)
_BROWSER = ("Browser", *_SCREEN)
_SHARING = ("Sharing", *_BROWSER)
_MARKING = ("PaperActions", *_SHARING)
_VIEW = ("PaperView", *_MARKING)
_LIST = ("PaperList", "RowList", *_VIEW)
_ABSTRACT = ("AbstractPane", *_VIEW)
_SIDEBAR = ("Sidebar", "RowList", *_BROWSER)
_ROWS = ("RowList",)
_FILTER = ("FilterBar", "Input")
_DIALOG = ("Dialog", "RowList")
_HELP = ("HelpScreen", *_DIALOG)
_SEARCH = ("SearchLine", "Input")
_CALENDAR = ("CalendarScreen", "Dialog")
_ASK = ("AskScreen", "Input")
_TAGS = ("TagsScreen", *_ASK)
_NOTE = ("NoteScreen", "TextArea")
_BENCH = ("WorkbenchScreen", "RowList", "Input", "TextArea")
_CODES = ("Code", "Input", "WorkbenchScreen")
_MATCH = ("MatchChoice", "WorkbenchScreen")
_UNSAVED = ("Question", "WorkbenchScreen")

ACTIONS = (
    KeyAction(_ROWS, "down", ("j", "down"), "down", "Go down a row; 5j goes down five", MOVE),
    KeyAction(_ROWS, "up", ("k", "up"), "up", "Go up a row; 5k goes up five", MOVE),
    KeyAction(_ROWS, "first", ("g", "home"), "first", "Go to the first row", MOVE),
    KeyAction(_ROWS, "last", ("G", "end"), "last", "Go to the last row; 5G goes to row 5", MOVE),
    KeyAction(_ROWS, "half_down", ("ctrl+d", "pagedown"), "down", "Go down half a screen", MOVE),
    KeyAction(_ROWS, "half_up", ("ctrl+u", "pageup"), "up", "Go up half a screen", MOVE),
    KeyAction(
        _MARKING,
        "next_unread",
        ("space",),
        "next unread",
        "Go to the next unread paper",
        MOVE,
        True,
    ),
    KeyAction(_ROWS, "choose", ("enter",), "open", "Go into the next pane", MOVE),
    KeyAction(
        _SCREEN,
        "pane_left",
        ("h", "left"),
        "topics",
        "Go left: to the list, to the topics",
        MOVE,
        True,
    ),
    KeyAction(
        _SCREEN,
        "pane_right",
        ("l", "right"),
        "abstract",
        "Go right: to the list, to the abstract",
        MOVE,
    ),
    KeyAction(_SCREEN, "pane_next", ("tab",), "pane", "Go to the next pane", MOVE),
    KeyAction(_SCREEN, "pane_before", ("shift+tab",), "pane", "Go to the previous pane", MOVE),
    KeyAction(_VIEW, "scroll_abstract(1)", ("J", "ctrl+e"), "", "Scroll the abstract down", MOVE),
    KeyAction(_VIEW, "scroll_abstract(-1)", ("K", "ctrl+y"), "", "Scroll the abstract up", MOVE),
    KeyAction(
        _SIDEBAR,
        "leave",
        ("escape",),
        "back",
        "Go back to the list",
        MOVE,
        True,
        own_name="side.leave",
    ),
    KeyAction(
        _BROWSER, "older", ("left_square_bracket",), "older", "Go to the previous day", MOVE, True
    ),
    KeyAction(
        _BROWSER, "newer", ("right_square_bracket",), "newer", "Go to the next day", MOVE, True
    ),
    KeyAction(_BROWSER, "wider", ("minus",), "more days", "Show more days: month, year, all", MOVE),
    KeyAction(
        _BROWSER, "narrower", ("plus", "equals_sign"), "", "Show fewer days, down to one", MOVE
    ),
    KeyAction(
        _MARKING,
        "read_next",
        ("x",),
        "read, next",
        "Mark as read and go to the next paper",
        MARK,
        True,
    ),
    KeyAction(_MARKING, "star", ("s",), "star", "Star or unstar the paper", MARK, True),
    KeyAction(_LIST, "queue", ("q",), "queue", "Add to the queue, or remove from it", MARK, True),
    KeyAction(
        _LIST, "move_queued(-1)", ("less_than_sign",), "sooner", "Move up in the queue", MARK, True
    ),
    KeyAction(
        _LIST,
        "move_queued(1)",
        ("greater_than_sign",),
        "later",
        "Move down in the queue",
        MARK,
        True,
    ),
    KeyAction(_LIST, "range", ("v",), "range", "Begin or end a range of papers", MARK),
    KeyAction(_MARKING, "read_all", ("A",), "", "Mark everything in the list as read", MARK),
    KeyAction(_MARKING, "undo", ("u",), "undo", "Undo", MARK),
    KeyAction(_MARKING, "redo", ("ctrl+r",), "", "Redo", MARK),
    KeyAction(_MARKING, "retry", ("ctrl+s",), "", "Retry saving the unsaved marks", MARK),
    KeyAction(_MARKING, "tag", ("number_sign",), "tag", "Edit tags; completed as you type", MARK),
    KeyAction(_TAGS, "complete", ("tab",), "complete", "Complete the tag", MARK, True),
    KeyAction(_MARKING, "note", ("a",), "note", "Write a note on the paper", MARK),
    KeyAction(_MARKING, "follow", ("f",), "", "Follow an author of the paper", MARK),
    KeyAction(
        _NOTE, "keep", ("escape", "ctrl+s"), "save", "Save the note and close it", MARK, True
    ),
    KeyAction(_NOTE, "edit", ("ctrl+e",), "editor", "Write the note in your editor", MARK, True),
    KeyAction(_MARKING, "toggle_read", ("r",), "read", "Mark as read or unread", MARK),
    KeyAction(
        _SIDEBAR, "delete", ("d", "delete"), "delete", "Delete the topic or saved view", FIND, True
    ),
    KeyAction(_SIDEBAR, "yes", ("y",), "", "Confirm deleting it", FIND),
    KeyAction(_SIDEBAR, "no", ("n",), "", "Cancel deleting it", FIND),
    KeyAction(_BROWSER, "kinds", ("m",), "", "Choose kinds: new, cross-lists, all", FIND),
    KeyAction(_SCREEN, "filter", ("slash",), "search", "Search as you type", FIND, True),
    KeyAction(
        _SCREEN,
        "scope",
        ("backslash",),
        "",
        "Search this list or the whole library",
        FIND,
        own_name="reader.scope",
    ),
    KeyAction(_LIST, "clear", ("escape",), "", "End the range, or clear the search", FIND),
    KeyAction(
        _FILTER,
        "scope",
        ("tab",),
        "whole library",
        "Search this list or the whole library",
        FIND,
        True,
        own_name="filter.scope",
    ),
    KeyAction(
        _FILTER,
        "leave",
        ("escape",),
        "cancel",
        "Cancel the search; enter keeps it",
        FIND,
        True,
        own_name="filter.leave",
    ),
    KeyAction(_FILTER, "former(-1)", ("up",), "", "Previous query", FIND),
    KeyAction(_FILTER, "former(1)", ("down",), "", "Next query", FIND),
    KeyAction(_SCREEN, "keep_view", ("V",), "", "Save the search as a view", FIND),
    KeyAction(_MARKING, "papers_of", ("F",), "", "Search for all papers of an author", FIND),
    KeyAction(_VIEW, "next_hit", ("n",), "", "Go to the next match in the abstract", FIND),
    KeyAction(_VIEW, "previous_hit", ("N",), "", "Go to the previous match", FIND),
    KeyAction(_BROWSER, "sort", ("S",), "sort", "Sort the list", FIND),
    KeyAction(_BROWSER, "calendar", ("C",), "calendar", "Calendar", FIND),
    KeyAction(
        _SIDEBAR,
        "move_topic(-1)",
        ("less_than_sign",),
        "topic up",
        "Move the topic up",
        TOPIC,
        True,
    ),
    KeyAction(
        _SIDEBAR,
        "move_topic(1)",
        ("greater_than_sign",),
        "down",
        "Move the topic down",
        TOPIC,
        True,
    ),
    KeyAction(
        _BROWSER, "edit_topic", ("t",), "edit", "Edit the topic with a live preview", TOPIC, True
    ),
    KeyAction(_BROWSER, "new_topic", ("T",), "new topic", "Create a topic", TOPIC, True),
    KeyAction(
        _SHARING, "download", ("D",), "download", "Download the PDF, or those of a range", OUT
    ),
    KeyAction(_SHARING, "copy", ("y",), "copy", "Copy link, id or citation", OUT),
    KeyAction(_SHARING, "pipe", ("vertical_line",), "pipe", "Pipe to a command", OUT),
    KeyAction(_SHARING, "open_abs", ("o",), "open", "Open the paper's page at arXiv", OUT, True),
    KeyAction(_SHARING, "open_pdf", ("p",), "PDF", "Open the paper's PDF at arXiv", OUT),
    KeyAction(_SCREEN, "export", ("e",), "export", "Export the list", OUT, True),
    KeyAction(_ABSTRACT, "line(1)", ("j", "down"), "down", "Scroll down", _IN_ABSTRACT),
    KeyAction(_ABSTRACT, "line(-1)", ("k", "up"), "up", "Scroll up", _IN_ABSTRACT),
    KeyAction(
        _ABSTRACT, "half(1)", ("ctrl+d", "pagedown"), "", "Scroll down half a screen", _IN_ABSTRACT
    ),
    KeyAction(
        _ABSTRACT, "half(-1)", ("ctrl+u", "pageup"), "", "Scroll up half a screen", _IN_ABSTRACT
    ),
    KeyAction(_ABSTRACT, "edge(-1)", ("g", "home"), "", "Scroll to the top", _IN_ABSTRACT),
    KeyAction(_ABSTRACT, "edge(1)", ("G", "end"), "", "Scroll to the end", _IN_ABSTRACT),
    KeyAction(
        _ABSTRACT,
        "leave",
        ("q", "escape"),
        "back",
        "Go back to the list",
        _IN_ABSTRACT,
        True,
        own_name="pane.leave",
    ),
    KeyAction(_CALENDAR, "days(1)", ("j", "down"), "", "Go to the next evening", _IN_CALENDAR),
    KeyAction(_CALENDAR, "days(-1)", ("k", "up"), "", "Go to the previous evening", _IN_CALENDAR),
    KeyAction(_CALENDAR, "weeks(-1)", ("h", "left"), "", "Go to the previous week", _IN_CALENDAR),
    KeyAction(_CALENDAR, "weeks(1)", ("l", "right"), "", "Go to the next week", _IN_CALENDAR),
    KeyAction(
        _CALENDAR,
        "months(-1)",
        ("left_square_bracket",),
        "",
        "Go to the previous month",
        _IN_CALENDAR,
    ),
    KeyAction(
        _CALENDAR, "months(1)", ("right_square_bracket",), "", "Go to the next month", _IN_CALENDAR
    ),
    KeyAction(
        _CALENDAR,
        "farthest(-1)",
        ("g", "home"),
        "",
        "Go to the first day of the library",
        _IN_CALENDAR,
    ),
    KeyAction(_CALENDAR, "farthest(1)", ("G", "end"), "", "Go to today", _IN_CALENDAR),
    KeyAction(_CALENDAR, "go_there", ("enter",), "open day", "Open the day", _IN_CALENDAR, True),
    KeyAction(
        _BENCH,
        "save",
        ("ctrl+s",),
        "save",
        "Save the topic",
        _IN_TOPIC,
        True,
        True,
        own_name="workbench.save",
    ),
    KeyAction(
        _BENCH, "next_field", ("tab",), "next field", "Go to the next field", _IN_TOPIC, True
    ),
    KeyAction(_BENCH, "field_before", ("shift+tab",), "", "Go to the previous field", _IN_TOPIC),
    KeyAction(
        _BENCH,
        "leave",
        ("escape",),
        "back",
        "Go back; asks to save changes",
        _IN_TOPIC,
        True,
        own_name="workbench.leave",
    ),
    KeyAction(_CODES, "take", ("enter",), "complete", "Complete the category", _IN_TOPIC, True),
    KeyAction(_CODES, "choose(1)", ("down",), "next", "Go to the next suggestion", _IN_TOPIC, True),
    KeyAction(_CODES, "choose(-1)", ("up",), "", "Go to the previous suggestion", _IN_TOPIC),
    KeyAction(
        _MATCH, "other", ("space", "right"), "switch", "Switch how keywords match", _IN_TOPIC, True
    ),
    KeyAction(
        _UNSAVED, "save", ("y",), "save", "Save the changes", _IN_TOPIC, own_name="unsaved.save"
    ),
    KeyAction(_UNSAVED, "drop", ("n",), "discard", "Discard the changes", _IN_TOPIC),
    KeyAction(
        _HELP, "look_up", ("slash",), "search", "Search this help as you type", _IN_HELP, True
    ),
    KeyAction(_SEARCH, "step(1)", ("down",), "", "Go to the next result", _IN_HELP),
    KeyAction(_SEARCH, "step(-1)", ("up",), "", "Go to the previous result", _IN_HELP),
    KeyAction(_SEARCH, "give_up", ("escape",), "", "Clear the search", _IN_HELP),
    KeyAction(_VIEW, "raw", ("dollar_sign",), "", "Show TeX source, or as Unicode", APP),
    KeyAction(_VIEW, "zen", ("z",), "", "Show only the abstract, or all panes", APP),
    KeyAction(_SCREEN, "fetch", ("R",), "fetch", "Fetch new papers from arXiv", APP),
    KeyAction(_SCREEN, "help", ("question_mark",), "help", "Show this help", APP, True, True),
    KeyAction(
        _SCREEN, "palette", ("ctrl+p",), "commands", "Search commands, days and papers", APP, True
    ),
    KeyAction(_SCREEN, "theme", ("ctrl+t",), "", "Choose a theme with a live preview", APP),
    KeyAction(_SCREEN, "settings", ("comma",), "", "Edit the settings in your editor", APP),
    KeyAction(_APP, "messages", ("exclamation_mark",), "", "Message history", APP),
    KeyAction(
        *(("MessagesScreen", "Dialog"), "copy_messages", ("y",), "copy"),
        *("Copy the message history", APP, True),
    ),
    KeyAction(
        _ASK,
        "close",
        ("escape",),
        "close",
        "Close without changing anything",
        APP,
        True,
        own_name="line.close",
    ),
    KeyAction(
        _DIALOG,
        "close",
        ("escape", "q"),
        "close",
        "Close the dialog",
        APP,
        True,
        own_name="modal.close",
    ),
    KeyAction(_APP, "quit", ("ctrl+q",), "quit", "Quit; everything is saved", APP, True, True),
)

OF_PAPERS = ("PaperView", "PaperActions", "Sharing")
"""The owners whose keys work in the list and in the abstract."""

OF_A_RANGE = (
    *("read_next", "star", "queue", "toggle_read", "tag"),
    *("copy", "download", "pipe"),
)
"""Actions on all papers of a range; any other action on a paper is for one."""


def bindings(owner: str, *of_app: str) -> list[BindingType]:
    """Make the bindings of a class.

    Args:
        owner: The name of the class.
        of_app: Names of actions of the app that work here too. A modal screen has to bind them
            itself: Textual looks for no keys beyond it.
    """
    return [
        Binding(
            ",".join(action.keys),
            action.id if action.owner == owner else f"app.{action.id}",
            action.label,
            show=False,
            id=action.name,
        )
        for action in ACTIONS
        if action.owner == owner or action.name in of_app
    ]


def moves(actions: Sequence[KeyAction] = ACTIONS) -> frozenset[str]:
    """Return the keys that only move in a list, digits before them included."""
    own = (one.keys for one in actions if one.owner == "RowList" and one.id != "choose")
    return frozenset([*"0123456789", *(key for keys in own for key in keys)])


def key_of(name: str, actions: Sequence[KeyAction] = ACTIONS) -> str:
    """Return the key to show for an action; a dash if the user took its keys away."""
    keys = {one.name: one.first_key for one in actions}
    if name not in keys and all(one.name != name for one in ACTIONS):
        raise KeyError(name)
    return keys.get(name, glyphs("–"))
